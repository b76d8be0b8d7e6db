import { complement, printDuration } from '../../../units/index.ts';
import { exampleModel } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';
import { figure } from '../../words.ts';

export const overlappingSlices: LintRule = {
  id: 'slo/overlapping-slices',
  severity: 'info',
  title: 'one bad stretch that can spend the whole budget',
  why: 'An evaluation that looks back further than to the one before it shares data with it: over 14 days, every day, each day of data is judged fourteen times. If it is bad enough to pull all of them down, it counts as fourteen bad slices. Here that is more than the whole error budget, so that one bad day can break the objective of a quarter. Evaluate over less, less often, or promise over a longer window; where that is meant, nothing is to be done.',
  bad: example('{ every: 1d, over: 14d, offset: 12h }'),
  good: example('{ every: 7d, over: 7d, offset: 12h }'),
  check({ workspace, plan }, report) {
    for (const objective of plan.objectives) {
      const slo = workspace.get('SLO', objective.id);
      if (slo?.spec.sli.type !== 'quality' || objective.budgeting.type !== 'timeslices') continue;
      const { every, over } = slo.spec.sli.evaluate;
      const shared = Math.ceil(over.seconds / every.seconds);
      const slices = objective.periodSeconds / every.seconds;
      const budget = slices * complement(objective.target);
      if (shared <= 1 || shared <= budget) continue;
      report({
        ...at(slo, ['sli', 'evaluate', 'over']),
        message: `data of ${every.text} are in ${shared} evaluations, and ${slo.spec.objective.text} of the ${figure(slices)} in ${printDuration(objective.periodSeconds)} lets ${figure(budget)} be bad: if they pull all down, they alone break the objective`,
        hint: 'Evaluate over less, less often, or promise over a longer window.',
        data: { evaluationsSharing: shared, evaluations: slices, budgetEvaluations: budget },
      });
    }
  },
};

function example(evaluate: string): string {
  return exampleModel([
    'groundTruth: { delay: { p95: 12h }, labelVolume: { typical: 60000/day }, positiveRate: 50% }',
    'slos:',
    '  - name: accuracy',
    `    sli: { type: quality, metric: accuracy, min: 85%, evaluate: ${evaluate} }`,
    '    objective: 90%',
    '    window: 90d',
  ]);
}
