import type { Measure, Proportion, ProportionTest } from '../../plan/condition.ts';
import type { Selection } from '../../plan/signal.ts';
import { stableJson } from '../../support/stable-json.ts';
import { type Place, setShare } from './aim.ts';
import type { Draft } from './draft.ts';
import { zStatistic } from './simulate/measure.ts';
import type { Want, Way } from './wants.ts';

/**
 * What is wanted of two proportions: how many times the right one the left one is, how sure that is, and how many events both sides
 * have. These depend on each other, so that they are settled together.
 */
export interface Difference {
  readonly left: Proportion;
  readonly right: Proportion;
  readonly factor: number;
  readonly isFactorReached: boolean;
  readonly z: number;
  readonly isSure: boolean;
  readonly leftEvents?: Wanted;
  readonly rightEvents?: Wanted;
  /** All wants that are settled with it. */
  readonly wants: readonly Want[];
}

interface Wanted {
  readonly least: number;
  readonly holds: boolean;
}

/** Where nothing demands a number of events. */
const SOME_EVENTS = 10_000;
/** The sides differ in size, so that it matters which is which. */
const RIGHT_SIDE = 1.2;
const LARGEST_SHARE = 0.9;
const HALVINGS = 60;

/** The differences that a way asks for. */
export function differencesIn(way: Way): readonly Difference[] {
  return way.flatMap((want) => {
    const { leaf } = want;
    if (leaf.node !== 'compare' || leaf.left.node !== 'proportion-z' || leaf.right.node !== 'constant')
      return [];
    return differenceOf(way, want, leaf.left, leaf.right.value);
  });
}

function differenceOf(
  way: Way,
  test: Want,
  { left, right }: ProportionTest,
  z: number,
): readonly Difference[] {
  const [ratio] = way.flatMap((want) => {
    const { leaf } = want;
    if (leaf.node !== 'compare' || leaf.right.node !== 'scaled') return [];
    const isOfThese = isShareOf(leaf.left, left) && isShareOf(leaf.right.of, right);
    return isOfThese ? [{ want, factor: leaf.right.factor }] : [];
  });
  if (ratio === undefined) return [];
  const [leftEvents, rightEvents] = [left, right].map(({ of }) => {
    const [found] = way.flatMap((want) => {
      const { leaf, holds } = want;
      const isOfThese = leaf.node === 'compare' && stableJson(leaf.left) === stableJson(of);
      return isOfThese && leaf.right.node === 'constant' ? [{ want, least: leaf.right.value, holds }] : [];
    });
    return found;
  });
  return [
    {
      left,
      right,
      factor: ratio.factor,
      isFactorReached: ratio.want.holds,
      z: Math.abs(z),
      isSure: test.holds,
      ...(leftEvents && { leftEvents }),
      ...(rightEvents && { rightEvents }),
      wants: [test, ratio.want, ...[leftEvents, rightEvents].flatMap((each) => (each ? [each.want] : []))],
    },
  ];
}

function isShareOf(measure: Measure, { events, of }: Proportion): boolean {
  return (
    measure.node === 'ratio' &&
    stableJson(measure.numerator) === stableJson(events) &&
    stableJson(measure.denominator) === stableJson(of)
  );
}

/**
 * Makes the left share so many times the right one, and searches the right one at which the test is as sure as it is to be. False where
 * the events of a side are not counted.
 */
export function settleDifference(
  draft: Draft,
  difference: Difference,
  { beyond, within }: { readonly beyond: number; readonly within: number },
  { phase }: Place,
): boolean {
  const { left, right, factor, isFactorReached, isSure } = difference;
  const eventsOf = (wanted: Wanted | undefined, size: number): number => {
    if (wanted === undefined) return SOME_EVENTS * size;
    return wanted.least * (wanted.holds ? beyond * size : within);
  };
  let leftEvents = eventsOf(difference.leftEvents, 1);
  let rightEvents = eventsOf(difference.rightEvents, RIGHT_SIDE);
  const times = 1 + (factor - 1) * (isFactorReached ? beyond : within);
  const sure = difference.z * (isSure ? beyond : within);
  const statistic = (share: number): number =>
    Math.abs(
      zStatistic(
        { events: share * times * leftEvents, of: leftEvents },
        { events: share * rightEvents, of: rightEvents },
      ) ?? 0,
    );
  const most = LARGEST_SHARE / Math.max(1, times);
  if (statistic(most) < sure) {
    // The statistic grows with the root of the events.
    const more = (sure / statistic(most)) ** 2;
    if (!Number.isFinite(more)) return false;
    leftEvents *= more;
    rightEvents *= more;
  }
  let [low, high] = [0, most];
  for (let round = 0; round < HALVINGS; round += 1) {
    const share = (low + high) / 2;
    if (statistic(share) < sure) low = share;
    else high = share;
  }
  return (
    settleProportion(draft, left, high * times, leftEvents, phase) &&
    settleProportion(draft, right, high, rightEvents, phase)
  );
}

function settleProportion(
  draft: Draft,
  { events, of }: Proportion,
  share: number,
  count: number,
  phase: number,
): boolean {
  const [part, whole] = [countedBy(events), countedBy(of)];
  if (part === undefined || whole === undefined || part.seconds !== whole.seconds) return false;
  return setShare(draft, part.selections, whole.selections, share, count / whole.seconds, phase);
}

/** The series of which a measure counts the events, in one window. */
function countedBy(
  measure: Measure,
): { readonly selections: readonly Selection[]; readonly seconds: number } | undefined {
  if (measure.node === 'increase') return { selections: [measure.of], seconds: measure.overSeconds };
  if (measure.node !== 'combine' || measure.by !== 'sum') return undefined;
  const parts = measure.of.map(countedBy);
  const seconds = parts[0]?.seconds;
  if (seconds === undefined || parts.some((part) => part?.seconds !== seconds)) return undefined;
  return { selections: parts.flatMap((part) => part?.selections ?? []), seconds };
}
