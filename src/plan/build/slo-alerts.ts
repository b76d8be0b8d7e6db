import { printDuration, printDurationWords, printPercent } from '../../units/index.ts';
import { type Entity, refOf } from '../../workspace/entity.ts';
import type { Condition } from '../condition.ts';
import type { BurnTier, Objective, Severity } from '../objective.ts';
import { type AlertDraft, addAlert } from './alert.ts';
import { addBudgetPolicy } from './budget-policy.ts';
import { type BuildContext, isRendered, originOf, type SubjectEntity, subjectOf } from './context.ts';
import { ownershipOf } from './ownership.ts';
import { PROSE, periodAdjective, valueMark } from './prose.ts';
import type { BuiltObjective } from './slo.ts';
import { upstreamItems } from './upstream.ts';

const BUCKET_HOLD_SECONDS = 900;

const EXPLAINED: readonly Objective['sliType'][] = ['freshness', 'coverage', 'quality', 'drift'];

/** The alerts of an SLO: burn rates, sustained bad slices, budget nearly gone, buckets that are missing. */
export function addSloAlerts(
  context: BuildContext,
  slo: Entity<'SLO'>,
  subject: SubjectEntity,
  built: BuiltObjective,
): void {
  const { objective } = built;
  const common = commonDraft(context, slo, subject, objective);
  for (const tier of objective.burnTiers)
    addAlert(context, { ...common, ...burnDraft(slo, objective, tier) });
  if (objective.budgeting.type === 'timeslices') addSliceAlerts(context, slo, objective, common);
  else if (slo.spec.alerting.remaining) addRemainingAlert(context, slo, objective, common);
  addBudgetPolicy(context, slo, objective, common);
  if (objective.indicator.type === 'histogram-threshold') addBucketAlert(context, slo, built, common);
}

type Common = Omit<AlertDraft, 'aspect' | 'condition' | 'severity' | 'prose'>;

function commonDraft(
  context: BuildContext,
  slo: Entity<'SLO'>,
  subject: SubjectEntity,
  objective: Objective,
): Common {
  return {
    object: slo,
    subject: subjectOf(subject),
    class: objective.sliType,
    holdSeconds: slo.spec.alerting.for.seconds,
    keepFiringSeconds: slo.spec.alerting.keepFiringFor.seconds,
    ownership: ownershipOf(context, slo, subject),
    // What users feel is told whatever the cause; what is made of data is explained by what is upstream.
    upstream: EXPLAINED.includes(objective.sliType) ? upstreamItems(context.workspace, subject) : [],
    firstLook: [{ title: 'Error ratio, burn rate and budget of the objective', objective: objective.id }],
    origin: originOf(slo, ['objective'], ['sli'], ['alerting']),
  };
}

function impactOf(slo: Entity<'SLO'>, objective: Objective): string {
  return (
    slo.spec.impact ??
    `${objective.displayName} misses its objective of ${printPercent(objective.target)} over ${printDuration(objective.periodSeconds)}.`
  );
}

function burnDraft(
  slo: Entity<'SLO'>,
  objective: Objective,
  tier: BurnTier,
): Pick<AlertDraft, 'aspect' | 'condition' | 'severity' | 'prose'> {
  const period = periodAdjective(objective.periodSeconds);
  return {
    aspect: `budget-burn-${tier.name}`,
    severity: tier.severity,
    condition: {
      node: 'burn-rate',
      objective: objective.id,
      factor: tier.factor,
      shortSeconds: tier.shortSeconds,
      longSeconds: tier.longSeconds,
      minBadEvents: slo.spec.alerting.minBadEvents,
    },
    prose: {
      summary: PROSE.burn({
        title: objective.displayName,
        subject: objective.subject.name,
        period,
        factor: String(tier.factor),
        value: valueMark('ratio'),
        objective: printPercent(objective.target),
        short: printDuration(tier.shortSeconds),
      }),
      impact: impactOf(slo, objective),
      budget: PROSE.burnBudget({
        period,
        gone: printDurationWords(objective.periodSeconds / tier.factor),
        spent: printPercent(Number(tier.budgetSpentRatio.toPrecision(2))),
        long: printDuration(tier.longSeconds),
      }),
    },
  };
}

function addSliceAlerts(
  context: BuildContext,
  slo: Entity<'SLO'>,
  objective: Objective,
  common: Common,
): void {
  if (objective.budgeting.type !== 'timeslices') return;
  const { alerting, sli } = slo.spec;
  const sliceSeconds = objective.budgeting.sliceSeconds;
  const slices = alerting.sustained?.slices ?? 3;
  const lasting = slices * sliceSeconds;
  const budget = PROSE.sliceBudget({
    period: periodAdjective(objective.periodSeconds),
    slices: String(Math.floor((objective.periodSeconds / sliceSeconds) * (1 - objective.target) + 1e-9)),
    slice: printDuration(sliceSeconds),
  });
  addAlert(context, {
    ...common,
    aspect: 'sustained',
    severity: alerting.sustained?.severity ?? alerting.severity.fast,
    condition: { node: 'sustained', objective: objective.id, slices },
    // A slice is bad from its first bad moment on, so the first of them may end right after it.
    ...(sli.type === 'freshness' &&
      sli.maxAge !== undefined && {
        gradualSecondsToFire: sli.maxAge.seconds + lasting - sliceSeconds + common.holdSeconds,
      }),
    prose: {
      summary: PROSE.sustained({
        title: objective.displayName,
        subject: objective.subject.name,
        slices: String(slices),
        lasting: printDuration(lasting),
        objective: printPercent(objective.target),
      }),
      impact: impactOf(slo, objective),
      budget,
    },
  });
  addRemainingAlert(context, slo, objective, common);
}

const DEFAULT_REMAINING = 0.25;

function addRemainingAlert(
  context: BuildContext,
  slo: Entity<'SLO'>,
  objective: Objective,
  common: Common,
): void {
  const { alerting } = slo.spec;
  const severity: Severity = alerting.remaining?.severity ?? alerting.severity.slow;
  const condition: Condition = {
    node: 'budget-remaining',
    objective: objective.id,
    op: '<',
    ratio: alerting.remaining?.lt.ratio ?? DEFAULT_REMAINING,
  };
  addAlert(context, {
    ...common,
    aspect: 'budget-low',
    severity,
    condition,
    prose: {
      summary: PROSE.remaining({
        title: objective.displayName,
        subject: objective.subject.name,
        period: periodAdjective(objective.periodSeconds),
        value: valueMark('ratio'),
      }),
      impact: impactOf(slo, objective),
    },
  });
}

function addBucketAlert(
  context: BuildContext,
  slo: Entity<'SLO'>,
  built: BuiltObjective,
  common: Common,
): void {
  const { objective, required } = built;
  const signal = required[0];
  if (objective.indicator.type !== 'histogram-threshold' || signal?.prometheus.histogram?.kind !== 'classic')
    return;
  if (!isRendered(context, 'prometheus')) return;
  addAlert(context, {
    ...common,
    aspect: 'bucket-missing',
    class: 'absence',
    severity: slo.spec.alerting.severity.slow,
    holdSeconds: BUCKET_HOLD_SECONDS,
    condition: { node: 'missing-bucket', objective: objective.id },
    firstLook: [{ title: 'Series of the histogram', signal: signal.id }],
    prose: {
      summary: PROSE.missingBucket({
        title: objective.displayName,
        subject: objective.subject.name,
        threshold: printDuration(objective.indicator.thresholdSeconds),
        metric: signal.metric,
      }),
      impact: `Requests of those instances count for nothing in ${refOf(slo).name}: an outage there goes unseen.`,
    },
  });
}
