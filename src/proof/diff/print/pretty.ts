import { printable } from '../../../diagnostics/printable.ts';
import { groupBy } from '../../../support/group-by.ts';
import type { Change } from '../change.ts';
import type { Diff } from '../diff.ts';
import { plainText, type Words } from '../words.ts';
import {
  beforeAfter,
  CLASS_WORDS,
  countWords,
  effectWords,
  environmentWords,
  subjectWords,
  tallyWords,
} from './tell.ts';

const COLORS: Readonly<Partial<Record<Change['class'], string>>> = {
  'protection-removed': '31',
  loosened: '33',
  'new-page': '35',
};

/** For people at a terminal: classes as headings, a change each with what it does below. */
export function diffPretty(diff: Diff, color: boolean): string {
  const paint = (sgr: string, text: string) => (color ? `\u001b[${sgr}m${text}\u001b[0m` : text);
  const groups = groupBy(diff.changes, (change) => change.class);
  const blocks = [...groups].map(([name, changes]) => {
    const title = paint(COLORS[name] ?? '1', CLASS_WORDS[name].title);
    return [title, ...changes.flatMap(lines)].join('\n');
  });
  const counts = countWords(diff).map((said) => `alerts: ${line(said)}`);
  const summary =
    diff.changes.length === 0
      ? 'no change of meaning'
      : `${diff.changes.length} ${diff.changes.length === 1 ? 'change' : 'changes'}: ${tallyWords(diff.changes)}`;
  return `${[...blocks, ...counts, summary].join('\n')}\n`;
}

function lines(change: Change): string[] {
  const where = line(environmentWords(change));
  const said = line(beforeAfter(change));
  const first = [line(subjectWords(change)), ...(where === '' ? [] : [where])].join(' ');
  return [
    `  ${first}${said === '' ? '' : `: ${said}`}`,
    ...effectWords(change).map((effect) => `      ${line(effect)}`),
  ];
}

function line(said: Words): string {
  return printable(plainText(said));
}
