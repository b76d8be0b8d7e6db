import type { Objective } from '../../../plan/objective.ts';
import { baseWindowSeconds, ratioWindowOf } from '../../../promql/lower/windows.ts';
import { complement } from '../../../units/index.ts';
import { type Candidate, lastingSeconds, type NodeOf, type Request } from '../candidate.ts';
import { type Draft, emittersOf, removeEmitters, worldOf } from '../draft.ts';
import { BEYOND, setObjectiveShare, WITHIN } from '../settle.ts';
import { badEventsAt, errorRatioAt } from '../simulate/objective.ts';
import { type Simulation, simulationOf } from '../simulate/simulation.ts';
import { draftOfStages } from '../stages.ts';
import { evaluationsOf } from '../world.ts';

type Burn = NodeOf<'burn-rate'>;

/** So many times the minimum of bad events where they are to be enough, and where they are not. */
const ENOUGH = 1.5;
const TOO_FEW = 0.9;
const PLENTY = 4;
/** So many times the threshold in the short window, less than twice what then is in the long one. */
const RISING = 1.8;

/** Worlds around each of the things that a burn-rate alert asks: both windows, the bad events, and that there are any. */
export function burnCandidates(request: Request, burn: Burn): readonly Candidate[] {
  const { scope, profile } = request;
  const objective = scope.objectives.get(burn.objective);
  if (objective === undefined) return [];
  const threshold = burn.factor * complement(objective.target);
  const short = ratioWindowOf(scope, objective, burn.shortSeconds);
  const step = profile.evaluationSeconds;
  const { holdSeconds, keepFiringSeconds } = request.alert;

  /** Shares of bad events and events per second by stage. */
  const world = (
    purpose: Candidate['purpose'],
    stages: readonly (readonly [seconds: number, share: number, perSecond: number])[],
  ): Candidate | undefined => {
    const draft = draftOfStages(
      scope,
      profile,
      stages.map(([seconds]) => ({ seconds, way: [] })),
    );
    const isSet = stages.every(
      ([, share, perSecond], phase) => draft && setObjectiveShare(draft, objective, share, perSecond, phase),
    );
    return draft !== undefined && isSet ? { purpose, draft } : undefined;
  };
  const lasting = lastingSeconds({
    ...request,
    profile: { ...profile, settleSeconds: baseWindowSeconds(scope, objective) },
  });
  /** The same share all the time, with so many times the minimum of bad events at a moment. */
  const steady = (purpose: Candidate['purpose'], factor: number, times: number, moment: 'first' | 'last') => {
    const share = Math.min(threshold * factor, (threshold + 1) / 2);
    const events = (perSecond: number): number => {
      const one = world(purpose, [[lasting, share, perSecond]]);
      if (one === undefined) return 0;
      const simulation = simulationOf(scope, worldOf(one.draft));
      const moments = evaluationsOf(simulation.world).map((_, index) => index);
      const index =
        moment === 'last' ? moments.at(-1) : moments.find((each) => isKnown(simulation, burn, each));
      return index === undefined
        ? 0
        : (badEventsAt(simulation, burn.objective, index, burn.longSeconds) ?? 0);
    };
    const atOne = events(1);
    const perSecond = atOne > 0 && burn.minBadEvents > 0 ? (times * burn.minBadEvents) / atOne : 1000;
    return world(purpose, [[lasting, share, perSecond]]);
  };
  const busy = busyRate(burn, threshold);
  const healthy = short + holdSeconds + 2 * step;
  const candidates = [
    withoutBuckets(steady('fires', BEYOND, ENOUGH, 'first'), objective.indicator),
    steady('quiet', WITHIN, PLENTY, 'first'),
    burn.minBadEvents > 0 ? steady('quiet', BEYOND, TOO_FEW, 'last') : undefined,
    // Only the short window burns: much went well before.
    solved(
      (volume) =>
        world('quiet', [
          [Math.max(4 * step, short / 2), 0, busy * volume],
          [healthy, Math.min(1, threshold * 1.2), busy],
        ]),
      (draft) => ratioAtEnd(request, burn, draft) - threshold * WITHIN,
    ),
    // Both burn, the short window more: it has only just begun.
    solved(
      (volume) =>
        world('fires', [
          [Math.max(4 * step, short / 2), 0, busy * volume],
          [healthy, Math.min(1, threshold * RISING), busy],
        ]),
      (draft) => ratioAtEnd(request, burn, draft, holdSeconds + step) - threshold * BEYOND,
    ),
    // Only the long window burns: much went wrong before.
    solved(
      (volume) =>
        world('quiet', [
          [4 * step, Math.min(1, threshold * 5), busy * volume],
          [short + keepFiringSeconds + holdSeconds + 3 * step, threshold * WITHIN, busy],
        ]),
      (draft) => threshold * 1.2 - ratioAtEnd(request, burn, draft),
    ),
    withoutBad(world('quiet', [[lasting, 0, busy]]), objective.indicator),
  ];
  return candidates.filter((each) => each !== undefined);
}

/** Enough events for the minimum of bad ones, whatever part of the long window there is history of. */
function busyRate(burn: Burn, threshold: number): number {
  return Math.max(100, (PLENTY * burn.minBadEvents) / threshold);
}

function isKnown(simulation: Simulation, burn: Burn, index: number): boolean {
  return [burn.shortSeconds, burn.longSeconds].every(
    (seconds) => errorRatioAt(simulation, burn.objective, index, seconds) !== undefined,
  );
}

/** The long window's ratio at the last evaluation, or so long before it. */
function ratioAtEnd({ scope, profile }: Request, burn: Burn, draft: Draft, beforeSeconds = 0): number {
  const simulation = simulationOf(scope, worldOf(draft));
  const last = evaluationsOf(simulation.world).length - 1;
  const index = last - Math.round(beforeSeconds / profile.evaluationSeconds);
  return errorRatioAt(simulation, burn.objective, index, burn.longSeconds) ?? 0;
}

/** The volume of the first stage at which a difference, falling with the volume, is 0; by halving of its logarithm. */
function solved(
  make: (volume: number) => Candidate | undefined,
  difference: (draft: Draft) => number,
): Candidate | undefined {
  let [low, high] = [-6, 6];
  for (let round = 0; round < 14; round += 1) {
    const middle = (low + high) / 2;
    const candidate = make(10 ** middle);
    if (candidate === undefined) return undefined;
    if (difference(candidate.draft) > 0) low = middle;
    else high = middle;
  }
  return make(10 ** high);
}

/** A busy instance without a bucket at the threshold, of which nobody knows what is bad: it counts for nothing. */
function withoutBuckets(
  candidate: Candidate | undefined,
  indicator: Objective['indicator'],
): Candidate | undefined {
  if (candidate === undefined || indicator.type !== 'histogram-threshold') return candidate;
  const [model] = emittersOf(candidate.draft, indicator.of);
  if (model?.histogram?.kind !== 'classic') return candidate;
  const busy = Math.max(
    1,
    ...model.levels.map((level) => (level?.kind === 'histogram' ? level.perSecond : 0)),
  );
  const instance = {
    ...model,
    labels: { ...model.labels, instance: 'without-buckets' },
    histogram: { ...model.histogram, bounds: [] },
    levels: model.levels.map(() => ({
      kind: 'histogram' as const,
      perSecond: 100 * busy,
      mean: 1,
      shares: [1],
    })),
  };
  return { ...candidate, draft: { ...candidate.draft, emitters: [...candidate.draft.emitters, instance] } };
}

/** Bad events that nobody has ever seen; of histograms all have buckets. */
function withoutBad(
  candidate: Candidate | undefined,
  indicator: Objective['indicator'],
): Candidate | undefined {
  if (candidate === undefined || indicator.type !== 'events') return undefined;
  for (const selection of indicator.bad) removeEmitters(candidate.draft, selection, 0);
  return candidate;
}
