import type { ProsePart, ProseText } from '../plan/alert.ts';
import type { Unit } from '../plan/signal.ts';

/**
 * The text as a Go template, in which `value` prints what is measured. User text stays literal, whatever it holds. Prometheus and
 * Grafana have the same functions.
 */
export function goTemplate(text: ProseText, value: (unit: Unit) => string): string {
  return merged(text)
    .map((part, index, parts) =>
      'value' in part ? value(part.value) : literal(part.text, index < parts.length - 1),
    )
    .join('');
}

/** Neighbouring texts as one, since braces of two texts can meet; so a text is always followed by a value or by nothing. */
function merged(text: ProseText): ProseText {
  const parts: ProsePart[] = [];
  for (const part of text) {
    const last = parts.at(-1);
    if (last !== undefined && 'text' in last && 'text' in part) {
      parts[parts.length - 1] = { text: last.text + part.text };
    } else parts.push(part);
  }
  return parts;
}

/** Text that no template engine changes. */
export function literal(text: string, isBeforeAction = false): string {
  if (!text.includes('{')) return text;
  // A brace that touches the braces of an action would be read as part of them.
  const braces = isBeforeAction ? /\{{2,}|\{$/gu : /\{{2,}/gu;
  return text.replace(braces, (run) => `{{"${run}"}}`);
}

/** A value of the unit for people. */
export function shown(unit: Unit, value: string): string {
  switch (unit) {
    case 'seconds':
      return `{{ ${value} | humanizeDuration }}`;
    case 'ratio':
      return `{{ ${value} | humanizePercentage }}`;
    case 'events':
      return `{{ printf "%.0f" ${value} }}`;
    case 'events-per-second':
      return `{{ ${value} | humanize }}/s`;
    case 'bytes':
      return `{{ ${value} | humanize1024 }}B`;
    case 'unix-seconds':
      return `{{ ${value} | humanizeTimestamp }}`;
    case 'money':
      return `{{ printf "%.2f" ${value} }}`;
    case 'none':
      return `{{ ${value} | humanize }}`;
  }
}
