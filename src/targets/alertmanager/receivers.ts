import type { Plan } from '../../plan/plan.ts';
import type { Recipient } from '../../plan/route.ts';
import type { Integration, ReceiverNode } from './config.ts';
import { allEntries } from './entries.ts';
import type { Names } from './names.ts';
import { secretFile } from './secrets.ts';

/** One receiver for each entry, and those that tell nobody. */
export function receiversOf(plan: Plan, names: Names): ReceiverNode[] {
  const entries = plan.routes.flatMap((route) =>
    allEntries(route).map(
      ({ entry }): ReceiverNode => ({
        name: names.entry(route, entry.severity, entry.number, entry.timing),
        origin: entry.origin,
        integrations: entry.recipients.flatMap((recipient) => integration(recipient, plan.secretsDir)),
      }),
    ),
  );
  return [{ name: names.unrouted, integrations: [] }, { name: names.nobody, integrations: [] }, ...entries];
}

function integration(recipient: Recipient, secretsDir: string): Integration[] {
  if (recipient.type !== 'webhook') return [];
  return [
    {
      kind: 'webhook_configs',
      settings: { url_file: secretFile(recipient.url, secretsDir), send_resolved: true },
    },
  ];
}
