import { sharesOf } from '../../../spec/kinds/drift/levels.ts';
import { driftTest } from '../../../spec/kinds/drift/tests.ts';
import type { TestSpec } from '../../../spec/kinds/drift-policy.ts';
import { LLM_JUDGE } from '../../../spec/kinds/model/ground-truth.ts';
import type { Entity } from '../../../workspace/entity.ts';
import type { DriftPart } from '../../drift-contract.ts';
import type { JobColumn, JobTest } from '../../drift-job.ts';
import { type Feature, featuresOf } from '../features.ts';
import { featureColumns } from './feature-columns.ts';
import { type DriftDraft, readSource, type Unread } from './sources.ts';
import { jobTest, leaveOut, type Subject } from './subject.ts';

/** All that a policy compares and that can be read; the rest are gaps. */
export function columnsOf(draft: DriftDraft, subject: Subject): JobColumn[] {
  const { policy, model } = subject;
  return [
    ...featureColumns(draft, subject),
    ...(policy.spec.predictions ? prediction(draft, subject, policy.spec.predictions) : []),
    ...(policy.spec.labels ? label(draft, subject, policy.spec.labels) : []),
    ...policy.spec.embeddings.flatMap((embedding, index) => {
      const place = placeOf(draft, subject, embedding.name, ['embeddings', index]);
      if (place === undefined) return [];
      const { name: feature, dims, sample } = embedding;
      const test: JobTest = { ...jobTest(subject, embedding), ...(sample !== undefined && { sample }) };
      return [compared('embeddings', { feature, ...place, type: 'vector', dims }, test)];
    }),
    ...texts(draft, subject, featuresOf(draft.context.workspace, model)),
  ];
}

/** A column of which only the values are compared, unless `more` says otherwise. */
function compared(
  part: DriftPart,
  what: Pick<JobColumn, 'feature' | 'source' | 'column' | 'type' | 'descriptor' | 'dims'>,
  test: JobTest,
  more: Partial<Pick<JobColumn, 'pii' | 'delaySeconds' | 'nulls' | 'unseen'>> = {},
): JobColumn {
  return { part, ...what, pii: false, delaySeconds: 0, test, nulls: {}, unseen: {}, ...more };
}

function prediction(draft: DriftDraft, subject: Subject, spec: TestSpec): JobColumn[] {
  const { policy, model } = subject;
  const { predictions } = model.spec;
  const gap = (unread: Unread): JobColumn[] => {
    leaveOut(draft, subject, { what: 'predictions', path: ['predictions'], ...unread });
    return [];
  };
  if (predictions === undefined) {
    return gap({
      why: `Model ${model.name} does not say where its predictions are kept`,
      hint: `Add predictions: { source: …, column: … } to Model ${model.name}.`,
    });
  }
  const source = readSource(draft, predictions.source, { needsTime: true });
  if ('why' in source) return gap(source);
  const { types } = driftTest(spec.test);
  // A test that only counts has no use for a score.
  const score = types.includes('numeric') ? predictions.score : undefined;
  const type = score === undefined ? outcomeType(model) : 'numeric';
  if (type !== 'auto' && !types.includes(type)) {
    return gap({
      why: `${spec.test} does not compare ${type === 'numeric' ? 'numbers' : 'classes'}, which column ${predictions.column} of DataSource ${source.name} has`,
      hint: type === 'category' ? 'Name the column of a score, or use another test.' : 'Use another test.',
    });
  }
  const { nulls, unseen } = sharesOf(policy.spec.features);
  const column = score ?? predictions.column;
  return [
    compared('predictions', { source: source.name, column, type }, jobTest(subject, spec), {
      nulls,
      unseen: type === 'numeric' ? {} : unseen,
    }),
  ];
}

/** What a model predicts, and labels say, as far as its task tells. */
function outcomeType({ spec: { task, classes } }: Entity<'Model'>): 'numeric' | 'category' | 'auto' {
  if (task === 'regression') return 'numeric';
  const isClass = task === 'binary-classification' || task === 'multiclass-classification';
  return isClass || classes !== undefined ? 'category' : 'auto';
}

function label(
  draft: DriftDraft,
  subject: Subject,
  spec: NonNullable<Subject['policy']['spec']['labels']>,
): JobColumn[] {
  const { model } = subject;
  const gap = (unread: Unread): JobColumn[] => {
    leaveOut(draft, subject, { what: 'labels', path: ['labels'], ...unread });
    return [];
  };
  const { groundTruth, predictions } = model.spec;
  if (groundTruth?.source === LLM_JUDGE)
    return gap({ why: `those of Model ${model.name} are given by another model, and in no column` });
  const name = groundTruth?.source ?? predictions?.source;
  if (groundTruth?.label === undefined || name === undefined) {
    return gap({
      why: `Model ${model.name} does not say where they are kept`,
      hint: `Add groundTruth: { source: …, label: … } to Model ${model.name}.`,
    });
  }
  const source = readSource(draft, name, { needsTime: true });
  if ('why' in source) return gap(source);
  const type = outcomeType(model);
  if (type !== 'auto' && !driftTest(spec.test).types.includes(type)) {
    return gap({
      why: `${spec.test} does not compare ${type === 'numeric' ? 'numbers' : 'classes'}, which column ${groundTruth.label} of DataSource ${source.name} has`,
      hint: 'Use another test.',
    });
  }
  const delaySeconds = (spec.delay ?? groundTruth.delay?.p95)?.seconds ?? 0;
  const what = { source: source.name, column: groundTruth.label, type };
  return [compared('labels', what, jobTest(subject, spec), { delaySeconds })];
}

function texts(draft: DriftDraft, subject: Subject, features: readonly Feature[]): JobColumn[] {
  const { text } = subject.policy.spec;
  if (text === undefined) return [];
  return text.fields.flatMap((field, index) => {
    const place = placeOf(draft, subject, field, ['text', 'fields', index]);
    if (place === undefined) return [];
    const pii = features.some(({ spec }) => spec.name === field && spec.pii);
    return text.descriptors.map((descriptor) => {
      const what = { feature: `${field}/${descriptor}`, ...place, type: 'text', descriptor } as const;
      return compared('text', what, jobTest(subject, text), { pii });
    });
  });
}

/** Where a vector or a text is kept: with the features, if it is one, else with the predictions. */
function placeOf(
  draft: DriftDraft,
  subject: Subject,
  column: string,
  path: (string | number)[],
): Pick<JobColumn, 'source' | 'column'> | undefined {
  const { model } = subject;
  const feature = featuresOf(draft.context.workspace, model).find(({ spec }) => spec.name === column);
  const name = feature?.set.spec.source ?? model.spec.predictions?.source;
  const source =
    name === undefined
      ? {
          why: `no feature set of Model ${model.name} has it, and the model does not say where its predictions are kept`,
          hint: `Add predictions: { source: …, column: … } to Model ${model.name}, or ${column} to a feature set with a source.`,
        }
      : readSource(draft, name, { needsTime: true });
  if (!('why' in source)) return { source: source.name, column };
  leaveOut(draft, subject, { what: column, path, ...source });
  return undefined;
}
