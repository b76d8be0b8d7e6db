import type { Alert, ProseText } from '../../plan/alert.ts';
import { LIMITS } from './limits.ts';

/** What an alarm says to who gets it: CloudWatch fills in no values, so its texts name none. */
export function alarmDescription(alert: Alert, measured: readonly string[]): string {
  const { prose, runbookUrl, specUrl, dashboardUrl } = alert;
  return fitted(
    [
      plainText(prose.summary),
      plainText(prose.impact),
      measured.length === 0 ? '' : `Measured: ${measured.join('; ')}.`,
    ].filter((line) => line !== ''),
    [
      `Runbook: ${runbookUrl}`,
      ...(dashboardUrl === undefined ? [] : [`Dashboard: ${dashboardUrl}`]),
      `Spec: ${specUrl}`,
    ],
  );
}

function plainText(parts: ProseText): string {
  return parts
    .map((part) => ('text' in part ? part.text : '(see the graph)'))
    .join('')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Links stand at the end and are worth most: what is too long loses the last lines before them, then the end of the first. */
function fitted(lines: readonly string[], links: readonly string[]): string {
  const most = LIMITS.alarmDescription.value;
  for (let count = lines.length; count > 0; count -= 1) {
    const text = [...lines.slice(0, count), ...links].join('\n');
    if (text.length <= most) return text;
  }
  const end = links.join('\n');
  const [first] = lines;
  const room = most - end.length - 1;
  return first === undefined || room < 2 ? clipped(end, most) : `${clipped(first, room)}\n${end}`;
}

function clipped(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
