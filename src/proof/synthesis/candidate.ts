import type { Alert } from '../../plan/alert.ts';
import type { Condition } from '../../plan/condition.ts';
import type { Scope } from '../../promql/lower/scope.ts';
import { type Draft, worldOf } from './draft.ts';
import type { Profile } from './profile.ts';
import { type Course, courseOf } from './simulate/condition.ts';
import { type Match, simulationOf } from './simulate/simulation.ts';

/** A world that is to prove something of an alert. */
export interface Candidate {
  readonly purpose: 'fires' | 'quiet';
  readonly draft: Draft;
}

/** What a family of conditions makes its worlds of. */
export interface Request {
  readonly scope: Scope;
  readonly alert: Pick<Alert, 'condition' | 'holdSeconds' | 'keepFiringSeconds'>;
  readonly profile: Profile;
}

/** What the alert does in a world, by the plan. */
export function courseIn(
  { scope, alert }: Pick<Request, 'scope' | 'alert'>,
  draft: Draft,
  matches?: Match,
): Course {
  return courseOf(simulationOf(scope, worldOf(draft), matches), alert.condition, alert);
}

/** Long enough for windows to fill, the alert to be raised, and one that should not have been to end. */
export function lastingSeconds({ alert, profile }: Request): number {
  const { holdSeconds, keepFiringSeconds } = alert;
  return profile.settleSeconds + holdSeconds + keepFiringSeconds + 3 * profile.evaluationSeconds;
}

/** Whether a world proves what it is for: an alert that fires at some time and not from the start, or one that is quiet in the end. */
export function proves(request: Request, { purpose, draft }: Candidate): boolean {
  const { firing } = courseIn(request, draft);
  return purpose === 'fires' ? firing.includes(true) : firing.at(-1) === false;
}

export type NodeOf<Node extends Condition['node']> = Extract<Condition, { node: Node }>;
