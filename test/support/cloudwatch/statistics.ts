/**
 * Statistics of a period, as CloudWatch counts them from what was observed.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
 */

/** A value seen `count` times (once if not said) at a Unix time in seconds. */
export interface Observation {
  readonly at: number;
  readonly value: number;
  readonly count?: number;
}

/** Datapoints by the Unix time, in seconds, at which their period starts. A period without data has no point. */
export type Series = ReadonlyMap<number, number>;

/** The statistic of what was observed from `from` (inclusive) to `to` (exclusive); undefined when nothing was. */
export type WindowStatistic = (from: number, to: number) => number | undefined;

const PERCENTILE = /^p(\d{1,2}(?:\.\d+)?|100)$/;
const TRIMMED_COUNT = /^TC\((-?\d+(?:\.\d+)?)?:(-?\d+(?:\.\d+)?)?\)$/;

/**
 * A statistic as a function of a window: Sum, SampleCount, Average, Minimum, Maximum, a percentile `pNN`, or a trimmed
 * count `TC(lower:upper)`, whose lower bound is exclusive and whose upper bound is inclusive. A trimmed count of data
 * that all lie outside is 0. A percentile is the nearest rank; CloudWatch does not publish how it interpolates.
 * Windows are answered from running totals, so a total of decimals is exact only up to rounding.
 * Throws on a statistic that is none of these.
 */
export function windowStatistic(name: string, observations: readonly Observation[]): WindowStatistic {
  const sorted = observations.toSorted((a, b) => a.at - b.at);
  const counts = totals(sorted, (o) => countOf(o));
  const bounds = (from: number, to: number): readonly [number, number] => [
    firstAtOrAfter(sorted, from),
    firstAtOrAfter(sorted, to),
  ];
  const between = (running: readonly number[], from: number, to: number): number | undefined => {
    const [low, high] = bounds(from, to);
    return low === high ? undefined : at(running, high) - at(running, low);
  };
  const over =
    (of: (seen: readonly Observation[]) => number): WindowStatistic =>
    (from, to) => {
      const [low, high] = bounds(from, to);
      return low === high ? undefined : of(sorted.slice(low, high));
    };

  if (name === 'SampleCount') return (from, to) => between(counts, from, to);
  if (name === 'Sum' || name === 'Average') {
    const sums = totals(sorted, (o) => o.value * countOf(o));
    if (name === 'Sum') return (from, to) => between(sums, from, to);
    return (from, to) => {
      const sum = between(sums, from, to);
      const count = between(counts, from, to);
      return sum === undefined || count === undefined || count === 0 ? undefined : sum / count;
    };
  }
  if (name === 'Minimum') return over((seen) => seen.reduce((low, o) => Math.min(low, o.value), Infinity));
  if (name === 'Maximum') return over((seen) => seen.reduce((high, o) => Math.max(high, o.value), -Infinity));

  const percentile = PERCENTILE.exec(name)?.[1];
  if (percentile !== undefined) return over((seen) => nearestRank(seen, Number(percentile) / 100));

  const trimmed = TRIMMED_COUNT.exec(name);
  if (trimmed !== null && (trimmed[1] !== undefined || trimmed[2] !== undefined)) {
    const lower = trimmed[1] === undefined ? -Infinity : Number(trimmed[1]);
    const upper = trimmed[2] === undefined ? Infinity : Number(trimmed[2]);
    const inside = totals(sorted, (o) => (o.value > lower && o.value <= upper ? countOf(o) : 0));
    return (from, to) => between(inside, from, to);
  }
  throw new Error(`unknown statistic ${name}`);
}

/** The datapoints of the periods of `period` seconds that start at `starts`. */
export function datapoints(statistic: WindowStatistic, period: number, starts: readonly number[]): Series {
  const points = new Map<number, number>();
  for (const start of starts) {
    const value = statistic(start, start + period);
    if (value !== undefined) points.set(start, value);
  }
  return points;
}

/** The smallest value that at least `share` of the values do not exceed (0 to 1). */
function nearestRank(seen: readonly Observation[], share: number): number {
  const byValue = seen.toSorted((a, b) => a.value - b.value);
  const total = byValue.reduce((sum, o) => sum + countOf(o), 0);
  const rank = Math.max(1, Math.ceil(total * share));
  let passed = 0;
  for (const observation of byValue) {
    passed += countOf(observation);
    if (passed >= rank) return observation.value;
  }
  return byValue.at(-1)?.value ?? Number.NaN;
}

function countOf(observation: Observation): number {
  return observation.count ?? 1;
}

/** Element i is the total of the first i observations. */
function totals(observations: readonly Observation[], of: (o: Observation) => number): readonly number[] {
  const running = [0];
  let total = 0;
  for (const observation of observations) {
    total += of(observation);
    running.push(total);
  }
  return running;
}

function firstAtOrAfter(sorted: readonly Observation[], time: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(sorted, middle).at < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function at<T>(list: readonly T[], index: number): T {
  const item = list[index];
  if (item === undefined) throw new RangeError(`nothing at ${index}`);
  return item;
}
