/** Where in ascending numbers the first is that is not below a limit: how many are below it. */
export function firstNotBelow(sorted: ArrayLike<number>, limit: number): number {
  return firstIndex(sorted, (value) => value >= limit);
}

/** Where in ascending numbers the first is that is above a limit: how many are at most that. */
export function firstAbove(sorted: ArrayLike<number>, limit: number): number {
  return firstIndex(sorted, (value) => value > limit);
}

/** Of values that are false up to a point and true from there on. */
function firstIndex(sorted: ArrayLike<number>, isTrue: (value: number) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isTrue(sorted[middle] ?? 0)) high = middle;
    else low = middle + 1;
  }
  return low;
}
