import { DEFAULT_ESCALATION } from '../../workspace/built-in.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Condition, Measure } from '../condition.ts';
import type { Scrape } from '../plan.ts';
import { addAlert } from './alert.ts';
import { type BuildContext, isRendered, originOf } from './context.ts';
import { monitoringTeam } from './monitoring-team.ts';
import { hostPort } from './telemetry-pipeline.ts';

/** The job under which the gateway is scraped. */
export const GATEWAY_JOB = 'otel-collector-gateway';
/** The job under which agents scrape themselves; what they find is carried with everything else. */
export const AGENT_JOB = 'otel-collector-agent';

const SIGNAL_COUNTERS = ['spans', 'metric_points', 'log_records'];

/** More than half full: at the rate at which it filled there is as much time again. */
const FULL_RATIO = 0.5;

interface Trouble {
  readonly aspect: string;
  readonly condition: Condition;
  readonly holdSeconds: number;
  readonly summary: string;
  readonly impact: string;
}

/** Alerts on what carries telemetry, once per environment: what it cannot deliver others would take for silence. */
export function addTelemetryAlerts(context: BuildContext): void {
  const [entity] = context.workspace.list('Telemetry');
  if (entity === undefined || !isRendered(context, 'prometheus')) return;
  const team = monitoringTeam(context);
  if (team === undefined) return;
  const escalation = context.workspace.isRemoved('EscalationPolicy', DEFAULT_ESCALATION)
    ? {}
    : { escalation: DEFAULT_ESCALATION };
  for (const trouble of troubles()) {
    addAlert(context, {
      object: entity as Entity,
      subject: { kind: 'Project', name: context.workspace.project.name },
      class: 'monitoring',
      aspect: trouble.aspect,
      severity: 'ticket',
      holdSeconds: trouble.holdSeconds,
      keepFiringSeconds: 0,
      condition: trouble.condition,
      upstream: [],
      ownership: { team, runbook: { steps: [], firstLook: [] }, ...escalation },
      firstLook: [],
      prose: {
        summary: [{ text: `${trouble.summary} (${context.environment.name})` }],
        impact: trouble.impact,
      },
      origin: originOf(entity as Entity),
    });
  }
}

function troubles(): Trouble[] {
  const queue = `max by (job, instance, exporter) ({__name__="otelcol_exporter_queue_size", job=~"${GATEWAY_JOB}|${AGENT_JOB}"})`;
  const capacity = `max by (job, instance, exporter) ({__name__="otelcol_exporter_queue_capacity", job=~"${GATEWAY_JOB}|${AGENT_JOB}"})`;
  const up: Measure = raw(`min(up{job="${GATEWAY_JOB}"})`);
  return [
    {
      aspect: 'queue-filling',
      condition: above(`max(${queue} / ${capacity})`, FULL_RATIO),
      holdSeconds: 600,
      summary: 'A queue of telemetry is filling up: a sink takes less than comes in',
      impact: 'What waits comes late. When the queue is full, more is refused.',
    },
    {
      aspect: 'refused',
      condition: above(anyRate('receiver', 'otelcol_receiver_refused'), 0),
      holdSeconds: 300,
      summary: 'A collector refuses telemetry: it is short of memory, or a queue is full',
      impact: 'Senders try again for a while, and then drop it.',
    },
    {
      aspect: 'dropped',
      condition: {
        node: 'any',
        of: [
          above(anyRate('exporter', 'otelcol_exporter_send_failed'), 0),
          above(anyRate('exporter', 'otelcol_exporter_enqueue_failed'), 0),
        ],
      },
      holdSeconds: 300,
      summary: 'A collector drops telemetry that a sink does not take',
      impact: 'It is lost: there are gaps in traces, logs or metrics.',
    },
    {
      aspect: 'down',
      condition: {
        node: 'any',
        of: [
          { node: 'compare', left: up, op: '<', right: { node: 'constant', value: 1, unit: 'none' } },
          { node: 'no-value', of: up },
        ],
      },
      holdSeconds: 300,
      summary: 'The gateway of telemetry is down, or cannot be scraped',
      impact: 'Traces, logs and metrics wait at the agents until their queues are full.',
    },
  ];
}

function raw(text: string): Measure {
  return { node: 'raw', language: 'promql', text, unit: 'none' };
}

function above(text: string, threshold: number): Condition {
  return {
    node: 'compare',
    left: raw(text),
    op: '>',
    right: { node: 'constant', value: threshold, unit: 'none' },
  };
}

/** The largest rate of the counters of all signals. Counters that were carried end in _total, scraped ones do not. */
function anyRate(by: string, counter: string): string {
  const rates = [
    [GATEWAY_JOB, ''],
    [AGENT_JOB, '_total'],
  ].flatMap(([job, suffix]) =>
    SIGNAL_COUNTERS.map(
      (signal) =>
        `(sum by (job, instance, ${by}) (rate(${counter}_${signal}${suffix}{job="${job}"}[5m])) > 0)`,
    ),
  );
  return `max(${rates.join(' or ')})`;
}

/** How the gateway's own metrics are collected by whoever collects those of models. */
export function gatewayScrapes(context: BuildContext): Scrape[] {
  const [entity] = context.workspace.list('Telemetry');
  if (entity === undefined || !isRendered(context, 'prometheus')) return [];
  const { endpoint, metricsPort } = entity.spec.gateway;
  return [
    {
      id: GATEWAY_JOB,
      targets: [`${hostPort(endpoint).host}:${metricsPort}`],
      path: '/metrics',
      scheme: 'http',
      intervalSeconds: context.cadence.scrapeSeconds,
      timeoutSeconds: Math.min(10, context.cadence.scrapeSeconds),
      labels: {},
      nativeHistograms: false,
      origin: originOf(entity, ['gateway']),
    },
  ];
}
