import { sortedBy } from '../../support/sorted-by.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Objective } from '../objective.ts';
import type { PredictionLog, Tracing } from '../telemetry.ts';
import { type BuildContext, originOf, reportAt, subjectOf } from './context.ts';

/** Part of the requests that is traced when the specs do not say. */
const SAMPLED_RATIO = 0.05;

/** The prediction logs of the models. Reports a data source that is no log. */
export function buildPredictionLogs(context: BuildContext): PredictionLog[] {
  return context.workspace.list('Model').flatMap((model) => predictionLogOf(context, model) ?? []);
}

function predictionLogOf(context: BuildContext, model: Entity<'Model'>): PredictionLog | undefined {
  const name = model.spec.predictionLog;
  const source = name === undefined ? undefined : context.workspace.get('DataSource', name);
  if (source === undefined) return undefined;
  const { spec } = source;
  if (spec.type !== 'cloudwatch-logs') {
    reportAt(context, model, ['predictionLog'], {
      code: 'datasource/no-log',
      severity: 'error',
      message: `DataSource ${source.name} is of type ${spec.type}, which has no lines`,
      expected: 'a data source of type cloudwatch-logs',
      related: [{ message: 'the data source', span: source.span }],
    });
    return undefined;
  }
  const { environment } = context.workspace;
  const logGroup = logGroupIn(spec.logGroup, environment);
  if (logGroup === undefined) return undefined;
  const { version, class: predicted, confidence, latency, error } = spec.fields;
  return {
    subject: subjectOf(model),
    store: { type: 'cloudwatch-logs', logGroup },
    fields: {
      ...(version !== undefined && { version }),
      ...(predicted !== undefined && { class: predicted }),
      ...(confidence !== undefined && { confidence }),
      ...(latency !== undefined && { latency }),
      ...(error !== undefined && { error }),
    },
    dimensionFields: spec.dimensions,
    roles: spec.metrics.toSorted(),
    origin: originOf(source, ['logGroup']),
  };
}

function logGroupIn(
  logGroup: string | Readonly<Record<string, string>>,
  environment: string,
): string | undefined {
  if (typeof logGroup === 'string') return logGroup;
  return Object.hasOwn(logGroup, environment) ? logGroup[environment] : undefined;
}

/** How the models appear in traces; slow is what the strictest latency objective calls slow. */
export function buildTracing(context: BuildContext, objectives: readonly Objective[]): Tracing[] {
  const usual = context.workspace.list('Telemetry')[0]?.spec.sampling.ratio.ratio ?? SAMPLED_RATIO;
  return context.workspace.list('Model').flatMap((model) => {
    const { tracing } = model.spec;
    if (tracing === undefined) return [];
    const thresholds = objectives.flatMap(({ subject, indicator }) =>
      subject.kind === 'Model' && subject.name === model.name && indicator.type === 'histogram-threshold'
        ? [indicator.thresholdSeconds]
        : [],
    );
    const [slowSeconds] = sortedBy(thresholds, (seconds) => seconds);
    return [
      {
        subject: subjectOf(model),
        service: tracing.service,
        sampledRatio: tracing.sample?.ratio ?? usual,
        ...(slowSeconds !== undefined && { slowSeconds }),
        origin: originOf(model, ['tracing']),
      },
    ];
  });
}
