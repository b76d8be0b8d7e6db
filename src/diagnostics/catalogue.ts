import { ACTION_CODES } from './catalogue/action.ts';
import { BUSINESS_CODES } from './catalogue/business.ts';
import { CALENDAR_CODES } from './catalogue/calendar.ts';
import { CALIBRATE_CODES } from './catalogue/calibrate.ts';
import { DATASOURCE_CODES } from './catalogue/datasource.ts';
import { DRIFT_CODES } from './catalogue/drift.ts';
import { DRIFT_COLUMN_CODES } from './catalogue/drift-columns.ts';
import { DRIFT_RUN_CODES } from './catalogue/drift-run.ts';
import { DRIFT_SOURCE_CODES } from './catalogue/drift-sources.ts';
import type { CatalogueEntry } from './catalogue/entry.ts';
import { ENV_CODES } from './catalogue/env.ts';
import { FEATURE_CODES } from './catalogue/feature.ts';
import { FILE_CODES } from './catalogue/file.ts';
import { INHIBITION_CODES } from './catalogue/inhibition.ts';
import { INSTRUMENTATION_CODES } from './catalogue/instrumentation.ts';
import { LIMITS_CODES } from './catalogue/limits.ts';
import { LINT_CODES } from './catalogue/lint.ts';
import { LIVE_CODES } from './catalogue/live.ts';
import { MAINTENANCE_CODES } from './catalogue/maintenance.ts';
import { METRICS_CODES } from './catalogue/metrics.ts';
import { MONITOR_CODES } from './catalogue/monitor.ts';
import { OUTPUT_CODES } from './catalogue/output.ts';
import { PREVIEW_CODES } from './catalogue/preview.ts';
import { PROJECT_CODES } from './catalogue/project.ts';
import { PROMQL_CODES } from './catalogue/promql.ts';
import { PUBLISH_CODES } from './catalogue/publish.ts';
import { QUALITY_CODES } from './catalogue/quality.ts';
import { REFERENCE_CODES } from './catalogue/reference.ts';
import { ROUTE_CODES } from './catalogue/route.ts';
import { ROUTING_CODES } from './catalogue/routing.ts';
import { SCHEDULE_CODES } from './catalogue/schedule.ts';
import { SCHEMA_CODES } from './catalogue/schema.ts';
import { SCRAPE_CODES } from './catalogue/scrape.ts';
import { SECRET_CODES } from './catalogue/secret.ts';
import { SLO_CODES } from './catalogue/slo.ts';
import { TARGET_CODES } from './catalogue/target.ts';
import { TELEMETRY_CODES } from './catalogue/telemetry.ts';
import { TEST_CODES } from './catalogue/test.ts';
import { TOOL_CODES } from './catalogue/tool.ts';
import { UNIT_CODES } from './catalogue/unit.ts';
import { USAGE_CODES } from './catalogue/usage.ts';
import { YAML_CODES } from './catalogue/yaml.ts';

export type { CatalogueEntry } from './catalogue/entry.ts';

/**
 * Every code that something other than a lint rule reports (lint rules document themselves). One file a group, in
 * `catalogue/`. A test compares the list with the codes that the source reports.
 */
export const CATALOGUE: readonly CatalogueEntry[] = [
  ...ACTION_CODES,
  ...BUSINESS_CODES,
  ...CALENDAR_CODES,
  ...DATASOURCE_CODES,
  ...DRIFT_CODES,
  ...DRIFT_COLUMN_CODES,
  ...DRIFT_RUN_CODES,
  ...DRIFT_SOURCE_CODES,
  ...CALIBRATE_CODES,
  ...ENV_CODES,
  ...FEATURE_CODES,
  ...FILE_CODES,
  ...INHIBITION_CODES,
  ...INSTRUMENTATION_CODES,
  ...LINT_CODES,
  ...LIMITS_CODES,
  ...LIVE_CODES,
  ...MAINTENANCE_CODES,
  ...METRICS_CODES,
  ...MONITOR_CODES,
  ...OUTPUT_CODES,
  ...PREVIEW_CODES,
  ...PROJECT_CODES,
  ...PROMQL_CODES,
  ...PUBLISH_CODES,
  ...QUALITY_CODES,
  ...REFERENCE_CODES,
  ...ROUTE_CODES,
  ...ROUTING_CODES,
  ...SCHEDULE_CODES,
  ...SCHEMA_CODES,
  ...SCRAPE_CODES,
  ...SECRET_CODES,
  ...SLO_CODES,
  ...TARGET_CODES,
  ...TELEMETRY_CODES,
  ...TEST_CODES,
  ...TOOL_CODES,
  ...UNIT_CODES,
  ...USAGE_CODES,
  ...YAML_CODES,
];

const BY_CODE: ReadonlyMap<string, CatalogueEntry> = new Map(CATALOGUE.map((entry) => [entry.code, entry]));

/** The entry of a code; undefined for lint rules and for codes that do not exist. */
export function catalogueEntry(code: string): CatalogueEntry | undefined {
  return BY_CODE.get(code);
}
