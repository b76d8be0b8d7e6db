import type { Alert } from '../../src/plan/alert.ts';
import type { Severity } from '../../src/plan/objective.ts';
import type { Origin } from '../../src/plan/origin.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { Level, Recipient, Route, SeverityRoute, Timing } from '../../src/plan/route.ts';
import { planOf } from './plan.ts';

/** Plans written by hand, for what turns plans into routes. */

/** Where a piece of a hand-written plan claims to come from: line 1 of a file named after the object. */
export function originOf(kind: string, name: string): Origin {
  const start = { offset: 0, line: 1, column: 1 };
  const file = `specs/${kind.toLowerCase()}/${name}.yaml`;
  return { object: { kind, name }, spans: [{ file, start, end: { offset: 4, line: 1, column: 5 } }] };
}

export function plan(changes: Partial<Plan> = {}): Plan {
  return planOf({
    project: 'acme-ml',
    cadence: { scrapeSeconds: 15, evaluationSeconds: 30 },
    metricStore: {},
    ...changes,
  });
}

export function webhook(name: string, path = `/secrets/${name}`): Recipient {
  return { type: 'webhook', name, url: { from: 'file', path }, purpose: 'on-call' };
}

export function level(number: number, recipients: readonly Recipient[], changes: Partial<Level> = {}): Level {
  return {
    number,
    staged: number > 1,
    afterSeconds: (number - 1) * 900,
    timing: 'always',
    recipients,
    origin: originOf('EscalationPolicy', 'ml-critical'),
    ...changes,
  };
}

export function severityRoute(
  severity: SeverityRoute['severity'],
  levels: readonly Level[],
  changes: Partial<SeverityRoute> = {},
): SeverityRoute {
  return {
    severity,
    levels,
    heldOutsideBusinessHours: false,
    origin: originOf('EscalationPolicy', 'ml-critical'),
    ...changes,
  };
}

export function route(severities: readonly SeverityRoute[], changes: Partial<Route> = {}): Route {
  return {
    team: 'risk-ml',
    escalation: 'ml-critical',
    severities,
    grouping: { by: ['model', 'env'], waitSeconds: 30, intervalSeconds: 300, repeatSeconds: 14_400 },
    origin: originOf('EscalationPolicy', 'ml-critical'),
    ...changes,
  };
}

export interface AlertOptions {
  readonly severity?: Severity;
  readonly team?: string;
  /** `null` where the environment disables escalation. */
  readonly escalation?: string | null;
  readonly upstream?: readonly string[];
  readonly model?: string;
  readonly pipeline?: string;
  readonly always?: boolean;
}

/** An alert of the model fraud-detector, unless `pipeline` says otherwise; its id is the name in lower case. */
export function alert(name: string, options: AlertOptions = {}): Alert {
  const { severity = 'page', team = 'risk-ml', upstream = [], pipeline, always = false } = options;
  const escalation = options.escalation === undefined ? 'ml-critical' : options.escalation;
  const model = pipeline === undefined ? (options.model ?? 'fraud-detector') : undefined;
  const id = name.toLowerCase();
  return {
    id: `monitor:${id}/threshold`,
    name,
    object: { kind: 'Monitor', name: id },
    subject:
      pipeline === undefined ? { kind: 'Model', name: model ?? '' } : { kind: 'Pipeline', name: pipeline },
    class: 'threshold',
    condition: always
      ? { node: 'always' }
      : {
          node: 'compare',
          op: '>',
          left: { node: 'constant', value: 1, unit: 'none' },
          right: { node: 'constant', value: 0, unit: 'none' },
        },
    severity,
    holdSeconds: 60,
    keepFiringSeconds: 0,
    team,
    ...(escalation === null ? {} : { escalation }),
    upstream,
    labels: {
      env: 'prod',
      team,
      severity,
      modelwatch_kind: 'monitor',
      modelwatch_id: `monitor:${id}`,
      ...(model === undefined ? {} : { model }),
      ...(pipeline === undefined ? {} : { pipeline }),
      ...(escalation === null ? {} : { escalation }),
      ...(upstream.length === 0 ? {} : { upstream: upstream.join(',') }),
    },
    prose: {
      summary: [{ text: `${name} fires` }],
      impact: [{ text: 'fewer good predictions' }],
      firstLook: [],
    },
    runbook: { steps: [], firstLook: [] },
    runbookUrl: `https://runbooks.example.com/${id}`,
    specUrl: `specs/monitor/${id}.yaml#Monitor/${id}`,
    origin: originOf('Monitor', id),
  };
}

/** Entries of one level that tell different people at different times. */
export function timed(timing: Timing, recipients: readonly Recipient[], number = 1): Level {
  return level(number, recipients, { timing, afterSeconds: (number - 1) * 900 });
}
