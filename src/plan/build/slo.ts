import type { SliSpec } from '../../spec/kinds/slo.ts';
import { printDuration } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Indicator, Objective } from '../objective.ts';
import type { Selection, Signal } from '../signal.ts';
import { policyWindows } from './budget-policy.ts';
import { NO_TIERS } from './burn.ts';
import { type BuildContext, originOf, reportAt, type SubjectEntity, subjectOf } from './context.ts';
import { driftSliceSeconds, runsEvery } from './drift-budget.ts';
import { freshnessSignal } from './freshness.ts';
import { checkBucket } from './latency-bucket.ts';
import { dueTimes } from './schedule.ts';
import { includesErrors, modelSignal } from './signals.ts';
import { coverageMeasured, driftMeasured, qualityMeasured } from './slo-job.ts';
import { tiersOf } from './slo-tiers.ts';
import { businessMeasured, throughputMeasured } from './slo-usual.ts';

/** An objective, with the signals it stands on; `vanishing` are counters that are absent until their first event. */
export interface BuiltObjective {
  readonly objective: Objective;
  readonly required: readonly Signal[];
  readonly vanishing: readonly Signal[];
}

const EVENT_SLIS = ['availability', 'latency'];
const DAY_SECONDS = 86_400;

/** The objective of an SLO; undefined (and findings) when it can't be measured as the spec says. */
export function buildObjective(
  context: BuildContext,
  slo: Entity<'SLO'>,
  subject: SubjectEntity,
): BuiltObjective | undefined {
  const measured = indicatorOf(context, slo, subject);
  if (measured === undefined) return undefined;
  const { spec } = slo;
  const budgeting = spec.budgeting ?? (EVENT_SLIS.includes(spec.sli.type) ? 'events' : 'timeslices');
  if (budgeting === 'events' && measured.indicator.type === 'time-in-bounds') {
    reportAt(context, slo, ['budgeting'], {
      code: 'slo/no-events',
      severity: 'error',
      message: `an SLI of type ${spec.sli.type} has no events to count`,
      expected: 'budgeting: timeslices',
    });
    return undefined;
  }
  const sliceSeconds = sliceSecondsOf(context, slo);
  if (!checkPeriod(context, slo, budgeting, sliceSeconds)) return undefined;
  const burn = budgeting === 'events' ? tiersOf(context, slo, measured.required) : NO_TIERS;
  const windows = new Set([
    ...burn.tiers.flatMap((tier) => [tier.shortSeconds, tier.longSeconds]),
    ...(budgeting === 'events' ? policyWindows(context, slo) : []),
  ]);
  // Dashboards show the last five minutes, hour and day whatever the policy.
  for (const seconds of budgeting === 'events' ? [300, 3600, DAY_SECONDS] : [3600, DAY_SECONDS]) {
    if (seconds <= spec.window.seconds && seconds >= (budgeting === 'timeslices' ? sliceSeconds : 0))
      windows.add(seconds);
  }
  return {
    required: measured.required,
    vanishing: measured.vanishing,
    objective: {
      id: slo.name,
      displayName: slo.title,
      sliType: spec.sli.type,
      subject: subjectOf(subject),
      indicator: measured.indicator,
      target: spec.objective.ratio,
      periodSeconds: spec.window.seconds,
      budgeting: budgeting === 'events' ? { type: 'events' } : { type: 'timeslices', sliceSeconds },
      ratioWindowsSeconds: [...windows].toSorted((a, b) => a - b),
      burnTiers: burn.tiers,
      excludedMaintenance: [],
      origin: originOf(slo, ['objective'], ['sli']),
    },
  };
}

export interface Measured {
  readonly indicator: Indicator;
  readonly required: readonly Signal[];
  readonly vanishing: readonly Signal[];
}

function indicatorOf(
  context: BuildContext,
  slo: Entity<'SLO'>,
  subject: SubjectEntity,
): Measured | undefined {
  const { sli } = slo.spec;
  if (sli.type === 'freshness') return freshnessIndicator(context, slo, subject, sli);
  if (subject.kind !== 'Model') {
    reportAt(context, slo, ['sli', 'type'], {
      code: 'slo/wrong-subject',
      severity: 'error',
      message: `an SLI of type ${sli.type} is measured on a model, not on a ${subject.kind}`,
      expected: 'type: freshness, or model: … as the subject',
    });
    return undefined;
  }
  const model = subject;
  if (sli.type === 'availability') return availabilityIndicator(context, slo, model, sli);
  if (sli.type === 'latency') return latencyIndicator(context, slo, model, sli);
  if (sli.type === 'quality') return qualityMeasured(context, slo, model);
  if (sli.type === 'coverage') return coverageMeasured(context, slo, model);
  if (sli.type === 'drift') return driftMeasured(context, slo, model);
  if (sli.type === 'business') return businessMeasured(context, slo);
  if (sli.type === 'throughput') return throughputMeasured(context, slo, model);
  return saturationIndicator(context, slo, model, sli);
}

type Sli<Type extends SliSpec['type']> = Extract<SliSpec, { type: Type }>;

function availabilityIndicator(
  context: BuildContext,
  slo: Entity<'SLO'>,
  model: Entity<'Model'>,
  sli: Sli<'availability'>,
): Measured | undefined {
  const counters = { instruments: ['counter', 'histogram'] as const };
  const total = modelSignal(context, model, sli.total, { entity: slo, path: ['sli', 'total'], ...counters });
  const bad = sli.bad.map((role, index) =>
    modelSignal(context, model, role, { entity: slo, path: ['sli', 'bad', index], ...counters }),
  );
  if (total === undefined || bad.some((signal) => signal === undefined)) return undefined;
  // A role that is named twice counts once.
  const badSignals = [...new Set(bad.filter((signal) => signal !== undefined))];
  const added = badSignals.filter(
    (signal) => !(includesErrors(context, model, sli.total) ?? canCount(total, signal)),
  );
  return {
    indicator: { type: 'events', total: [total, ...added].map(allOf), bad: badSignals.map(allOf) },
    required: [total],
    vanishing: badSignals.filter((signal) => signal.metric !== total.metric),
  };
}

/**
 * Whether a total counted a signal's events too: those of another metric it did not, nor those of its own metric that its
 * labels leave out.
 */
export function canCount(total: Signal, { metric, prometheus: { labels } }: Signal): boolean {
  const isLeftOut = Object.entries(total.prometheus.labels).some(
    ([label, value]) => labels[label] !== undefined && labels[label] !== value,
  );
  return metric === total.metric && !isLeftOut;
}

/** All series of a signal. */
function allOf(signal: Signal): Selection {
  return { signal: signal.id };
}

function latencyIndicator(
  context: BuildContext,
  slo: Entity<'SLO'>,
  model: Entity<'Model'>,
  sli: Sli<'latency'>,
): Measured | undefined {
  const signal = modelSignal(context, model, sli.of, {
    entity: slo,
    path: ['sli', 'of'],
    instruments: ['histogram'],
  });
  if (signal === undefined) return undefined;
  if (signal.unit !== 'seconds') {
    reportAt(context, slo, ['sli', 'of'], {
      code: 'metrics/unit-mismatch',
      severity: 'error',
      message: `role ${sli.of} is measured in ${signal.unit}, a latency in seconds`,
      expected: 'a histogram of seconds, milliseconds or microseconds',
      related: [{ message: `${signal.metric} is mapped here`, span: signal.origin.spans[0] ?? model.span }],
    });
    return undefined;
  }
  if (!checkBucket(context, slo, model, signal, sli.threshold.seconds)) return undefined;
  return {
    indicator: {
      type: 'histogram-threshold',
      of: { signal: signal.id },
      thresholdSeconds: sli.threshold.seconds,
    },
    required: [signal],
    vanishing: [],
  };
}

function saturationIndicator(
  context: BuildContext,
  slo: Entity<'SLO'>,
  model: Entity<'Model'>,
  sli: Sli<'saturation'>,
): Measured | undefined {
  const signal = modelSignal(context, model, sli.of, {
    entity: slo,
    path: ['sli', 'of'],
    instruments: ['gauge'],
  });
  if (signal === undefined) return undefined;
  if (signal.unit !== 'ratio') {
    reportAt(context, slo, ['sli', 'of'], {
      code: 'metrics/unit-mismatch',
      severity: 'error',
      message: `role ${sli.of} is measured in ${signal.unit}, a saturation as a share`,
      expected: 'a gauge with unit ratio (0 to 1) or percent (0 to 100)',
      related: [{ message: `${signal.metric} is mapped here`, span: signal.origin.spans[0] ?? model.span }],
    });
    return undefined;
  }
  const of = { signal: signal.id };
  return {
    indicator: {
      type: 'time-in-bounds',
      measure: { node: 'gauge', of, aggregate: sli.aggregate, unit: 'ratio' },
      badWhen: '>',
      limit: sli.max.ratio,
      signals: [of],
    },
    required: [signal],
    vanishing: [],
  };
}

const DEFAULT_SLICE_SECONDS = 300;

/** The slice that the spec asks for, or the time between two evaluations that can differ. */
function sliceSecondsOf(context: BuildContext, { spec: { slice, sli } }: Entity<'SLO'>): number {
  if (slice) return slice.seconds;
  if (sli.type === 'freshness' && sli.deadline) return DAY_SECONDS;
  if (sli.type === 'quality') return driftSliceSeconds(context, sli.evaluate.every.seconds);
  if (sli.type === 'drift') return driftSliceSeconds(context, runsEvery(context, sli.policy));
  return DEFAULT_SLICE_SECONDS;
}

function freshnessIndicator(
  context: BuildContext,
  slo: Entity<'SLO'>,
  subject: SubjectEntity,
  sli: Sli<'freshness'>,
): Measured | undefined {
  if ((sli.maxAge === undefined) === (sli.deadline === undefined)) {
    reportAt(context, slo, sli.maxAge === undefined ? ['sli'] : ['sli', 'deadline'], {
      code: 'slo/age-or-deadline',
      severity: 'error',
      message: `the SLI says ${sli.maxAge === undefined ? 'neither' : 'both'} "maxAge" ${sli.maxAge === undefined ? 'nor' : 'and'} "deadline"`,
      expected: 'exactly one of: maxAge, a duration; deadline, a time of day',
    });
    return undefined;
  }
  const signal = freshnessSignal(context, slo, subject, sli.of);
  if (signal === undefined) return undefined;
  const of = { signal: signal.id };
  if (sli.deadline) return deadlineIndicator(context, slo, subject, signal, sli.deadline.minuteOfDay);
  return {
    indicator: {
      type: 'time-in-bounds',
      measure: { node: 'age', of, aggregate: 'oldest', unit: 'seconds' },
      badWhen: '>',
      limit: sli.maxAge?.seconds ?? 0,
      signals: [of],
    },
    required: [signal],
    vanishing: [],
  };
}

/** A moment is bad while the last success is older than the start of the run that was due last. */
function deadlineIndicator(
  context: BuildContext,
  slo: Entity<'SLO'>,
  subject: SubjectEntity,
  signal: Signal,
  minuteOfDay: number,
): Measured | undefined {
  const path = ['sli', 'deadline'];
  if (subject.kind !== 'Pipeline') {
    reportAt(context, slo, path, {
      code: 'slo/wrong-subject',
      severity: 'error',
      message: `a deadline is met by a pipeline, not by a ${subject.kind}`,
      expected: 'maxAge, or pipeline: … as the subject',
    });
    return undefined;
  }
  const due = dueTimes(context, subject, { entity: slo, path, minuteOfDay });
  if (due === undefined) return undefined;
  const of = { signal: signal.id };
  return {
    indicator: {
      type: 'time-in-bounds',
      measure: { node: 'gauge', of, aggregate: 'min', unit: 'unix-seconds' },
      badWhen: '<',
      // Never by a fixed moment, only by the one that was due.
      limit: 0,
      alsoBeyond: { node: 'last-due', due, unit: 'unix-seconds' },
      signals: [of],
    },
    required: [signal],
    vanishing: [],
  };
}

function checkPeriod(
  context: BuildContext,
  slo: Entity<'SLO'>,
  budgeting: 'events' | 'timeslices',
  sliceSeconds: number,
): boolean {
  const { window, slice } = slo.spec;
  const whole =
    window.seconds % DAY_SECONDS === 0 &&
    window.seconds >= DAY_SECONDS &&
    window.seconds <= 366 * DAY_SECONDS;
  if (!whole) {
    reportAt(context, slo, ['window'], {
      code: 'slo/window',
      severity: 'error',
      message: `${window.text} is no period of an error budget`,
      expected: 'whole days, 1d to 366d: 7d, 28d, 30d, 90d',
    });
  }
  // Events are in no slice: its default need not fit the evaluation interval.
  const sliceOk =
    budgeting === 'events' ||
    (sliceSeconds >= 2 * context.cadence.evaluationSeconds &&
      sliceSeconds <= DAY_SECONDS &&
      sliceSeconds % context.cadence.evaluationSeconds === 0);
  if (!sliceOk) {
    reportAt(context, slo, ['slice'], {
      code: 'slo/slice',
      severity: 'error',
      message: `${slice?.text ?? printDuration(sliceSeconds)} is no length of a time slice`,
      expected: `a multiple of the evaluation interval (${printDuration(context.cadence.evaluationSeconds)}), at least two of them, at most 1d`,
    });
  }
  return whole && sliceOk;
}
