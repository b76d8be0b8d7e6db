import type { CompareCondition, Condition, Measure } from '../../plan/condition.ts';
import { measureParts, measuresOf } from '../../plan/walk.ts';
import { stableJson } from '../../support/stable-json.ts';

/** A condition that is made of no others. */
export type Leaf = Exclude<Condition, { node: 'all' | 'any' | 'unless' | 'latched' }>;

/** What a world is to make of a leaf: that it holds, or that it does not, in both cases barely. */
export interface Want {
  readonly leaf: Leaf;
  readonly holds: boolean;
}

/** What together makes the whole as it is wanted. */
export type Way = readonly Want[];

/** Of `latched` conditions: they begin to hold (or don't); they are held between the two thresholds. */
export type Latch = 'from-outside' | 'between';

/**
 * Ways in which a condition holds, or does not: for each part that decides alone there is one. Several parts that must hold together
 * are one way; one that fails while all others hold is another one for each.
 */
export function waysOf(condition: Condition, holds: boolean, latch: Latch = 'from-outside'): readonly Way[] {
  const ways = (inner: Condition, wanted: boolean): readonly Way[] => waysOf(inner, wanted, latch);
  switch (condition.node) {
    case 'all':
      return holds ? together(condition.of, true, ways) : oneAlone(condition.of, false, ways);
    case 'any':
      if (!holds && isTwoSided(condition.of)) return condition.of.flatMap((part) => ways(part, false));
      return holds ? oneAlone(condition.of, true, ways) : together(condition.of, false, ways);
    case 'unless': {
      const { of, exception } = condition;
      const both = (a: boolean, b: boolean) => joined(ways(of, a), ways(exception, b));
      return holds ? both(true, false) : [...both(false, false), ...both(true, true)];
    }
    case 'latched': {
      const { trigger, release } = condition;
      if (latch === 'between') return holds ? joined(ways(trigger, false), ways(release, true)) : [];
      return holds ? ways(trigger, true) : joined(ways(trigger, false), ways(release, false));
    }
    case 'compare':
      return guarded({ leaf: condition, holds }, [condition.left, condition.right], ways);
    case 'burn-rate':
    case 'sustained':
    case 'budget-remaining':
    case 'absent':
    case 'no-value':
    case 'segment-beyond':
    case 'missing-bucket':
    case 'always':
    case 'self':
      return [[{ leaf: condition, holds }]];
  }
}

type Ways = (condition: Condition, holds: boolean) => readonly Way[];

/** All as wanted: the first way of each, and then each other way of one with the first ones of the others. */
function together(parts: readonly Condition[], holds: boolean, ways: Ways): readonly Way[] {
  return parts.map((part) => ways(part, holds)).reduce<readonly Way[]>(joined, [[]]);
}

/**
 * Whether two parts are the two directions of one deviation that several comparisons must agree on. What is beyond in one direction is
 * not in the other, which need not be asked for; and could not be, as it would be asked to be half so.
 */
function isTwoSided(parts: readonly Condition[]): boolean {
  const [one, other] = parts;
  if (parts.length !== 2 || one?.node !== 'all' || other?.node !== 'all') return false;
  return comparedBy(one) !== undefined && comparedBy(one) === comparedBy(other);
}

/** What is compared, whatever with; undefined where something else than a comparison is asked. */
function comparedBy(part: Extract<Condition, { node: 'all' }>): string | undefined {
  return part.of.every((each) => each.node === 'compare')
    ? stableJson(part.of.map((each) => (each.node === 'compare' ? each.left : each)))
    : undefined;
}

/** One as wanted, all others not, for each of them. */
function oneAlone(parts: readonly Condition[], holds: boolean, ways: Ways): readonly Way[] {
  return parts.flatMap((part) => {
    const others = isTwoSided(parts) ? [] : parts.filter((each) => each !== part);
    return ways(part, holds).map((way) => [
      ...others.flatMap((other) => beside(way, alternatives(other, !holds, ways))),
      ...way,
    ]);
  });
}

/** The ways of a condition; and that none of what it asks for together is so. */
function alternatives(condition: Condition, holds: boolean, ways: Ways): readonly Way[] {
  const found = ways(condition, holds);
  if (holds || condition.node !== 'all') return found;
  return [...found, condition.of.flatMap((part) => ways(part, false)[0] ?? [])];
}

/**
 * The first alternative that can be beside a way: what has no value can't be compared. A comparison with it need not be asked to fail,
 * as it does so by itself.
 */
function beside(way: Way, found: readonly Way[]): Way {
  const asked = found.map((each) =>
    each.filter(
      ({ leaf, holds }) => holds || leaf.node !== 'compare' || !way.some((want) => misses(want, leaf)),
    ),
  );
  const possible = asked.find((each) => {
    const all = [...each, ...way];
    return !all.some((want) => all.some(({ leaf }) => leaf.node === 'compare' && misses(want, leaf)));
  });
  return possible ?? asked[0] ?? [];
}

/** Whether it is wanted that something which is compared has no value. */
function misses({ leaf, holds }: Want, { left, right }: CompareCondition): boolean {
  if (leaf.node !== 'no-value' || !holds) return false;
  const missing = stableJson(leaf.of);
  return [left, right].flatMap(measuresOf).some((measure) => stableJson(measure) === missing);
}

function joined(some: readonly Way[], others: readonly Way[]): readonly Way[] {
  const [first, second] = [some[0], others[0]];
  if (first === undefined || second === undefined) return [];
  return [
    [...first, ...second],
    ...some.slice(1).map((way) => [...way, ...second]),
    ...others.slice(1).map((way) => [...first, ...way]),
  ];
}

/** A comparison of measures that only count while a condition holds: it fails also when the condition does. */
function guarded(want: Want, measures: readonly Measure[], ways: Ways): readonly Way[] {
  const guards: readonly Condition[] = measures.flatMap(guardsOf);
  const open = together(guards, true, ways).map((way) => [...way, want]);
  if (want.holds || guards.length === 0) return open;
  const closed = oneAlone(guards, false, ways).map((way) => [...way, { ...want, holds: true }]);
  return [...open, ...closed];
}

/** The conditions under which a measure, or a part of it, has a value. */
export function guardsOf(measure: Measure): readonly CompareCondition[] {
  const own = measure.node === 'when' ? [measure.condition] : [];
  return [...own, ...measureParts(measure).flatMap(guardsOf)];
}
