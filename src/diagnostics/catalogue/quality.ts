import type { CatalogueEntry } from './entry.ts';

/** What is reported about objectives on quality, and about segments. */
export const QUALITY_CODES: readonly CatalogueEntry[] = [
  {
    code: 'quality/no-ground-truth',
    title: 'quality of a model whose truth nobody knows',
    exit: 'invalid-spec',
    explain:
      'Quality is measured on labels. Say under `groundTruth` of the model where they come from, which column holds them and how late they are.',
  },
  {
    code: 'quality/unknown-metric',
    title: 'quality metric that nobody calculates',
    exit: 'invalid-spec',
    explain:
      'The drift job calculates the metrics that the finding lists; a judge gives those that the model names in `groundTruth.metrics`. Any other would have no series, and its objective would never be missed.',
  },
  {
    code: 'quality/wrong-cut',
    title: 'cut that the quality metric does not have',
    exit: 'invalid-spec',
    explain:
      'Metrics of decisions (precision, recall, f1 …) depend on the score from which a prediction counts as positive: `atThreshold`. Metrics of rankings (ndcg, map …) depend on the number of ranks: `at`. Others have neither.',
  },
  {
    code: 'quality/one-bound',
    title: 'quality objective without exactly one bound',
    exit: 'invalid-spec',
    explain:
      'A quality metric is bad on one side: `min` for those of which more is better, `max` for errors and losses.',
  },
  {
    code: 'quality/wrong-direction',
    title: 'quality bound on the wrong side',
    exit: 'invalid-spec',
    explain:
      'Of precision or AUC more is better, of errors and losses less. A bound on the other side calls the best model bad and the worst good.',
  },
  {
    code: 'quality/impossible-bound',
    title: 'quality bound outside of what the metric can be',
    exit: 'invalid-spec',
    explain:
      'The metric is a share between 0 and 1. A bound at or beyond its end is missed always or never. Percentages are written with the sign: 85%.',
  },
  {
    code: 'quality/typical-out-of-bounds',
    title: 'typical quality that is already bad',
    exit: 'invalid-spec',
    explain:
      'What is typical must be on the good side of the bound: the margin between the two is what segments get, widened for their size.',
  },
  {
    code: 'quality/two-evaluations',
    title: 'one quality metric evaluated in two ways',
    exit: 'invalid-spec',
    explain:
      'The drift job writes one series for each metric of a model. Two SLOs on the same metric must evaluate it alike: by the same time, as often, over the same window and as late.',
  },
  {
    code: 'quality/segments-without-typical',
    title: 'segments that a quality objective does not watch',
    exit: 'finding',
    explain:
      'Fewer labels make a segment noisier, so its threshold is the margin between what is typical and the bound, widened by the root of all labels over its own. Without `typical` in the SLO there is no margin, and no alert for segments.',
  },
  {
    code: 'quality/duplicate-segment',
    title: 'two segments of one name',
    exit: 'invalid-spec',
    explain: 'Series of segments are told apart by their name, and two of this model have the same.',
  },
  {
    code: 'quality/segment-values',
    title: 'segment without exactly one way to find its values',
    exit: 'invalid-spec',
    explain:
      'The values of a segment are listed (`values`), the most frequent ones (`top`), or whatever there is (`discover: label`).',
  },
  {
    code: 'quality/duplicate-labels',
    title: 'predictions with several labels',
    exit: 'finding',
    explain:
      'The source of the labels has more than one row for the same `joinKey`. The one that came last counts, as `labelledAt` says, or the timestamp of the source. That is right where labels are corrected later; otherwise the key may be too short.',
  },
  {
    code: 'quality/nothing-joined',
    title: 'labels of which none is of any prediction',
    exit: 'finding',
    explain:
      'There are predictions and there are labels, and no key of the one is a key of the other. `joinKey` may mean different things in the two sources, or be written in two ways (with a prefix, as a number with leading zeros). Keys are compared as texts, unless both are whole numbers or one is a time.',
  },
  {
    code: 'quality/unusable-rows',
    title: 'labelled predictions that a metric cannot count',
    exit: 'finding',
    explain:
      'A label or a prediction is not of the kind that the metric is measured on: no finite number, no probability, a class that is neither positive nor negative. These rows are left out, and the metric is of the rest; it is an error when none is left. `classes` and `positive` of the model say what the classes are called.',
  },
  {
    code: 'quality/not-measured',
    title: 'quality metric that could not be measured',
    exit: 'finding',
    explain:
      'The data could be read and joined, and DuckDB failed at this metric; it says why. The metric has no value and no samples in this run, so that the rules tell of too few samples; others are measured.',
  },
];
