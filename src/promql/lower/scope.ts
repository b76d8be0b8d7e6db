import type { Objective } from '../../plan/objective.ts';
import type { Plan } from '../../plan/plan.ts';
import type { LabelSet, Signal } from '../../plan/signal.ts';

/** Groups that alerts or panels read: beyond 2 m a late evaluation would outlive the 5 m for which a sample counts as current. */
const LONGEST_CURRENT_INTERVAL = 120;

/** A plan with its parts by name, as every step of the lowering needs it. */
export interface Scope {
  readonly plan: Plan;
  readonly signals: ReadonlyMap<string, Signal>;
  readonly objectives: ReadonlyMap<string, Objective>;
  /** Interval of the rule groups whose newest sample is read, in seconds: the plan's, at most 2 m. */
  readonly evaluationSeconds: number;
  /**
   * On every recorded series, beside what names the object: the environment's name as `env`, the project's as `project`, and the
   * environment's labels. Rules for all objectives select by them, so that two projects in one Prometheus stay apart.
   */
  readonly labels: LabelSet;
}

export function scopeOf(plan: Plan): Scope {
  return {
    plan,
    signals: new Map(plan.signals.map((signal) => [signal.id, signal])),
    objectives: new Map(plan.objectives.map((objective) => [objective.id, objective])),
    evaluationSeconds: Math.min(plan.cadence.evaluationSeconds, LONGEST_CURRENT_INTERVAL),
    labels: { env: plan.environment.name, project: plan.project, ...plan.environment.labels },
  };
}

/** Throws when the plan has no such signal: a plan names only signals of its own. */
export function signalOf(scope: Scope, id: string): Signal {
  const signal = scope.signals.get(id);
  if (signal === undefined) throw new Error(`the plan has no signal ${id}`);
  return signal;
}

/** Throws when the plan has no such objective. */
export function objectiveOf(scope: Scope, id: string): Objective {
  const objective = scope.objectives.get(id);
  if (objective === undefined) throw new Error(`the plan has no objective ${id}`);
  return objective;
}
