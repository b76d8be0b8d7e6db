import type { Selection, Signal } from '../../plan/signal.ts';
import { type Candidate, courseIn, type Request } from './candidate.ts';
import { copyOf, type Draft, type DraftEmitter, emittersOf, freeLabelValue } from './draft.ts';
import { demandedOf, matchOf, theSignal, type Use } from './simulate/simulation.ts';
import { durationOf, type Level } from './world.ts';

/** A label that a rule demands of a selection's series. */
interface Demand {
  readonly selection: Selection;
  readonly label: string;
  readonly use?: Use;
}

/**
 * Adds series that differ from those of a selection in one label alone, so loud that an alert which takes them for its own behaves
 * otherwise: fires where it must not, or stays quiet where it must fire. A demand for which one world has such series needs them in
 * no other. Where such series belong to another selection of the alert, what stands barely would no longer, so they get a world of
 * their own, which comes after the others.
 */
export function withForeignSeries(request: Request, candidates: readonly Candidate[]): readonly Candidate[] {
  const open = new Set(demandsOf(request));
  const result = new Map(candidates.map((candidate) => [candidate, candidate]));
  // In the shortest worlds first: what they show need not be shown again.
  const short = candidates
    .filter((candidate) => lengthOf(candidate) <= LONGEST)
    .toSorted((a, b) => lengthOf(a) - lengthOf(b));
  for (const candidate of short) {
    const draft = copyOf(candidate.draft);
    for (const demand of open) if (isShown(request, draft, demand, false)) open.delete(demand);
    result.set(candidate, { ...candidate, draft });
  }
  const own: Candidate[] = [];
  for (const candidate of short) {
    for (const demand of open) {
      const draft = copyOf(candidate.draft);
      if (!isShown(request, draft, demand, true)) continue;
      open.delete(demand);
      own.push({ ...candidate, draft });
    }
  }
  return [...candidates.map((candidate) => result.get(candidate) ?? candidate), ...own];
}

/** More evaluations than it is worth to look for what a lost label would do in them. */
const LONGEST = 120;

function lengthOf({ draft }: Candidate): number {
  return durationOf(draft.timing) / draft.timing.evaluationSeconds;
}

function demandsOf({ scope, profile }: Request): readonly Demand[] {
  return [...new Set(profile.selections)].flatMap((selection) => {
    const { instrument, prometheus } = theSignal(scope, selection);
    const isClassic = instrument === 'histogram' && prometheus.histogram?.kind !== 'native';
    const uses: readonly Use[] = [
      ...(isClassic ? (['count', 'sum', 'bucket'] as const) : []),
      ...(prometheus.facetLabels.value === undefined ? [] : (['largest', 'smallest'] as const)),
      ...(profile.existedSeconds > 0 ? (['now', 'then'] as const) : []),
    ];
    const { equal, unequal } = demandedOf(scope, selection);
    return Object.keys({ ...equal, ...unequal }).flatMap((label) => [
      { selection, label },
      ...uses.map((use) => ({ selection, label, use })),
    ]);
  });
}

/**
 * Whether the alert does something else without the label, if need be with foreign series that are added: such as belong to another
 * selection, or such as do not.
 */
function isShown(request: Request, draft: Draft, demand: Demand, belongs: boolean): boolean {
  const right = courseIn(request, draft).firing;
  const matches = matchOf(request.scope, demand);
  const differs = (): boolean => isSeen(right, courseIn(request, draft, matches).firing);
  if (differs()) return true;
  const asIs = matchOf(request.scope);
  for (const emitter of foreignTo(request, draft, demand)) {
    if (request.profile.selections.some((selection) => asIs(emitter, selection)) !== belongs) continue;
    draft.emitters.push(emitter);
    if (differs() && courseIn(request, draft).firing.every((isFiring, index) => isFiring === right[index]))
      return true;
    draft.emitters.pop();
  }
  return false;
}

/** Whether a case looks where the alert does something else: where it begins or ends to fire, and at the end. */
function isSeen(right: readonly boolean[], wrong: readonly boolean[]): boolean {
  const changes = right.flatMap((isFiring, index) =>
    isFiring === (right[index - 1] ?? false) ? [] : [index - 1, index],
  );
  return [...changes, right.length - 1].some((index) => right[index] !== wrong[index]);
}

function foreignTo(
  { scope, profile }: Request,
  draft: Draft,
  { selection, label }: Demand,
): readonly DraftEmitter[] {
  const signal = theSignal(scope, selection);
  const histogram = draft.emitters.find(({ metric }) => metric === signal.metric)?.histogram;
  const { equal, unequal } = demandedOf(scope, selection);
  const other = {
    ...('instance' in equal ? {} : { instance: `not-${label}-${draft.emitters.length}` }),
    [label]: unequal[label] ?? freeLabelValue(scope, profile.selections, signal.metric, label),
  };
  // Beside each of the selection's own: values of a segment differ.
  const own = emittersOf(draft, selection).map((emitter) => ({ ...emitter.labels, ...other }));
  const beside = signal.prometheus.facetLabels.value === undefined ? own.slice(0, 1) : own;
  // A histogram may also have no bucket but the last.
  const kinds = histogram === undefined ? [undefined] : [histogram, { ...histogram, bounds: [] }];
  return beside.flatMap((labels) =>
    kinds.flatMap((buckets) =>
      loudLevels(draft, signal, buckets?.bounds.length ?? 0).map((level) => ({
        metric: signal.metric,
        labels,
        signal,
        ...(buckets !== undefined && { histogram: buckets }),
        levels: draft.timing.phaseSeconds.map(() => level),
      })),
    ),
  );
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
        { kind: 'histogram' as const, perSecond, mean: mean / 10, shares: at(0) },
        { kind: 'histogram' as const, perSecond, mean: 100 * mean, shares: at(bounds) },
      ]);
    }
  }
}
