import { code } from '../../../support/markdown.ts';
import type { Change } from '../change.ts';
import type { Diff } from '../diff.ts';
import type { Words } from '../words.ts';
import {
  beforeAfter,
  CLASS_WORDS,
  countWords,
  effectWords,
  environmentWords,
  subjectWords,
  tallyWords,
} from './tell.ts';

/** First line of every comment of ours: by it the comment is found again and replaced. */
export const COMMENT_MARK = '<!-- modelwatch-diff -->';

/** Rows of the table, and lines of what is folded; with the rest a comment has at most 60 lines. */
const MOST_ROWS = 22;
const MOST_FOLDED = 16;
/** Characters of one user text, and of one cell. GitHub takes 65,536 in a comment. */
const MOST_NAME = 60;
const MOST_CELL = 480;

/** A pull-request comment of at most 60 lines. User texts stand in code spans: they are no markup and mention nobody. */
export function diffMarkdown(diff: Diff): string {
  const { changes } = diff;
  const head = [COMMENT_MARK, `### Monitoring changes · ${tallyWords(changes)}`, ''];
  if (changes.length === 0)
    return `${[...head, 'Nothing that is monitored changes its meaning.'].join('\n')}\n`;
  const rows = changes.slice(0, MOST_ROWS);
  return `${[
    ...head,
    '| | What | Before → after | Effect |',
    '|-|-|-|-|',
    ...rows.map(row),
    ...counts(diff),
    ...folded(changes.slice(MOST_ROWS)),
    ...renderedLines(diff),
  ].join('\n')}\n`;
}

function row(change: Change): string {
  const { sign, title } = CLASS_WORDS[change.class];
  const told = effectsCell(effectWords(change).map(inline));
  return `| ${sign} ${title} | ${cell(what(change))} | ${cell(inline(beforeAfter(change)))} | ${cell(told)} |`;
}

/** As many effects as fit, at least one. */
function effectsCell(effects: readonly string[]): string {
  let length = 0;
  const shown = effects.filter((effect, index) => {
    length += effect.length;
    return index === 0 || length <= MOST_CELL;
  });
  const rest = effects.length - shown.length;
  return [...shown, ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ');
}

function what(change: Change): string {
  const where = inline(environmentWords(change));
  return `${inline(subjectWords(change))}${where === '' ? '' : ` ${where}`}`;
}

/** Words are cut before they are escaped, so that no code span is left open. */
function inline(said: Words): string {
  let left = MOST_CELL;
  const parts: string[] = [];
  for (const word of said) {
    if (left <= 0) {
      parts.push('…');
      break;
    }
    const text = typeof word === 'string' ? word : clip(word.name, Math.min(MOST_NAME, Math.max(left, 8)));
    left -= text.length;
    parts.push(typeof word === 'string' ? word : code(printable(text)));
  }
  return parts.join('');
}

/** An empty name is shown as one; controls and invisible characters would hide or reorder what stands beside them. */
function printable(text: string): string {
  const shown = text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, ' ').trim();
  return shown === '' ? '(empty)' : shown;
}

function clip(text: string, most: number): string {
  const characters = Array.from(text.slice(0, 2 * most));
  return characters.length > most || text.length > 2 * most
    ? `${characters.slice(0, most - 1).join('')}…`
    : text;
}

function cell(markdown: string): string {
  return markdown === '' ? '–' : markdown;
}

function counts(diff: Diff): string[] {
  const said = countWords(diff);
  if (said.length === 0) return [];
  const rest = said.length > 4 ? `; and ${said.length - 4} more environments` : '';
  return ['', `**Alerts** ${said.slice(0, 4).map(inline).join('; ')}${rest}`];
}

/** What does not fit into the table, shorter; what does not fit here either is counted. */
function folded(changes: readonly Change[]): string[] {
  if (changes.length === 0) return [];
  const shown = changes.slice(0, MOST_FOLDED);
  const rest = changes.slice(MOST_FOLDED);
  return [
    '',
    `<details><summary>${changes.length} more: ${tallyWords(changes)}</summary>`,
    '',
    ...shown.map((change) => `- ${CLASS_WORDS[change.class].title}: ${brief(change)}`),
    ...(rest.length > 0
      ? [`- and ${rest.length} more (${tallyWords(rest)}): \`modelwatch diff\` tells all`]
      : []),
    '',
    '</details>',
  ];
}

function brief(change: Change): string {
  const said = inline(beforeAfter(change));
  return said === '' ? what(change) : `${what(change)}: ${said}`;
}

function renderedLines({ rendered }: Diff): string[] {
  if (rendered.length === 0) return [];
  const total = rendered.reduce((sum, { files }) => sum + files, 0);
  const shown = rendered
    .slice(0, 20)
    .map(({ environment, files }) => `${code(clip(environment, MOST_NAME))} ${files}`);
  return [
    '',
    `<details><summary>Rendered files: ${total} differ</summary>`,
    '',
    `${shown.join(', ')}${rendered.length > 20 ? ', …' : ''}`,
    '',
    '</details>',
  ];
}
