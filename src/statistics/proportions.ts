import { normalQuantile, normalTail, Z_95 } from './normal.ts';

/**
 * Wilson's interval (1927) around a share of `n` trials, as [low, high]; sound at shares of 0 and 1 too (Brown, Cai and DasGupta
 * 2001). `z` is 1.96 for 95 %. [0, 1] without trials.
 */
export function wilsonInterval(share: number, n: number, z = Z_95): readonly [number, number] {
  if (!(n > 0)) return [0, 1];
  const shrink = 1 + (z * z) / n;
  const middle = (share + (z * z) / (2 * n)) / shrink;
  const half = (z / shrink) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return [Math.max(0, middle - half), Math.min(1, middle + half)];
}

/** Half the width of Wilson's interval. */
export function wilsonHalfWidth(share: number, n: number, z = Z_95): number {
  const [low, high] = wilsonInterval(share, n, z);
  return (high - low) / 2;
}

export interface TwoProportions {
  readonly successes1: number;
  readonly trials1: number;
  readonly successes2: number;
  readonly trials2: number;
}

export interface TwoProportionTest {
  /** Share of the second minus that of the first. */
  readonly difference: number;
  /** Above 0 when the second is larger. */
  readonly z: number;
  /** Two-sided. */
  readonly p: number;
}

/**
 * The pooled z-test of two shares (Fleiss, "Statistical Methods for Rates and Proportions", chapter 2, without continuity
 * correction). Good from about five successes and failures on either side on. Without trials, or when all or none succeed on
 * both sides, nothing differs: z = 0, p = 1.
 */
export function twoProportionTest({
  successes1,
  trials1,
  successes2,
  trials2,
}: TwoProportions): TwoProportionTest {
  if (!(trials1 > 0 && trials2 > 0)) return { difference: 0, z: 0, p: 1 };
  const difference = successes2 / trials2 - successes1 / trials1;
  const pooled = (successes1 + successes2) / (trials1 + trials2);
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / trials1 + 1 / trials2));
  if (!(deviation > 0)) return { difference, z: 0, p: 1 };
  const z = difference / deviation;
  return { difference, z, p: 2 * normalTail(Math.abs(z)) };
}

/** How sure a comparison is to be: `alpha` is the false alarms of a two-sided test, `power` how often it sees the effect. */
export interface Sureness {
  readonly alpha?: number | undefined;
  readonly power?: number | undefined;
}

const ALPHA = 0.05;
const POWER = 0.8;

/**
 * The smallest rise of a share, in absolute terms, that a test of `trials1` against `trials2` sees with the given power (Fleiss,
 * chapter 4: unequal variances under the alternative). At most 1 − rate: undefined when even that isn't seen.
 */
export function minimumDetectableEffect(
  input: { readonly rate: number; readonly trials1: number; readonly trials2: number } & Sureness,
): number | undefined {
  const { rate, trials1, trials2 } = input;
  if (!(trials1 > 0 && trials2 > 0 && rate >= 0 && rate < 1)) return undefined;
  const sees = (effect: number): boolean => powerOf({ ...input, effect }) >= (input.power ?? POWER);
  if (!sees(1 - rate)) return undefined;
  let low = 0;
  let high = 1 - rate;
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2;
    if (sees(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** Trials on each side that show a change of a share by `effect` (negative for a fall); whole, ≥ 1. Infinity for no effect. */
export function trialsPerSide({
  rate,
  effect,
  alpha = ALPHA,
  power = POWER,
}: { readonly rate: number; readonly effect: number } & Sureness): number {
  if (effect === 0) return Number.POSITIVE_INFINITY;
  const other = Math.min(1, Math.max(0, rate + effect));
  const pooled = (rate + other) / 2;
  const underNull = normalQuantile(1 - alpha / 2) * Math.sqrt(2 * pooled * (1 - pooled));
  const underEffect = normalQuantile(power) * Math.sqrt(rate * (1 - rate) + other * (1 - other));
  return Math.max(1, Math.ceil(((underNull + underEffect) / (other - rate)) ** 2));
}

/** How often a two-sided pooled test sees a rise of `effect`. */
function powerOf({
  rate,
  trials1,
  trials2,
  effect,
  alpha = ALPHA,
}: {
  readonly rate: number;
  readonly trials1: number;
  readonly trials2: number;
  readonly effect: number;
} & Sureness): number {
  const other = rate + effect;
  const pooled = (rate * trials1 + other * trials2) / (trials1 + trials2);
  const underNull = Math.sqrt(pooled * (1 - pooled) * (1 / trials1 + 1 / trials2));
  const underEffect = Math.sqrt((rate * (1 - rate)) / trials1 + (other * (1 - other)) / trials2);
  const needed = normalQuantile(1 - alpha / 2) * underNull - effect;
  return underEffect === 0 ? (needed < 0 ? 1 : 0) : normalTail(needed / underEffect);
}
