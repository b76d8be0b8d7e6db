import { labelsNeeded, type QualitySample, qualityHalfWidth } from '../../../statistics/decidability.ts';
import { printDuration } from '../../../units/index.ts';
import type { Workspace } from '../../../workspace/entity.ts';
import { exampleModel } from '../../example.ts';
import { at } from '../../place.ts';
import { type QualityObjective, qualityObjectives } from '../../quality.ts';
import { labelsPerSecond } from '../../rows.ts';
import type { LintFinding, LintRule } from '../../rule.ts';
import { figure } from '../../words.ts';

const HOUR_SECONDS = 3600;
const DAY_SECONDS = 86_400;
/** Windows beyond this tell too late to be of use. */
const LONGEST_SECONDS = 90 * DAY_SECONDS;

export const undecidable: LintRule = {
  id: 'quality/undecidable',
  severity: 'warning',
  title: 'a quality bound that the labels cannot decide',
  why: 'A metric on few labels jumps by chance. When half its 95% interval is wider than the margin between what is typical and the bound, an evaluation says bad while nothing is wrong, and good while something is. What counts is not all labels: a precision is decided by the predicted positives (`groundTruth.predictedPositiveRate`), a recall by the actual ones (`positiveRate`). Evaluate over a longer window, or set the bound further from what is typical.',
  bad: example('1d'),
  good: example('7d'),
  check({ workspace }, report) {
    for (const objective of qualityObjectives(workspace)) {
      const finding = judge(workspace, objective);
      if (finding) report(finding);
    }
  },
};

function judge(workspace: Workspace, objective: QualityObjective): LintFinding | undefined {
  const { slo, sli, model } = objective;
  const bound = sli.min ?? sli.max;
  const rate = labelsPerSecond(workspace, model);
  const sample = sampleOf(objective);
  if (sample === undefined || sli.typical === undefined || bound === undefined || !rate) return undefined;
  const { over } = sli.evaluate;
  const labels = rate * over.seconds;
  const margin = Math.abs(sli.typical.value - bound.value);
  const width = qualityHalfWidth({ ...sample, labels });
  // A width that may be smaller than this proves nothing.
  if (width.bound === 'at-most' || width.halfWidth <= margin) return undefined;
  const isShare = sli.typical.text.endsWith('%') || bound.text.endsWith('%');
  const print = (value: number) =>
    isShare ? `${figure(Number((100 * value).toPrecision(2)))} points` : figure(Number(value.toPrecision(2)));
  const needed = labelsNeeded(sample, margin) / rate;
  const long = wholeTime(needed);
  const window = printDuration(over.seconds);
  return {
    ...at(
      slo,
      ['sli', 'evaluate', 'over'],
      [
        {
          message: 'its labels',
          span: at(model, ['groundTruth', 'labelVolume', 'typical']).span ?? model.span,
        },
      ],
    ),
    message: `${figure(Math.round(labels))} labels in ${window}${countWords(width, labels)} tell ${sli.metric} to ${width.bound === 'at-least' ? 'no better than ' : ''}±${print(width.halfWidth)}, and typical ${sli.typical.text} is only ${print(margin)} from ${bound.text}`,
    hint:
      long <= LONGEST_SECONDS
        ? `Use over: ${printDuration(long)}, or a bound further from what is typical.`
        : `It would take over: ${printDuration(long)}; set a bound further from what is typical, or label more.`,
    data: {
      metric: sli.metric,
      labels,
      decidedBy: width.decidedBy,
      count: width.count,
      halfWidth: Number(width.halfWidth.toPrecision(4)),
      margin: Number(margin.toPrecision(4)),
      overSecondsNeeded: long,
    },
  };
}

const WORDS = {
  labels: '',
  positives: 'positives',
  'predicted-positives': 'predicted positives',
  'positives-and-negatives': 'of the rarer class',
} as const;

function countWords({ decidedBy, count }: ReturnType<typeof qualityHalfWidth>, labels: number): string {
  return decidedBy === 'labels' || count === labels
    ? ''
    : `, ${figure(Number(count.toPrecision(3)))} ${WORDS[decidedBy]},`;
}

/** The next whole day, below a day the next whole hour. */
function wholeTime(seconds: number): number {
  const unit = seconds > DAY_SECONDS ? DAY_SECONDS : HOUR_SECONDS;
  return Math.ceil(seconds / unit - 1e-9) * unit;
}

/** The metric as its width is known; undefined for metrics of which it is not. */
function sampleOf({ sli, model }: QualityObjective): Omit<QualitySample, 'labels'> | undefined {
  const { positiveRate, predictedPositiveRate } = model.spec.groundTruth ?? {};
  const value = sli.typical?.value ?? 0;
  const positives = {
    ...(positiveRate && { positiveRate: positiveRate.ratio }),
    ...(predictedPositiveRate && { predictedPositiveRate: predictedPositiveRate.ratio }),
  };
  const negatives = positiveRate && { positiveRate: 1 - positiveRate.ratio };
  switch (sli.metric) {
    case 'accuracy':
    case 'precision':
    case 'recall':
    case 'f1':
    case 'auc':
    case 'average-precision':
    case 'ece':
    case 'rmse':
    case 'mae':
    case 'wape':
    case 'ndcg':
      return { metric: sli.metric, value, ...positives };
    case 'mape':
      return { metric: 'wape', value };
    case 'false-negative-rate':
      return { metric: 'recall', value, ...positives };
    // A rate of the negatives is to them what recall is to the positives.
    case 'specificity':
    case 'false-positive-rate':
      return negatives && { metric: 'recall', value, ...negatives };
    default:
      return undefined;
  }
}

function example(over: string): string {
  return exampleModel([
    'groundTruth: { delay: { p95: 12h }, labelVolume: { typical: 60000/day }, positiveRate: 0.2% }',
    'slos:',
    '  - name: precision',
    `    sli: { type: quality, metric: precision, min: 85%, typical: 88%, evaluate: { every: 7d, over: ${over}, offset: 12h } }`,
    '    objective: 90%',
    '    window: 90d',
  ]);
}
