import { printable } from './printable.ts';

/** One character of a source line as a terminal shows it. */
export interface Cell {
  /** Offset in the line, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Terminal columns. */
  readonly width: number;
}

const TAB_STOP = 4;

/**
 * Splits a line into what a terminal shows: tabs become blanks up to the next stop, unsafe characters their escapes.
 * `width` follows UAX #11 (wide and fullwidth characters take two columns, combining ones none); terminals that differ shift
 * a caret by a column, never more than the line's own characters.
 */
export function cellsOf(line: string): Cell[] {
  const cells: Cell[] = [];
  let at = 0;
  let column = 0;
  let joined = false;
  for (const character of line) {
    const end = at + character.length;
    const text = character === '\t' ? ' '.repeat(TAB_STOP - (column % TAB_STOP)) : printable(character);
    const width = text !== character ? text.length : joined ? 0 : widthOf(character);
    cells.push({ start: at, end, text, width });
    column += width;
    joined = character === '\u200d';
    at = end;
  }
  return cells;
}

const ZERO = /^(?:[\p{Mn}\p{Me}\u200c]|\u200d|\p{Emoji_Modifier})$/u;

/** East Asian Width W and F, by block; emoji that are pictures by default come from their own property. */
const WIDE =
  /^[\u1100-\u115f\u2e80-\u303e\u3041-\u4dbf\u4e00-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]$/u;

function widthOf(character: string): number {
  if (character.length === 1 && character >= ' ' && character <= '~') return 1;
  if (ZERO.test(character)) return 0;
  if (/^[\u{1f1e6}-\u{1f1ff}]$/u.test(character)) return 1;
  return WIDE.test(character) || /^\p{Emoji_Presentation}$/u.test(character) ? 2 : 1;
}

/** Terminal columns of a text without tabs. */
export function displayWidth(text: string): number {
  return cellsOf(text).reduce((sum, cell) => sum + cell.width, 0);
}
