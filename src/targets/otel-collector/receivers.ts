import type { Plan, Scrape } from '../../plan/plan.ts';
import type { CollectorPlace, PredictionFiles, TelemetryPipeline } from '../../plan/telemetry.ts';
import { compareStrings } from '../../support/compare-strings.ts';
import { printDuration } from '../../units/index.ts';
import type { Component, Part } from './config.ts';
import { RETRY, STORAGE } from './exporters.ts';

/** What the agent receives: from programs beside it, from files, and of the machine. */
export function agentReceivers({ sources, agent, origin }: TelemetryPipeline): Part[] {
  const at = (port: number): string => `${agent.listen}:${port}`;
  const parts: Part[] = [
    {
      id: 'otlp',
      body: {
        protocols: {
          grpc: { endpoint: at(sources.otlp.grpcPort) },
          http: { endpoint: at(sources.otlp.httpPort) },
        },
      },
      origin,
    },
  ];
  if (sources.zipkin) parts.push({ id: 'zipkin', body: { endpoint: at(sources.zipkin.port) }, origin });
  if (sources.jaeger) {
    const { grpcPort, httpPort } = sources.jaeger;
    const protocols = { grpc: { endpoint: at(grpcPort) }, thrift_http: { endpoint: at(httpPort) } };
    parts.push({ id: 'jaeger', body: { protocols }, origin });
  }
  for (const files of sources.files) parts.push(fileLog(files));
  if (sources.host) {
    const scrapers = { cpu: {}, disk: {}, filesystem: {}, load: {}, memory: {}, network: {} };
    const collection_interval = printDuration(sources.host.intervalSeconds);
    parts.push({ id: 'hostmetrics', body: { collection_interval, scrapers }, origin });
  }
  return parts;
}

/** Each line is a JSON object. Where reading stood is kept on disk: no line is lost or read twice. */
function fileLog({ subject, service, include, timestamp, origin }: PredictionFiles): Part {
  return {
    id: `filelog/${subject.name}`,
    body: {
      include,
      start_at: 'beginning',
      storage: STORAGE,
      retry_on_failure: { ...RETRY },
      resource: { 'service.name': service },
      attributes: { model: subject.name },
      operators: [
        {
          type: 'json_parser',
          parse_to: 'body',
          // A line that is none is kept as it is: it may tell why.
          on_error: 'send_quiet',
          ...(timestamp !== undefined && {
            timestamp: {
              parse_from: `body${timestamp
                .split('.')
                .map((part) => `["${part}"]`)
                .join('')}`,
              layout_type: 'gotime',
              layout: '2006-01-02T15:04:05.999999999Z07:00',
              on_error: 'send_quiet',
            },
          }),
        },
      ],
    },
    origin,
  };
}

/** The scrapes of the plan, as the gateway makes them: one of all agents would be too many. */
export function scrapeReceiver(plan: Plan, pipeline: TelemetryPipeline): Part | undefined {
  if (!pipeline.sources.scrapes || plan.scrapes.length === 0) return undefined;
  return {
    id: 'prometheus',
    body: { config: { scrape_configs: plan.scrapes.filter(isOfModels).map(scrapeConfig) } },
    origin: { ...pipeline.origin, spans: plan.scrapes.flatMap(({ origin }) => origin.spans) },
  };
}

/** Not of collectors themselves. */
export function isOfModels({ id }: Scrape): boolean {
  return !id.startsWith('otel-collector-');
}

function scrapeConfig(scrape: Scrape): Component {
  const { kubernetes, labels } = scrape;
  const fixed = Object.entries(labels).toSorted(([a], [b]) => compareStrings(a, b));
  return {
    job_name: scrape.id,
    scrape_interval: printDuration(scrape.intervalSeconds),
    scrape_timeout: printDuration(scrape.timeoutSeconds),
    metrics_path: scrape.path,
    scheme: scrape.scheme,
    ...(scrape.targets.length > 0 && { static_configs: [{ targets: scrape.targets, labels }] }),
    ...(kubernetes && {
      kubernetes_sd_configs: [
        {
          role: 'pod',
          namespaces: { names: [kubernetes.namespace] },
          selectors: [
            {
              role: 'pod',
              label: Object.entries(kubernetes.podLabels)
                .toSorted(([a], [b]) => compareStrings(a, b))
                .map(([label, value]) => `${label}=${value}`)
                .join(','),
            },
          ],
        },
      ],
      relabel_configs: [
        {
          source_labels: ['__meta_kubernetes_pod_container_port_name'],
          regex: kubernetes.port,
          action: 'keep',
        },
        { source_labels: ['__meta_kubernetes_pod_name'], target_label: 'pod' },
        { source_labels: ['__meta_kubernetes_namespace'], target_label: 'namespace' },
        ...fixed.map(([label, value]) => ({
          target_label: label,
          replacement: value.replaceAll('$', '$$$$'),
        })),
      ],
    }),
  };
}

/** A collector's own metrics, scraped by itself and carried with the others. */
export function ownScrape(job: string, place: CollectorPlace, intervalSeconds: number): Component {
  return {
    config: {
      scrape_configs: [
        {
          job_name: job,
          scrape_interval: printDuration(intervalSeconds),
          static_configs: [{ targets: [`127.0.0.1:${place.metricsPort}`] }],
        },
      ],
    },
  };
}
