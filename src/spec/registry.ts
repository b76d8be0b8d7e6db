import type { KindDefinition } from './kind.ts';
import { action } from './kinds/action.ts';
import { alertTest } from './kinds/alert-test.ts';
import { businessMetric } from './kinds/business-metric.ts';
import { dataSource } from './kinds/data-source.ts';
import { defaults } from './kinds/defaults.ts';
import { driftPolicy } from './kinds/drift-policy.ts';
import { environment } from './kinds/environment.ts';
import { escalationPolicy } from './kinds/escalation-policy.ts';
import { featureSet } from './kinds/feature-set.ts';
import { maintenanceWindow } from './kinds/maintenance-window.ts';
import { model } from './kinds/model.ts';
import { monitor } from './kinds/monitor.ts';
import { pipeline } from './kinds/pipeline.ts';
import { projectKind, type TargetOptions } from './kinds/project.ts';
import { runbook } from './kinds/runbook.ts';
import { slo } from './kinds/slo.ts';
import { team } from './kinds/team.ts';
import { telemetry } from './kinds/telemetry.ts';
import type { KindName } from './names.ts';

/** All kinds of the language. A new kind is one file in `kinds/` and one line here (and its name in `names.ts`). */
export function kindRegistry(targetOptions: TargetOptions) {
  return {
    Project: projectKind(targetOptions),
    Defaults: defaults,
    Environment: environment,
    Team: team,
    EscalationPolicy: escalationPolicy,
    Runbook: runbook,
    DataSource: dataSource,
    Pipeline: pipeline,
    FeatureSet: featureSet,
    Model: model,
    SLO: slo,
    Monitor: monitor,
    DriftPolicy: driftPolicy,
    MaintenanceWindow: maintenanceWindow,
    BusinessMetric: businessMetric,
    Action: action,
    AlertTest: alertTest,
    Telemetry: telemetry,
  } satisfies { [Kind in KindName]: KindDefinition };
}
export type KindRegistry = ReturnType<typeof kindRegistry>;
/** The typed spec of a kind. */
export type SpecOf<Kind extends KindName> =
  KindRegistry[Kind] extends KindDefinition<infer Spec> ? Spec : never;
