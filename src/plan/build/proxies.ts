import type { ProxySpec } from '../../spec/kinds/model/proxies.ts';
import { didYouMean, suggest } from '../../support/suggest.ts';
import { printDuration } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Condition, Measure } from '../condition.ts';
import type { AbsenceDemand } from './absence.ts';
import { type AlertDraft, addAlert } from './alert.ts';
import { factorAbove, factorBelow, usualOf } from './baseline.ts';
import { atLeast, beyond, quantityBound } from './bound.ts';
import { type BuildContext, originOf, reportAt, subjectOf } from './context.ts';
import { jobSignal } from './job-signals.ts';
import { monitorState } from './monitor.ts';
import { joinedBy, silent } from './monitor-part.ts';
import { ownershipOf } from './ownership.ts';
import { valueMark } from './prose.ts';
import { MONITOR_PROSE } from './prose-monitors.ts';
import { type ProxyAt, proxiesOf, proxyMeasure, proxyNamed } from './proxy-measure.ts';
import { type NamedCondition, sloState } from './state-conditions.ts';
import type { MonitorMeasure } from './statistic.ts';
import { upstreamItems } from './upstream.ts';

const WEEK_SECONDS = 7 * 86_400;
const ABSENT_HOLD_SECONDS = 600;
const NO_HISTORY_HOLD_SECONDS = 3600;
/** The drift job writes baselines when it runs: a day without one is no accident of a restart. */
const NO_BASELINE_HOLD_SECONDS = 3600;

/** The alerts of a model's proxies: out of bounds, without history, without data. */
export function addProxyAlerts(context: BuildContext, model: Entity<'Model'>): AbsenceDemand[] {
  const seen = new Set<string>();
  return proxiesOf(model).flatMap((proxy) => {
    const { name } = proxy.spec;
    if (seen.has(name)) {
      reportAt(context, model, ['proxies', proxy.index, 'name'], {
        code: 'proxy/duplicate-name',
        severity: 'error',
        message: `there are two proxies named ${name}`,
        expected: 'another name: alerts are called by it',
      });
      return [];
    }
    seen.add(name);
    return addProxy(context, proxy);
  });
}

/** What a proxy should be, as a condition that it is not. */
interface OutOfBounds {
  readonly measured: MonitorMeasure;
  readonly condition: Condition;
  /** "at most 15%". */
  readonly bounds: string;
  readonly withoutHistory?: Condition;
  /** The baseline that the drift job writes, where one is asked for. */
  readonly baseline?: AbsenceDemand;
}

function addProxy(context: BuildContext, proxy: ProxyAt): AbsenceDemand[] {
  const { model, index, spec } = proxy;
  const found = outOfBounds(context, proxy);
  const isConfirmed = checkConfirmed(context, proxy);
  const confirmation = spec.confirmWith && confirmed(context, proxy);
  if (found === undefined || !isConfirmed || (spec.confirmWith && confirmation === undefined)) return [];
  const { measured, condition, bounds } = found;
  const path = ['proxies', index];
  const draft: Omit<AlertDraft, 'aspect' | 'class' | 'severity' | 'condition' | 'holdSeconds' | 'prose'> = {
    object: model,
    subject: subjectOf(model),
    keepFiringSeconds: spec.keepFiringFor.seconds,
    ownership: ownershipOf(context, model, model),
    upstream: upstreamItems(context.workspace, model),
    firstLook: [{ title: `Proxy ${spec.name}`, measure: measured.measure }],
    origin: originOf(model, [...path, 'expect'], path),
  };
  const also = confirmation === undefined ? '' : `, while ${confirmation.words}`;
  addAlert(context, {
    ...draft,
    aspect: `proxy-${spec.name}`,
    class: 'quality',
    severity: spec.severity,
    condition: confirmation ? { node: 'all', of: [condition, confirmation.condition] } : condition,
    holdSeconds: spec.for.seconds,
    prose: {
      summary: MONITOR_PROSE.proxy({
        subject: model.name,
        proxy: spec.name,
        what: measured.signal ? ` (${measured.words})` : '',
        value: valueMark(measured.measure.unit),
        bounds: bounds + also,
      }),
      impact: spec.impact ?? `Predictions of ${model.name} may be worse than before; labels will tell later.`,
    },
  });
  if (found.withoutHistory) {
    addAlert(context, {
      ...draft,
      aspect: `proxy-${spec.name}-no-history`,
      class: 'absence',
      severity: 'info',
      condition: found.withoutHistory,
      holdSeconds: NO_HISTORY_HOLD_SECONDS,
      keepFiringSeconds: 0,
      prose: {
        summary: MONITOR_PROSE.noHistory({
          title: model.title,
          what: `proxy ${spec.name}`,
          past: 'the same time last week',
          hold: printDuration(NO_HISTORY_HOLD_SECONDS),
        }),
        impact: `Until there is a week of history, nobody sees proxy ${spec.name} change.`,
      },
    });
  }
  return [
    ...(found.baseline ? [found.baseline] : []),
    ...(spec.onNoData === 'alert' ? missing(context, proxy, measured, draft) : []),
  ];
}

/** That a proxy is out of its bounds; undefined (and findings) when it has none, or none that can be compared. */
function outOfBounds(context: BuildContext, proxy: ProxyAt): OutOfBounds | undefined {
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

/** A proxy stands for what nobody has measured yet: alone it wakes nobody. */
function checkConfirmed(context: BuildContext, { model, index, spec }: ProxyAt): boolean {
  if (spec.severity !== 'page' || spec.confirmWith !== undefined) return true;
  reportAt(context, model, ['proxies', index, 'severity'], {
    code: 'proxy/page-alone',
    severity: 'error',
    message: `proxy ${spec.name} would page by itself`,
    expected: 'severity: ticket, or confirmWith: a second signal that must hold as well',
  });
  return false;
}

/** The second signal; undefined (and findings) when it is none. */
function confirmed(context: BuildContext, { model, index, spec }: ProxyAt): NamedCondition | undefined {
  const { confirmWith } = spec;
  const path = ['proxies', index, 'confirmWith'];
  if (confirmWith === undefined) return undefined;
  if ('monitor' in confirmWith) return monitorState(context, confirmWith.monitor);
  if ('slo' in confirmWith) return sloState(context, model, [...path, 'slo'], confirmWith.slo, 'burning');
  const name = confirmWith.proxy;
  const other = proxyNamed(model, name);
  if (other === undefined || name === spec.name) {
    const known = model.spec.proxies.map((each) => each.name).filter((each) => each !== spec.name);
    const suggestions = suggest(name, known);
    const hint = didYouMean(suggestions);
    reportAt(context, model, [...path, 'proxy'], {
      code: 'proxy/unknown',
      severity: 'error',
      message:
        name === spec.name ? 'a proxy cannot confirm itself' : `Model ${model.name} has no proxy "${name}"`,
      expected:
        known.length === 0 ? 'a monitor or an slo: there is no other proxy' : `one of ${known.join(', ')}`,
      ...(hint !== undefined && { hint, suggestions }),
    });
    return undefined;
  }
  const found = outOfBounds(silent(context), other);
  return found && { condition: found.condition, words: `proxy ${name} is out of bounds as well` };
}

function missing(
  context: BuildContext,
  { model, index, spec }: ProxyAt,
  measured: MonitorMeasure,
  draft: Omit<AlertDraft, 'aspect' | 'class' | 'severity' | 'condition' | 'holdSeconds' | 'prose'>,
): AbsenceDemand[] {
  const { severity } = spec;
  if (measured.signal && measured.needs?.where === undefined)
    return [
      {
        subject: model,
        signal: measured.signal,
        severity: severity === 'page' ? 'ticket' : severity,
        holdSeconds: ABSENT_HOLD_SECONDS,
        vanishing: false,
      },
    ];
  addAlert(context, {
    ...draft,
    aspect: `proxy-${spec.name}-no-data`,
    class: 'absence',
    severity: severity === 'page' ? 'ticket' : severity,
    condition: measured.needs
      ? { node: 'absent', of: measured.needs }
      : { node: 'no-value', of: measured.measure },
    holdSeconds: ABSENT_HOLD_SECONDS,
    keepFiringSeconds: 0,
    origin: originOf(model, ['proxies', index, 'onNoData'], ['proxies', index]),
    prose: {
      summary: MONITOR_PROSE.noValue({
        title: model.title,
        what: `proxy ${spec.name}`,
        hold: printDuration(ABSENT_HOLD_SECONDS),
      }),
      impact: `Nobody can tell how the predictions of ${model.name} are until labels arrive.`,
    },
  });
  return [];
}
