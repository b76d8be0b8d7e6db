import { sum } from '../support/sum.ts';
/** How probability is spread over bins: their number, for bins of equal shares, or the share of each. */
export type Bins = number | readonly number[];

/** The share of each bin, adding up to 1. Throws a RangeError unless there is at least one bin and each share is > 0. */
export function binShares(bins: Bins): readonly number[] {
  if (typeof bins === 'number') {
    if (!(Number.isInteger(bins) && bins >= 1)) throw new RangeError(`${bins} is no number of bins`);
    return Array.from({ length: bins }, () => 1 / bins);
  }
  const total = sum(bins);
  if (bins.length === 0 || !bins.every((each) => each > 0 && Number.isFinite(each)))
    throw new RangeError('every bin needs a share above 0');
  return bins.map((each) => each / total);
}

/** What the rarest bin has. */
export function smallestShare(bins: Bins): number {
  return Math.min(1, ...(typeof bins === 'number' ? [1 / bins] : binShares(bins)));
}

/** How many bins there are. */
export function binCount(bins: Bins): number {
  return typeof bins === 'number' ? bins : bins.length;
}

/**
 * Shares of `categories` after Zipf's law, the usual shape of identifiers, shops and words: the i-th has a share of i^−exponent.
 * For features of which only the number of categories is known and which are not known to be even.
 */
export function zipfShares(categories: number, exponent = 1): readonly number[] {
  return binShares(Array.from({ length: categories }, (_, index) => (index + 1) ** -exponent));
}
