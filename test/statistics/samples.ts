import type { Random } from '../../src/statistics/random.ts';

/** Standard normal values, sorted. */
export function normalSample(random: Random, size: number): Float64Array {
  return Float64Array.from({ length: size }, () => random.normal()).toSorted();
}

/** Walks through two sorted samples: the gap of their distribution functions and how far each gap reaches. */
function walk(a: Float64Array, b: Float64Array, step: (gap: number, length: number) => void): void {
  let i = 0;
  let j = 0;
  let last = Math.min(a[0] ?? 0, b[0] ?? 0);
  while (i < a.length || j < b.length) {
    const x = a[i] ?? Number.POSITIVE_INFINITY;
    const y = b[j] ?? Number.POSITIVE_INFINITY;
    const next = Math.min(x, y);
    step(Math.abs(i / a.length - j / b.length), next - last);
    last = next;
    if (x <= y) i += 1;
    else j += 1;
  }
}

/** D of Kolmogorov and Smirnov. */
export function ksDistance(a: Float64Array, b: Float64Array): number {
  let most = 0;
  walk(a, b, (gap) => {
    most = Math.max(most, gap);
  });
  return most;
}

/** W₁ in units of the standard deviation of `b`, the reference. */
export function wassersteinDistance(a: Float64Array, b: Float64Array): number {
  let area = 0;
  walk(a, b, (gap, length) => {
    area += gap * length;
  });
  const mean = b.reduce((sum, each) => sum + each, 0) / b.length;
  const variance = b.reduce((sum, each) => sum + (each - mean) ** 2, 0) / b.length;
  return area / Math.sqrt(variance);
}

export function average(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / values.length;
}

/** The value that a share `p` of the values is below. */
export function quantileOf(values: readonly number[], p: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(p * values.length)] ?? Number.NaN;
}

export function shareOf<T>(values: readonly T[], is: (value: T) => boolean): number {
  return values.filter(is).length / values.length;
}

/** `count` results of a function. */
export function repeat<T>(count: number, draw: () => T): T[] {
  return Array.from({ length: count }, draw);
}

/** How far two numbers are apart, in parts of the second. */
export function off(value: number, from: number): number {
  return Math.abs(value / from - 1);
}
