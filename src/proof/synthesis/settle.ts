import type { Comparison, Measure } from '../../plan/condition.ts';
import type { Objective } from '../../plan/objective.ts';
import { rawValue } from '../../plan/signal.ts';
import { measureParts, ownSelections } from '../../plan/walk.ts';
import { stableJson } from '../../support/stable-json.ts';
import { complement } from '../../units/index.ts';
import { aim, currentValue, type Place, setEvents, setShare } from './aim.ts';
import { differencesIn, settleDifference } from './difference.ts';
import { type Draft, emittersOf, removeEmitters } from './draft.ts';
import { lateAndInTime } from './simulate/due.ts';
import { guardsOf, type Want, type Way } from './wants.ts';

/** How far on the one or the other side of a threshold a value is put. */
export const BEYOND = 1.1;
export const WITHIN = 0.9;
const MARGINS = { beyond: BEYOND, within: WITHIN };

/** Settings depend on each other (a share on its whole): they are made again until all stand. */
const ROUNDS = 3;

/**
 * Sets the emitters of a phase so that each leaf is as wanted, barely. False where some leaf cannot be brought there; whether all are
 * as wanted together is for a simulation to say.
 */
export function settle(draft: Draft, way: Way, place: Place): boolean {
  const differences = differencesIn(way);
  const together = new Set(differences.flatMap(({ wants }) => wants));
  const single = way.filter((want) => !together.has(want));
  const compares = boundsOf(single);
  const others = single.filter(({ leaf }) => leaf.node !== 'compare');
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const want of others) if (!settleLeaf(draft, want, place)) return false;
    for (const bounds of compares) if (!settleBounds(draft, bounds, place)) return false;
    for (const difference of differences)
      if (!settleDifference(draft, difference, MARGINS, place)) return false;
  }
  return true;
}

/** What a measure is compared with by several leaves: it has to be between. */
interface Bounds {
  readonly left: Measure;
  readonly above: Measure[];
  readonly below: Measure[];
}

/** Amounts come before what is a share of them. */
function boundsOf(way: Way): readonly Bounds[] {
  const byMeasure = new Map<string, Bounds>();
  for (const { leaf, holds } of way) {
    if (leaf.node !== 'compare') continue;
    const key = stableJson(leaf.left);
    const bounds = byMeasure.get(key) ?? { left: leaf.left, above: [], below: [] };
    byMeasure.set(key, bounds);
    (isAbove(leaf.op, holds) ? bounds.above : bounds.below).push(leaf.right);
  }
  return [...byMeasure.values()].toSorted((a, b) => Number(isShare(a.left)) - Number(isShare(b.left)));
}

function isAbove(op: Comparison, holds: boolean): boolean {
  return op.startsWith('>') === holds;
}

function isShare(measure: Measure): boolean {
  return !['rate', 'increase', 'amount-rate'].includes(measure.node);
}

function settleBounds(draft: Draft, { left, above, below }: Bounds, place: Place): boolean {
  const due = [...above, ...below].find((measure) => measure.node === 'last-due');
  if (due !== undefined) return setLateness(draft, left, due, below.includes(due), place);
  const values = (measures: readonly Measure[]): readonly number[] | undefined => {
    const found = measures.map((measure) => currentValue(draft, measure, place));
    return found.every((value) => value !== undefined) ? found : undefined;
  };
  const [lows, highs] = [values(above), values(below)];
  if (lows === undefined || highs === undefined) return false;
  const target = targetOf(Math.max(...lows), Math.min(...highs), left.unit === 'ratio');
  if (target === undefined) return false;
  if (aim(draft, left, target, place)) return true;
  // Where the left side can't be moved, the right one is.
  const [right] = above.length > 0 ? above : below;
  const value = currentValue(draft, left, place);
  if (right === undefined || value === undefined || value === 0) return false;
  return aim(draft, right, above.length > 0 ? value / BEYOND : value / WITHIN, place);
}

/** A value above one bound and below another: a tenth away from a single one, in the middle of two. */
export function targetOf(low: number, high: number, isRatio: boolean): number | undefined {
  if (low === Number.NEGATIVE_INFINITY) return beside(high, -1);
  if (high !== Number.POSITIVE_INFINITY) return low < high ? (low + high) / 2 : undefined;
  const above = beside(low, 1);
  return isRatio && low < 1 ? Math.min(above, (low + 1) / 2) : above;
}

function beside(bound: number, direction: 1 | -1): number {
  if (bound === 0) return direction === 1 ? 1 : 0;
  return bound + direction * Math.abs(bound) * (BEYOND - 1);
}

/** When work was last done, so long ago that it is late, or not. */
function setLateness(
  draft: Draft,
  last: Measure,
  { due }: Extract<Measure, { node: 'last-due' }>,
  isLate: boolean,
  place: Place,
): boolean {
  if (last.node !== 'gauge') return false;
  const { late, inTime } = lateAndInTime(due);
  const aggregate = last.aggregate === 'max' ? 'newest' : 'oldest';
  return aim(draft, { node: 'age', of: last.of, aggregate, unit: 'seconds' }, isLate ? late : inTime, place);
}

function settleLeaf(draft: Draft, { leaf, holds }: Want, place: Place): boolean {
  switch (leaf.node) {
    case 'burn-rate': {
      const objective = objectiveOf(draft, leaf.objective);
      const threshold = leaf.factor * complement(objective.target);
      return setObjectiveShare(draft, objective, threshold * (holds ? BEYOND : WITHIN), BUSY, place.phase);
    }
    case 'sustained':
    case 'budget-remaining':
      return breach(draft, objectiveOf(draft, leaf.objective), holds, place);
    case 'absent':
      if (holds) removeEmitters(draft, leaf.of, place.phase);
      return true;
    case 'no-value':
      if (holds) removeSources(draft, leaf.of, place);
      return true;
    case 'missing-bucket':
      return !holds || loseBucket(draft, objectiveOf(draft, leaf.objective));
    case 'compare':
      return true;
    case 'always':
      return holds;
    case 'self':
    case 'segment-beyond':
      return false;
  }
}

/** Takes away what a measure is made of, when it is: what it was some time ago is left out there, as far as the world reaches back. */
function removeSources(draft: Draft, measure: Measure, place: Place): void {
  for (const of of ownSelections(measure)) removeEmitters(draft, of, place.phase);
  const then = measure.node === 'ago' ? place.before(measure.bySeconds) : place;
  if (then !== undefined) for (const part of measureParts(measure)) removeSources(draft, part, then);
}

/** Events per second at which no minimum of bad events is missed. */
const BUSY = 1000;

function objectiveOf(draft: Draft, id: string): Objective {
  const objective = draft.scope.objectives.get(id);
  if (objective === undefined) throw new Error(`the plan has no objective ${id}`);
  return objective;
}

/** Makes so large a share of an objective's events bad, at so many events per second. */
export function setObjectiveShare(
  draft: Draft,
  { indicator }: Objective,
  share: number,
  perSecond: number,
  phase: number,
): boolean {
  if (share > 1) return false;
  switch (indicator.type) {
    case 'events':
      return setShare(draft, indicator.bad, indicator.total, share, perSecond, phase);
    case 'histogram-threshold': {
      const emitters = emittersOf(draft, indicator.of);
      for (const emitter of emitters) {
        const level = emitter.levels[phase];
        const raw = rawValue(emitter.signal?.prometheus ?? { scale: 1 }, indicator.thresholdSeconds);
        const bound = emitter.histogram?.bounds.indexOf(raw) ?? -1;
        if (level?.kind !== 'histogram' || bound < 0) return false;
        // Right below and right above the threshold, so that no other bucket would do.
        const shares = level.shares.map(() => 0);
        shares[bound] = 1 - share;
        shares[bound + 1] = share;
        emitter.levels[phase] = { ...level, mean: raw, shares };
      }
      return setEvents(draft, emitters, perSecond, phase);
    }
    case 'time-in-bounds':
      return false;
  }
}

/** Makes the objective breached, or barely not. */
export function breach(draft: Draft, objective: Objective, isBad: boolean, place: Place): boolean {
  const { indicator, target } = objective;
  if (indicator.type !== 'time-in-bounds') {
    return setObjectiveShare(
      draft,
      objective,
      complement(target) * (isBad ? BEYOND : WITHIN),
      BUSY,
      place.phase,
    );
  }
  const { measure, badWhen, limit, alsoBeyond } = indicator;
  if (alsoBeyond?.node === 'last-due') return setLateness(draft, measure, alsoBeyond, isBad, place);
  const bounds = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  bounds[isAbove(badWhen, isBad) ? 'low' : 'high'] = limit;
  const { otherBound } = indicator;
  // What is good is within both bounds; what is bad is beyond the first.
  if (otherBound !== undefined && !isBad)
    bounds[isAbove(otherBound.badWhen, false) ? 'low' : 'high'] = otherBound.limit;
  const value = targetOf(bounds.low, bounds.high, measure.unit === 'ratio');
  if (value === undefined || !aim(draft, measure, value, place)) return false;
  const guards = guardsOf(measure).map((leaf) => ({ leaf, holds: true }));
  if (guards.length > 0 && !settle(draft, guards, place)) return false;
  if (indicator.alsoBeyond === undefined) return true;
  // The other bound is kept well away, so that the limit decides.
  return aim(draft, indicator.alsoBeyond, badWhen.startsWith('>') ? value * 2 + 1 : value / 2, place);
}

/** The second source of the histogram exposes no bucket at the threshold. */
function loseBucket(draft: Draft, { indicator }: Objective): boolean {
  if (indicator.type !== 'histogram-threshold') return false;
  const last = emittersOf(draft, indicator.of).at(-1);
  const index = last === undefined ? -1 : draft.emitters.indexOf(last);
  if (last?.histogram === undefined || index < 0) return false;
  const raw = rawValue(last.signal?.prometheus ?? { scale: 1 }, indicator.thresholdSeconds);
  const bounds = last.histogram.bounds.filter((bound) => bound !== raw);
  draft.emitters[index] = {
    ...last,
    histogram: { ...last.histogram, bounds },
    levels: last.levels.map((level) =>
      level?.kind === 'histogram'
        ? { ...level, shares: [...bounds.map((_, place) => (place === 0 ? 1 : 0)), 0] }
        : level,
    ),
  };
  return true;
}
