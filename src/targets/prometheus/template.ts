import type { ProseText } from '../../plan/alert.ts';
import type { Unit } from '../../plan/signal.ts';
import { goTemplate, shown } from '../alert-template.ts';

/** What stands for the measured value in a template: the alert's own, or the result of a query. */
export type ValueSource = { readonly from: 'alert' } | { readonly from: 'query'; readonly query: string };

/** The text as a Go template of Prometheus. */
export function template(text: ProseText, source: ValueSource): string {
  return goTemplate(text, (unit) => valueTemplate(unit, source));
}

function valueTemplate(unit: Unit, source: ValueSource): string {
  if (source.from === 'alert') return shown(unit, '$value');
  const value = shown(unit, '(. | first | value)');
  return `{{ with query ${quote(source.query)} }}${value}{{ else }}(no value now){{ end }}`;
}

/** A string literal of Go. */
function quote(text: string): string {
  return text.includes('`') ? JSON.stringify(text) : `\`${text}\``;
}
