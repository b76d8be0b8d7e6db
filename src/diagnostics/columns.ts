import { cellsOf, displayWidth } from './cells.ts';
import { printable } from './printable.ts';

export interface ColumnsStyle {
  /** Columns, from 0, whose cells end at the same place: numbers. */
  readonly right?: readonly number[];
  /** Stands before every line. */
  readonly indent?: string;
  /** Colours a cell that is padded already: what it adds takes no room. */
  readonly paint?: (cell: string, row: number, column: number) => string;
}

const APART = '  ';

/**
 * Rows as aligned columns, two blanks apart, a line each; the last column is not padded. Texts of users are made printable,
 * and wide characters take the room that they have in a terminal.
 */
export function columns(
  rows: readonly (readonly string[])[],
  { right = [], indent = '', paint = (cell) => cell }: ColumnsStyle = {},
): string {
  const shown = rows.map((row) => row.map(printable));
  const widths = (shown[0] ?? []).map((_, index) =>
    Math.max(...shown.map((row) => displayWidth(row[index] ?? ''))),
  );
  return shown
    .map((row, rowIndex) => {
      const cells = row.map((cell, index) => {
        const room = ' '.repeat((widths[index] ?? 0) - displayWidth(cell));
        if (right.includes(index)) return paint(room + cell, rowIndex, index);
        const isLast = row.slice(index + 1).every((after) => after === '');
        return paint(isLast ? cell : cell + room, rowIndex, index);
      });
      return `${(indent + cells.join(APART)).trimEnd()}\n`;
    })
    .join('');
}

/** The text, printable, in at most `width` columns of a terminal: what is longer ends with `…`. */
export function clipped(text: string, width: number): string {
  if (text.length <= width && /^[ -~]*$/.test(text)) return text;
  const cells = cellsOf(printable(text));
  if (cells.reduce((sum, cell) => sum + cell.width, 0) <= width)
    return cells.map((cell) => cell.text).join('');
  let kept = '';
  let room = width - 1;
  for (const cell of cells) {
    room -= cell.width;
    if (room < 0) break;
    kept += cell.text;
  }
  return `${kept}…`;
}
