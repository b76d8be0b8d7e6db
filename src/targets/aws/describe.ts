import type { Alert, ProseText } from '../../plan/alert.ts';
import { LIMITS } from './limits.ts';

/** What an alarm says to who gets it: CloudWatch fills in no values, so its texts name none. */
export function alarmDescription(alert: Alert, measured: readonly string[]): string {
  const { prose, runbookUrl, specUrl, dashboardUrl } = alert;
  const lines = [
    plainText(prose.summary),
    plainText(prose.impact),
    ...(measured.length === 0 ? [] : [`Measured: ${measured.join('; ')}.`]),
    `Runbook: ${runbookUrl}`,
    ...(dashboardUrl === undefined ? [] : [`Dashboard: ${dashboardUrl}`]),
    `Spec: ${specUrl}`,
  ];
  return clipped(lines.filter((line) => line !== ''));
}

function plainText(parts: ProseText): string {
  return parts
    .map((part) => ('text' in part ? part.text : '(see the graph)'))
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Links stand at the end and are worth most: what is too long loses the middle lines first. */
function clipped(lines: readonly string[]): string {
  const most = LIMITS.alarmDescription.value;
  const kept = [...lines];
  while (kept.join('\n').length > most && kept.length > 2) kept.splice(1, 1);
  const text = kept.join('\n');
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
