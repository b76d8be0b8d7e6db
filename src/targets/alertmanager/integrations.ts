import type { Recipient } from '../../plan/route.ts';
import type { Entry } from '../../plan/route-entries.ts';
import {
  firstLink,
  PAGERDUTY_SEVERITIES,
  plainTexts,
  SUBJECT,
  slackTexts,
  templateLiteral,
} from '../notification-texts.ts';
import type { ConfigMap } from './config.ts';
import { secretFile } from './secrets.ts';

/** What an integration needs to know beside its recipient. Everything stands in the receiver: `global` may be others'. */
export interface Telling {
  readonly environment: string;
  readonly secretsDir: string;
  readonly entry: Pick<Entry, 'severity' | 'number' | 'timing'>;
  readonly sendResolved: boolean;
}

type RecipientOf<Type extends Recipient['type']> = Extract<Recipient, { type: Type }>;

/** Alertmanager's own payload, version 4: labels and annotations are in it. */
export function webhookConfig(
  { url }: RecipientOf<'webhook'>,
  { secretsDir, sendResolved }: Telling,
): ConfigMap {
  return { url_file: secretFile(url, secretsDir), send_resolved: sendResolved };
}

const SLACK_COLORS = { page: 'danger', ticket: 'warning', info: '#439FE0' } as const;

export function slackConfig(recipient: RecipientOf<'slack'>, telling: Telling): ConfigMap {
  const { headline, body } = slackTexts(telling.environment, telling.entry);
  return {
    api_url_file: secretFile(recipient.apiUrl, telling.secretsDir),
    channel: templateLiteral(recipient.channel),
    send_resolved: telling.sendResolved,
    color: `{{ if eq .Status "firing" }}${SLACK_COLORS[telling.entry.severity]}{{ else }}good{{ end }}`,
    fallback: headline,
    title: headline,
    text: body,
  };
}

export function emailConfig(recipient: RecipientOf<'email'>, telling: Telling): ConfigMap {
  const { headline, body } = plainTexts(telling.environment, telling.entry);
  const { authUsername, authPassword } = recipient;
  return {
    to: templateLiteral(recipient.to),
    from: templateLiteral(recipient.from),
    smarthost: recipient.smarthost,
    auth_username: authUsername,
    auth_password_file: authPassword === undefined ? undefined : secretFile(authPassword, telling.secretsDir),
    require_tls: recipient.requireTls,
    send_resolved: telling.sendResolved,
    headers: { Subject: headline },
    // Alertmanager's own page would stand beside the text if it were not emptied.
    html: '',
    text: body,
  };
}

/** Events API v2. The group is the incident: Alertmanager makes `dedup_key` of it. */
export function pagerdutyConfig(recipient: RecipientOf<'pagerduty'>, telling: Telling): ConfigMap {
  const { headline, body } = plainTexts(telling.environment, telling.entry);
  return {
    routing_key_file: secretFile(recipient.routingKey, telling.secretsDir),
    send_resolved: telling.sendResolved,
    severity: PAGERDUTY_SEVERITIES[telling.entry.severity],
    description: headline,
    class: '{{ .CommonLabels.alertname }}',
    component: SUBJECT,
    group: '{{ .CommonLabels.team }}',
    client: 'modelwatch',
    client_url: firstLink('dashboard_url'),
    details: { alerts: body },
    links: [
      { href: firstLink('runbook_url'), text: 'Runbook' },
      { href: firstLink('dashboard_url'), text: 'Dashboard' },
    ],
  };
}
