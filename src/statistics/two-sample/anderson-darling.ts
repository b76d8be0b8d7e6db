import type { Pooled } from './pooled.ts';
import { type TestResult, UNDEFINED_RESULT } from './result.ts';

export interface AndersonDarlingResult extends TestResult {
  /** The p-value lies outside of the published table and is told as its nearer end: at least 0.25, or at most 0.001. */
  readonly isClipped: boolean;
}

/** Critical values of the normalized statistic of two samples (k − 1 = 1), and their levels: table 2 of Scholz and Stephens. */
const CRITICAL = [
  [0.675, -0.245, -0.105, 0.25],
  [1.281, 0.25, -0.305, 0.1],
  [1.645, 0.678, -0.362, 0.05],
  [1.96, 1.149, -0.391, 0.025],
  [2.326, 1.822, -0.396, 0.01],
  [2.573, 2.364, -0.345, 0.005],
  [3.085, 3.615, -0.154, 0.001],
].map(([b0 = 0, b1 = 0, b2 = 0, level = 0]) => ({ at: b0 + b1 + b2, level }));

const LOWEST = CRITICAL[0];
const HIGHEST = CRITICAL[CRITICAL.length - 1];

/** ln p as a parabola through the table, by least squares. */
const logPValue = parabola(CRITICAL.map(({ at, level }) => ({ x: at, y: Math.log(level) })));

/**
 * The test of Anderson and Darling for two samples with midranks for ties (Scholz and Stephens 1987, equation 7; scipy.stats.
 * anderson_ksamp, variant "midrank"). The statistic is normalized: (A² − 1) / σ. The p-value is interpolated between the seven
 * published critical values and clipped to [0.001, 0.25], which `isClipped` tells. NaN when a side is empty, when there is one
 * distinct value, and below four values in all, where σ isn't defined.
 */
export function andersonDarling(samples: Pooled): AndersonDarlingResult {
  const { referenceSize: n, currentSize: m, values } = samples;
  if (n === 0 || m === 0 || values.length < 2 || n + m < 4) return { ...UNDEFINED_RESULT, isClipped: false };
  const statistic = (midrankSum(samples) - 1) / Math.sqrt(varianceOf(n, m));
  return { statistic, ...pValueOf(statistic) };
}

function pValueOf(statistic: number): { readonly pValue: number; readonly isClipped: boolean } {
  if (statistic < (LOWEST?.at ?? 0)) return { pValue: LOWEST?.level ?? 1, isClipped: true };
  if (statistic > (HIGHEST?.at ?? 0)) return { pValue: HIGHEST?.level ?? 0, isClipped: true };
  return { pValue: Math.exp(logPValue(statistic)), isClipped: false };
}

function midrankSum(samples: Pooled): number {
  const { values, referenceAtMost, currentAtMost, referenceSize: n, currentSize: m } = samples;
  const size = n + m;
  let [ofReference, ofCurrent, referenceBefore, currentBefore] = [0, 0, 0, 0];
  for (let i = 0; i < values.length; i += 1) {
    const [reference, current] = [referenceAtMost[i] ?? 0, currentAtMost[i] ?? 0];
    const times = reference - referenceBefore + current - currentBefore;
    const middle = referenceBefore + currentBefore + times / 2;
    const weight = times / size / (middle * (size - middle) - (size * times) / 4);
    const referenceOff = (size * (reference + referenceBefore)) / 2 - middle * n;
    const currentOff = (size * (current + currentBefore)) / 2 - middle * m;
    ofReference += weight * referenceOff * referenceOff;
    ofCurrent += weight * currentOff * currentOff;
    [referenceBefore, currentBefore] = [reference, current];
  }
  return ((ofReference / n + ofCurrent / m) * (size - 1)) / size;
}

/** σ² of A² of two samples (Scholz and Stephens 1987, equation 4). */
function varianceOf(n: number, m: number): number {
  const size = n + m;
  const inverseSizes = 1 / n + 1 / m;
  let [harmonic, nested] = [0, 0];
  // Both sums at once: 1/(size − 1) + … + 1/(size − i), each over i + 1.
  for (let i = 1; i <= size - 2; i += 1) {
    harmonic += 1 / (size - i);
    nested += harmonic / (i + 1);
  }
  const [h, g] = [harmonic + 1, nested];
  const a = 4 * g - 6 + (10 - 6 * g) * inverseSizes;
  const b = 4 * (2 * g - 4) + 16 * h + (2 * g - 14 * h - 4) * inverseSizes - 8 * h + 4 * g - 6;
  const c = 4 * (6 * h + 2 * g - 2) + 2 * (4 * h - 4 * g + 6) + (2 * h - 6) * inverseSizes + 4 * h;
  const d = 4 * (2 * h + 6) - 8 * h;
  return (a * size ** 3 + b * size ** 2 + c * size + d) / ((size - 1) * (size - 2) * (size - 3));
}

/** The parabola nearest to the points, by polynomials that are orthogonal over them (Forsythe 1957). */
function parabola(points: readonly { readonly x: number; readonly y: number }[]): (x: number) => number {
  const summed = (term: (x: number, y: number) => number): number =>
    points.reduce((sum, { x, y }) => sum + term(x, y), 0);
  const middle = summed((x) => x) / points.length;
  const line = (x: number): number => x - middle;
  const lineSquare = summed((x) => line(x) ** 2);
  const bend = summed((x) => x * line(x) ** 2) / lineSquare;
  const lift = lineSquare / points.length;
  const curve = (x: number): number => (x - bend) * line(x) - lift;
  const inOne = summed((_, y) => y) / points.length;
  const inLine = summed((x, y) => line(x) * y) / lineSquare;
  const inCurve = summed((x, y) => curve(x) * y) / summed((x) => curve(x) ** 2);
  return (x) => inOne + inLine * line(x) + inCurve * curve(x);
}
