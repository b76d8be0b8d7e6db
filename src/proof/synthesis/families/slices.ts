import type { Objective } from '../../../plan/objective.ts';
import { RUNG_SECONDS } from '../../../promql/lower/windows.ts';
import { complement } from '../../../units/index.ts';
import { type Candidate, courseIn, type NodeOf, type Request } from '../candidate.ts';
import { breach, setObjectiveShare, settle } from '../settle.ts';
import { draftOfStages, placeOf } from '../stages.ts';
import { guardsOf } from '../wants.ts';

type OnSlices = NodeOf<'sustained' | 'budget-remaining'>;

const PER_SECOND = 100;
/** So many it should take until an event budget is spent. */
const FEW_EVALUATIONS = 20.5;
/** More evaluations than a proof is worth. */
const MOST_EVALUATIONS = 3000;

/**
 * Worlds of alerts that count bad time: bad from the start; barely not bad; and bad for as long as does not yet matter, before and
 * after which all is well.
 */
export function sliceCandidates(request: Request, node: OnSlices): readonly Candidate[] {
  const { scope, profile, alert } = request;
  const objective = scope.objectives.get(node.objective);
  if (objective === undefined) return [];
  const step = profile.evaluationSeconds;
  const spend = objective.budgeting.type === 'events' ? spendingShare(request, node, objective) : undefined;
  const world = (
    purpose: Candidate['purpose'],
    stages: readonly (readonly [seconds: number, isBad: boolean])[],
  ): Candidate | undefined => {
    const draft = draftOfStages(
      scope,
      profile,
      stages.map(([seconds]) => ({ seconds, way: [] })),
    );
    if (draft === undefined) return undefined;
    const isSet = stages.every(([, isBad], phase) =>
      spend === undefined
        ? breach(draft, objective, isBad, placeOf(draft.timing.phaseSeconds, phase))
        : setObjectiveShare(draft, objective, isBad ? spend : 0, PER_SECOND, phase),
    );
    return isSet ? { purpose, draft } : undefined;
  };
  const lasting = alert.holdSeconds + alert.keepFiringSeconds + profile.settleSeconds + 4 * step;
  const fires = firstFiring(request, (seconds) => world('fires', [[seconds, true]]), lasting);
  const bad = fires?.badSeconds ?? 0;
  const sliceSeconds = objective.budgeting.type === 'timeslices' ? objective.budgeting.sliceSeconds : 0;
  const before = node.node === 'sustained' ? node.slices * sliceSeconds + step : 0;
  return [
    fires?.candidate,
    world('quiet', [[Math.min(lasting + sliceSeconds * 4, lasting + bad), false]]),
    guarded(objective, () => world('quiet', [[lasting + bad, true]])),
    longestQuiet(request, bad, (seconds) =>
      world('quiet', [
        ...(before > 0 ? [[before, false] as const] : []),
        [seconds, true],
        [lasting + sliceSeconds, false],
      ]),
    ),
  ].filter((each) => each !== undefined);
}

/** The share of bad events that spends an event budget in some evaluations; a budget that is wide takes longer. */
function spendingShare({ profile }: Request, node: OnSlices, { target, periodSeconds }: Objective): number {
  const left = node.node === 'budget-remaining' ? node.ratio : 0;
  const samples = periodSeconds / Math.max(profile.evaluationSeconds, RUNG_SECONDS['5m']);
  return Math.min(0.9, ((1 - left) * complement(target) * samples) / FEW_EVALUATIONS);
}

/** Bad all the time, but on too little to count. */
function guarded({ indicator }: Objective, make: () => Candidate | undefined): Candidate | undefined {
  const guards = indicator.type === 'time-in-bounds' ? guardsOf(indicator.measure) : [];
  const candidate = guards.length === 0 ? undefined : make();
  if (candidate === undefined) return undefined;
  const { draft } = candidate;
  const closed = guards.every((guard) =>
    settle(draft, [{ leaf: guard, holds: false }], placeOf(draft.timing.phaseSeconds, 0)),
  );
  return closed ? candidate : undefined;
}

/** Bad for ever longer, until the alert fires. */
function firstFiring(
  request: Request,
  make: (seconds: number) => Candidate | undefined,
  atLeast: number,
): { readonly candidate: Candidate; readonly badSeconds: number } | undefined {
  const step = request.profile.evaluationSeconds;
  for (let seconds = atLeast; seconds / step <= MOST_EVALUATIONS; seconds *= 2) {
    const candidate = make(seconds);
    if (candidate === undefined) return undefined;
    const index = courseIn(request, candidate.draft).firing.indexOf(true);
    if (index < 0) continue;
    const badSeconds = index * step;
    return { candidate: make(badSeconds + 2 * step) ?? candidate, badSeconds };
  }
  return undefined;
}

/** The longest stretch of bad time, a tenth less than what makes it fire, that leaves the alert quiet. */
function longestQuiet(
  request: Request,
  badSeconds: number,
  make: (seconds: number) => Candidate | undefined,
): Candidate | undefined {
  const step = request.profile.evaluationSeconds;
  const from = Math.floor((0.93 * (badSeconds - request.alert.holdSeconds)) / step);
  for (let steps = from; steps > 0; steps -= 1) {
    const candidate = make(steps * step);
    if (candidate === undefined) return undefined;
    if (!courseIn(request, candidate.draft).firing.includes(true)) return candidate;
  }
  return undefined;
}
