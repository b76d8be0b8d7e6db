import { DataPagerdutySchedule } from '@cdktf/provider-pagerduty/lib/data-pagerduty-schedule/index.js';
import { DataPagerdutyUser } from '@cdktf/provider-pagerduty/lib/data-pagerduty-user/index.js';
import { DataPagerdutyVendor } from '@cdktf/provider-pagerduty/lib/data-pagerduty-vendor/index.js';
import { EscalationPolicy } from '@cdktf/provider-pagerduty/lib/escalation-policy/index.js';
import { EventOrchestrationService } from '@cdktf/provider-pagerduty/lib/event-orchestration-service/index.js';
import { Schedule } from '@cdktf/provider-pagerduty/lib/schedule/index.js';
import { Service } from '@cdktf/provider-pagerduty/lib/service/index.js';
import { ServiceIntegration } from '@cdktf/provider-pagerduty/lib/service-integration/index.js';
import { type TerraformElement, Testing } from 'cdktf';
import type { Construct } from 'constructs';

/** The typed classes that HashiCorp generates from the schema of PagerDuty's provider. */

type Body = Readonly<Record<string, unknown>>;
type Class = new (scope: Construct, id: string, config: never) => TerraformElement;

interface Generated {
  readonly class: Class;
  /** Module below the provider's package, and the interface of its configuration. */
  readonly module: string;
  readonly config: string;
}

function generated(constructor: unknown, module: string, config: string): Generated {
  return { class: constructor as Class, module, config };
}

export const GENERATED: Readonly<Record<string, Generated>> = {
  'data.pagerduty_schedule': generated(
    DataPagerdutySchedule,
    'data-pagerduty-schedule',
    'DataPagerdutyScheduleConfig',
  ),
  'data.pagerduty_user': generated(DataPagerdutyUser, 'data-pagerduty-user', 'DataPagerdutyUserConfig'),
  'data.pagerduty_vendor': generated(
    DataPagerdutyVendor,
    'data-pagerduty-vendor',
    'DataPagerdutyVendorConfig',
  ),
  'resource.pagerduty_escalation_policy': generated(
    EscalationPolicy,
    'escalation-policy',
    'EscalationPolicyConfig',
  ),
  'resource.pagerduty_event_orchestration_service': generated(
    EventOrchestrationService,
    'event-orchestration-service',
    'EventOrchestrationServiceConfig',
  ),
  'resource.pagerduty_schedule': generated(Schedule, 'schedule', 'ScheduleConfig'),
  'resource.pagerduty_service': generated(Service, 'service', 'ServiceConfig'),
  'resource.pagerduty_service_integration': generated(
    ServiceIntegration,
    'service-integration',
    'ServiceIntegrationConfig',
  ),
};

/** A `resource` or `data` block. */
export interface BlockData {
  /** `resource.pagerduty_service`. */
  readonly kind: string;
  readonly name: string;
  readonly body: Body;
}

/** All blocks of a rendered file. */
export function blocksOf(text: string): BlockData[] {
  const document = JSON.parse(text) as Record<string, Record<string, Record<string, Body>> | undefined>;
  return ['data', 'resource'].flatMap((section) =>
    Object.entries(document[section] ?? {}).flatMap(([type, named]) =>
      Object.entries(named).map(([name, body]) => ({ kind: `${section}.${type}`, name, body })),
    ),
  );
}

/** `{ time_zone: … }` → `{ timeZone: … }`, at every depth. */
export function camelCased(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelCased);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      camelCased(entry),
    ]),
  );
}

/** The same block as the provider's class writes it: what the class does not know is not in it. */
export function synthesised({ kind, name, body }: BlockData): unknown {
  const [section = '', type = ''] = kind.split('.');
  const found = GENERATED[kind];
  if (found === undefined) throw new Error(`the provider has no ${kind}`);
  const text = Testing.synthScope((scope) => {
    new found.class(scope, name, camelCased(body) as never).overrideLogicalId(name);
  });
  const document = JSON.parse(text) as Record<string, Record<string, Record<string, Body>>>;
  const { '//': _, ...attributes } = document[section]?.[type]?.[name] ?? {};
  return attributes;
}
