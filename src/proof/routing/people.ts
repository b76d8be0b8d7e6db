import type { Plan } from '../../plan/plan.ts';
import type { Recipient } from '../../plan/route.ts';
import { secretFile } from '../../targets/alertmanager/secrets.ts';
import { templateLiteral } from '../../targets/notification-texts.ts';
import type { Integration, Receiver } from './alertmanager-config.ts';

/** Who stands behind the receivers of a configuration. */

export interface Person {
  /** As people say it: `risk-ml primary`, `#risk-ml`. */
  readonly name: string;
  /** `tracker`: people look there when they work, which is right for a ticket and too late for a page. */
  readonly kind: 'human' | 'tracker' | 'program';
  /** The integration: `pagerduty`, `slack`, … */
  readonly by: string;
  /** The schedule that says who it is at an hour, where the specs name one. */
  readonly schedule?: string;
}

export type People = (receiver: Receiver) => readonly Person[];

/** Integrations that a person's telephone, mail or chat is at the end of. */
const TO_HUMANS: ReadonlySet<string> = new Set([
  'pagerduty_configs',
  'opsgenie_configs',
  'victorops_configs',
  'incidentio_configs',
  'pushover_configs',
  'slack_configs',
  'email_configs',
  'discord_configs',
  'mattermost_configs',
  'msteams_configs',
  'msteamsv2_configs',
  'rocketchat_configs',
  'telegram_configs',
  'webex_configs',
  'wechat_configs',
]);

/**
 * Names receivers by the plan: an integration that connects to what the specs name is the one named there. A webhook is a
 * person only as the specs say so (`onCall`), a tracker where they say `ticket`, else a program; so is an SNS topic, whose
 * readers nobody knows.
 */
export function peopleOf(plan: Plan): People {
  const known = new Map<string, Person>();
  const recipients = [
    ...plan.routes.flatMap(({ severities }) =>
      severities.flatMap(({ levels }) => levels.flatMap((level) => level.recipients)),
    ),
    ...(plan.watchdog === undefined ? [] : [plan.watchdog]),
    ...plan.actions.map(({ webhook }) => webhook),
  ];
  for (const recipient of recipients) {
    const key = keyOf(recipient, plan.secretsDir);
    if (!known.has(key)) known.set(key, personOf(recipient));
  }
  const found = new Map<Receiver, readonly Person[]>();
  return (receiver) => {
    let people = found.get(receiver);
    if (people === undefined) {
      people = receiver.integrations.map(
        (integration) => known.get(integrationKey(integration)) ?? stranger(integration, receiver),
      );
      found.set(receiver, people);
    }
    return people;
  };
}

/** Whether the person is enough for an alert of this severity. */
export function isHeard({ kind }: Person, severity: string): boolean {
  return kind === 'human' || (kind === 'tracker' && severity !== 'page');
}

/** Whether the specs' recipient is enough for an alert of this severity. */
export function isHeardBy(recipient: Recipient, severity: string): boolean {
  return isHeard(personOf(recipient), severity);
}

/** A recipient of the plan as a person. */
export function personOf(recipient: Recipient): Person {
  switch (recipient.type) {
    case 'pagerduty':
      return {
        name: recipient.onCall,
        kind: 'human',
        by: 'pagerduty',
        ...(recipient.schedule !== undefined && { schedule: recipient.schedule.name }),
      };
    case 'slack':
      return { name: recipient.channel, kind: 'human', by: 'slack' };
    case 'email':
      return { name: recipient.to, kind: 'human', by: 'email' };
    case 'webhook': {
      const kind = { 'on-call': 'human', ticket: 'tracker', system: 'program' } as const;
      return { name: recipient.name, kind: kind[recipient.purpose], by: 'webhook' };
    }
  }
}

function keyOf(recipient: Recipient, secretsDir: string): string {
  switch (recipient.type) {
    case 'pagerduty':
      return JSON.stringify(['pagerduty_configs', secretFile(recipient.routingKey, secretsDir)]);
    case 'slack':
      return JSON.stringify([
        'slack_configs',
        secretFile(recipient.apiUrl, secretsDir),
        templateLiteral(recipient.channel),
      ]);
    case 'email':
      return JSON.stringify(['email_configs', templateLiteral(recipient.to)]);
    case 'webhook':
      return JSON.stringify(['webhook_configs', secretFile(recipient.url, secretsDir)]);
  }
}

function integrationKey({ kind, settings }: Integration): string {
  const parts: Readonly<Record<string, readonly string[]>> = {
    pagerduty_configs: ['routing_key_file'],
    slack_configs: ['api_url_file', 'channel'],
    email_configs: ['to'],
    webhook_configs: ['url_file'],
  };
  return JSON.stringify([kind, ...(parts[kind] ?? []).map((name) => settings[name] ?? '')]);
}

/** Somebody whom the specs do not name. Nothing of the settings but addresses is told: they may hold secrets. */
function stranger({ kind, settings }: Integration, receiver: Receiver): Person {
  const by = kind.replace(/_configs$/, '');
  const address =
    kind === 'slack_configs' ? settings['channel'] : kind === 'email_configs' ? settings['to'] : '';
  return {
    name: address || `${by} of ${receiver.name}`,
    kind: TO_HUMANS.has(kind) ? 'human' : kind === 'jira_configs' ? 'tracker' : 'program',
    by,
  };
}
