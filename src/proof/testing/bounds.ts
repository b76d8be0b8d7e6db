/** Upper bounds of histograms, as text. */

export function numberOfBound(bound: string): number {
  return bound === '+Inf' ? Number.POSITIVE_INFINITY : Number(bound);
}

export function compareBounds(a: string, b: string): number {
  const [left, right] = [numberOfBound(a), numberOfBound(b)];
  return left === right ? 0 : left < right ? -1 : 1;
}
