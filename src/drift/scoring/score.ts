/** What a test says of a column, before it is judged. */
export interface Score {
  /** The statistic: a distance, or a p-value. */
  readonly score: number;
  /** How large the difference is beyond chance, in the unit of the levels. */
  readonly effect: number;
  /** How probable a difference as large is without any drift. NaN: not to be told. */
  readonly pValue: number;
  /** What the statistic of a distance is without any drift at these rows. */
  readonly noise?: { readonly mean: number; readonly q99: number };
  /** Rows that were compared. */
  readonly rows: number;
  readonly baselineRows: number;
}

/**
 * What is left of a distance once chance is taken off. A distance that is a root of squares adds to chance by its square: of
 * d² = δ² + E₀[d²] the root of what is left is δ. One that is a square itself (psi, kl) adds as it is.
 */
export function beyondChance(distance: number, chance: number, isSquare: boolean): number {
  if (isSquare) return Math.max(0, distance - chance);
  const square = distance * distance;
  if (Number.isFinite(square) && square > LEAST_SQUARE)
    return Math.sqrt(Math.max(0, square - chance * chance));
  // Of a constant any change is infinitely many deviations, whatever the noise.
  if (distance === 0 || distance === Number.POSITIVE_INFINITY)
    return chance < Number.POSITIVE_INFINITY ? distance : 0;
  return distance * Math.sqrt(Math.max(0, 1 - (chance / distance) ** 2));
}

/** Below it squares lose digits, or are 0. */
const LEAST_SQUARE = 1e-290;
