import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Origin } from '../../plan/origin.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Recipient } from '../../plan/route.ts';
import { allEntries } from '../../plan/route-entries.ts';
import type { SecretRef } from '../../plan/secret.ts';
import { compareStrings } from '../../support/compare-strings.ts';
import { note } from '../note.ts';

/** The file in which Alertmanager, which reads no environment variables, finds the secret. */
export function secretFile(secret: SecretRef, secretsDir: string): string {
  return secret.from === 'file' ? secret.path : `${secretsDir.replace(/\/+$/, '')}/${secret.variable}`;
}

/** Tells where secrets must be put, where that is not what the specs say. */
export function secretNotes(plan: Plan): Diagnostic[] {
  const used = new Map<string, { secret: SecretRef; origin: Origin | undefined }>();
  const use = (recipient: Recipient, origin?: Origin) => {
    const secret = secretOf(recipient);
    if (secret === undefined) return;
    const key = JSON.stringify(secret);
    if (!used.has(key)) used.set(key, { secret, origin });
  };
  for (const { recipients, origin } of plan.routes.flatMap(allEntries)) {
    for (const recipient of recipients) use(recipient, origin);
  }
  for (const { webhook, origin } of plan.actions) use(webhook, origin);
  const watchdog = plan.alerts.find(({ condition }) => condition.node === 'always');
  if (plan.watchdog !== undefined) use(plan.watchdog, watchdog?.origin);
  const secrets = [...used.entries()].toSorted(([a], [b]) => compareStrings(a, b)).map(([, value]) => value);
  return [...secrets.flatMap((each) => environmentNote(plan, each)), ...relativeNote(secrets)];
}

interface UsedSecret {
  readonly secret: SecretRef;
  readonly origin: Origin | undefined;
}

function environmentNote({ secretsDir }: Plan, { secret, origin }: UsedSecret): Diagnostic[] {
  if (secret.from === 'file') return [];
  const file = secretFile(secret, secretsDir);
  return [
    note('target/env-as-file', origin, {
      message: `Alertmanager reads no environment variables: it will look for ${secret.variable} in the file ${file}`,
      hint: 'Put the value there where Alertmanager runs; Project.spec.secretsDir says which folder.',
      data: { variable: secret.variable, file },
    }),
  ];
}

/** Alertmanager takes `url_file` and its like from the folder it was started in, unlike `templates` and `tls_config`. */
function relativeNote(secrets: readonly UsedSecret[]): Diagnostic[] {
  const relative = secrets.filter(({ secret }) => secret.from === 'file' && !secret.path.startsWith('/'));
  const files = relative.flatMap(({ secret }) => (secret.from === 'file' ? [secret.path] : []));
  if (files.length === 0) return [];
  return [
    note('target/relative-secret-file', relative[0]?.origin, {
      message: `Alertmanager looks for ${files.join(', ')} in the folder it is started in, not beside its configuration`,
      hint: 'Start it in the folder that holds these files, or write absolute paths in Project.spec.channels.',
      data: { files },
    }),
  ];
}

function secretOf(recipient: Recipient): SecretRef | undefined {
  switch (recipient.type) {
    case 'pagerduty':
      return recipient.routingKey;
    case 'slack':
      return recipient.apiUrl;
    case 'email':
      return recipient.authPassword;
    case 'webhook':
      return recipient.url;
  }
}
