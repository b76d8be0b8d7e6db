import { asSentence } from '../support/sentence.ts';
import { sortedBy } from '../support/sorted-by.ts';
import type { CatalogueEntry } from './catalogue/entry.ts';
import type { Severity } from './diagnostic.ts';

/** What the reference tells of a lint rule; a `LintRule` is one. */
export interface RuleEntry {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  readonly why: string;
}

/** What an error with such a code does to the run. */
const EXITS: Readonly<Record<CatalogueEntry['exit'], string>> = {
  'invalid-spec': 'The specs are refused: exit code 2.',
  finding: 'A finding: exit code 1 when its severity is at or above `--fail-on`.',
  tool: 'An outside program is missing or failed: exit code 4.',
  server: 'A server gives no answer: exit code 5.',
  usage: 'A wrong call, or a folder that cannot be used: exit code 2.',
};

const INTRODUCTION = `# Diagnostics

Every finding has a code that never changes, so that it can be looked up here, searched for and suppressed. Codes are grouped
by what they are about. What the linter finds compiles, and is most probably not what was meant: [lint.md](lint.md) has examples.
`;

/** The reference of all codes as Markdown: by group and code, whatever the order of the lists. */
export function renderCatalogue(entries: readonly CatalogueEntry[], rules: readonly RuleEntry[]): string {
  const sections = sortedBy(
    [
      ...entries.map((entry) => ({ code: entry.code, text: entrySection(entry) })),
      ...rules.map((rule) => ({ code: rule.id, text: ruleSection(rule) })),
    ],
    ({ code }) => code,
  );
  const parts = [INTRODUCTION];
  let group: string | undefined;
  for (const { code, text } of sections) {
    const own = code.split('/')[0];
    if (own !== group) parts.push(`## ${own}\n`);
    group = own;
    parts.push(text);
  }
  return parts.join('\n');
}

/** Where `renderCatalogue` puts a code, as readers of Markdown name the heading. */
export function catalogueAnchor(code: string): string {
  return code.replace('/', '');
}

function entrySection({ code, title, exit, explain }: CatalogueEntry): string {
  return `### ${code}\n\n**${prose(asSentence(title))}** ${EXITS[exit]}\n\n${prose(explain)}\n`;
}

function ruleSection({ id, severity, title, why }: RuleEntry): string {
  return `### ${id}\n\n**${prose(asSentence(title))}** A lint finding: ${severity}. [Examples](lint.md#${catalogueAnchor(id)})\n\n${prose(why)}\n`;
}

/** Our own text: what stands in backticks is code, and nothing else is markup. */
function prose(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\*_<[\]]/g, '\\$&')))
    .join('');
}
