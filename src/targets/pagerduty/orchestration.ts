import { weeklyWindows } from '../../calendar/index.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Maintenance } from '../../plan/maintenance.ts';
import type { PagingService } from '../../plan/paging.ts';
import type { Plan } from '../../plan/plan.ts';
import { compareStrings } from '../../support/compare-strings.ts';
import type { FileMark } from '../target.ts';
import { literal } from './names.ts';
import { asked } from './notes.ts';
import { type AlertField, ofAlerts, PCL_LIMITS, withinHours } from './pcl.ts';
import type { Block, Part } from './print.ts';

export interface Orchestration {
  /** None when no event of the service is to be suppressed. */
  readonly parts: readonly Part[];
  readonly notes: readonly Diagnostic[];
}

/**
 * Rules that keep incidents from being raised for a service: of alerts that maintenance mutes, whoever raises them, and of
 * infos, unless the specs call somebody for infos. A suppressed event is still to be seen as an alert of the service.
 * https://registry.terraform.io/providers/PagerDuty/pagerduty/latest/docs/resources/event_orchestration_service
 */
export function orchestrationOf(
  plan: Plan,
  service: PagingService,
  name: string,
  fields: readonly AlertField[],
): Orchestration {
  const rules: Block[] = [];
  const marks: FileMark[] = [];
  const notes: Diagnostic[] = [];
  for (const maintenance of plan.maintenance) {
    const alertNames = alertsOf(plan, service, maintenance);
    if (alertNames.length === 0) continue;
    const conditions = conditionsOf(maintenance, alertNames, fields);
    if (conditions === undefined) notes.push(...unsaid(maintenance));
    for (const each of chunks(conditions ?? [], PCL_LIMITS.conditionsPerRule)) {
      marks.push({ pointer: ['set', 0, 'rule', rules.length], origin: maintenance.origin });
      rules.push(suppressing(`Maintenance ${maintenance.id}`, each));
    }
  }
  if (!service.routes.some(({ severity }) => severity === 'info')) {
    rules.push(suppressing('Infos call nobody', [INFOS]));
  }
  if (rules.length === 0) return { parts: [], notes };
  const part: Part = {
    section: 'resource',
    type: 'pagerduty_event_orchestration_service',
    name,
    body: {
      service: `\${pagerduty_service.${name}.id}`,
      enable_event_orchestration_for_service: true,
      set: [{ id: 'start', rule: rules }],
      catch_all: { actions: {} },
    },
    origin: service.origin,
    marks,
  };
  return { parts: [part], notes };
}

/** Alarms of CloudWatch have no severity of ours, so they are no infos, whatever PagerDuty makes of them. */
const INFOS = "event.severity matches 'info' and event.custom_details.AlarmName does not exist";

function suppressing(label: string, expressions: readonly string[]): Block {
  return {
    label: literal(label),
    condition: expressions.map((expression) => ({ expression: literal(expression) })),
    actions: { suppress: true },
  };
}

/** Names of the alerts of the service that the window mutes, sorted. */
function alertsOf(plan: Plan, { team, routes }: PagingService, { alertNames }: Maintenance): string[] {
  const muted = new Set(alertNames);
  return plan.alerts
    .filter(
      (alert) =>
        muted.has(alert.name) &&
        alert.team === team &&
        routes.some(
          ({ escalation, severity }) => alert.escalation === escalation && alert.severity === severity,
        ),
    )
    .map(({ name }) => name)
    .toSorted(compareStrings);
}

/** Conditions, any of which will do; undefined when the window's times or the names cannot be said. */
function conditionsOf(
  { recurrence }: Maintenance,
  alertNames: readonly string[],
  fields: readonly AlertField[],
): string[] | undefined {
  const weekly = weeklyWindows(recurrence);
  if (weekly === undefined || recurrence.type === 'once') return undefined;
  const times = withinHours(weekly.hours, recurrence.timezone);
  if (times.operators >= PCL_LIMITS.operatorsPerCondition) return undefined;
  const result: string[] = [];
  for (const field of fields) {
    let group: string[] = [];
    for (const name of alertNames) {
      if (fits(condition(times.text, field, [...group, name]))) {
        group.push(name);
        continue;
      }
      if (group.length === 0 || !fits(condition(times.text, field, [name]))) return undefined;
      result.push(condition(times.text, field, group));
      group = [name];
    }
    if (group.length > 0) result.push(condition(times.text, field, group));
  }
  return result;
}

function condition(times: string, field: AlertField, alertNames: readonly string[]): string {
  return `${times} and ${ofAlerts(field, alertNames)}`;
}

function fits(expression: string): boolean {
  return Buffer.byteLength(expression, 'utf8') <= PCL_LIMITS.bytesPerCondition;
}

function unsaid({ id, recurrence, origin }: Maintenance): Diagnostic[] {
  const why =
    recurrence.type === 'once'
      ? 'it happens once'
      : 'its hours of the week cannot be written as one condition';
  return asked({
    construct: 'maintenance/mute',
    origin,
    what: `the maintenance ${id}`,
    detail: `no rule here, since ${why}; whoever raises its alerts keeps silent by itself`,
  });
}

function chunks<T>(list: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}
