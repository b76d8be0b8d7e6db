import type { Entity } from '../../workspace/entity.ts';
import type { Signal } from '../signal.ts';
import { type BuildContext, reportAt, type SubjectEntity } from './context.ts';
import { modelSignal, namedSignal } from './signals.ts';

/** The gauge that tells when a subject was last fresh; reports when the subject has none. */
export function freshnessSignal(
  context: BuildContext,
  asking: Entity,
  subject: SubjectEntity,
  role: string | undefined,
): Signal | undefined {
  if (subject.kind === 'Model') {
    return modelSignal(context, subject, role ?? 'featureFreshness', {
      entity: asking,
      path: ['sli', 'of'],
      instruments: ['gauge'],
    });
  }
  if (subject.kind === 'FeatureSet') return featureSetSignal(context, subject);
  const pipeline = subject;
  const signal = pipelineSignal(context, pipeline);
  if (signal === undefined) {
    reportAt(context, asking, ['pipeline'], {
      code: 'metrics/no-freshness',
      severity: 'error',
      message: `Pipeline ${pipeline.name} has no freshness metric`,
      expected: 'freshness: { metric: … } on the pipeline',
      related: [{ message: 'the pipeline', span: pipeline.span }],
    });
  }
  return signal;
}

export function pipelineSignal(context: BuildContext, pipeline: Entity<'Pipeline'>): Signal | undefined {
  const { freshness, schedule } = pipeline.spec;
  if (freshness === undefined) return undefined;
  return namedSignal(context, pipeline, 'freshness', freshness.metric, {
    instrument: 'gauge',
    unit: 'unix-seconds',
    emitter: 'pipeline',
    ...(schedule && { cadenceSeconds: schedule.every.seconds }),
    path: ['freshness', 'metric'],
  });
}

export function featureSetSignal(context: BuildContext, featureSet: Entity<'FeatureSet'>): Signal {
  const metric = featureSet.spec.freshness.metric ?? {
    name: 'feature_last_update_timestamp_seconds',
    match: { feature_view: featureSet.name },
    text: '',
  };
  return namedSignal(context, featureSet, 'freshness', metric, {
    instrument: 'gauge',
    unit: 'unix-seconds',
    emitter: 'feature-store',
    path: featureSet.spec.freshness.metric ? ['freshness', 'metric'] : ['freshness'],
  });
}
