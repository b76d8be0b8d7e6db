import type { ThroughputBoundSpec, ThroughputSliSpec } from '../../spec/kinds/sli/throughput.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Comparison, Measure } from '../condition.ts';
import { factorAbove, factorBelow, usualOf } from './baseline.ts';
import { businessBreach, businessEnough, businessMeasure } from './business-metric.ts';
import { type BuildContext, reportAt } from './context.ts';
import { silent } from './monitor-part.ts';
import { modelSignal } from './signals.ts';
import type { Measured } from './slo.ts';

/** One side of a band: what is bad, as a comparison with a number. */
interface Limit {
  readonly badWhen: Comparison;
  readonly limit: number;
}

/** A band around what is usual, or one side of one. */
function inBand(measure: Measure, limits: readonly Limit[]): Measured['indicator'] | undefined {
  const [first, otherBound] = limits;
  if (first === undefined) return undefined;
  return {
    type: 'time-in-bounds',
    measure,
    ...first,
    ...(otherBound && { otherBound }),
    signals: [],
  };
}

/**
 * The business metric as a share of what is usual, while it stands on enough events. Times without history are on neither
 * side of the budget.
 */
export function businessMeasured(
  context: BuildContext,
  { spec: { sli } }: Entity<'SLO'>,
): Measured | undefined {
  if (sli.type !== 'business') return undefined;
  const metric = context.workspace.get('BusinessMetric', sli.metric);
  const baseline = metric?.spec.baseline;
  // What is wrong with the metric is told at it.
  if (metric === undefined || baseline === undefined || businessBreach(silent(context), metric) === undefined)
    return undefined;
  const value = businessMeasure(metric);
  const share: Measure = {
    node: 'ratio',
    numerator: value,
    denominator: usualOf(value, baseline),
    unit: 'ratio',
  };
  const enough = businessEnough(metric);
  const measure: Measure =
    enough === undefined ? share : { node: 'when', of: share, condition: enough, unit: 'ratio' };
  const { maxDecrease, maxIncrease } = baseline;
  const indicator = inBand(measure, [
    ...(maxDecrease ? [{ badWhen: '<' as const, limit: factorBelow(maxDecrease.ratio) }] : []),
    ...(maxIncrease ? [{ badWhen: '>' as const, limit: factorAbove(maxIncrease.ratio) }] : []),
  ]);
  return indicator && { indicator, required: [], vanishing: [] };
}

const WEEK_SECONDS = 7 * 86_400;
const LAST_WEEK = { agoSeconds: WEEK_SECONDS, text: 'same-time-last-week' };
const LAST_THREE_WEEKS = [
  LAST_WEEK,
  { agoSeconds: 2 * WEEK_SECONDS, text: 'same-time-2-weeks-ago' },
  { agoSeconds: 3 * WEEK_SECONDS, text: 'same-time-3-weeks-ago' },
];

/** The rate of a counter, as it is or as a share of what is usual. */
export function throughputMeasured(
  context: BuildContext,
  slo: Entity<'SLO'>,
  model: Entity<'Model'>,
): Measured | undefined {
  const { sli } = slo.spec;
  if (sli.type !== 'throughput') return undefined;
  const instruments = ['counter', 'histogram'] as const;
  const signal = modelSignal(context, model, sli.of, { entity: slo, path: ['sli', 'of'], instruments });
  const base = baseOf(context, slo, sli);
  if (signal === undefined || base === undefined) return undefined;
  const of = { signal: signal.id };
  const overSeconds = Math.max(sli.over.seconds, 4 * signal.cadenceSeconds);
  const rate: Measure = { node: 'rate', of, overSeconds, unit: 'events-per-second' };
  const compare = base === 'baseline' ? (sli.compare ?? LAST_THREE_WEEKS) : LAST_WEEK;
  const measure: Measure =
    base === 'rate'
      ? rate
      : {
          node: 'ratio',
          numerator: rate,
          denominator: usualOf(rate, { compare, aggregate: sli.aggregate }),
          unit: 'ratio',
        };
  const indicator = inBand(measure, [
    ...(sli.min ? [{ badWhen: '<' as const, limit: amountOf(sli.min) }] : []),
    ...(sli.max ? [{ badWhen: '>' as const, limit: amountOf(sli.max) }] : []),
  ]);
  if (indicator?.type !== 'time-in-bounds') return undefined;
  return { indicator: { ...indicator, signals: [of] }, required: [signal], vanishing: [] };
}

function amountOf(bound: ThroughputBoundSpec): number {
  return 'perSecond' in bound ? bound.perSecond : bound.ratio;
}

type Base = 'rate' | 'same-time-last-week' | 'baseline';

function baseIn(bound: ThroughputBoundSpec | undefined): Base | undefined {
  return bound && ('perSecond' in bound ? 'rate' : bound.of);
}

/** What the bounds are relative to: the same for both, and for the times that are compared. */
function baseOf(context: BuildContext, slo: Entity<'SLO'>, sli: ThroughputSliSpec): Base | undefined {
  const [low, high] = [baseIn(sli.min), baseIn(sli.max)];
  const base = low ?? high;
  const { min, max } = sli;
  if (base === undefined) {
    reportAt(context, slo, ['sli'], {
      code: 'slo/no-bound',
      severity: 'error',
      message: 'the SLI says neither how little nor how much is bad',
      expected: 'min: 60% of same-time-last-week, or max: …',
    });
    return undefined;
  }
  if (low !== undefined && high !== undefined && low !== high) {
    reportAt(context, slo, ['sli', 'max'], {
      code: 'slo/bounds-differ',
      severity: 'error',
      message: `min is ${min?.text ?? ''}, max is ${max?.text ?? ''}: they are not shares of the same`,
      expected: 'both of same-time-last-week, both of baseline, or both a rate',
    });
    return undefined;
  }
  if (min && max && amountOf(min) >= amountOf(max)) {
    reportAt(context, slo, ['sli', 'min'], {
      code: 'baseline/bounds-crossed',
      severity: 'error',
      message: `no rate is both at least ${min.text} and at most ${max.text}`,
      expected: `less than ${max.text}`,
    });
    return undefined;
  }
  if (sli.compare !== undefined && base !== 'baseline') {
    reportAt(context, slo, ['sli', 'compare'], {
      code: 'slo/bounds-differ',
      severity: 'error',
      message: '"compare" says what `baseline` is, and no bound is a share of it',
      expected: 'min or max as a share of baseline, such as 60% of baseline',
    });
    return undefined;
  }
  return base;
}
