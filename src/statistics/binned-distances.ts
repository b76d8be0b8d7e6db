import { sum } from '../support/sum.ts';
/** Distances between two histograms over the same bins or categories. Names as in specs. */
export type BinnedTest = 'psi' | 'jensen-shannon' | 'kl' | 'hellinger' | 'tvd';

export type BinnedDistance = (reference: readonly number[], current: readonly number[]) => number;

/** What takes the place of a share of zero, unless the smallest other share is not above it. */
const ZERO_FILL = 0.0001;

/**
 * Each distance between the shares of a reference and of current data; both lists have the bins in the same order, with shares
 * (or counts) ≥ 0 that add up to more than 0. Natural logarithms. A bin that neither side has counts for nothing.
 *
 * - `psi`: Σ (r − c) ln(r/c), zeros filled as Evidently does: each side apart, by 0.0001 or, when the smallest other share is
 *   not above that, by a millionth of it; not renormalized after it
 * - `kl`: Σ r ln(r/c), zeros filled likewise, then renormalized
 * - `jensen-shannon`: the distance, √((KL(r‖½(r+c)) + KL(c‖½(r+c))) / 2); 0 to √ln 2 = 0.83
 * - `hellinger`: √(1 − Σ √(r c)); 0 to 1
 * - `tvd`: ½ Σ |r − c|; 0 to 1
 */
export const BINNED_DISTANCES: Readonly<Record<BinnedTest, BinnedDistance>> = {
  psi: (reference, current) => {
    const [r, c] = filled(reference, current);
    return summed(r, c, (a, b) => (a - b) * Math.log(a / b));
  },
  kl: (reference, current) => {
    const [r, c] = filled(reference, current).map(shares);
    return summed(r ?? [], c ?? [], (a, b) => a * Math.log(a / b));
  },
  'jensen-shannon': (reference, current) => {
    const divergence = summed(shares(reference), shares(current), (a, b) => {
      const middle = (a + b) / 2;
      return entropy(a, middle) + entropy(b, middle);
    });
    return Math.sqrt(Math.max(0, divergence) / 2);
  },
  hellinger: (reference, current) => {
    const overlap = summed(shares(reference), shares(current), (a, b) => Math.sqrt(a * b));
    return Math.sqrt(Math.max(0, 1 - overlap));
  },
  tvd: (reference, current) => summed(shares(reference), shares(current), (a, b) => Math.abs(a - b)) / 2,
};

function entropy(share: number, middle: number): number {
  return share === 0 ? 0 : share * Math.log(share / middle);
}

/** Both sides as shares without zeros, over the bins that any side has. */
function filled(reference: readonly number[], current: readonly number[]): [number[], number[]] {
  const isSeen = (_: number, index: number): boolean =>
    (reference[index] ?? 0) > 0 || (current[index] ?? 0) > 0;
  return [withoutZeros(shares(reference).filter(isSeen)), withoutZeros(shares(current).filter(isSeen))];
}

/** Shares with zeros filled as Evidently does; see `psi` above. At least one share is above 0. */
export function withoutZeros(values: readonly number[]): number[] {
  const smallest = values.reduce((least, each) => (each > 0 && each < least ? each : least), 1);
  const fill = smallest <= ZERO_FILL ? smallest / 1e6 : ZERO_FILL;
  return values.map((each) => (each === 0 ? fill : each));
}

function shares(counts: readonly number[]): number[] {
  const total = sum(counts);
  return counts.map((each) => each / total);
}

function summed(a: readonly number[], b: readonly number[], term: (a: number, b: number) => number): number {
  let total = 0;
  for (let index = 0; index < a.length; index += 1) total += term(a[index] ?? 0, b[index] ?? 0);
  return total;
}
