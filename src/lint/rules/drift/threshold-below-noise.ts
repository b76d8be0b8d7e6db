import { driftTest } from '../../../spec/kinds/drift/tests.ts';
import { printDuration } from '../../../units/index.ts';
import { type DriftCheck, distanceOf, driftChecks, widestCategory } from '../../drift.ts';
import {
  binsOf,
  type Comparison,
  type FalseAlarm,
  falseAlarm,
  floorOf,
  MOST_CATEGORIES,
  rowsThatDecide,
  thresholdAbove,
} from '../../drift-noise.ts';
import { documents, exampleModel, examplePolicy } from '../../example.ts';
import { at } from '../../place.ts';
import { type ComparedRows, comparedRows } from '../../rows.ts';
import type { LintFinding, LintRule } from '../../rule.ts';
import { about, figure, rowsText } from '../../words.ts';

/** Shares of undrifted runs that may reach a threshold: an alert is for people, a warning for their digest. */
const TOLERATED = { alert: 0.01, warn: 0.1 } as const;
/** The same of runs with so few rows as `minSamples` where far more are expected: such runs are rare themselves. */
const TOLERATED_OF_RARE = { alert: 0.05, warn: 0.2 } as const;
type Level = keyof typeof TOLERATED;

export const thresholdBelowNoise: LintRule = {
  id: 'drift/threshold-below-noise',
  severity: 'warning',
  title: 'a drift threshold that chance alone reaches',
  why: 'Two samples of the same data never look the same: the fewer rows and the more bins, the further apart they are. PSI with B bins is (B−1)(1/n + 1/m) on average while nothing has drifted. A threshold below what 99% of undrifted runs stay under alerts about nothing; each time people look and find nothing, and then they stop looking. Compare more rows (`minSamples`, a longer `window`), or raise the threshold. It is judged on `minSamples`, the fewest rows that decide, and on the rows that the traffic of the model lets expect; where these are far more and above all noise, 5% of the rare runs with so few may reach it. Runs in a row (`confirm`) help less than one thinks: they share their baseline, and with it its chance.',
  bad: example('psi, alert: 0.02', 500),
  good: example('psi, alert: 0.1', 500),
  check({ workspace }, report) {
    for (const check of driftChecks(workspace)) {
      const finding = judge(check, comparedRows(workspace, check));
      if (finding) report(finding);
    }
  },
};

/** What a check compares, but for its rows; undefined where its noise is not known. */
function comparisonOf(check: DriftCheck): (Pick<Comparison, 'test' | 'bins'> & Widest) | undefined {
  const test = distanceOf(check.test);
  if (test === undefined || check.part === 'text' || check.part === 'embeddings') return undefined;
  if (check.part !== 'features' || check.of !== 'category') {
    const isLabel = check.part === 'labels' && check.model.spec.task === 'binary-classification';
    return { test, bins: isLabel ? 2 : binsOf(undefined) };
  }
  const widest = widestCategory(check);
  if (widest === undefined || widest.categories > MOST_CATEGORIES) return undefined;
  const { feature, categories } = widest;
  return { test, bins: binsOf(categories), categories, feature: feature.spec.name };
}

interface Widest {
  readonly feature?: string;
  readonly categories?: number;
}

/** Whether a threshold of a check is noise on the fewest rows that decide; of two levels the alert is told. */
function judge(check: DriftCheck, rows: ComparedRows): LintFinding | undefined {
  const compared = comparisonOf(check);
  if (compared === undefined) return undefined;
  for (const level of ['alert', 'warn'] as const) {
    const threshold = check.test[level];
    const finding = threshold === undefined ? undefined : judgeLevel(check, rows, compared, level, threshold);
    if (finding) return finding;
  }
  return undefined;
}

function judgeLevel(
  check: DriftCheck,
  rows: ComparedRows,
  { feature, categories, ...kind }: Pick<Comparison, 'test' | 'bins'> & Widest,
  level: Level,
  threshold: number,
): LintFinding | undefined {
  const { consecutive } = check.policy.spec.confirm;
  const on = (n: number) => falseAlarm({ ...kind, n, m: rows.reference(n) }, threshold, consecutive);
  const n = rows.minSamples;
  const least = on(n);
  if (least.confirmed <= TOLERATED[level]) return undefined;
  const m = rows.reference(n);
  const expected = rows.expected !== undefined && rows.expected > n ? rows.expected : undefined;
  const usual = expected === undefined ? undefined : on(expected);
  const isRare = usual !== undefined && usual.confirmed <= TOLERATED[level];
  if (isRare && least.confirmed <= TOLERATED_OF_RARE[level]) return undefined;
  const floor = floorOf({ ...kind, n, m });
  const noise = floor.quantile(0.99);
  const bins = categories ?? (kind.bins === 2 ? 2 : 10);
  const inBins =
    kind.test === 'wasserstein' ? '' : ` in ${bins} ${categories === undefined ? 'bins' : 'categories'}`;
  const what = `${check.test.test} of ${figure(threshold)}${feature === undefined ? '' : ` for ${feature}`}`;
  const reference = rows.isReferenceKnown ? '' : `, compared with ${rowsText(m)} (assumed)`;
  const then =
    expected === undefined || usual === undefined
      ? ''
      : `; on the ${rowsText(expected)} rows expected in ${printDuration(check.policy.spec.window.seconds)} it is ${about(usual.confirmed)}`;
  return {
    ...at(check.policy, [...check.path, level]),
    message: `${what} is noise on ${rowsText(n)} rows (minSamples)${inBins}${reference}: ${shares(least, consecutive)}, and 99% stay below ${figure(Number(noise.toPrecision(2)))}${then}`,
    hint: hintFor({ kind, rows, check, level, threshold, isRare, expected, noise }),
    data: {
      level,
      test: check.test.test,
      threshold,
      ...(feature !== undefined && { feature }),
      ...(inBins !== '' && { bins }),
      rows: n,
      referenceRows: m,
      consecutive,
      noiseMean: rounded(floor.mean),
      noise99: rounded(noise),
      falseAlarmRate: rounded(least.single),
      confirmedRate: rounded(least.confirmed),
      ...(expected !== undefined &&
        usual && { expectedRows: expected, expectedRate: rounded(usual.confirmed) }),
    },
  };
}

function shares({ single, confirmed }: FalseAlarm, consecutive: number): string {
  const runs = `${about(single)} of runs without drift reach it`;
  if (consecutive === 1 || about(single) === about(confirmed)) return runs;
  return `${runs} (${about(confirmed)} ${consecutive === 2 ? 'twice' : `${consecutive} times`} in a row)`;
}

function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

interface Remedy {
  readonly kind: Pick<Comparison, 'test' | 'bins'>;
  readonly rows: ComparedRows;
  readonly check: DriftCheck;
  readonly level: Level;
  readonly threshold: number;
  /** Whether runs with so few rows are rare, and the usual ones all right. */
  readonly isRare: boolean;
  readonly expected: number | undefined;
  readonly noise: number;
}

/** More rows where there are so many, a higher threshold where the test can reach it. */
function hintFor({ kind, rows, check, level, threshold, isRare, expected, noise }: Remedy): string {
  const { most = Number.POSITIVE_INFINITY } = driftTest(check.test.test);
  const enough = expected === undefined || isRare ? rowsFor({ kind, rows, check }) : undefined;
  // With the rows that are expected anyway the threshold may be lower than with the fewest.
  const higher = thresholdAbove(
    expected === undefined || isRare
      ? noise
      : floorOf({ ...kind, n: expected, m: rows.reference(expected) }).quantile(0.99),
  );
  const isEnough = enough !== undefined && (expected === undefined || enough <= expected);
  const raise = higher < most && higher > threshold ? `${level}: ${figure(higher)}` : undefined;
  const more = isEnough ? `minSamples: ${figure(enough)}` : undefined;
  const choices = [more, raise].filter((each) => each !== undefined);
  return choices.length === 0
    ? 'Compare more rows over a longer window, or fewer categories.'
    : `Use ${choices.join(', or ')}${more === undefined ? '; or a longer window' : ''}.`;
}

/** Rows with which neither level of a check is noise. */
function rowsFor({ kind, rows, check }: Pick<Remedy, 'kind' | 'rows' | 'check'>): number | undefined {
  let least = rows.minSamples;
  for (const level of ['alert', 'warn'] as const) {
    const threshold = check.test[level];
    if (threshold === undefined) continue;
    const from = { ...kind, n: least, reference: rows.reference };
    const needed = rowsThatDecide(from, threshold, TOLERATED[level]);
    if (needed === undefined) return undefined;
    least = needed;
  }
  return least;
}

function example(test: string, minSamples: number): string {
  return documents(
    exampleModel(['task: binary-classification', 'baseline: { kind: training }']),
    examplePolicy([
      `predictions: { test: ${test} }`,
      `minSamples: ${minSamples}`,
      'confirm: { consecutive: 1 }',
    ]),
  );
}
