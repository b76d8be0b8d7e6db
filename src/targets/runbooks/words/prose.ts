import type { ProseText } from '../../../plan/alert.ts';
import type { Unit } from '../../../plan/signal.ts';
import { type Block, type Inline, joined, lines, md, text } from '../../../support/markdown.ts';

/** What stands for a measured value, which only a notification knows. */
const VALUES: Readonly<Record<Unit, Inline>> = {
  seconds: md`*duration*`,
  ratio: md`*N*%`,
  events: md`*N*`,
  'events-per-second': md`*N*/s`,
  bytes: md`*N* bytes`,
  'unix-seconds': md`*time*`,
  money: md`*N*`,
  none: md`*N*`,
};

export function hasValue(prose: ProseText): boolean {
  return prose.some((part) => 'value' in part);
}

/** The text on one line, with words in italics where the notification has the measured value. */
export function proseLine(prose: ProseText): Inline {
  const parts = prose.map((part) => ('value' in part ? VALUES[part.value] : withBlanks(part.text)));
  return joined(parts, '');
}

/** The text with the ends of lines that its author gave it; with a measured value in it, on one line. */
export function proseLines(prose: ProseText): Block | Inline {
  if (hasValue(prose)) return proseLine(prose);
  return lines(prose.map((part) => ('text' in part ? part.text : '')).join(''));
}

/** A part of a line: the blanks around it part it from its neighbours. */
function withBlanks(part: string): Inline {
  return md`${blankIf(/^\s/.test(part))}${text(part)}${blankIf(/\s$/.test(part))}`;
}

function blankIf(isThere: boolean): Inline {
  return isThere ? md` ` : md``;
}
