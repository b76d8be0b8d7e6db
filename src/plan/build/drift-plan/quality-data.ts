import { LLM_JUDGE } from '../../../spec/kinds/model/ground-truth.ts';
import type { Entity } from '../../../workspace/entity.ts';
import type { JobQuality } from '../../drift-job-quality.ts';
import { type DriftDraft, readSource, type Unread } from './sources.ts';

type Model = Entity<'Model'>;

/** Where the predictions and the labels of a model are read. */
export interface QualitySources {
  readonly model: Model;
  readonly predictions: JobQuality['predictions'];
  readonly labels: JobQuality['labels'];
}

/** The columns of the predictions; else why they can't be read. */
export function predictionsOf(draft: DriftDraft, { name, spec }: Model): JobQuality['predictions'] | Unread {
  const { predictions } = spec;
  if (predictions === undefined)
    return {
      why: `Model ${name} does not say where its predictions are kept`,
      hint: `Add predictions: { source: …, column: … } to Model ${name}.`,
    };
  const source = readSource(draft, predictions.source, { needsTime: true });
  if ('why' in source) return source;
  const { column, score, group } = predictions;
  return {
    source: source.name,
    column,
    ...(score !== undefined && { score }),
    ...(group !== undefined && { group }),
  };
}

/** Where the labels are, and how they are joined to predictions of a source; else why they can't be read. */
export function labelsOf(
  draft: DriftDraft,
  { name, spec }: Model,
  predictionSource: string,
): JobQuality['labels'] | Unread {
  const { source = predictionSource, label, joinKey, labelledAt, series } = spec.groundTruth ?? {};
  const column = label === undefined ? {} : { column: label };
  const forecasts = series === undefined ? {} : { series: [series].flat() };
  if (source === predictionSource)
    return { ...column, key: [], ...(labelledAt !== undefined && { arrivedAt: labelledAt }), ...forecasts };
  if (source === LLM_JUDGE && draft.context.workspace.get('DataSource', source) === undefined)
    return {
      why: `the labels of Model ${name} are given by another model, and nothing says where they are kept`,
      hint: `Add a DataSource ${LLM_JUDGE} with a row for each prediction that was judged and a column for each metric.`,
    };
  const key = joinKey ?? spec.predictions?.key;
  if (key === undefined)
    return {
      why: `Model ${name} does not say by which column labels are joined to predictions`,
      hint: `Add joinKey: <column> to the groundTruth of Model ${name}.`,
    };
  const read = readSource(draft, source, { needsTime: false });
  if ('why' in read) return read;
  const arrivedAt = labelledAt ?? read.timestamp;
  return {
    source: read.name,
    ...column,
    key: [key].flat(),
    ...(arrivedAt !== undefined && { arrivedAt }),
    // A season ago is told by the times of the labels.
    ...(read.timestamp !== undefined && forecasts),
  };
}

/** What true and false are called where a label is no name of a class: both as the job writes them. */
const YES = ['true', '1'];
const NO = ['false', '0'];

/**
 * What the positive and the negative class are called. Without `positive` the first of two classes is the positive one; with it,
 * whatever else there is is negative. Undefined for models of other tasks, and for more classes of which none is the positive one.
 */
export function classesOf({ spec: { task, classes = [], groundTruth } }: Model): JobQuality['classes'] {
  const { positive } = groundTruth ?? {};
  const [first, ...rest] = classes;
  if (positive !== undefined) {
    const others = YES.filter((word) => !classes.includes(word) && word !== positive);
    return { positive: [positive, ...others] };
  }
  if (task === 'multiclass-classification' || classes.length > 2) return undefined;
  return {
    positive: first === undefined || NO.includes(first) ? YES : [...new Set([first, ...YES])],
    negative: [...new Set([...(first !== undefined && NO.includes(first) ? [] : rest), ...NO])],
  };
}
