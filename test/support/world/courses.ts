/** A value by time, in Unix seconds. Analytic, so that it is the same whenever it is asked for. */
export type Course = (seconds: number) => number;

const DAY_SECONDS = 86_400;
/** Counters count from here: far enough back for every window. */
const EPOCH = 1_700_000_000;
/** How far traffic swings around its mean in a day. */
const SWING = 0.4;

/** Around a value, with a swing of some minutes. */
export function holding(value: number, swing: number): Course {
  return (seconds) => value + swing * (0.6 * Math.sin(seconds / 700) + 0.4 * Math.sin(seconds / 173 + 1));
}

/** 0 before a moment, then up to `height` within ten minutes. */
export function bumpOf(fromSeconds: number, height: number): Course {
  return (seconds) => height * Math.min(1, Math.max(0, (seconds - fromSeconds) / 600));
}

/**
 * A counter of events at a rate with a daily swing. Where `factor` is given the rate is multiplied by it (1 where it says 0), so that
 * it grows faster in a bad hour.
 */
export function counting(perSecond: number, factor?: Course): Course {
  const base: Course = (seconds) => {
    const since = seconds - EPOCH;
    const phase = (2 * Math.PI) / DAY_SECONDS;
    return perSecond * (since + (SWING / phase) * (1 - Math.cos(phase * since)));
  };
  if (factor === undefined) return base;
  return (seconds) => base(seconds) + perSecond * excess(factor, seconds);
}

/** The integral of `factor − 1` where it is not 0, in steps of a minute over the last day. */
function excess(factor: Course, seconds: number): number {
  let sum = 0;
  for (let at = seconds - (seconds % 60); at > seconds - DAY_SECONDS; at -= 60) {
    const value = factor(at);
    if (value === 0 || value === 1) break;
    sum += (value - 1) * Math.min(60, seconds - at);
  }
  return sum;
}
