import { printDuration, printPercent } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Condition } from '../condition.ts';
import { VERDICT } from '../drift-contract.ts';
import { type AlertDraft, addAlert } from './alert.ts';
import { type BuildContext, originOf, subjectOf } from './context.ts';
import { addDriftActions } from './drift-actions.ts';
import { type BuiltBudget, driftBudget } from './drift-budget.ts';
import { checkDriftPolicy } from './drift-checks.ts';
import { addDriftJobAlerts } from './drift-job.ts';
import {
  against,
  type DriftSubject,
  driftMeasure,
  driftStateCondition,
  testedParts,
  warns,
} from './drift-signals.ts';
import { ownershipOf } from './ownership.ts';
import { valueMark } from './prose.ts';
import { DRIFT_PROSE } from './prose-drift.ts';
import { upstreamItems } from './upstream.ts';

const KEEP_SECONDS = 300;

/** What all alerts of a policy have in common. */
export type DriftCommon = Omit<AlertDraft, 'aspect' | 'condition' | 'severity' | 'prose' | 'class'>;

/**
 * The alerts of a drift policy: each part and the data as a whole at both levels, the job that does not run or has too few
 * rows, the budget nearly gone, and actions. Returns the objective of its budget, if it has one.
 */
export function addDriftPolicy(
  context: BuildContext,
  policy: Entity<'DriftPolicy'>,
): BuiltBudget | undefined {
  const model = context.workspace.get('Model', policy.spec.model);
  if (model === undefined || !checkDriftPolicy(context, policy, model)) return undefined;
  const common: DriftCommon = {
    object: policy,
    subject: subjectOf(model),
    // The job's gauges change once a run: one more evaluation makes sure that it is no half-written one.
    holdSeconds: 2 * context.cadence.evaluationSeconds,
    keepFiringSeconds: KEEP_SECONDS,
    ownership: ownershipOf(context, policy, model),
    upstream: policy.spec.inhibit === 'upstream' ? upstreamItems(context.workspace, model) : [],
    firstLook: [],
    origin: originOf(policy),
  };
  for (const part of [...testedParts(policy), ...(policy.spec.dataset ? (['dataset'] as const) : [])])
    addStateAlerts(context, policy, model, part, common);
  addDriftJobAlerts(context, policy, model, common);
  addDriftActions(context, policy, model, common);
  return driftBudget(context, policy, model, common);
}

function addStateAlerts(
  context: BuildContext,
  policy: Entity<'DriftPolicy'>,
  model: Entity<'Model'>,
  part: DriftSubject,
  common: DriftCommon,
): void {
  const measured = driftMeasure(context, policy, part);
  const alerting = driftStateCondition(context, policy, part, 'alert');
  if (measured === undefined || alerting === undefined) return;
  const draft = {
    ...common,
    class: 'drift',
    firstLook: [{ title: `Which ${WORDS[part]} drifted`, signal: measured.signal.id }],
    origin: originOf(policy, part === 'dataset' ? ['dataset', 'driftedShare'] : [part]),
  } as const;
  addAlert(context, {
    ...draft,
    aspect: part,
    severity: policy.spec.severity.alert,
    condition: alerting,
    prose: proseOf(policy, model, part, 'alert'),
  });
  const warning = warns(policy, part) ? driftStateCondition(context, policy, part, 'warn') : undefined;
  if (warning === undefined) return;
  // What alerts need not warn, too.
  const notYet: Condition = { ...alerting, op: '<' };
  addAlert(context, {
    ...draft,
    aspect: `${part}-warn`,
    severity: policy.spec.severity.warn,
    condition: {
      node: 'all',
      of: [part === 'dataset' ? warning : against(measured.measure, '>=', VERDICT.warn), notYet],
    },
    prose: proseOf(policy, model, part, 'warn'),
  });
}

const WORDS: Readonly<Record<DriftSubject, string>> = {
  features: 'features',
  predictions: 'predictions',
  labels: 'labels',
  embeddings: 'embeddings',
  text: 'texts',
  dataset: 'features',
};

const LEVELS = { alert: 'have drifted from', warn: 'begin to drift from' } as const;

function proseOf(
  policy: Entity<'DriftPolicy'>,
  model: Entity<'Model'>,
  part: DriftSubject,
  level: 'alert' | 'warn',
): AlertDraft['prose'] {
  const impact =
    policy.spec.impact ??
    `${model.title} may decide worse than it did on ${baselineWords(policy)}; its labels will tell later.`;
  const share = policy.spec.dataset?.driftedShare[level];
  const texts = { title: policy.title, subject: model.name, baseline: baselineWords(policy) };
  return {
    summary:
      part === 'dataset'
        ? DRIFT_PROSE.share({
            ...texts,
            value: valueMark('ratio'),
            limit: printPercent(share?.ratio ?? 0),
          })
        : DRIFT_PROSE.part({ ...texts, what: WORDS[part], level: LEVELS[level] }),
    impact,
  };
}

/** What the data are compared with, in words. */
function baselineWords({ spec }: Entity<'DriftPolicy'>): string {
  const { baseline, window } = spec;
  if (typeof baseline === 'object') return `the data in ${baseline.dataset}`;
  switch (baseline) {
    case 'model':
      return 'its baseline';
    case 'training':
      return 'its training data';
    case 'previous-window':
      return `the ${printDuration(window.seconds)} before`;
    case 'same-window-last-week':
      return 'the same time of last week';
    case 'same-window-last-year':
      return 'the same time of last year';
  }
}
