import { catalogueEntry } from '../diagnostics/catalogue.ts';
import { catalogueAnchor } from '../diagnostics/render-catalogue.ts';
import { groupBy } from '../support/group-by.ts';
import { fence } from '../support/markdown.ts';
import { asSentence } from '../support/sentence.ts';
import { sortedBy } from '../support/sorted-by.ts';
import { NOT_RULES, PLANNED_RULES } from './catalogue-ids.ts';
import { renderCoverageDocs } from './coverage/render-docs.ts';
import type { LintRule } from './rule.ts';
import { severityWords } from './words.ts';

const INTRODUCTION = `# Lint

What compiles and is probably not what was meant. \`modelwatch validate\`, \`compile\` and \`check\` tell it among everything else,
\`modelwatch lint\` alone; \`modelwatch lint --explain ID\` says of an id what stands here, and what it finds in the project.

## Levels

\`\`\`yaml
kind: Project
spec:
  lint:
    extends: [recommended]            # or strict: infos warn, warnings are errors
    rules:
      slo/too-few-events: error       # error, warning, info or off
      alert/no-runbook: off
\`\`\`

A finding of the level \`error\` renders nothing, as every error does. The exit code is then 1; that of errors of the specs is 2.
Remarks of other parts of the compiler (those with exit code 1 in [diagnostics.md](diagnostics.md)) take levels too; errors of the
specs have only one.

## Suppression

\`\`\`yaml
# modelwatch-disable-next-line slo/too-few-events until=2026-12-31 reason="a pilot of ten people"
objective: 99.9%
objective: 99.9%   # modelwatch-disable-line slo/too-few-events, slo/duplicate reason="a pilot of ten people"
# modelwatch-disable-file alert/no-runbook reason="moved from the old repository, see the wiki"
\`\`\`

The comment stands above or on the line that the finding names, or anywhere in the file. Where Defaults wrote the value, it may
stand at the Defaults (for all objects) or at the object. A reason is required. After the day of \`until\` the comment suppresses no
longer, which is told; the day is that of the run, or \`--now\`. It decides what is told, never what is rendered, but for one case:
a finding of level \`error\` that comes back stops the rendering, like any error. Errors of the specs cannot be suppressed.
`;

/** The reference of lint rules as Markdown, by id: why, examples, and which planned rules are none, with the reason. */
export function renderLintDocs(rules: readonly LintRule[]): string {
  const parts = [INTRODUCTION, renderCoverageDocs()];
  const groups = groupBy(
    sortedBy(rules, ({ id }) => id),
    ({ id }) => id.split('/')[0] ?? '',
  );
  for (const [group, members] of groups) {
    parts.push(`## ${group}\n`);
    for (const rule of members) parts.push(section(rule));
  }
  parts.push(elsewhere(), missing());
  return parts.join('\n');
}

function section(rule: LintRule): string {
  const { id, title, why, bad, good } = rule;
  return [
    `### ${id}\n\n**${prose(asSentence(title))}** ${asSentence(severityWords(rule.severity, rule.graveWhen))}\n\n${prose(why)}\n`,
    `Reported:\n\n${fence(bad, 'yaml')}\n`,
    `Mended:\n\n${fence(good, 'yaml')}\n`,
  ].join('\n');
}

/** Planned ids that are findings of other rooms, under the same id or another. */
function elsewhere(): string {
  const lines = planned().flatMap((id) => {
    const why = NOT_RULES[id];
    if (why !== undefined && 'toldBy' in why)
      return [`| ${id} | ${link(why.toldBy)} | ${prose(why.reason)} |`];
    const entry = catalogueEntry(id);
    return entry === undefined ? [] : [`| ${id} | ${link(id)} | ${prose(entry.title)} |`];
  });
  return [
    '## Told by other parts of the compiler',
    '',
    '| id | told by | how |',
    '|---|---|---|',
    ...lines,
    '',
  ].join('\n');
}

function missing(): string {
  const lines = planned().flatMap((id) => {
    const why = NOT_RULES[id];
    return why !== undefined && 'missing' in why ? [`| ${id} | ${prose(why.missing)} |`] : [];
  });
  return ['## Not built', '', '| id | why |', '|---|---|', ...lines, ''].join('\n');
}

function planned(): string[] {
  return Object.entries(PLANNED_RULES)
    .flatMap(([group, names]) => names.map((name) => `${group}/${name}`))
    .toSorted();
}

function link(code: string): string {
  return `[${code}](diagnostics.md#${catalogueAnchor(code)})`;
}

/** Our own text: what stands in backticks is code, and nothing else is markup. */
function prose(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\*_<[\]|]/g, '\\$&')))
    .join('');
}
