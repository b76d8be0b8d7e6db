import * as alerting from '@grafana/grafana-foundation-sdk/alerting';
import type { Origin } from '../../../plan/origin.ts';
import type { Plan } from '../../../plan/plan.ts';
import type { Recipient } from '../../../plan/route.ts';
import { allEntries, type Entry } from '../../../plan/route-entries.ts';
import {
  firstLink,
  PAGERDUTY_SEVERITIES,
  plainTexts,
  SUBJECT,
  slackTexts,
  templateLiteral,
} from '../../notification-texts.ts';
import { literal, reference } from '../interpolation.ts';
import type { AlertingNames } from './names.ts';

/** A contact point in the words of provisioning files. */
export interface FileContactPoint {
  readonly name: string;
  readonly receivers: readonly Readonly<Record<string, unknown>>[];
  readonly origin?: Origin;
}

/** One for each entry that has somebody to tell, and the dead man's switch's. */
export function contactPoints(plan: Plan, names: AlertingNames): FileContactPoint[] {
  return [
    ...watchdogPoint(plan, names),
    ...plan.routes.flatMap((route) =>
      allEntries(route)
        .filter(({ recipients }) => recipients.length > 0)
        .map((entry) => {
          const name = names.entry(route, entry.severity, entry.number, entry.timing);
          return {
            name,
            receivers: entry.recipients.map((recipient, index) =>
              receiver(plan, names.uid(`contact/${name}/${index}`), name, recipient, entry),
            ),
            origin: entry.origin,
          };
        }),
    ),
  ];
}

/** Whether there is a switch and somebody who hears it stop. */
export function hasWatchdog(plan: Plan): boolean {
  return plan.watchdog !== undefined && plan.alerts.some(({ condition }) => condition.node === 'always');
}

function watchdogPoint(plan: Plan, names: AlertingNames): FileContactPoint[] {
  if (plan.watchdog === undefined || !hasWatchdog(plan)) return [];
  const telling = { severity: 'info', number: 1, timing: 'always', isSilentOnEnd: true } as const;
  const uid = names.uid(`contact/${names.watchdog}`);
  return [{ name: names.watchdog, receivers: [receiver(plan, uid, names.watchdog, plan.watchdog, telling)] }];
}

type Telling = Pick<Entry, 'severity' | 'number' | 'timing'> & { readonly isSilentOnEnd?: boolean };

function receiver(
  plan: Plan,
  uid: string,
  name: string,
  recipient: Recipient,
  telling: Telling,
): Readonly<Record<string, unknown>> {
  const { type, settings } = integration(plan, recipient, telling);
  const built = new alerting.ContactPointBuilder()
    .name(name)
    .uid(uid)
    .type(type)
    .settings(settings)
    // A digest tells what still fires.
    .disableResolveMessage(telling.isSilentOnEnd ?? telling.timing === 'digest')
    .build();
  // In files the contact point has the name.
  return {
    uid: built.uid,
    type: built.type,
    settings: built.settings,
    disableResolveMessage: built.disableResolveMessage,
  };
}

interface Integration {
  readonly type: Parameters<alerting.ContactPointBuilder['type']>[0];
  readonly settings: Readonly<Record<string, unknown>>;
}

/** The words of the others in a notification are labels and annotations, which no template reads as one of its own. */
function integration(plan: Plan, recipient: Recipient, telling: Telling): Integration {
  const environment = plan.environment.name;
  const { headline, body } = plainTexts(environment, telling);
  switch (recipient.type) {
    case 'pagerduty':
      return {
        type: 'pagerduty',
        settings: {
          integrationKey: reference(recipient.routingKey),
          severity: PAGERDUTY_SEVERITIES[telling.severity],
          class: '{{ .CommonLabels.alertname }}',
          component: SUBJECT,
          group: '{{ .CommonLabels.team }}',
          summary: literal(headline),
          client: 'modelwatch',
          client_url: literal(firstLink('dashboard_url')),
          details: { alerts: literal(body) },
        },
      };
    case 'slack': {
      const texts = slackTexts(environment, telling);
      return {
        type: 'slack',
        settings: {
          url: reference(recipient.apiUrl),
          recipient: literal(templateLiteral(recipient.channel)),
          title: literal(texts.headline),
          text: literal(texts.body),
        },
      };
    }
    case 'email':
      return {
        type: 'email',
        settings: {
          addresses: literal(recipient.to.split(/\s*,\s*/).join(';')),
          singleEmail: true,
          subject: literal(headline),
          message: literal(body),
        },
      };
    case 'webhook':
      return {
        type: 'webhook',
        settings: {
          url: reference(recipient.url),
          httpMethod: 'POST',
          title: literal(headline),
          message: literal(body),
        },
      };
  }
}
