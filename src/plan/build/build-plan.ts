import type { Report } from '../../diagnostics/diagnostic.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import type { Entity, Workspace } from '../../workspace/entity.ts';
import type { Alert } from '../alert.ts';
import type { Objective } from '../objective.ts';
import type { Environment, Plan } from '../plan.ts';
import type { Signal } from '../signal.ts';
import { type AbsenceDemand, addAbsenceAlerts } from './absence.ts';
import { buildActions } from './actions.ts';
import { addBusinessMetricAlerts } from './business-metric.ts';
import { buildTeamHours } from './calendar.ts';
import { buildCauses } from './causes.ts';
import { type BuildContext, hasViews, isRendered, originOf, type SubjectEntity } from './context.ts';
import { cadenceOf, checkDataSources, metricStoreOf } from './data-source.ts';
import { buildDriftJobs } from './drift-plan/plan.ts';
import { checkEnvironmentLabels } from './environment-labels.ts';
import { addExpectedRowsAlerts } from './expected-rows.ts';
import { addFeatureSetAlerts } from './feature-set.ts';
import { buildInstrumentations } from './instrumentation.ts';
import { addJobAlerts } from './job-watch.ts';
import { buildMaintenance } from './maintenance.ts';
import { modelCost } from './model-cost.ts';
import { addMonitorAlerts } from './monitor.ts';
import { subjectEntity } from './ownership.ts';
import { withNativePaging } from './paging.ts';
import { addPipelineAlerts } from './pipeline.ts';
import { addProxyAlerts } from './proxies.ts';
import { reportUnrouted } from './reachability.ts';
import { webhookRecipient } from './recipients.ts';
import { addResourceAlerts } from './resources.ts';
import { buildRoutes } from './routes.ts';
import { buildScrapes } from './scrapes.ts';
import { addSelfAlerts } from './self.ts';
import { type BuiltObjective, buildObjective } from './slo.ts';
import { addSloAlerts } from './slo-alerts.ts';
import { addMappedSignals, buildSubjectFacts } from './subject-facts.ts';
import { buildPredictionLogs, buildTracing } from './telemetry.ts';
import { addTelemetryAlerts, gatewayScrapes } from './telemetry-alerts.ts';
import { buildTelemetryPipeline } from './telemetry-pipeline.ts';

/**
 * The monitoring plan of a workspace. Problems are reported with their places; what has one is left out of the plan, which
 * must then not be rendered.
 */
export function buildPlan(
  workspace: Workspace,
  readAuxiliary: BuildContext['readAuxiliary'],
  report: Report,
): Plan {
  const context = contextOf(workspace, readAuxiliary, report);
  const demands: AbsenceDemand[] = [];
  const built: BuiltObjective[] = [];
  for (const slo of workspace.list('SLO')) {
    const subject = subjectEntity(context, slo);
    const objective = subject && buildObjective(context, slo, subject);
    if (!objective) continue;
    built.push(objective);
    addSloAlerts(context, slo, subject, objective);
    demands.push(...sloDemands(slo, subject, objective));
  }
  for (const metric of workspace.list('BusinessMetric')) addBusinessMetricAlerts(context, metric);
  for (const monitor of workspace.list('Monitor')) {
    const subject = subjectEntity(context, monitor);
    if (subject) demands.push(...addMonitorAlerts(context, monitor, subject));
  }
  for (const model of workspace.list('Model')) {
    demands.push(...addResourceAlerts(context, model), ...addExpectedRowsAlerts(context, model));
  }
  for (const model of workspace.list('Model')) {
    modelCost(context, model);
    demands.push(...addProxyAlerts(context, model));
  }
  for (const pipeline of workspace.list('Pipeline')) demands.push(...addPipelineAlerts(context, pipeline));
  for (const featureSet of workspace.list('FeatureSet'))
    demands.push(...addFeatureSetAlerts(context, featureSet));
  const drift = addJobAlerts(
    context,
    built.map(({ objective }) => objective),
  );
  if (hasViews(context)) addMappedSignals(context);
  addAbsenceAlerts(context, demands);
  addSelfAlerts(context);
  addTelemetryAlerts(context);
  reportNameCollisions(context);
  const { routes, pagingServices } = withNativePaging(context, buildRoutes(context));
  reportUnrouted(context, routes);
  const { maintenance, objectives } = buildMaintenance(context, [
    ...built.map(({ objective }) => objective),
    ...drift,
  ]);
  return planOf(context, { routes, maintenance, objectives, pagingServices });
}

function planOf(
  context: BuildContext,
  parts: Pick<Plan, 'routes' | 'maintenance' | 'pagingServices'> & { objectives: readonly Objective[] },
): Plan {
  const { workspace } = context;
  const project = workspace.project.spec;
  const watchdog =
    project.watchdog &&
    webhookRecipient(context, project.watchdog.webhook, 'system', {
      entity: workspace.project,
      path: ['watchdog', 'webhook'],
    });
  const tracing = buildTracing(context, parts.objectives);
  const telemetry = buildTelemetryPipeline(context, tracing);
  return {
    project: workspace.project.name,
    origin: originOf(workspace.project),
    environment: context.environment,
    cadence: context.cadence,
    signals: sortedBy<Signal>([...context.signals.values()], (signal) => signal.id),
    objectives: sortedBy(parts.objectives, (objective) => objective.id),
    alerts: sortedBy<Alert>(context.alerts, (alert) => alert.id),
    subjects: buildSubjectFacts(context),
    routes: parts.routes,
    teamHours: buildTeamHours(context),
    causes: buildCauses(context, parts.routes),
    maintenance: parts.maintenance,
    scrapes: [...buildScrapes(context), ...gatewayScrapes(context)],
    instrumentations: buildInstrumentations(context, parts.objectives),
    predictionLogs: buildPredictionLogs(context),
    tracing,
    ...(telemetry && { telemetry }),
    driftJobs: buildDriftJobs(context),
    actions: buildActions(context),
    pagingServices: parts.pagingServices,
    metricStore: metricStoreOf(workspace),
    hasViews: hasViews(context),
    isRecorded: isRendered(context, 'prometheus'),
    ...(watchdog && { watchdog }),
    secretsDir: project.secretsDir,
    ...(project.links.runbooks !== undefined && { runbookBaseUrl: project.links.runbooks }),
  };
}

function contextOf(
  workspace: Workspace,
  readAuxiliary: BuildContext['readAuxiliary'],
  report: Report,
): BuildContext {
  const environment: Environment = {
    name: workspace.environment,
    labels: workspace.environmentObject?.spec.labels ?? { env: workspace.environment },
    labelsSelect: workspace.environmentObject?.spec.labelsSelect ?? false,
  };
  const context: BuildContext = {
    workspace,
    environment,
    cadence: cadenceOf(workspace),
    report,
    readAuxiliary,
    signals: new Map(),
    alerts: [],
  };
  checkDataSources(context);
  checkEnvironmentLabels(context);
  return context;
}

function sloDemands(slo: Entity<'SLO'>, subject: SubjectEntity, built: BuiltObjective): AbsenceDemand[] {
  const { absent, severity } = slo.spec.alerting;
  const demand = { subject, severity: absent.severity ?? severity.fast, holdSeconds: absent.for.seconds };
  return [
    ...built.required.map((signal) => ({ ...demand, signal, vanishing: false })),
    ...built.vanishing.map((signal) => ({ ...demand, signal, vanishing: true })),
  ];
}

/** Alert names are made of object names; two that come out equal could not be told apart by people or silences. */
function reportNameCollisions(context: BuildContext): void {
  if (new Set(context.alerts.map(({ name }) => name)).size === context.alerts.length) return;
  const byName = new Map<string, Alert>();
  for (const alert of sortedBy<Alert>(context.alerts, ({ id }) => id)) {
    const first = byName.get(alert.name);
    byName.set(alert.name, first ?? alert);
    if (first === undefined) continue;
    const [span] = alert.origin.spans;
    context.report({
      code: 'target/name-collision',
      severity: 'error',
      message: `two alerts would be named ${alert.name}`,
      ...(span && { span }),
      object: alert.object,
      related: first.origin.spans.slice(0, 1).map((place) => ({ message: 'the other one', span: place })),
      hint: 'Rename one of the objects.',
    });
  }
}
