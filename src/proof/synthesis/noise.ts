import type { Selection, Signal } from '../../plan/signal.ts';
import { type Candidate, courseIn, type Request } from './candidate.ts';
import { copyOf, type Draft, type DraftEmitter, freeLabelValue } from './draft.ts';
import { demandedOf, matchOf, theSignal } from './simulate/simulation.ts';
import type { Level } from './world.ts';

/** A label that a rule demands of a selection's series. */
interface Demand {
  readonly selection: Selection;
  readonly label: string;
}

/**
 * Adds series that differ from those of a selection in one label alone, so loud that an alert which takes them for its own behaves
 * otherwise: fires where it must not, or stays quiet where it must fire. A demand for which one world has such series needs them in
 * no other.
 */
export function withForeignSeries(request: Request, candidates: readonly Candidate[]): readonly Candidate[] {
  const open = new Set(demandsOf(request));
  return candidates.map((candidate) => {
    const draft = copyOf(candidate.draft);
    for (const demand of open) {
      if (makesDifference(request, draft, demand)) open.delete(demand);
      else if (addForeign(request, draft, demand)) open.delete(demand);
    }
    return { ...candidate, draft };
  });
}

function demandsOf({ scope, profile }: Request): readonly Demand[] {
  return [...new Set(profile.selections)].flatMap((selection) =>
    Object.keys(demandedOf(scope, selection).equal).map((label) => ({ selection, label })),
  );
}

/** Whether the alert does something else when the selection does without the label. */
function makesDifference(request: Request, draft: Draft, demand: Demand): boolean {
  const [right, wrong] = [courseIn(request, draft), courseIn(request, draft, matchOf(request.scope, demand))];
  if (!right.firing.includes(true)) return wrong.firing.at(-1) === true;
  // A case that fires looks at its first moment, the one before, and the end.
  const first = right.firing.indexOf(true);
  return [first - 1, first, right.firing.length - 1].some(
    (index) => right.firing[index] !== wrong.firing[index],
  );
}

function addForeign(request: Request, draft: Draft, { selection, label }: Demand): boolean {
  const { scope, profile } = request;
  const signal = theSignal(scope, selection);
  const histogram = draft.emitters.find(({ metric }) => metric === signal.metric)?.histogram;
  const labels = {
    ...demandedOf(scope, selection).equal,
    [label]: freeLabelValue(scope, profile.selections, signal.metric, label),
  };
  for (const level of loudLevels(draft, signal, histogram?.bounds.length ?? 0)) {
    const emitter: DraftEmitter = {
      metric: signal.metric,
      labels: 'instance' in labels ? labels : { ...labels, instance: `not-${label}` },
      signal,
      ...(histogram !== undefined && { histogram }),
      levels: draft.timing.phaseSeconds.map(() => level),
    };
    draft.emitters.push(emitter);
    if (makesDifference(request, draft, { selection, label })) return true;
    draft.emitters.pop();
  }
  return false;
}

/** Far more and far less than what is there. */
function loudLevels(draft: Draft, signal: Signal, bounds: number): readonly Level[] {
  const known = draft.emitters
    .filter(({ metric }) => metric === signal.metric)
    .flatMap(({ levels }) => levels)
    .filter((level) => level !== undefined);
  const most = Math.max(1, ...known.map((level) => ('perSecond' in level ? level.perSecond : 0)));
  const rates = [100 * most, most, most / 3, 0];
  switch (signal.instrument) {
    case 'counter':
      return rates.map((perSecond) => ({ kind: 'counter', perSecond }));
    case 'gauge': {
      if (signal.unit === 'unix-seconds') {
        return [0, 1e7].map((ageSeconds) => ({
          kind: 'clock',
          ageSeconds,
          secondsPerRaw: signal.prometheus.scale,
        }));
      }
      const size = Math.max(1, ...known.map((level) => ('value' in level ? Math.abs(level.value) : 0)));
      return [100 * size, 0, -100 * size].map((value) => ({ kind: 'gauge', value }));
    }
    case 'histogram': {
      const mean = Math.max(1, ...known.map((level) => ('mean' in level ? Math.abs(level.mean) : 0)));
      const at = (place: number): readonly number[] =>
        Array.from({ length: bounds + 1 }, (_, index) => (index === place ? 1 : 0));
      return rates.flatMap((perSecond) => [
        { kind: 'histogram' as const, perSecond, mean: 0, shares: at(0) },
        { kind: 'histogram' as const, perSecond, mean: 100 * mean, shares: at(bounds) },
      ]);
    }
  }
}
