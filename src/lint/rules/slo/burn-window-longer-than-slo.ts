import { printDuration } from '../../../units/index.ts';
import { exampleModel } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';
import { figure } from '../../words.ts';

export const burnWindowLongerThanSlo: LintRule = {
  id: 'slo/burn-window-longer-than-slo',
  severity: 'warning',
  title: 'burn-rate alert that fires only when the budget is gone',
  why: 'A burn-rate alert looks back over its long window. If burning at its rate for that long spends the whole error budget of the period, or the window is as long as the period itself, the alert tells of a loss instead of preventing it. This comes from short periods with slow scrapes, or from a high factor on a slow tier. Lengthen the period, scrape more often, or lower the factor.',
  bad: example('1d'),
  good: example('30d'),
  check({ workspace, plan }, report) {
    for (const objective of plan.objectives) {
      const slo = workspace.get('SLO', objective.id);
      if (slo === undefined) continue;
      const { periodSeconds } = objective;
      const period = printDuration(periodSeconds);
      for (const { name, factor, longSeconds } of objective.burnTiers) {
        const spent = (factor * longSeconds) / periodSeconds;
        if (spent < 1 && longSeconds < periodSeconds) continue;
        report({
          ...at(slo, ['window']),
          message: `the ${name} alert looks back ${printDuration(longSeconds)} at ${figure(factor)} times the budget of ${period}: by then ${figure(spent * 100)}% of it is spent`,
          hint: 'Lengthen the window of the SLO, scrape more often, or lower the factor.',
          data: { tier: name, factor, longSeconds, periodSeconds, budgetSpentRatio: spent },
        });
      }
    }
  },
};

function example(window: string): string {
  return exampleModel([
    'slos:',
    '  - name: availability',
    '    sli: { type: availability }',
    '    objective: 99.9%',
    `    window: ${window}`,
    '    alerting: { burnPolicy: { fast: 30 } }',
  ]);
}
