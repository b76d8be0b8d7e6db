import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { PagingService } from '../../plan/paging.ts';
import { pagingParameterName } from '../../plan/paging-names.ts';
import type { Plan } from '../../plan/plan.ts';
import { delaysOf } from './escalation.ts';
import { literal, terraformName } from './names.ts';
import { asked, note } from './notes.ts';
import { orchestrationOf } from './orchestration.ts';
import type { Output, Part } from './print.ts';
import type { Schedules } from './schedules.ts';

export interface ServiceParts {
  readonly parts: readonly Part[];
  readonly outputs: readonly Output[];
  readonly notes: readonly Diagnostic[];
}

/** A rule of an escalation policy calls at most so many: https://developer.pagerduty.com/api-reference/51b21014a4f5a-create-an-escalation-policy */
const MAX_TARGETS = 10;

/** Data source of the integration that reads what CloudWatch publishes to SNS. */
export const CLOUDWATCH_VENDOR = 'amazon_cloudwatch';

/** A service with its policy, the integrations that raise its incidents, and what suppresses them. */
export function serviceParts(
  plan: Plan,
  service: PagingService,
  schedules: Schedules,
  hasCloudWatch: boolean,
): ServiceParts {
  const name = terraformName(service.id);
  const { minutes, notes } = delaysOf(service);
  const orchestration = orchestrationOf(
    plan,
    service,
    name,
    hasCloudWatch ? ['alertmanager', 'cloudwatch'] : ['alertmanager'],
  );
  const { origin } = service;
  const resource = (type: string, body: Part['body']): Part => ({
    section: 'resource',
    type,
    name,
    body,
    origin,
  });
  return {
    parts: [
      {
        ...resource('pagerduty_escalation_policy', policyBody(plan, service, schedules, minutes)),
        marks: service.levels.map((level, index) => ({ pointer: ['rule', index], origin: level.origin })),
      },
      resource('pagerduty_service', serviceBody(plan, service, name)),
      ...integrations(name, hasCloudWatch).map((integration) => ({ ...integration, origin })),
      ...orchestration.parts,
    ],
    outputs: outputsOf(plan, service, name, hasCloudWatch),
    notes: [...notes, ...targetNotes(service), ...timingNotes(plan, service), ...orchestration.notes],
  };
}

function policyBody(
  plan: Plan,
  service: PagingService,
  schedules: Schedules,
  minutes: readonly number[],
): Part['body'] {
  return {
    name: literal(titleOf(plan, service)),
    description: literal(descriptionOf(plan, service)),
    num_loops: service.repeat,
    rule: service.levels.map(({ onCall }, index) => ({
      escalation_delay_in_minutes: minutes[index],
      target: [...new Set(onCall.map(schedules.idOf))]
        .slice(0, MAX_TARGETS)
        .map((id) => ({ type: 'schedule_reference', id })),
    })),
  };
}

/** The timeouts are off: an incident is over when whoever raised it says so, or a person does. */
function serviceBody(plan: Plan, service: PagingService, name: string): Part['body'] {
  return {
    name: literal(titleOf(plan, service)),
    description: literal(descriptionOf(plan, service)),
    escalation_policy: `\${pagerduty_escalation_policy.${name}.id}`,
    alert_creation: 'create_alerts_and_incidents',
    acknowledgement_timeout: 'null',
    auto_resolve_timeout: 'null',
    incident_urgency_rule: { type: 'constant', urgency: urgencyOf(service) },
  };
}

/**
 * By the severity of the alert, where that loses no level: PagerDuty gives warnings and infos the low urgency, and incidents
 * of low urgency never escalate. https://support.pagerduty.com/main/docs/dynamic-notifications
 */
function urgencyOf({ levels, repeat, routes }: PagingService): 'high' | 'severity_based' {
  if (routes.every(({ severity }) => severity === 'page')) return 'severity_based';
  return levels.length > 1 || repeat > 0 ? 'high' : 'severity_based';
}

function titleOf({ environment }: Plan, { id }: PagingService): string {
  return [environment.name, ...id.split('/')].join(' ');
}

function descriptionOf({ project, environment }: Plan, service: PagingService): string {
  const routes = service.routes.map(({ escalation, severity }) => `${escalation} (${severity})`).join(', ');
  const [span] = service.origin.spans;
  const { kind, name } = service.origin.object;
  const spec = `${span === undefined ? '' : `${span.file}#`}${kind}/${name}`;
  return `Alerts of ${service.team} by ${routes}. Made by modelwatch from ${spec}, project ${project}, environment ${environment.name}.`;
}

function integrations(name: string, hasCloudWatch: boolean): Omit<Part, 'origin'>[] {
  const service = `\${pagerduty_service.${name}.id}`;
  const common = { section: 'resource', type: 'pagerduty_service_integration' } as const;
  const events = {
    ...common,
    name: `${name}_events`,
    body: { name: 'Events API v2', type: 'events_api_v2_inbound_integration', service },
  };
  const vendor = `data.pagerduty_vendor.${CLOUDWATCH_VENDOR}`;
  const cloudwatch = {
    ...common,
    name: `${name}_cloudwatch`,
    body: { name: `\${${vendor}.name}`, vendor: `\${${vendor}.id}`, service },
  };
  return hasCloudWatch ? [events, cloudwatch] : [events];
}

/** Descriptions are no templates in Terraform, so nothing is escaped in them. */
function outputsOf(plan: Plan, service: PagingService, name: string, hasCloudWatch: boolean): Output[] {
  const integration = `pagerduty_service_integration.${name}`;
  const { origin } = service;
  const key: Output = {
    name: `${name}_events_key`,
    body: {
      value: `\${${integration}_events.integration_key}`,
      sensitive: true,
      description: `Integration key of ${titleOf(plan, service)}. Put it into ${keyPlace(plan, service)}`,
    },
    origin,
  };
  const endpoint: Output = {
    name: pagingParameterName(service),
    body: {
      value: `https://events.pagerduty.com/integration/\${${integration}_cloudwatch.integration_key}/enqueue`,
      sensitive: true,
      description: `Where CloudWatch raises incidents of ${titleOf(plan, service)}: the parameter of this name of the AWS template.`,
    },
    origin,
  };
  return hasCloudWatch ? [key, endpoint] : [key];
}

/** Alertmanager reads no variables: what the specs give as `env:X` is the file X in the project's folder of secrets. */
function keyPlace({ secretsDir }: Plan, { routingKey }: PagingService): string {
  if (routingKey.from === 'file') return `the file ${routingKey.path}, where Alertmanager reads it.`;
  const file = `${secretsDir.replace(/\/+$/, '')}/${routingKey.variable}`;
  return `the file ${file}, where Alertmanager reads the variable ${routingKey.variable}.`;
}

function targetNotes({ id, levels }: PagingService): Diagnostic[] {
  return levels.flatMap(({ onCall, origin }, index) => {
    const count = new Set(onCall.map((schedule) => JSON.stringify(schedule))).size;
    if (count <= MAX_TARGETS) return [];
    return [
      note('target/limit', origin, {
        severity: 'warning',
        message: `pagerduty: level ${index + 1} of ${id} calls ${MAX_TARGETS} of ${count} schedules: a rule takes no more`,
        hint: 'Split the level in two.',
      }),
    ];
  });
}

/** Levels of the service with hours: those raised by Alertmanager have them there, later ones nowhere. */
function timingNotes({ routes }: Plan, service: PagingService): Diagnostic[] {
  const taken = new Set(service.routes.map(({ escalation, severity }) => `${escalation}/${severity}`));
  return routes
    .filter(({ team }) => team === service.team)
    .flatMap(({ escalation, severities }) =>
      severities
        .filter(({ severity }) => taken.has(`${escalation}/${severity}`))
        .flatMap(({ levels, severity }) => {
          const paging = levels.filter(({ recipients }) =>
            recipients.some(({ type }) => type === 'pagerduty'),
          );
          return paging
            .slice(1)
            .filter(({ timing }) => timing !== 'always')
            .flatMap((level) =>
              asked({
                construct: 'route/timing',
                origin: level.origin,
                what: `level ${level.number} of ${escalation} (${severity})`,
              }),
            );
        }),
    );
}
