import { type DriftLevels, levelsOf, sharesOf } from '../../spec/kinds/drift/levels.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { CompareCondition, Comparison, Condition, Measure } from '../condition.ts';
import { DRIFT_PARTS, type DriftPart, OVERALL, VERDICT } from '../drift-contract.ts';
import type { Signal } from '../signal.ts';
import { type BuildContext, originOf } from './context.ts';
import { jobSignal, signalId } from './job-signals.ts';

type Policy = Entity<'DriftPolicy'>;

/** What a policy has a state of: a part of the data, or the data as a whole. */
export type DriftSubject = DriftPart | 'dataset';
export type DriftState = 'warn' | 'alert';

/** The parts that a policy tests. */
export function testedParts({ spec }: Policy): DriftPart[] {
  return DRIFT_PARTS.filter((part) => {
    return part === 'embeddings' ? spec.embeddings.length > 0 : spec[part] !== undefined;
  });
}

/** Whether some test of a part has a level at which it warns. */
export function warns({ spec }: Policy, part: DriftSubject): boolean {
  switch (part) {
    case 'dataset':
      return spec.dataset?.driftedShare.warn !== undefined;
    case 'features': {
      const { features } = spec;
      if (features === undefined) return false;
      const tests = [features.numeric, features.category, ...features.overrides];
      return [...tests.map(levelsOf), ...shareLevelsOf(features)].some(hasWarning);
    }
    case 'predictions':
      return (
        spec.predictions !== undefined &&
        [levelsOf(spec.predictions), ...shareLevelsOf(spec.features)].some(hasWarning)
      );
    case 'embeddings':
      return spec.embeddings.map(levelsOf).some(hasWarning);
    case 'labels':
    case 'text':
      return spec[part] !== undefined && hasWarning(levelsOf(spec[part]));
  }
}

function shareLevelsOf(features: Policy['spec']['features']): DriftLevels[] {
  const { nulls, unseen } = sharesOf(features);
  return [nulls, unseen];
}

function hasWarning({ warn }: DriftLevels): boolean {
  return warn !== undefined;
}

/**
 * The condition that a part of a policy, or the data as a whole, is in a state; `warn` holds while it alerts, too. Undefined
 * when the policy has no such part or no such level.
 */
export function driftStateCondition(
  context: BuildContext,
  policy: Policy,
  part: DriftSubject,
  state: DriftState,
): CompareCondition | undefined {
  const measured = driftMeasure(context, policy, part);
  const limit = limitOf(policy, part, state);
  if (measured === undefined || limit === undefined) return undefined;
  return against(measured.measure, '>=', limit);
}

/** The same in so many runs in a row, of which the last is the current one. */
export function driftInRuns(policy: Policy, now: CompareCondition, runs: number): Condition {
  const every = policy.spec.schedule.every.seconds;
  const of = Array.from({ length: runs }, (_, run): Condition => {
    if (run === 0) return now;
    const left: Measure = { node: 'ago', of: now.left, bySeconds: run * every, unit: now.left.unit };
    return { ...now, left };
  });
  const [only] = of;
  return of.length === 1 && only ? only : { node: 'all', of };
}

function limitOf(policy: Policy, part: DriftSubject, state: DriftState): number | undefined {
  if (part !== 'dataset') return VERDICT[state];
  const { alert, warn } = policy.spec.dataset?.driftedShare ?? {};
  return (state === 'warn' ? (warn ?? alert) : alert)?.ratio;
}

/** What tells the state of a part, and the series it is read from. Undefined when the policy does not test it. */
export function driftMeasure(
  context: BuildContext,
  policy: Policy,
  part: DriftSubject,
): { readonly measure: Measure; readonly signal: Signal } | undefined {
  if (part === 'dataset') {
    if (policy.spec.dataset === undefined) return undefined;
    const signal = policySignal(context, policy, 'dataset-share', 'datasetShare', [
      'dataset',
      'driftedShare',
    ]);
    return { signal, measure: { node: 'gauge', of: { signal: signal.id }, aggregate: 'max', unit: 'ratio' } };
  }
  if (!testedParts(policy).includes(part)) return undefined;
  const signal = jobSignal(context, {
    id: `${signalId(policy)}/verdict-${part}`,
    role: `drift of ${part}`,
    metric: 'verdict',
    labels: { ...ofPolicy(policy), part, ...OVERALL },
    origin: originOf(policy, [part]),
  });
  return { signal, measure: { node: 'gauge', of: { signal: signal.id }, aggregate: 'max', unit: 'none' } };
}

/** The worst verdict of all parts, for policies without a share of the whole. */
export function worstVerdict(context: BuildContext, policy: Policy) {
  const signal = jobSignal(context, {
    id: `${signalId(policy)}/verdict`,
    role: 'drift',
    metric: 'verdict',
    labels: { ...ofPolicy(policy), ...OVERALL },
    origin: originOf(policy),
  });
  const measure: Measure = { node: 'gauge', of: { signal: signal.id }, aggregate: 'max', unit: 'none' };
  return { signal, measure };
}

/** A signal that a policy has once. */
export function policySignal(
  context: BuildContext,
  policy: Policy,
  role: string,
  metric: 'datasetShare' | 'samples' | 'lastRun',
  path: (string | number)[],
): Signal {
  return jobSignal(context, {
    id: `${signalId(policy)}/${role}`,
    role,
    metric,
    labels: ofPolicy(policy),
    origin: originOf(policy, path),
  });
}

function ofPolicy({ name, spec }: Policy) {
  return { model: spec.model, policy: name };
}

export function against(left: Measure, op: Comparison, value: number): CompareCondition {
  return { node: 'compare', left, op, right: { node: 'constant', value, unit: left.unit } };
}
