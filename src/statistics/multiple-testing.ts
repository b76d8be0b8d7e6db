export type Correction = 'none' | 'bonferroni' | 'holm' | 'benjamini-hochberg';

/** Of a p-value at `rank` (from 1 on, ascending) among `count`. */
type Factor = (rank: number, count: number) => number;

const FACTORS: Readonly<Record<Correction, Factor>> = {
  none: () => 1,
  bonferroni: (_, count) => count,
  holm: (rank, count) => count - rank + 1,
  'benjamini-hochberg': (rank, count) => count / rank,
};

/**
 * p-values corrected for how many there are, in the order of the input and comparable with the level itself: Bonferroni, Holm
 * (1979), or Benjamini and Hochberg (1995) as R's p.adjust (scipy.stats.false_discovery_control, statsmodels' multipletests). What
 * is null or NaN (no test was made) stays so and isn't counted. Throws a RangeError for what is no probability.
 */
export function adjustPValues(
  pValues: readonly (number | null)[],
  correction: Correction,
): (number | null)[] {
  const adjusted = [...pValues];
  const ascending = pValues
    .flatMap((p, index) => (p === null || Number.isNaN(p) ? [] : [{ p, index }]))
    .toSorted((a, b) => a.p - b.p || a.index - b.index);
  const wrong = ascending.find(({ p }) => !(p >= 0 && p <= 1));
  if (wrong !== undefined) throw new RangeError(`${wrong.p} is no p-value`);
  const factor = FACTORS[correction];
  const raised = ascending.map(({ p }, index) => Math.min(1, p * factor(index + 1, ascending.length)));
  const monotonous = correction === 'benjamini-hochberg' ? leastFromHere(raised) : mostUpToHere(raised);
  ascending.forEach(({ index }, rank) => {
    adjusted[index] = monotonous[rank] ?? 1;
  });
  return adjusted;
}

/** A step-down procedure stops at the first p-value that isn't significant. */
function mostUpToHere(values: readonly number[]): readonly number[] {
  let most = 0;
  return values.map((each) => {
    most = Math.max(most, each);
    return most;
  });
}

/** A step-up procedure takes all below the last that is significant. */
function leastFromHere(values: readonly number[]): readonly number[] {
  let least = 1;
  return values
    .toReversed()
    .map((each) => {
      least = Math.min(least, each);
      return least;
    })
    .toReversed();
}
