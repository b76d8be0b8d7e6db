import type { Recipient } from '../plan/route.ts';
import { printNumber } from '../units/index.ts';
import type { LintRule } from './rule.ts';

/** A number for a message, as it could stand in a spec: four significant digits, whole from 1000 on, never with an exponent. */
export function figure(value: number): string {
  return printNumber(Math.abs(value) >= 1000 ? Math.round(value) : Number(value.toPrecision(4)));
}

/** A number of rows for a message: `20000`, `34.6 million`. */
export function rowsText(rows: number): string {
  return rows < 1e6
    ? figure(Math.round(rows))
    : `${printNumber(Number((rows / 1e6).toPrecision(3)))} million`;
}

/** "A", "A and B", "A, B and C"; of more than `most` words only those are told: "A, B and 7 more". */
export function listed(words: readonly string[], most = words.length): string {
  const shown = words.length > most ? [...words.slice(0, most), `${words.length - most} more`] : words;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}

/** Whom a notification reaches, in a few words; equal texts are the same receiver. */
export function receiver(recipient: Recipient): string {
  switch (recipient.type) {
    case 'pagerduty':
      return `PagerDuty ${recipient.onCall}`;
    case 'slack':
      return `Slack ${recipient.channel}`;
    case 'email':
      return recipient.to;
    case 'webhook':
      return `webhook ${recipient.name}`;
  }
}

/** A share of runs as people say it: "≈ 38%", "≈ 0.4%", "< 0.1%". */
export function about(share: number): string {
  if (share > 0.995) return '≈ 100%';
  if (share < 0.001) return '< 0.1%';
  return `≈ ${Number((100 * share).toPrecision(share < 0.1 ? 1 : 2))}%`;
}

/** "warning", or "warning, an error for a model of tier 1". */
export function severityWords(severity: LintRule['severity'], graveWhen: LintRule['graveWhen']): string {
  return graveWhen === undefined ? severity : `${severity}, an error ${graveWhen}`;
}
