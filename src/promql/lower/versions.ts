import type {
  Measure,
  Proportion,
  ProportionTest,
  VersionFigure,
  VersionShare,
} from '../../plan/condition.ts';
import type { LabelSet } from '../../plan/signal.ts';
import { measureWindows } from '../../plan/walk.ts';
import type { Expr } from '../ast.ts';
import { call, max, metric, vector } from '../build.ts';
import { add, div, gt, mul, or, sub } from '../operators.ts';
import { comparisonLabels, versionLabels, versionName } from './names.ts';
import type { Scope } from './scope.ts';

/**
 * Versions are compared by what is recorded of each: an alert reads a share twice and a total four times, and a comparison spelled
 * out from raw series is hundreds of lines that nobody reads. The statistic is calculated for all metrics of a model at once.
 */

/** A series to record. */
export interface VersionRecord {
  readonly record: string;
  readonly labels: LabelSet;
  readonly expr: Expr;
}

export interface VersionRecords {
  readonly counts: readonly VersionRecord[];
  /** Each for all metrics of the model; what comes later reads what comes before. */
  readonly derived: readonly VersionRecord[];
}

/** The other side of a comparison has the same labels but for this one. */
const ACROSS = { ignoring: ['version'] } as const;

/** What a measure is of a version, as it is recorded: one value without labels. */
export function versionFigure(
  scope: Scope,
  measure: Measure,
  { figure, ...share }: VersionFigure,
  offsetSeconds: number,
): Expr {
  return read(versionName(figure, windowOf(measure)), versionLabels(scope, share), offsetSeconds);
}

/** The statistic of a comparison, as it is recorded: one value without labels. */
export function versionStatistic(scope: Scope, test: ProportionTest, offsetSeconds: number): Expr {
  return read(versionName('z', windowOf(test)), comparisonLabels(scope, test), offsetSeconds);
}

function read(name: string, labels: LabelSet, offsetSeconds: number): Expr {
  return max({ ...metric(name, labels), ...(offsetSeconds > 0 && { offsetSeconds }) });
}

/** The window that all counts of a measure have. Throws when they have several, or none. */
export function windowOf(measure: Measure): number {
  const [seconds, ...others] = new Set(measureWindows(measure));
  if (seconds === undefined || others.length > 0) throw new Error('versions are compared in one window');
  return seconds;
}

/** What is recorded for a comparison: what both versions count, and what is calculated from the counts, in this order. */
export function versionRecords(
  scope: Scope,
  statistic: ProportionTest,
  count: (measure: Measure) => Expr,
): VersionRecords {
  const seconds = windowOf(statistic);
  const sides = [statistic.left, statistic.right];
  return {
    counts: sides.flatMap((side) => countsOf(scope, side, seconds, count)),
    derived: [
      shareRecord(scope, statistic.left.ofVersion, seconds),
      statisticRecord(scope, statistic, seconds),
    ],
  };
}

function countsOf(
  scope: Scope,
  { ofVersion, events, of }: Proportion,
  seconds: number,
  count: (measure: Measure) => Expr,
): readonly VersionRecord[] {
  const labels = versionLabels(scope, ofVersion);
  return [
    { record: versionName('total', seconds), labels, expr: count(of) },
    // Events of a kind that never happened are none.
    { record: versionName('events', seconds), labels, expr: or(count(events), vector(0)) },
  ];
}

/** Of all metrics and versions of a model whose window is this long. */
function shareRecord(scope: Scope, { model }: VersionShare, seconds: number): VersionRecord {
  const of = (figure: 'events' | 'total'): Expr =>
    metric(versionName(figure, seconds), { ...scope.labels, model });
  return {
    record: versionName('share', seconds),
    labels: {},
    expr: div(of('events'), gt(of('total'), 0)),
  };
}

/**
 * The z statistic of two proportions with pooled variance, of all metrics of a model that both versions are compared by:
 * (p1 − p2) / √(p (1 − p) (1/n1 + 1/n2)), p = (x1 + x2) / (n1 + n2).
 * https://www.itl.nist.gov/div898/handbook/prc/section3/prc33.htm
 */
function statisticRecord(scope: Scope, { left, right }: ProportionTest, seconds: number): VersionRecord {
  const { model, version } = left.ofVersion;
  const against = right.ofVersion.version;
  const of = (figure: 'events' | 'total' | 'share', of: string): Expr =>
    metric(versionName(figure, seconds), { ...scope.labels, model, version: of });
  const both = (figure: 'events' | 'total'): Expr => add(of(figure, version), of(figure, against), ACROSS);
  const pooled = div(both('events'), both('total'));
  const sizes = add(div(1, of('total', version)), div(1, of('total', against)), ACROSS);
  const variance = mul(mul(pooled, sub(1, pooled)), sizes);
  return {
    record: versionName('z', seconds),
    labels: { version, against },
    // Where both are all or none there is no spread to divide by.
    expr: div(sub(of('share', version), of('share', against), ACROSS), call('sqrt', gt(variance, 0))),
  };
}
