import { printDuration } from '../../../units/index.ts';
import { exampleModel, PROXY } from '../../example.ts';
import { labelsArrived, meanLabelsArrived } from '../../label-delay.ts';
import { at } from '../../place.ts';
import { type QualityObjective, qualityObjectives } from '../../quality.ts';
import type { LintRule } from '../../rule.ts';
import { about } from '../../words.ts';

export const immatureLabels: LintRule = {
  id: 'quality/immature-labels',
  severity: 'warning',
  graveWhen: 'for windows by event time',
  title: 'quality measured before its labels have come',
  why: 'Labels come late, and those that come early are not like the rest: a fraud that is noticed within a day is an easy one. A window of predictions that ends sooner than `groundTruth.delay.p95` is judged by its fast labels only, and looks better or worse than it is. Windows by label-arrival hold only what is labelled, but for as long after any change of model or data what is new in them is known by its fast labels alone. Let the window end that long ago: `evaluate.offset` of at least p95; proxies tell what happens meanwhile.',
  bad: example('1d'),
  good: example('45d'),
  check({ workspace }, report) {
    for (const objective of qualityObjectives(workspace)) {
      const { slo, sli, model } = objective;
      const p95 = model.spec.groundTruth?.delay?.p95;
      const { offset, by } = sli.evaluate;
      if (p95 === undefined || offset.seconds >= p95.seconds) continue;
      const arrived = shareOf(objective);
      report({
        ...at(
          slo,
          ['sli', 'evaluate', 'offset'],
          [
            {
              message: 'the delay of its labels',
              span: at(model, ['groundTruth', 'delay', 'p95']).span ?? model.span,
            },
          ],
        ),
        message: `${sentenceOf(objective, arrived)}; 95% take up to ${p95.text}`,
        isGrave: by === 'event-time',
        hint: `Use evaluate: { ${by === 'event-time' ? '' : 'by: event-time, '}offset: ${p95.text} }.`,
        data: {
          by,
          offsetSeconds: offset.seconds,
          delaySeconds: p95.seconds,
          ...(arrived !== undefined && { arrived: Number(arrived.toPrecision(3)) }),
        },
      });
    }
  },
};

/** Of a window by event time: labels of its predictions that have come. By arrival: those of predictions at its end. */
function shareOf({ sli, model }: QualityObjective): number | undefined {
  const { p50, p95 } = model.spec.groundTruth?.delay ?? {};
  if (p50 === undefined || p95 === undefined) return undefined;
  const { by, offset, over } = sli.evaluate;
  if (by === 'label-arrival') return labelsArrived(offset.seconds + over.seconds, p50.seconds, p95.seconds);
  const ages = { from: offset.seconds, to: offset.seconds + over.seconds };
  return meanLabelsArrived(ages, p50.seconds, p95.seconds);
}

function sentenceOf({ sli, model }: QualityObjective, arrived: number | undefined): string {
  const { by, offset, over } = sli.evaluate;
  const share = arrived === undefined ? 'fewer than 95%' : about(arrived);
  const end = offset.seconds === 0 ? 'now' : `${offset.text} ago`;
  return by === 'event-time'
    ? `of what ${model.name} predicted in the ${over.text} that end ${end}, ${share} of the labels have come`
    : `of a new version of ${model.name}, ${share} of the labels have come after ${printDuration(offset.seconds + over.seconds)}, and ${sli.metric} is judged by these`;
}

function example(offset: string): string {
  return exampleModel([
    'groundTruth: { delay: { p50: 7d, p95: 45d }, labelVolume: { typical: 60000/day }, positiveRate: 50% }',
    PROXY,
    'slos:',
    '  - name: accuracy',
    `    sli: { type: quality, metric: accuracy, min: 85%, evaluate: { by: event-time, every: 7d, over: 7d, offset: ${offset} } }`,
    '    objective: 90%',
    '    window: 180d',
  ]);
}
