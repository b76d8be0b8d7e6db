import { exampleModel, PROXY } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';

/** Tasks whose predictions are numbers, texts or items of a catalogue instead of a few classes. */
const MANY_VALUES: Readonly<Record<string, string>> = {
  regression: 'a number',
  ranking: 'an item',
  generation: 'a text',
};

export const unboundedClassLabel: LintRule = {
  id: 'metrics/unbounded-class-label',
  severity: 'warning',
  title: 'a label that holds predictions without end',
  why: 'A label with the predicted class makes one series for each class and pod. The model predicts numbers, items or texts, of which there is no end: every new value is a new series, until the store runs out of memory or refuses samples. Observe numbers in a histogram; for items and texts, count a bounded property of them instead, such as a category.',
  bad: example('regression'),
  good: example('binary-classification'),
  check({ workspace }, report) {
    for (const model of workspace.list('Model')) {
      const value = MANY_VALUES[model.spec.task ?? ''];
      if (value === undefined) continue;
      for (const [role, mapping] of Object.entries(model.spec.metrics)) {
        const label = mapping.labels?.class;
        if (label === undefined) continue;
        report({
          ...at(model, ['metrics', role, 'labels', 'class']),
          message: `${model.name} does ${model.spec.task}, so each prediction is ${value}, and the label ${label} makes a series of each one`,
          hint: 'Drop the label; observe numbers in a histogram, and count categories instead of items.',
          data: { role, label, task: model.spec.task },
        });
      }
    }
  },
};

function example(task: string): string {
  return exampleModel([
    `task: ${task}`,
    PROXY,
    'metrics: { predictions: { name: predictions_total, labels: { class: prediction } } }',
    'slos: [{ name: latency, sli: { type: latency, threshold: 250ms }, objective: 99% }]',
  ]);
}
