import type { ProxySpec } from '../../spec/kinds/model/proxies.ts';
import type { Condition, Measure } from '../condition.ts';
import type { AbsenceDemand } from './absence.ts';
import { factorAbove, factorBelow, usualOf } from './baseline.ts';
import { atLeast, beyond, quantityBound } from './bound.ts';
import { type BuildContext, originOf, reportAt } from './context.ts';
import { jobSignal } from './job-signals.ts';
import { joinedBy } from './monitor-part.ts';
import { type ProxyAt, proxyMeasure } from './proxy-measure.ts';
import type { MonitorMeasure } from './statistic.ts';

const WEEK_SECONDS = 7 * 86_400;
/** The drift job writes baselines when it runs: an hour without one is no accident of a restart. */
const NO_BASELINE_HOLD_SECONDS = 3600;

/** What a proxy should be, as a condition that it is not. */
export interface OutOfBounds {
  readonly measured: MonitorMeasure;
  readonly condition: Condition;
  /** "at most 15%". */
  readonly bounds: string;
  readonly withoutHistory?: Condition;
  /** The baseline that the drift job writes, where one is asked for. */
  readonly baseline?: AbsenceDemand;
}

/** That a proxy is out of its bounds; undefined (and findings) when it has none, or none that can be compared. */
export function outOfBounds(context: BuildContext, proxy: ProxyAt): OutOfBounds | undefined {
  const { model, index, spec } = proxy;
  const measured = proxyMeasure(context, proxy);
  if (measured === undefined) return undefined;
  const { within } = spec.expect;
  const fixed = fixedBounds(context, proxy, measured.measure);
  if (fixed === undefined) return undefined;
  if (within === undefined && fixed.parts.length === 0) {
    reportAt(context, model, ['proxies', index, 'expect'], {
      code: 'proxy/no-bound',
      severity: 'error',
      message: 'the proxy does not say what is expected of it',
      expected: 'within: 10% of baseline, min: … or max: …',
    });
    return undefined;
  }
  const near = within && nearness(context, proxy, measured.measure, within);
  if (within && near === undefined) return undefined;
  const beyondAny = joinedBy('any', [...fixed.parts, ...(near?.parts ?? [])]);
  const condition = withSamples(context, proxy, measured, beyondAny);
  if (condition === undefined) return undefined;
  return {
    measured,
    condition,
    bounds: [...fixed.words, ...(within ? [`within ${within.text}`] : [])].join(' and '),
    // Fixed bounds hold whether there is history or not.
    ...(near?.withoutHistory && fixed.parts.length === 0 && { withoutHistory: near.withoutHistory }),
    ...(near?.baseline && { baseline: near.baseline }),
  };
}

function fixedBounds(
  context: BuildContext,
  { model, index, spec }: ProxyAt,
  measure: Measure,
): { parts: Condition[]; words: string[] } | undefined {
  const parts: Condition[] = [];
  const words: string[] = [];
  const values: number[] = [];
  for (const [field, op, word] of [
    ['min', '<', 'at least'],
    ['max', '>', 'at most'],
  ] as const) {
    const input = spec.expect[field];
    if (input === undefined) continue;
    const path = ['proxies', index, 'expect', field];
    const bound = quantityBound(context, model, path, op, input, measure.unit);
    if (bound === undefined) return undefined;
    parts.push(beyond(measure, op, bound.value));
    words.push(`${word} ${bound.text}`);
    values.push(bound.value);
  }
  const [least, most] = values;
  if (least === undefined || most === undefined || least < most) return { parts, words };
  reportAt(context, model, ['proxies', index, 'expect', 'min'], {
    code: 'baseline/bounds-crossed',
    severity: 'error',
    message: `no value is both at least ${String(spec.expect.min)} and at most ${String(spec.expect.max)}`,
    expected: `less than ${String(spec.expect.max)}`,
  });
  return undefined;
}

type Within = NonNullable<ProxySpec['expect']['within']>;

/** Not further from the baseline, or from last week, than a share of it. */
function nearness(
  context: BuildContext,
  { model, index, spec }: ProxyAt,
  measure: Measure,
  { ratio, of }: Within,
): { parts: Condition[]; withoutHistory?: Condition; baseline?: AbsenceDemand } | undefined {
  if (ratio === 0) {
    reportAt(context, model, ['proxies', index, 'expect', 'within'], {
      code: 'baseline/unreachable',
      severity: 'error',
      message: 'nothing stays exactly where it was',
      expected: 'a share above 0%',
    });
    return undefined;
  }
  const around = (usual: Measure): Condition[] => {
    const compare = (op: '<' | '>', factor: number): Condition => {
      return {
        node: 'compare',
        left: measure,
        op,
        right: { node: 'scaled', of: usual, factor, unit: measure.unit },
      };
    };
    // Nothing falls by more than all of it.
    return [...(ratio < 1 ? [compare('<', factorBelow(ratio))] : []), compare('>', factorAbove(ratio))];
  };
  if (of === 'baseline') {
    const signal = jobSignal(context, {
      id: `model:${model.name}/proxy-${spec.name}-baseline`,
      role: `proxy-${spec.name}-baseline`,
      metric: 'baselineValue',
      labels: { model: model.name, proxy: spec.name },
      unit: measure.unit,
      origin: originOf(model, ['proxies', index, 'expect', 'within']),
    });
    const usual: Measure = {
      node: 'gauge',
      of: { signal: signal.id },
      aggregate: 'mean',
      unit: measure.unit,
    };
    return {
      parts: around(usual),
      baseline: {
        subject: model,
        signal,
        severity: 'info',
        holdSeconds: NO_BASELINE_HOLD_SECONDS,
        vanishing: false,
      },
    };
  }
  const usual = usualOf(measure, {
    compare: { agoSeconds: WEEK_SECONDS, text: 'same-time-last-week' },
    aggregate: 'median',
  });
  return {
    parts: around(usual),
    withoutHistory: {
      node: 'unless',
      of: { node: 'no-value', of: usual },
      exception: { node: 'no-value', of: measure },
    },
  };
}

function withSamples(
  context: BuildContext,
  { model, index, spec }: ProxyAt,
  { samples }: MonitorMeasure,
  condition: Condition,
): Condition | undefined {
  if (spec.minSamples === undefined) return condition;
  if (samples !== undefined) return { node: 'all', of: [condition, atLeast(samples, spec.minSamples)] };
  reportAt(context, model, ['proxies', index, 'minSamples'], {
    code: 'monitor/no-samples',
    severity: 'error',
    message: 'this proxy counts no samples',
    expected: 'minSamples only with a counter or a histogram',
  });
  return undefined;
}
