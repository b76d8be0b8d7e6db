import type { NotifySpec } from '../../spec/kinds/escalation-policy.ts';
import { didYouMean, suggest } from '../../support/suggest.ts';
import { printTimeOfDay } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { OnCallSchedule } from '../paging.ts';
import type { Recipient } from '../route.ts';
import { type BuildContext, reportAt } from './context.ts';
import { secretOf } from './secret.ts';

/** Who asks: the entity and field that a problem is reported at. */
export interface Asking {
  readonly entity: Entity;
  readonly path: (string | number)[];
}

type OnCall = Entity<'Team'>['spec']['onCall'][number];

/** The recipient that one `notify` entry names for a team; undefined (and a finding) when nothing connects to it. */
export function recipientOf(
  context: BuildContext,
  team: Entity<'Team'>,
  notify: NotifySpec,
  asking: Asking,
): Recipient | undefined {
  if ('onCall' in notify) return onCallByName(context, team, notify.onCall, asking);
  if ('slack' in notify) {
    const channel = notify.slack === 'team' ? teamContact(context, team, 'slack', asking) : notify.slack;
    return channel === undefined ? undefined : slackRecipient(context, channel, asking);
  }
  if ('email' in notify) {
    const to = notify.email === 'team' ? teamContact(context, team, 'email', asking) : notify.email;
    return to === undefined ? undefined : emailRecipient(context, to, asking);
  }
  if ('webhook' in notify) return webhookRecipient(context, notify.webhook, 'system', asking);
  return webhookRecipient(context, notify.ticket, 'ticket', asking);
}

function onCallByName(
  context: BuildContext,
  team: Entity<'Team'>,
  name: string,
  asking: Asking,
): Recipient | undefined {
  const index = team.spec.onCall.findIndex((entry) => entry.name === name);
  const entry = team.spec.onCall[index];
  if (entry !== undefined) return onCallRecipient(context, team, entry, index);
  const known = team.spec.onCall.map((each) => each.name);
  reportAt(context, asking.entity, asking.path, {
    code: 'reference/unknown-on-call',
    severity: 'error',
    message: `team ${team.name} has nobody on call as "${name}"`,
    expected: known.length > 0 ? `one of ${known.join(', ')}` : 'an entry under onCall of the team',
    ...withHint(didYouMean(suggest(name, known))),
    related: [{ message: 'the team', span: team.span }],
  });
  return undefined;
}

/** The recipient behind an on-call entry of a team. */
export function onCallRecipient(
  context: BuildContext,
  team: Entity<'Team'>,
  entry: OnCall,
  index: number,
): Recipient | undefined {
  const asking = { entity: team, path: ['onCall', index] };
  switch (entry.provider) {
    case 'pagerduty': {
      const routingKey =
        context.workspace.project.spec.channels.pagerduty?.[team.name]?.[entry.name]?.routingKeyFile;
      if (routingKey) {
        const schedule = scheduleOf(team, entry);
        return {
          type: 'pagerduty',
          onCall: `${team.name} ${entry.name}`,
          service: `${team.name}/${entry.name}`,
          routingKey: secretOf(routingKey),
          ...(schedule && { schedule }),
        };
      }
      return noChannel(
        context,
        asking,
        `channels.pagerduty.${team.name}.${entry.name}`,
        '{ routingKeyFile: … }',
      );
    }
    case 'slack':
      return entry.channel === undefined
        ? lacks(context, asking, 'channel')
        : slackRecipient(context, entry.channel, asking);
    case 'email':
      return entry.address === undefined
        ? lacks(context, asking, 'address')
        : emailRecipient(context, entry.address, asking);
    case 'webhook':
      return entry.webhook === undefined
        ? lacks(context, asking, 'webhook')
        : webhookRecipient(context, entry.webhook, 'on-call', asking);
  }
}

/** The schedule that an entry names or describes; the one that it describes counts. */
function scheduleOf(team: Entity<'Team'>, { name, schedule, rotation }: OnCall): OnCallSchedule | undefined {
  if (rotation === undefined) return schedule === undefined ? undefined : { by: 'name', name: schedule };
  return {
    by: 'rotation',
    name: schedule ?? `${team.name} ${name}`,
    users: rotation.users,
    turnSeconds: rotation.every.seconds,
    start: `${rotation.start}T${printTimeOfDay(rotation.at.minuteOfDay)}:00`,
    timezone: team.spec.timezone,
  };
}

export function slackRecipient(
  context: BuildContext,
  channel: string,
  asking: Asking,
): Recipient | undefined {
  const { slack } = context.workspace.project.spec.channels;
  if (slack === undefined) return noChannel(context, asking, 'channels.slack', '{ apiUrlFile: … }');
  return { type: 'slack', channel, apiUrl: secretOf(slack.apiUrlFile) };
}

export function emailRecipient(context: BuildContext, to: string, asking: Asking): Recipient | undefined {
  const { email } = context.workspace.project.spec.channels;
  if (email === undefined) return noChannel(context, asking, 'channels.email', '{ smarthost: …, from: … }');
  return {
    type: 'email',
    to,
    from: email.from,
    smarthost: email.smarthost,
    requireTls: email.requireTls,
    ...(email.authUsername !== undefined && { authUsername: email.authUsername }),
    ...(email.authPasswordFile && { authPassword: secretOf(email.authPasswordFile) }),
  };
}

export function webhookRecipient(
  context: BuildContext,
  name: string,
  purpose: 'on-call' | 'system' | 'ticket',
  asking: Asking,
): Recipient | undefined {
  const webhooks = context.workspace.project.spec.channels.webhooks ?? {};
  const webhook = Object.hasOwn(webhooks, name) ? webhooks[name] : undefined;
  if (webhook) return { type: 'webhook', name, url: secretOf(webhook.urlFile), purpose };
  return noChannel(
    context,
    asking,
    `channels.webhooks.${name}`,
    '{ urlFile: … }',
    didYouMean(suggest(name, Object.keys(webhooks))),
  );
}

function teamContact(
  context: BuildContext,
  team: Entity<'Team'>,
  kind: 'slack' | 'email',
  asking: Asking,
): string | undefined {
  const contact = team.spec.contacts[kind];
  if (contact !== undefined) return contact;
  reportAt(context, asking.entity, asking.path, {
    code: 'routing/no-contact',
    severity: 'error',
    message: `team ${team.name} has no ${kind} contact`,
    expected: `contacts: { ${kind}: … } on the team`,
    related: [{ message: 'the team', span: team.span }],
  });
  return undefined;
}

function noChannel(
  context: BuildContext,
  asking: Asking,
  field: string,
  form: string,
  hint?: string,
): undefined {
  reportAt(context, asking.entity, asking.path, {
    code: 'routing/no-channel',
    severity: 'error',
    message: `nothing connects to it: the project has no ${field}`,
    expected: `${field}: ${form} in the Project, or in the Environment`,
    ...withHint(hint),
  });
  return undefined;
}

function lacks(context: BuildContext, asking: Asking, field: string): undefined {
  reportAt(context, asking.entity, asking.path, {
    code: 'schema/missing-field',
    severity: 'error',
    message: `"${field}" is missing`,
    expected: `${field}: … with this provider`,
  });
  return undefined;
}

function withHint(hint: string | undefined): { hint?: string } {
  return hint === undefined ? {} : { hint };
}
