import { compareCodePoints } from '../../support/compare-strings.ts';

/** How pandas holds the numbers of a column; all whole numbers are `int64` here. */
export type NumberKind = 'float64' | 'float32' | 'int64';

/** A category as Python knows it: 1, 1.0 and true are one, "1" is another. Missing values are no categories. */
export type CategoryKey = string | number | bigint | boolean;

/** One side of a numeric column: finite values in any order, without missing and infinite ones. */
export interface NumericSide {
  readonly kind: 'numeric';
  readonly values: Float64Array;
  readonly number: NumberKind;
}

/** One side of a column of categories: how many rows have each, without the missing ones. */
export interface CategorySide {
  readonly kind: 'category';
  readonly counts: ReadonlyMap<CategoryKey, number>;
}

export type EvidentlySide = NumericSide | CategorySide;

/** Both sides as counts over one list of categories, in Python's order. */
export interface PairedCounts {
  readonly keys: readonly CategoryKey[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

/** How many values a side has. */
export function rowsOf(side: EvidentlySide): number {
  if (side.kind === 'numeric') return side.values.length;
  let rows = 0;
  for (const count of side.counts.values()) rows += count;
  return rows;
}

/** The counts of the distinct values of a side, under one key for what Python finds equal. Counts of 0 are left out. */
export function countsOf(side: EvidentlySide): Map<CategoryKey, number> {
  const counts = new Map<CategoryKey, number>();
  const add = (key: CategoryKey, count: number): void => {
    if (count > 0) counts.set(key, (counts.get(key) ?? 0) + count);
  };
  if (side.kind === 'numeric') for (const value of side.values) add(value, 1);
  else for (const [key, count] of side.counts) add(pythonKey(key), count);
  return counts;
}

/** How many distinct values the sides have together; counting ends once there are more than `most`. */
export function distinctOf(sides: readonly EvidentlySide[], most: number): number {
  const distinct = new Set<CategoryKey>();
  for (const side of sides) {
    for (const key of side.kind === 'numeric' ? side.values : countsOf(side).keys()) {
      distinct.add(key);
      if (distinct.size > most) return distinct.size;
    }
  }
  return distinct.size;
}

/** The counts of both sides over the union of their values: numbers in their order, then strings by code points. */
export function pairedCounts(reference: EvidentlySide, current: EvidentlySide): PairedCounts {
  const [r, c] = [countsOf(reference), countsOf(current)];
  const keys = [...new Set([...r.keys(), ...c.keys()])].toSorted(compareKeys);
  return {
    keys,
    reference: keys.map((key) => r.get(key) ?? 0),
    current: keys.map((key) => c.get(key) ?? 0),
  };
}

/** The kind that pandas gives to both sides in one column. */
export function commonNumber(a: NumberKind, b: NumberKind): NumberKind {
  return a === b ? a : 'float64';
}

function pythonKey(key: CategoryKey): CategoryKey {
  if (typeof key === 'boolean') return key ? 1 : 0;
  if (typeof key === 'bigint' && BigInt(Number(key)) === key) return Number(key);
  return key;
}

function compareKeys(a: CategoryKey, b: CategoryKey): number {
  if (typeof a === 'string' && typeof b === 'string') return compareCodePoints(a, b);
  if (typeof a === 'string') return 1;
  if (typeof b === 'string') return -1;
  return a < b ? -1 : Number(a > b);
}
