import type { SignalKind, SinkSpec } from '../../spec/kinds/telemetry/sinks.ts';
import { compareStrings } from '../../support/compare-strings.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { PredictionFiles, TelemetryPipeline, TelemetrySink, Tracing } from '../telemetry.ts';
import { type BuildContext, isRendered, originOf, reportAt, subjectOf } from './context.ts';
import { hostPort } from './host-port.ts';
import { checkCredentials } from './telemetry-credentials.ts';
import { checkPorts } from './telemetry-ports.ts';
import { buildRedaction } from './telemetry-redaction.ts';

/** What each type of sink takes; the first list is what it gets when nothing is said, the second what it may be given. */
const SIGNALS_OF: Readonly<
  Record<SinkSpec['type'], readonly [usual: readonly SignalKind[], also: readonly SignalKind[]]>
> = {
  prometheus: [['metrics'], []],
  'prometheus-remote-write': [['metrics'], []],
  otlp: [['traces', 'metrics', 'logs'], []],
  jaeger: [['traces'], []],
  zipkin: [['traces'], []],
  elasticsearch: [['logs'], ['traces']],
  'splunk-hec': [['logs'], ['traces', 'metrics']],
  'cloudwatch-logs': [['logs'], []],
  xray: [['traces'], []],
  'cloudwatch-metrics': [['metrics'], []],
  influxdb: [['metrics'], ['traces', 'logs']],
  'google-cloud': [['traces', 'metrics', 'logs'], []],
  'azure-monitor': [['traces', 'metrics', 'logs'], []],
  file: [['traces', 'metrics', 'logs'], []],
};

/** The pipeline of the environment, if the specs have one. Reports a second one, and what in it cannot work. */
export function buildTelemetryPipeline(
  context: BuildContext,
  tracing: readonly Tracing[],
): TelemetryPipeline | undefined {
  const [entity, second] = context.workspace.list('Telemetry');
  if (entity === undefined) return undefined;
  if (second !== undefined) {
    reportAt(context, second, [], {
      code: 'telemetry/several',
      severity: 'error',
      message: 'there is more than one Telemetry in this environment',
      related: [{ message: 'the first one', span: entity.span }],
      hint: 'Give one of them more sinks, or remove one from the environment with `disable`.',
    });
  }
  const { spec, name } = entity;
  const { host, port } = hostPort(spec.gateway.endpoint);
  checkPorts(context, entity);
  const slow = spec.sampling.slowerThan?.seconds;
  if (slow === 0) reportNoThreshold(context, entity);
  return {
    name,
    generation: spec.collector,
    sources: {
      otlp: spec.sources.otlp,
      ...(spec.sources.zipkin && { zipkin: spec.sources.zipkin }),
      ...(spec.sources.jaeger && { jaeger: spec.sources.jaeger }),
      ...(spec.sources.host && { host: { intervalSeconds: spec.sources.host.interval.seconds } }),
      files: filesOf(context, entity, tracing),
      scrapes: spec.sources.scrape,
    },
    sinks: sinksOf(context, entity),
    sampling: {
      ratio: spec.sampling.ratio.ratio,
      ...(slow !== undefined && { slowSeconds: slow }),
      waitSeconds: spec.sampling.wait.seconds,
      services: sortedBy(
        tracing.map(({ service, sampledRatio, slowSeconds, origin }) => ({
          service,
          ratio: sampledRatio,
          ...(slowSeconds !== undefined && { slowSeconds }),
          origin,
        })),
        ({ service }) => service,
      ),
      origin: originOf(entity, ['sampling']),
    },
    redaction: buildRedaction(context, entity),
    queue: spec.queue,
    memoryLimitMib: spec.memory.limitMiB,
    carriesOwnMetrics: !isRendered(context, 'prometheus'),
    agent: spec.agent,
    gateway: {
      host,
      port,
      listen: spec.gateway.listen,
      healthPort: spec.gateway.healthPort,
      metricsPort: spec.gateway.metricsPort,
      ...(spec.gateway.tls !== undefined && { tls: spec.gateway.tls }),
    },
    origin: originOf(entity),
  };
}

function reportNoThreshold(context: BuildContext, entity: Entity<'Telemetry'>): void {
  reportAt(context, entity, ['sampling', 'slowerThan'], {
    code: 'telemetry/threshold-below-clock',
    severity: 'error',
    message: 'every trace takes as long as 0s, so that all of them would be kept as slow ones',
    expected: 'a duration of at least 1ms: traces are told apart by whole milliseconds',
    hint: 'To keep all traces say `ratio: 100%`.',
  });
}

function filesOf(
  context: BuildContext,
  entity: Entity<'Telemetry'>,
  tracing: readonly Tracing[],
): PredictionFiles[] {
  return entity.spec.sources.predictionLogs.flatMap(({ model: name, include, timestamp }, index) => {
    const model = context.workspace.get('Model', name);
    if (model === undefined) return [];
    const path = ['sources', 'predictionLogs', index];
    const earlier = entity.spec.sources.predictionLogs.findIndex((log) => log.model === name);
    if (earlier < index) {
      reportAt(context, entity, [...path, 'model'], {
        code: 'telemetry/duplicate-log',
        severity: 'error',
        message: `the prediction log of ${name} is given twice`,
        hint: 'Write all of its files under one entry.',
      });
      return [];
    }
    return [
      {
        subject: subjectOf(model),
        service: tracing.find(({ subject }) => subject.name === name)?.service ?? name,
        include: include.toSorted(compareStrings),
        ...(timestamp !== undefined && { timestamp }),
        origin: originOf(entity, path),
      },
    ];
  });
}

function sinksOf(context: BuildContext, entity: Entity<'Telemetry'>): TelemetrySink[] {
  const sinks = entity.spec.sinks.map((store, index): TelemetrySink => {
    const [usual, also] = SIGNALS_OF[store.type];
    for (const [at, signal] of (store.signals ?? []).entries()) {
      if (usual.includes(signal) || also.includes(signal)) continue;
      reportAt(context, entity, ['sinks', index, 'signals', at], {
        code: 'telemetry/signal-not-taken',
        severity: 'error',
        message: `a sink of type ${store.type} takes no ${signal}`,
        expected: [...usual, ...also].join(', '),
      });
    }
    checkCredentials(context, entity, index);
    return {
      name: store.name ?? store.type,
      signals: store.signals ?? usual,
      store,
      origin: originOf(entity, ['sinks', index]),
    };
  });
  reportSameNames(context, entity, sinks);
  return sortedBy(sinks, ({ name }) => name);
}

function reportSameNames(
  context: BuildContext,
  entity: Entity<'Telemetry'>,
  sinks: readonly TelemetrySink[],
): void {
  for (const [index, { name }] of sinks.entries()) {
    const first = sinks.findIndex((sink) => sink.name === name);
    if (first === index) continue;
    const [place] = sinks[first]?.origin.spans ?? [];
    reportAt(context, entity, ['sinks', index, ...(entity.spec.sinks[index]?.name ? ['name'] : [])], {
      code: 'telemetry/duplicate-sink',
      severity: 'error',
      message: `two sinks are called ${name}`,
      ...(place && { related: [{ message: 'the first one', span: place }] }),
      hint: 'Give each a `name`: queues and metrics of a sink are told apart by it.',
    });
  }
}
