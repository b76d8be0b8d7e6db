import type { Plan } from '../../plan/plan.ts';
import type { Recipient, Route } from '../../plan/route.ts';
import { allEntries, type Entry } from '../../plan/route-entries.ts';
import { actionReceivers } from './actions.ts';
import type { Integration, ReceiverNode } from './config.ts';
import { emailConfig, pagerdutyConfig, slackConfig, webhookConfig } from './integrations.ts';
import type { Names } from './names.ts';

/** One receiver for each entry, and those that tell nobody. */
export function receiversOf(plan: Plan, names: Names): ReceiverNode[] {
  return [
    { name: names.unrouted, integrations: [] },
    { name: names.nobody, integrations: [] },
    ...watchdogReceiver(plan, names),
    ...actionReceivers(plan, names),
    ...plan.routes.flatMap((route) =>
      allEntries(route).map((entry) => entryReceiver(plan, route, entry, names)),
    ),
  ];
}

function entryReceiver(plan: Plan, route: Route, entry: Entry, names: Names): ReceiverNode {
  return {
    name: names.entry(route, entry.severity, entry.number, entry.timing),
    origin: entry.origin,
    integrations: entry.recipients.map((recipient) => integration(plan, recipient, entry)),
  };
}

/** The dead man's switch reads as information of level 1; that it resolves is no news, its silence is. */
function watchdogReceiver(plan: Plan, names: Names): ReceiverNode[] {
  const hasSwitch = plan.alerts.some(({ condition }) => condition.node === 'always');
  if (plan.watchdog === undefined || !hasSwitch) return [];
  const entry = { severity: 'info', number: 1, timing: 'always', sendResolved: false } as const;
  return [{ name: names.watchdog, integrations: [integration(plan, plan.watchdog, entry)] }];
}

type Telling = Pick<Entry, 'severity' | 'number' | 'timing'> & { readonly sendResolved?: boolean };

function integration(plan: Plan, recipient: Recipient, telling: Telling): Integration {
  const context = {
    environment: plan.environment.name,
    secretsDir: plan.secretsDir,
    entry: telling,
    // A digest tells what still fires.
    sendResolved: telling.sendResolved ?? telling.timing !== 'digest',
  };
  switch (recipient.type) {
    case 'pagerduty':
      return { kind: 'pagerduty_configs', settings: pagerdutyConfig(recipient, context) };
    case 'slack':
      return { kind: 'slack_configs', settings: slackConfig(recipient, context) };
    case 'email':
      return { kind: 'email_configs', settings: emailConfig(recipient, context) };
    case 'webhook':
      return { kind: 'webhook_configs', settings: webhookConfig(recipient, context) };
  }
}
