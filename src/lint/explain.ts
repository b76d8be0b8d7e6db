import { CATALOGUE, catalogueEntry } from '../diagnostics/catalogue.ts';
import type { Severity } from '../diagnostics/diagnostic.ts';
import type { LintLevel } from '../spec/kinds/lint.ts';
import { asSentence } from '../support/sentence.ts';
import { suggest } from '../support/suggest.ts';
import { NOT_RULES, type NotARule } from './catalogue-ids.ts';
import { notARule } from './levels.ts';
import { LINT_RULES, lintRule } from './registry.ts';
import { severityWords } from './words.ts';

/** Everything that is known of an id. */
export interface Explanation {
  readonly id: string;
  readonly what: 'rule' | 'finding' | 'not-built';
  readonly title: string;
  readonly why: string;
  /** Severity of a rule's findings where no project says otherwise. */
  readonly severity?: Severity;
  /** When it is an error though the severity is less. */
  readonly graveWhen?: string;
  /** Objects that a rule reports, and the same mended. */
  readonly bad?: string;
  readonly good?: string;
  /** Code that tells it, for a planned rule that another room answers. */
  readonly toldBy?: string;
}

/** What an id means; undefined when there is none such. */
export function explain(id: string): Explanation | undefined {
  const rule = lintRule(id);
  if (rule !== undefined) {
    const { severity, graveWhen, title, why, bad, good } = rule;
    return {
      id,
      what: 'rule',
      title,
      why,
      severity,
      ...(graveWhen !== undefined && { graveWhen }),
      bad,
      good,
    };
  }
  const entry = catalogueEntry(id);
  if (entry !== undefined) return { id, what: 'finding', title: entry.title, why: entry.explain };
  const planned = NOT_RULES[id];
  return planned && notBuilt(id, planned);
}

function notBuilt(id: string, planned: NotARule): Explanation {
  const answer =
    'toldBy' in planned ? (catalogueEntry(planned.toldBy) ?? lintRule(planned.toldBy)) : undefined;
  return {
    id,
    what: 'not-built',
    title: 'a rule that was planned and is none',
    why: asSentence(notARule(id) ?? ''),
    ...('toldBy' in planned && answer && { toldBy: planned.toldBy }),
  };
}

/** Ids that look like one, nearest first. */
export function similarIds(id: string): string[] {
  return suggest(id, [
    ...LINT_RULES.map((rule) => rule.id),
    ...CATALOGUE.map(({ code }) => code),
    ...Object.keys(NOT_RULES),
  ]);
}

/** An explanation for people at a terminal. `level` is that of the project. */
export function explanationText(explanation: Explanation, level: LintLevel | undefined): string {
  const { id, title, why, severity, graveWhen, bad, good } = explanation;
  const here = level === undefined || level === severity ? '' : `; in this project: ${level}`;
  const head = severity === undefined ? id : `${id}  (${severityWords(severity, graveWhen)}${here})`;
  const examples = [
    ...(bad === undefined ? [] : ['Reported:', indented(bad)]),
    ...(good === undefined ? [] : ['Mended:', indented(good)]),
  ];
  const suppression =
    severity === undefined
      ? []
      : [
          `Not here, and for a reason? Above the line:\n\n    # modelwatch-disable-next-line ${id} until=2026-12-31 reason="…"`,
        ];
  return [head, asSentence(title), wrapped(why), ...examples, ...suppression].join('\n\n');
}

function indented(text: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n');
}

const WIDTH = 100;

/** Lines of at most so many characters, broken at blanks. */
function wrapped(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + 1 + word.length > WIDTH) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.join('\n');
}
