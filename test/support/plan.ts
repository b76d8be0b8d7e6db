import type { Alert } from '../../src/plan/alert.ts';
import type { Condition } from '../../src/plan/condition.ts';
import { PLAN_VERSION } from '../../src/plan/drift-job.ts';
import type { Objective } from '../../src/plan/objective.ts';
import type { Origin } from '../../src/plan/origin.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { Level, Route } from '../../src/plan/route.ts';
import type { PrometheusSeries, Signal } from '../../src/plan/signal.ts';

/** Small hand-written plans: each builder fills in what a test does not care about. */

/** A place in a spec file, as if the object were written at its `line`. */
export function originOf(kind: string, name: string, file = 'models/fraud.yaml', line = 1): Origin {
  const position = { offset: 0, line, column: 1 };
  return { object: { kind, name }, spans: [{ file, start: position, end: position }] };
}

/** A production environment that scrapes and evaluates every 30 s. */
export function planOf(parts: Partial<Plan> = {}): Plan {
  return {
    project: 'acme',
    origin: originOf('Project', 'acme', 'modelwatch.yaml'),
    environment: { name: 'prod', labels: { env: 'prod' }, labelsSelect: false },
    cadence: { scrapeSeconds: 30, evaluationSeconds: 30 },
    signals: [],
    objectives: [],
    alerts: [],
    subjects: [],
    routes: [],
    teamHours: [],
    causes: [],
    maintenance: [],
    scrapes: [],
    instrumentations: [],
    predictionLogs: [],
    tracing: [],
    driftJobs: {
      plan: {
        version: PLAN_VERSION,
        project: 'acme',
        environment: 'prod',
        sources: [],
        policies: [],
        datasets: [],
        qualities: [],
      },
      gaps: [],
      qualities: {},
      policies: {},
      datasets: {},
    },
    actions: [],
    pagingServices: [],
    hasViews: false,
    isRecorded: true,
    metricStore: { retentionSeconds: 400 * 86_400 },
    secretsDir: '/etc/modelwatch/secrets',
    ...parts,
  };
}

/** What a test says of a signal: parts of what Prometheus keeps, too. */
type SignalParts = Partial<Omit<Signal, 'prometheus'>> & { prometheus?: Partial<PrometheusSeries> };

/** A counter of the model `fraud`, selected by its job. */
export function counter(id: string, metric: string, { prometheus, ...others }: SignalParts = {}): Signal {
  return {
    id,
    role: id.split('/')[1] ?? id,
    metric,
    instrument: 'counter',
    unit: 'events',
    emitter: 'service',
    cadenceSeconds: 30,
    origin: originOf('Model', 'fraud'),
    ...others,
    prometheus: { scale: 1, labels: { job: 'fraud' }, facetLabels: {}, ...prometheus },
  };
}

export function gauge(id: string, metric: string, parts: SignalParts = {}): Signal {
  return counter(id, metric, { instrument: 'gauge', unit: 'none', ...parts });
}

export function histogram(
  id: string,
  metric: string,
  kind: 'classic' | 'native',
  parts: SignalParts = {},
): Signal {
  return counter(id, metric, {
    instrument: 'histogram',
    unit: 'seconds',
    ...parts,
    prometheus: { histogram: { kind }, ...parts.prometheus },
  });
}

/** An availability objective of 99.9 % over 30 days: `model:fraud/errors` in `model:fraud/requests`. */
export function objectiveOf(id: string, parts: Partial<Objective> = {}): Objective {
  return {
    id,
    displayName: id,
    sliType: 'availability',
    subject: { kind: 'Model', name: 'fraud' },
    indicator: {
      type: 'events',
      total: [{ signal: 'model:fraud/requests' }],
      bad: [{ signal: 'model:fraud/errors' }],
    },
    target: 0.999,
    periodSeconds: 30 * 86_400,
    budgeting: { type: 'events' },
    ratioWindowsSeconds: [300, 3600],
    burnTiers: [],
    excludedMaintenance: [],
    origin: originOf('SLO', id),
    ...parts,
  };
}

/** A page of the team `risk` about the model `fraud`, asked for by the SLO or monitor `object`. */
export function alertOf(
  name: string,
  object: Alert['object'],
  condition: Condition,
  parts: Partial<Alert> = {},
): Alert {
  const kind = object.kind.toLowerCase();
  const severity = parts.severity ?? 'page';
  return {
    id: `${kind}:${object.name}/${name}`,
    name,
    object,
    subject: { kind: 'Model', name: 'fraud' },
    class: 'availability',
    condition,
    severity,
    holdSeconds: 0,
    keepFiringSeconds: 0,
    team: 'risk',
    escalation: 'critical',
    upstream: [],
    labels: {
      env: 'prod',
      project: 'acme',
      team: 'risk',
      model: 'fraud',
      [kind]: object.name,
      severity,
      escalation: 'critical',
      modelwatch_kind: object.kind,
      modelwatch_id: `${kind}:${object.name}`,
    },
    prose: { summary: [{ text: name }], impact: [], firstLook: [] },
    runbook: { steps: [], firstLook: [] },
    runbookUrl: `https://runbooks.example.com/${name}.md`,
    specUrl: `models/fraud.yaml#${object.kind}/${object.name}`,
    origin: originOf(object.kind, object.name),
    ...parts,
  };
}

/** The burn-rate condition of the fast tier: 5 m and 1 h. */
export function fastBurn(objective: string, factor = 14.4, minBadEvents = 10): Condition {
  return { node: 'burn-rate', objective, factor, shortSeconds: 300, longSeconds: 3600, minBadEvents };
}

/** The escalation `critical` of the team `risk`; `staged` gives delays of staged levels from the second on, in seconds. */
export function routeOf(staged: readonly number[] = []): Route {
  const origin = originOf('EscalationPolicy', 'critical');
  const levels: Level[] = [0, ...staged].map((afterSeconds, index) => ({
    number: index + 1,
    staged: index > 0,
    afterSeconds,
    timing: 'always',
    recipients: [],
    origin,
  }));
  return {
    team: 'risk',
    escalation: 'critical',
    severities: [{ severity: 'page', levels, heldOutsideBusinessHours: false, origin }],
    grouping: { by: ['env'], waitSeconds: 30, intervalSeconds: 300, repeatSeconds: 14_400 },
    origin,
  };
}
