import type { Entity } from '../../workspace/entity.ts';
import type { Signal } from '../signal.ts';
import { type BuildContext, reportAt, type SubjectEntity } from './context.ts';
import { scheduleSeconds } from './schedule.ts';
import { modelSignal, namedSignal } from './signals.ts';

/** The gauge that tells when a subject was last fresh; reports when the subject has none. */
export function freshnessSignal(
  context: BuildContext,
  asking: Entity,
  subject: SubjectEntity,
  role: string | undefined,
): Signal | undefined {
  if (subject.kind === 'Model') return modelFreshness(context, asking, subject, role ?? 'featureFreshness');
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

function modelFreshness(
  context: BuildContext,
  asking: Entity,
  model: Entity<'Model'>,
  role: string,
): Signal | undefined {
  const path = ['sli', 'of'];
  const signal = modelSignal(context, model, role, { entity: asking, path, instruments: ['gauge'] });
  if (signal === undefined || signal.unit === 'unix-seconds') return signal;
  reportAt(context, asking, path, {
    code: 'metrics/unit-mismatch',
    severity: 'error',
    message: `role ${role} is measured in ${signal.unit}, a moment in Unix seconds`,
    expected: 'a gauge with unit unix-seconds: the time of the last update',
    related: [{ message: `${signal.metric} is mapped here`, span: signal.origin.spans[0] ?? model.span }],
  });
  return undefined;
}

/** The gauge with the time of a pipeline's last success; undefined when it names none. */
export function pipelineSignal(context: BuildContext, pipeline: Entity<'Pipeline'>): Signal | undefined {
  const { freshness } = pipeline.spec;
  if (freshness === undefined) return undefined;
  const cadenceSeconds = scheduleSeconds(pipeline);
  return namedSignal(context, pipeline, 'freshness', freshness.metric, {
    instrument: 'gauge',
    unit: 'unix-seconds',
    emitter: 'pipeline',
    ...(cadenceSeconds !== undefined && { cadenceSeconds }),
    path: ['freshness', 'metric'],
  });
}

/** The gauge with the time of a feature set's last update. */
export function featureSetSignal(context: BuildContext, featureSet: Entity<'FeatureSet'>): Signal {
  const metric = featureSet.spec.freshness?.metric ?? {
    name: 'feature_last_update_timestamp_seconds',
    match: { feature_view: featureSet.name },
    text: '',
  };
  return namedSignal(context, featureSet, 'freshness', metric, {
    instrument: 'gauge',
    unit: 'unix-seconds',
    emitter: 'feature-store',
    path: featureSet.spec.freshness?.metric ? ['freshness', 'metric'] : ['freshness'],
  });
}
