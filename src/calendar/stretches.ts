/** A half-open stretch of numbers, `[from, to)`. Minutes and seconds alike. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** The same numbers as ascending stretches that neither overlap nor touch; empty ones disappear. */
export function mergeStretches(stretches: readonly Stretch[]): Stretch[] {
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of stretches.toSorted((a, b) => a.from - b.from)) {
    if (from >= to) continue;
    const last = merged.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** What of `[from, to)` no stretch covers. */
export function gapsBetween(stretches: readonly Stretch[], from: number, to: number): Stretch[] {
  const gaps: Stretch[] = [];
  let start = from;
  for (const stretch of mergeStretches(stretches)) {
    if (stretch.from > start) gaps.push({ from: start, to: Math.min(stretch.from, to) });
    start = Math.max(start, stretch.to);
  }
  if (start < to) gaps.push({ from: start, to });
  return gaps.filter((gap) => gap.from < gap.to);
}
