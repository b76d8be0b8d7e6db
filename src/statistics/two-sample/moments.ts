/** Mean and deviations of one sample. Undefined parts are NaN: all of an empty one, `std1` of a single value. */
export interface Moments {
  readonly count: number;
  readonly mean: number;
  /** What rounding took from the mean: `mean + meanRest` is the mean to twice the precision. */
  readonly meanRest: number;
  /** √(Σ (x − mean)² / n). */
  readonly std0: number;
  /** √(Σ (x − mean)² / (n − 1)). */
  readonly std1: number;
}

/** Squares of what is larger, and of deviations of what is smaller, leave the range of a double. */
const LARGE = 2 ** 500;
const SMALL = 2 ** -400;

/**
 * Mean and standard deviations of finite values, in any order, to about 1e-15 of themselves also where the deviations are tiny
 * beside the mean (1e9 ± 1e-3) or squares would overflow: two passes (Chan, Golub and LeVeque 1983) with sums after Neumaier
 * (1974); values beyond 1e150 or all below 1e-120 are scaled by a power of two first.
 */
export function moments(values: Float64Array): Moments {
  // By index here and below: by the iterator it takes ten times as long.
  let largest = 0;
  for (let index = 0; index < values.length; index += 1) {
    const size = Math.abs(values[index] ?? 0);
    if (size > largest) largest = size;
  }
  if (largest > LARGE) return scaledBy(values, 2 ** -600);
  return largest > 0 && largest < SMALL ? scaledBy(values, 2 ** 600) : twoPasses(values);
}

/** The sum of values to about twice a double's precision, as its rounded value and what that misses. */
function compensatedSum(values: Float64Array): { readonly sum: number; readonly rest: number } {
  let [sum, rest] = [0, 0];
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    const next = sum + value;
    rest += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return { sum, rest };
}

function scaledBy(values: Float64Array, factor: number): Moments {
  const { count, mean, meanRest, std0, std1 } = twoPasses(values.map((each) => each * factor));
  const back = 1 / factor;
  return { count, mean: mean * back, meanRest: meanRest * back, std0: std0 * back, std1: std1 * back };
}

function twoPasses(values: Float64Array): Moments {
  const count = values.length;
  const { sum, rest } = compensatedSum(values);
  const mean = (sum + rest) / count;
  let [first, firstRest, second, secondRest] = [0, 0, 0, 0];
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    const deviation = value - mean;
    const nextFirst = first + deviation;
    firstRest +=
      Math.abs(first) >= Math.abs(deviation) ? first - nextFirst + deviation : deviation - nextFirst + first;
    first = nextFirst;
    const square = deviation * deviation;
    const nextSecond = second + square;
    secondRest += second >= square ? second - nextSecond + square : square - nextSecond + second;
    second = nextSecond;
  }
  // Σ (x − mean) is not 0 as the mean is rounded, nor are the deviations always exact.
  const squares = Math.max(0, second + secondRest - (first + firstRest) ** 2 / count);
  return {
    count,
    mean,
    meanRest: (difference(sum, mean, count) + rest) / count,
    std0: Math.sqrt(squares / count),
    std1: count > 1 ? Math.sqrt(squares / (count - 1)) : Number.NaN,
  };
}

/** sum − a b, where a b is nearly sum: the product is taken in two parts, as Dekker (1971), so that none of it is rounded away. */
function difference(sum: number, a: number, b: number): number {
  const product = a * b;
  const [a1, b1] = [upperHalf(a), upperHalf(b)];
  const [a2, b2] = [a - a1, b - b1];
  const missed = a1 * b1 - product + a1 * b2 + a2 * b1 + a2 * b2;
  return sum - product - missed;
}

/** The upper 26 bits of a double (Veltkamp). */
function upperHalf(value: number): number {
  const shifted = 134_217_729 * value;
  return shifted - (shifted - value);
}
