import { type TemplateData, template } from '../../support/handlebars.ts';
import { printDurationWords } from '../../units/index.ts';
import type { ProsePart, ProseText } from '../alert.ts';
import type { Unit } from '../signal.ts';

/** Stands for the measured value while a template is filled in; spec files can't hold control characters. */
const MARK = '\u0001';

/** What a template writes where the measured value belongs. */
export function valueMark(unit: Unit): string {
  return `${MARK}${unit}${MARK}`;
}

/** A prose template: texts of users go in as they are, and `valueMark` becomes a part of its own. */
export function proseTemplate<Data extends TemplateData<Data>>(source: string): (data: Data) => ProseText {
  const render = template<Data>(source);
  return (data) => split(render(data).trim());
}

function split(text: string): ProseText {
  const parts: ProsePart[] = text
    .split(MARK)
    .map((piece, index) => (index % 2 === 0 ? { text: piece } : { value: piece as Unit }));
  return parts.filter((part) => !('text' in part) || part.text !== '');
}

/** "30-day" for whole days, else "36 hours". */
export function periodAdjective(seconds: number): string {
  return seconds % 86_400 === 0 ? `${seconds / 86_400}-day` : printDurationWords(seconds);
}

/** Templates of summaries and budgets. `value` is always a `valueMark`. */
export const PROSE = {
  burn: proseTemplate<{
    title: string;
    subject: string;
    period: string;
    factor: string;
    value: string;
    objective: string;
    short: string;
  }>(
    '{{title}}: {{subject}} burns its {{period}} error budget at more than {{factor}} times the rate it can afford; {{value}} of the last {{short}} was bad, the objective is {{objective}}',
  ),
  burnBudget: proseTemplate<{ period: string; gone: string; spent: string; long: string }>(
    '{{period}} budget gone in {{gone}} at this rate; {{spent}} of it went in the last {{long}}',
  ),
  sustained: proseTemplate<{
    title: string;
    subject: string;
    slices: string;
    lasting: string;
    objective: string;
  }>(
    '{{title}}: {{subject}} was out of bounds in each of the last {{slices}} slices ({{lasting}}); the objective is {{objective}} of slices',
  ),
  rows: proseTemplate<{
    subject: string;
    value: string;
    direction: string;
    limit: string;
    typical: string;
  }>('{{subject}}: the last run scored {{value}} rows, {{direction}} than {{limit}}; {{typical}} are normal'),
  saturated: proseTemplate<{
    subject: string;
    resource: string;
    value: string;
    limit: string;
    lasting: string;
  }>('{{subject}}: {{resource}} has been at {{value}}, above {{limit}} for {{lasting}}'),
  deadline: proseTemplate<{ subject: string; deadline: string; value: string }>(
    '{{subject}}: the run that was due by {{deadline}} is not done; the last success was at {{value}}',
  ),
  runTooLong: proseTemplate<{ subject: string; value: string; limit: string }>(
    '{{subject}}: the last run took {{value}}, more than {{limit}}',
  ),
  remaining: proseTemplate<{ title: string; subject: string; period: string; value: string }>(
    '{{title}}: {{subject}} has {{value}} of its {{period}} error budget left',
  ),
  sliceBudget: proseTemplate<{ period: string; slices: string; slice: string }>(
    '{{period}} budget: {{slices}} bad slices of {{slice}}',
  ),
  absent: proseTemplate<{ subject: string; metric: string; role: string; hold: string }>(
    '{{subject}}: the metric {{metric}} ({{role}}) is missing for {{hold}}; what depends on it is blind',
  ),
  versionAbsent: proseTemplate<{ subject: string; version: string; metric: string; hold: string }>(
    '{{subject}}: version {{version}} has sent no {{metric}} for {{hold}}',
  ),
  counterVanished: proseTemplate<{ subject: string; metric: string; role: string; hold: string }>(
    '{{subject}}: the metric {{metric}} ({{role}}) was there in the last week and is missing for {{hold}}',
  ),
  missingBucket: proseTemplate<{ title: string; subject: string; threshold: string; metric: string }>(
    '{{title}}: some instances of {{subject}} have no bucket at {{threshold}} in {{metric}}, so the objective does not see them',
  ),
  age: proseTemplate<{ subject: string; what: string; value: string; limit: string }>(
    '{{subject}}: {{what}} was {{value}} ago; allowed are {{limit}}',
  ),
  volume: proseTemplate<{ subject: string; value: string; direction: string; limit: string; over: string }>(
    '{{subject}}: {{value}} records in the last {{over}}, {{direction}} than {{limit}}',
  ),
  schema: proseTemplate<{ subject: string; value: string; limit: string; over: string }>(
    '{{subject}}: {{value}} of the records of the last {{over}} break the schema; allowed are {{limit}}',
  ),
  monitor: proseTemplate<{
    title: string;
    subject: string;
    what: string;
    value: string;
    direction: string;
    threshold: string;
  }>('{{title}}: {{what}} of {{subject}} is {{value}}, {{direction}} {{threshold}}'),
} as const;
