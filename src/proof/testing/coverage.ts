import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Alert } from '../../plan/alert.ts';
import { compareStrings } from '../../support/compare-strings.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import type { TestedEnvironment } from './prepare-all.ts';
import type { TestRun } from './run-tests.ts';

/** An alert, and what has seen it fire. */
export interface CoveredAlert {
  readonly environment: string;
  readonly alert: Alert;
  readonly by: 'written' | 'generated' | 'none';
  /** Names of the AlertTests, when it is `written`. */
  readonly tests: readonly string[];
  /** When nothing has seen it: why. */
  readonly reason?: string;
}

/** All alerts of the environments with what has seen them fire, sorted by environment as given and by name. */
export function coverageOf(
  environments: readonly TestedEnvironment[],
  run: TestRun,
): readonly CoveredAlert[] {
  return environments.flatMap(({ name: environment, plan }) => {
    const results = run.results.filter((result) => result.environment === environment);
    return sortedBy(plan.alerts, ({ name }) => name).map((alert): CoveredAlert => {
      const seen = results.filter((result) => result.seen.includes(alert.name));
      const tests = seen.filter(({ source }) => source === 'written').map(({ name }) => name);
      if (tests.length > 0)
        return { environment, alert, by: 'written', tests: tests.toSorted(compareStrings) };
      if (seen.length > 0) return { environment, alert, by: 'generated', tests: [] };
      const failed = results.some(
        ({ source, findings, name }) =>
          source === 'generated' && findings.length > 0 && name.startsWith(`${alert.id}#`),
      );
      const ungenerated = run.ungenerated.find((each) => each.alert === alert);
      const reason = failed ? 'its generated test fails' : (ungenerated?.reason ?? 'no test was made for it');
      return { environment, alert, by: 'none', tests: [], reason };
    });
  });
}

/** The share of alerts that were seen firing, 0 to 1; 1 when there are none. */
export function coveredRatio(covered: readonly CoveredAlert[]): number {
  return covered.length === 0 ? 1 : covered.filter(({ by }) => by !== 'none').length / covered.length;
}

/** The finding when fewer alerts were seen firing than demanded. The alerts are its related places. */
export function coverageFinding(
  covered: readonly CoveredAlert[],
  leastRatio: number,
): Diagnostic | undefined {
  const ratio = coveredRatio(covered);
  if (ratio >= leastRatio) return undefined;
  const missed = covered.filter(({ by }) => by === 'none');
  return {
    code: 'test/coverage',
    severity: 'error',
    message: `${covered.length - missed.length} of ${covered.length} alerts were seen firing, ${percent(ratio)}`,
    expected: `at least ${percent(leastRatio)}`,
    hint: [
      'Not seen:',
      ...missed.map(({ environment, alert, reason = '' }) => `  ${environment} ${alert.name}: ${reason}`),
    ].join('\n'),
    data: {
      alerts: covered.length,
      seen: covered.length - missed.length,
      missed: missed.map(({ environment, alert }) => ({ environment, alert: alert.name })),
    },
  };
}

/** A table for people, and the share. */
export function coverageText(covered: readonly CoveredAlert[]): string {
  const rows = covered.map(({ environment, alert, by, tests, reason }) => [
    environment,
    alert.name,
    by === 'written'
      ? `AlertTest ${tests.join(', ')}`
      : by === 'generated'
        ? 'generated test'
        : `none: ${reason ?? ''}`,
  ]);
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const seen = covered.filter(({ by }) => by !== 'none').length;
  return `${[...lines, '', `${seen} of ${covered.length} alerts were seen firing: ${percent(coveredRatio(covered))}`].join('\n').trimStart()}\n`;
}

/** Rounded down: 100% is all of them. */
function percent(ratio: number): string {
  return `${Math.floor(ratio * 1000 + 1e-9) / 10}%`;
}
