import { printPercent } from '../../../units/index.ts';
import { exampleModel } from '../../example.ts';
import { at } from '../../place.ts';
import { qualityObjectives } from '../../quality.ts';
import type { LintRule } from '../../rule.ts';

export const classImbalanceAccuracy: LintRule = {
  id: 'quality/class-imbalance-accuracy',
  severity: 'warning',
  title: 'an accuracy that a model reaches by always saying the same',
  why: 'Where one class is rare, accuracy says nothing: with 0.2% frauds, a model that never finds one is right in 99.8% of the cases. The bound here is no higher than that, so that the objective holds whatever happens to the model. Measure the rare class: precision and recall at the threshold that decides, or the average precision.',
  bad: example('accuracy, min: 95%'),
  good: example('recall, min: 70%'),
  check({ workspace }, report) {
    for (const { slo, sli, model } of qualityObjectives(workspace)) {
      const rate = model.spec.groundTruth?.positiveRate;
      if (sli.metric !== 'accuracy' || rate === undefined || sli.min === undefined) continue;
      if (model.spec.task === 'multiclass-classification') continue;
      const trivial = Math.max(rate.ratio, 1 - rate.ratio);
      if (sli.min.value > trivial) continue;
      const share = printPercent(Number(trivial.toPrecision(6)));
      const says = rate.ratio < 0.5 ? 'negative' : 'positive';
      report({
        ...at(
          slo,
          ['sli', 'min'],
          [
            {
              message: 'its positives',
              span: at(model, ['groundTruth', 'positiveRate']).span ?? model.span,
            },
          ],
        ),
        message: `${rate.text} of the labels are positive: calling everything ${says} is ${share} accurate, and min is ${sli.min.text}`,
        hint: 'Use precision, recall or average-precision.',
        data: {
          positiveRate: rate.ratio,
          trivialAccuracy: Number(trivial.toPrecision(6)),
          min: sli.min.value,
        },
      });
    }
  },
};

function example(metric: string): string {
  return exampleModel([
    'groundTruth: { delay: { p95: 12h }, labelVolume: { typical: 600000/day }, positiveRate: 0.2% }',
    'slos:',
    '  - name: quality',
    `    sli: { type: quality, metric: ${metric}, evaluate: { every: 1d, over: 1d, offset: 12h } }`,
    '    objective: 90%',
    '    window: 90d',
  ]);
}
