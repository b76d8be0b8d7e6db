import { groupBy } from '../../support/group-by.ts';
import { maskSecrets } from '../../support/secret-shapes.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import { rankOf, worst } from '../levels.ts';
import {
  type ColumnResult,
  type Level,
  type PolicyResult,
  type RunFinding,
  type TestResult,
} from '../result.ts';

/** What every report of a policy shows, in the order of its weight. */

/**
 * Where a column stands, the worst first. `pending`: over a level in this run, not yet confirmed by runs in a row. `undecided`:
 * the data did not allow a decision.
 */
export const STANDINGS = ['alert', 'warn', 'pending', 'undecided', 'none'] as const;
export type Standing = (typeof STANDINGS)[number];

export interface ColumnView {
  /** The feature, or the part where that is all there is: predictions, labels. */
  readonly name: string;
  readonly part: TestResult['part'];
  readonly standing: Standing;
  /** As the shares of the policy count it; the standing may be worse, by a segment. */
  readonly verdict: Level;
  /** Absent when a test names a column that the result does not describe. */
  readonly column?: ColumnResult;
  /** The test that the standing comes from: the worst one, over all data or in a segment. */
  readonly driver?: TestResult;
  /** The test of the values over all data. */
  readonly main?: TestResult;
  /** Of all data, the worst first. */
  readonly tests: readonly TestResult[];
  /** Of segments, the worst first. */
  readonly segments: readonly TestResult[];
  /** Effect of the driver relative to its alert level, or its warn level where it has no other; null without either. */
  readonly ratio: number | null;
  /** Whether its verdict is another one than in the run before; undefined when there is none before. */
  readonly changed?: boolean;
}

export interface PolicyView {
  readonly policy: PolicyResult;
  readonly columns: readonly ColumnView[];
  readonly counts: Readonly<Record<Standing, number>>;
  readonly findings: readonly RunFinding[];
}

/** A policy's result, its columns and findings sorted: the worst first, then by effect relative to level, then by name. */
export function policyView(policy: PolicyResult): PolicyView {
  const columns = sortColumns(columnViews(policy));
  const counts = { alert: 0, warn: 0, pending: 0, undecided: 0, none: 0 };
  for (const { standing } of columns) counts[standing] += 1;
  return { policy, columns, counts, findings: sortFindings(policy.findings) };
}

const SEVERITIES: readonly RunFinding['severity'][] = ['error', 'warning', 'info'];

/** Errors first; what looks like a secret is not told. */
export function sortFindings(findings: readonly RunFinding[]): RunFinding[] {
  return sortedBy(findings, ({ severity }) => SEVERITIES.indexOf(severity)).map((finding) => ({
    ...finding,
    message: maskSecrets(finding.message),
    hint: finding.hint === null ? null : maskSecrets(finding.hint),
  }));
}

/** Effect relative to the alert level, else to the warn level: 1 is just at it; null without an effect or a level. */
export function ratioOf({ effect, levels }: Pick<TestResult, 'effect' | 'levels'>): number | null {
  const level = levels.alert ?? levels.warn;
  return effect === null || level === null || level === 0 ? null : effect / level;
}

function columnViews(policy: PolicyResult): ColumnView[] {
  const tests = groupBy(policy.tests, keyOf);
  const described = new Map(policy.columns.map((column) => [keyOf(column), column]));
  const failed = new Set(
    policy.findings.filter(({ severity }) => severity === 'error').map(({ column }) => column),
  );
  return [...new Set([...described.keys(), ...tests.keys()])].flatMap((key) => {
    const column = described.get(key);
    const own = tests.get(key) ?? [];
    const about = column ?? own[0];
    return about === undefined ? [] : [columnView(policy, about, own, column, failed)];
  });
}

type Key = Pick<ColumnResult, 'part' | 'feature'>;

function keyOf({ part, feature }: Key): string {
  return `${part}/${feature ?? ''}`;
}

function columnView(
  policy: PolicyResult,
  { part, feature }: Key,
  own: readonly TestResult[],
  column: ColumnResult | undefined,
  failed: ReadonlySet<string | null>,
): ColumnView {
  const name = feature ?? part;
  const sorted = sortTests(own);
  const whole = sorted.filter(({ segment }) => segment === null);
  const main = whole.find(({ aspect }) => aspect === 'values');
  const worstVerdict = worst([column?.verdict, ...own.map((test) => test.verdict)]);
  const worstLevel = worst([column?.level, ...own.map((test) => test.level)]);
  const isFailed = failed.has(name) || (column !== undefined && failed.has(column.column));
  const isOpen =
    !policy.enough || isFailed || (main === undefined ? whole.every(isUndecided) : isUndecided(main));
  const standing = standingOf(worstVerdict, worstLevel, isOpen);
  const driver = (standing === 'undecided' ? main : undefined) ?? sorted[0];
  return {
    name,
    part,
    verdict: column?.verdict ?? worstVerdict,
    standing,
    ...(column && { column }),
    ...(driver && { driver }),
    ...(main && { main }),
    tests: whole,
    segments: sorted.filter(({ segment }) => segment !== null),
    ratio: driver === undefined ? null : ratioOf(driver),
    ...(policy.previous && { changed: policy.previous.changed.includes(name) }),
  };
}

function standingOf(verdict: Level, level: Level, isOpen: boolean): Standing {
  if (verdict !== 'none') return verdict;
  if (level !== 'none') return 'pending';
  return isOpen ? 'undecided' : 'none';
}

function isUndecided({ aspect, score, effect, pValue }: TestResult): boolean {
  return aspect !== 'type' && score === null && effect === null && pValue === null;
}

/** The worst first: by verdict, by the level of this run, all data before segments, by effect relative to level. */
function sortTests(tests: readonly TestResult[]): TestResult[] {
  return tests.toSorted(
    (a, b) =>
      rankOf(b.verdict) - rankOf(a.verdict) ||
      rankOf(b.level) - rankOf(a.level) ||
      Number(a.segment !== null) - Number(b.segment !== null) ||
      compareRatios(ratioOf(a), ratioOf(b)) ||
      Number(a.aspect !== 'values') - Number(b.aspect !== 'values'),
  );
}

function sortColumns(columns: readonly ColumnView[]): ColumnView[] {
  return sortedBy(columns, ({ name }) => name).toSorted(
    (a, b) =>
      STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing) || compareRatios(a.ratio, b.ratio),
  );
}

/** The larger first, none last. */
function compareRatios(a: number | null, b: number | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? 1 : -1;
  return b - a;
}
