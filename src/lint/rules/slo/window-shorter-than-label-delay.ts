import { printDuration } from '../../../units/index.ts';
import { exampleModel, PROXY } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintFinding, LintRule } from '../../rule.ts';
import { figure } from '../../words.ts';

/** Evaluations that a period needs before the share of good ones says anything. */
const LEAST_EVALUATIONS = 4;

export const windowShorterThanLabelDelay: LintRule = {
  id: 'slo/window-shorter-than-label-delay',
  severity: 'warning',
  title: 'a period that ends before its labels are known',
  why: 'Quality is measured on labels, and labels come late. When the period of the budget is no longer than the delay by which nearly all have come in (`groundTruth.delay.p95`), it is over before what was predicted in it can be judged: the budget is refilled before anybody knows how it was spent. A period with fewer than four evaluations is as little use: one bad one is a quarter of it or more. Promise over a longer window, several times the delay.',
  bad: example('30d'),
  good: example('180d'),
  check({ workspace, plan }, report) {
    for (const objective of plan.objectives) {
      const slo = workspace.get('SLO', objective.id);
      if (slo?.spec.sli.type !== 'quality') continue;
      const { periodSeconds } = objective;
      const period = printDuration(periodSeconds);
      const model = slo.spec.model === undefined ? undefined : workspace.get('Model', slo.spec.model);
      const delay = model?.spec.groundTruth?.delay?.p95;
      const { every } = slo.spec.sli.evaluate;
      const evaluations = periodSeconds / every.seconds;
      const findings: (LintFinding | false)[] = [
        model !== undefined &&
          delay !== undefined &&
          periodSeconds <= delay.seconds && {
            ...at(
              slo,
              ['window'],
              [
                {
                  message: 'the delay of its labels',
                  span: at(model, ['groundTruth', 'delay', 'p95']).span ?? model.span,
                },
              ],
            ),
            message: `95% of the labels of ${model.name} have come after ${delay.text}, and the period is ${period}: it is over before what was predicted in it can be judged`,
            hint: `Promise over more than ${delay.text}, best over several times as much.`,
            data: { periodSeconds, delaySeconds: delay.seconds },
          },
        evaluations < LEAST_EVALUATIONS && {
          ...at(slo, ['window']),
          message: `it is evaluated every ${every.text}, so ${period} hold ${figure(evaluations)} evaluations, and one bad one is ${figure(100 / Math.max(1, evaluations))}% of them`,
          hint: `Promise over at least ${printDuration(LEAST_EVALUATIONS * every.seconds)}, or evaluate more often.`,
          data: { periodSeconds, everySeconds: every.seconds, evaluations },
        },
      ];
      for (const finding of findings) if (finding) report(finding);
    }
  },
};

function example(window: string): string {
  return exampleModel([
    'groundTruth: { delay: { p50: 10d, p95: 45d }, labelVolume: { typical: 60000/day }, positiveRate: 50% }',
    PROXY,
    'slos:',
    '  - name: accuracy',
    '    sli: { type: quality, metric: accuracy, min: 85%, evaluate: { every: 1d, over: 1d, offset: 45d } }',
    '    objective: 90%',
    `    window: ${window}`,
  ]);
}
