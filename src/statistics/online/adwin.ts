import { type DriftState, finite, type OnlineDetector } from './detector.ts';

export interface AdwinOptions {
  /** Confidence: about the chance of a false alarm at a check. */
  readonly delta?: number;
  /** Values between checks. */
  readonly clock?: number;
  /** Buckets of one size before two are merged. */
  readonly maxBuckets?: number;
  /** Values that either part of the window must have to be compared. */
  readonly minWindow?: number;
  /** Values before which nothing is said. */
  readonly gracePeriod?: number;
}

export interface Adwin extends OnlineDetector {
  /** Values in the window, and their mean; 0 and 0 before the first. */
  window(): { readonly width: number; readonly mean: number };
}

/** 2^row values: their sum, and the sum of squares of their deviations. */
interface Bucket {
  readonly total: number;
  readonly squares: number;
}

interface Window {
  /** By size: row i has buckets of 2ⁱ values, oldest first; the last row is the oldest part. */
  readonly rows: Bucket[][];
  width: number;
  total: number;
  squares: number;
  ticks: number;
}

/**
 * Adaptive windowing (Bifet and Gavaldà 2007, "Learning from time-changing data with adaptive windowing", ADWIN2): the mean of the
 * older part of a window is compared with that of the newer at every edge of its exponential histogram. Defaults and numbers of
 * river 0.23's ADWIN, which after `drift` forgets the whole window. Rises and falls both count as drift, so on a stream of errors
 * it may be an improvement.
 */
export function createAdwin({
  delta = 0.002,
  clock = 32,
  maxBuckets = 5,
  minWindow = 5,
  gracePeriod = 10,
}: AdwinOptions = {}): Adwin {
  let isOver = false;
  let state = emptyWindow();
  return {
    update(value: number): DriftState {
      if (isOver) state = emptyWindow();
      insert(state, finite(value), maxBuckets);
      state.ticks += 1;
      isOver = state.ticks % clock === 0 && state.width > gracePeriod && hasShrunk(state, delta, minWindow);
      return isOver ? 'drift' : 'none';
    },
    window: () => ({ width: state.width, mean: state.width === 0 ? 0 : state.total / state.width }),
  };
}

function emptyWindow(): Window {
  return { rows: [[]], width: 0, total: 0, squares: 0, ticks: 0 };
}

function insert(state: Window, value: number, maxBuckets: number): void {
  if (state.width > 0) {
    const off = value - state.total / state.width;
    state.squares += (state.width * off * off) / (state.width + 1);
  }
  state.width += 1;
  state.total += value;
  state.rows[0]?.push({ total: value, squares: 0 });
  merge(state.rows, maxBuckets);
}

/** Two buckets of a size become one of the next when there are too many, and so on upwards. */
function merge(rows: Bucket[][], maxBuckets: number): void {
  for (let row = 0; (rows[row]?.length ?? 0) > maxBuckets; row += 1) {
    const [oldest, next] = rows[row]?.splice(0, 2) ?? [];
    if (oldest === undefined || next === undefined) return;
    const larger = rows[row + 1] ?? [];
    rows[row + 1] = larger;
    larger.push(joined(oldest, next, 2 ** row));
  }
}

function joined(one: Bucket, other: Bucket, size: number): Bucket {
  const off = one.total / size - other.total / size;
  return {
    total: one.total + other.total,
    squares: one.squares + other.squares + (size * size * off * off) / (size + size),
  };
}

/** Drops oldest buckets while any cut of the window shows two different means; whether one was dropped. */
function hasShrunk(state: Window, delta: number, minWindow: number): boolean {
  let isShrunk = false;
  while (hasCut(state, delta, minWindow)) {
    dropOldest(state);
    isShrunk = true;
  }
  return isShrunk;
}

function hasCut(state: Window, delta: number, minWindow: number): boolean {
  let [older, olderTotal, newer, newerTotal] = [0, 0, state.width, state.total];
  for (let row = state.rows.length - 1; row >= 0; row -= 1) {
    for (const { total } of state.rows[row] ?? []) {
      const size = 2 ** row;
      older += size;
      newer -= size;
      olderTotal += total;
      newerTotal -= total;
      if (older < minWindow || newer < Math.max(1, minWindow)) continue;
      const difference = Math.abs(olderTotal / older - newerTotal / newer);
      if (difference > bound(state, older - minWindow + 1, newer - minWindow + 1, delta)) return true;
    }
  }
  return false;
}

/** What the difference of two means may be by chance, at the confidence of one of all cuts. */
function bound(state: Window, older: number, newer: number, delta: number): number {
  const logarithm = Math.log((2 * Math.log(state.width)) / delta);
  const inverse = 1 / older + 1 / newer;
  const variance = state.squares / state.width;
  return Math.sqrt(2 * inverse * variance * logarithm) + (2 / 3) * logarithm * inverse;
}

function dropOldest(state: Window): void {
  const row = state.rows.length - 1;
  const bucket = state.rows[row]?.shift();
  if (bucket === undefined) return;
  const size = 2 ** row;
  state.width -= size;
  state.total -= bucket.total;
  const off = bucket.total / size - state.total / state.width;
  state.squares -= bucket.squares + (size * state.width * off * off) / (size + state.width);
  // A row that is empty is no row: the oldest bucket is in the last.
  if (state.rows[row]?.length === 0 && row > 0) state.rows.pop();
}
