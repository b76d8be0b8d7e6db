import type { ProsePart, ProseText } from '../../plan/alert.ts';
import type { Unit } from '../../plan/signal.ts';

/** What stands for the measured value in a template: the alert's own, or the result of a query. */
export type ValueSource = { readonly from: 'alert' } | { readonly from: 'query'; readonly query: string };

/** The text as a Go template of Prometheus. User text stays literal, whatever it holds. */
export function template(text: ProseText, source: ValueSource): string {
  return merged(text)
    .map((part, index, parts) =>
      'value' in part ? valueTemplate(part.value, source) : literal(part.text, index < parts.length - 1),
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

/** Text that no template engine of Prometheus changes. */
export function literal(text: string, isBeforeAction = false): string {
  if (!text.includes('{')) return text;
  // A brace that touches the braces of an action would be read as part of them.
  const braces = isBeforeAction ? /\{{2,}|\{$/gu : /\{{2,}/gu;
  return text.replace(braces, (run) => `{{"${run}"}}`);
}

function valueTemplate(unit: Unit, source: ValueSource): string {
  if (source.from === 'alert') return shown(unit, '$value');
  const value = shown(unit, '(. | first | value)');
  return `{{ with query ${quote(source.query)} }}${value}{{ else }}(no value now){{ end }}`;
}

/** A value of the unit for people. */
function shown(unit: Unit, value: string): string {
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

/** A string literal of Go. */
function quote(text: string): string {
  return text.includes('`') ? JSON.stringify(text) : `\`${text}\``;
}
