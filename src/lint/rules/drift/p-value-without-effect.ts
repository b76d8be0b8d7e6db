import { kolmogorovQuantile } from '../../../statistics/kolmogorov.ts';
import { normalQuantile } from '../../../statistics/normal.ts';
import { type DriftCheck, driftChecks } from '../../drift.ts';
import { documents, exampleModel, examplePolicy } from '../../example.ts';
import { at } from '../../place.ts';
import { comparedRows } from '../../rows.ts';
import type { LintRule } from '../../rule.ts';
import { figure, rowsText } from '../../words.ts';

/** Rows from which any difference is significant, however small. */
const MANY_ROWS = 20_000;

/** Effects that matter to most models: largest difference of two distributions, or strength of association (Cramér's V). */
const EFFECTS: Readonly<Record<string, number>> = { ks: 0.1, 'chi-square': 0.05, g: 0.05 };

export const pValueWithoutEffect: LintRule = {
  id: 'drift/p-value-without-effect',
  severity: 'warning',
  title: 'a significance test on so many rows that anything is significant',
  why: 'A p-value tells whether there is a difference, not whether it matters, and with enough rows there always is one: at 500 000 rows a shift of a hundredth of a standard deviation is significant. Real data never stay that equal, so that such a test alerts in nearly every run. Say with `minEffect` how large a difference must be to matter (0.1 of a Kolmogorov-Smirnov distance, say), or use a distance such as psi with a threshold.',
  bad: example(''),
  good: example(', minEffect: 0.1'),
  check({ workspace }, report) {
    for (const check of driftChecks(workspace)) {
      const { test, pValue, minEffect } = check.test;
      const { expected, reference } = comparedRows(workspace, check);
      if (pValue === undefined || minEffect !== undefined || expected === undefined) continue;
      if (expected <= MANY_ROWS) continue;
      const m = reference(expected);
      const { effect, words } = leastSignificant(check, pValue, expected, m);
      report({
        ...at(check.policy, [...check.path, 'pValue']),
        message: `on the ${rowsText(expected)} rows expected, p < ${figure(pValue)} is reached by ${words}: far less than matters`,
        hint: `Add minEffect: ${EFFECTS[test] ?? 0.1}.`,
        data: { test, pValue, rows: expected, referenceRows: m, leastSignificantEffect: effect },
      });
    }
  },
};

/** The smallest difference that is significant in half of the runs that have it. */
function leastSignificant({ test, of }: DriftCheck, pValue: number, n: number, m: number) {
  const spread = Math.sqrt(1 / n + 1 / m);
  if (test.test === 'ks') {
    const effect = Number(kolmogorovQuantile(1 - pValue, n, m).toPrecision(2));
    return { effect, words: `distributions that are nowhere further apart than ${figure(effect)}` };
  }
  const z = normalQuantile(1 - pValue / 2) * spread;
  const isCategory =
    of === 'category' || test.test === 'chi-square' || test.test === 'g' || test.test === 'z';
  const effect = Number((isCategory ? z / 2 : z).toPrecision(2));
  return {
    effect,
    words: isCategory
      ? `a category whose share goes from 50% to ${figure(50 + 100 * effect)}%`
      : `means that are ${figure(effect)} standard deviations apart`,
  };
}

function example(effect: string): string {
  return documents(
    exampleModel([
      'task: regression',
      'serving: { expectedTraffic: { typical: 10/s } }',
      'baseline: { kind: training, window: 90d }',
    ]),
    examplePolicy([`predictions: { test: ks, pValue: 0.01${effect} }`]),
  );
}
