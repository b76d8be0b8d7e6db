import { DEFAULT_ESCALATION } from '../../workspace/built-in.ts';
import type { SelfCheck } from '../condition.ts';
import type { Scrape } from '../plan.ts';
import { GATEWAY_JOB } from '../telemetry.ts';
import { addAlert } from './alert.ts';
import { type BuildContext, isRendered, originOf } from './context.ts';
import { hostPort } from './host-port.ts';
import { monitoringTeam } from './monitoring-team.ts';

interface Trouble {
  readonly aspect: string;
  readonly check: SelfCheck;
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
  for (const trouble of TROUBLES) {
    addAlert(context, {
      object: entity,
      subject: { kind: 'Project', name: context.workspace.project.name },
      class: 'monitoring',
      aspect: trouble.aspect,
      severity: 'ticket',
      holdSeconds: trouble.holdSeconds,
      keepFiringSeconds: 0,
      condition: { node: 'self', check: trouble.check },
      upstream: [],
      ownership: { team, runbook: { steps: [], firstLook: [] }, ...escalation },
      firstLook: [],
      prose: {
        summary: [{ text: `${trouble.summary} (${context.environment.name})` }],
        impact: trouble.impact,
      },
      origin: originOf(entity),
    });
  }
}

const TROUBLES: readonly Trouble[] = [
  {
    aspect: 'queue-filling',
    check: 'telemetry-queue-filling',
    holdSeconds: 600,
    summary: 'A queue of telemetry is filling up: a sink takes less than comes in',
    impact: 'What waits comes late. When the queue is full, more is refused.',
  },
  {
    aspect: 'refused',
    check: 'telemetry-refused',
    holdSeconds: 300,
    summary: 'A collector refuses telemetry: it is short of memory, or a queue is full',
    impact: 'Senders try again for a while, and then drop it.',
  },
  {
    aspect: 'dropped',
    check: 'telemetry-dropped',
    holdSeconds: 300,
    summary: 'A collector drops telemetry that a sink does not take',
    impact: 'It is lost: there are gaps in traces, logs or metrics.',
  },
  {
    aspect: 'down',
    check: 'telemetry-down',
    holdSeconds: 600,
    summary: 'The gateway of telemetry is down, or cannot be scraped',
    impact: 'Traces, logs and metrics wait at the agents until their queues are full.',
  },
];

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
