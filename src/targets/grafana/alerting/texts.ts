import type { ProseText } from '../../../plan/alert.ts';
import { literal as goLiteral, goTemplate, shown } from '../../alert-template.ts';
import { literal } from '../interpolation.ts';
import { VALUE } from './query.ts';

/**
 * An annotation as Grafana's template. Of all values of these files only annotations keep their dollars; some versions look for `${…}`
 * and `$__env{…}` in them nevertheless (https://github.com/grafana/grafana/pull/127214), so none is left in what users wrote.
 */
export function annotation(text: ProseText): string {
  return goTemplate(text, (unit) => valueTemplate(shown(unit, `.${VALUE}.Value`))).replace(
    /\$(?=\{|__\w+\{)/gu,
    '{{"$"}}',
  );
}

/** A rule that is not firing any more has no values. */
function valueTemplate(value: string): string {
  return `{{ with $values }}${value}{{ else }}(no value now){{ end }}`;
}

/** A label: a template too, and one in which Grafana looks for variables. */
export function label(value: string): string {
  return literal(goLiteral(value));
}
