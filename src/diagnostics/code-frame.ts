import { type Cell, cellsOf, displayWidth } from './cells.ts';
import type { Span } from './span.ts';

export interface FrameOptions {
  /** Stretches of the same file that hold secrets; they are never printed, whoever the frame is for. */
  readonly masked?: readonly Span[];
  /** Put behind the carets when it fits there, else below them. Printable already. */
  readonly note?: string;
  /** How many lines to show above the first line of the span. */
  readonly before?: number;
  /** Wraps the carets, for colour. */
  readonly paint?: (carets: string) => string;
}

/** Columns of source text shown; longer lines are cut around the caret. */
const WIDTH = 100;
/** Columns a line with carets and note may take before the note moves to a line of its own. */
const NOTE_WIDTH = 130;
/** A fixed length, so that the mask doesn't tell how long the secret is. */
const MASK = '••••••';

/**
 * The source lines of a span with numbers in the margin and carets below: the lines of a code frame, without a line end.
 * Of a span over several lines the first is shown. Empty when the span's line is not in the text (the file changed, or
 * could not be read).
 */
export function codeFrame(text: string, span: Span, options: FrameOptions = {}): string[] {
  const { masked = [], note = '', before = 1, paint = (carets) => carets } = options;
  const line = lineAt(text, span.start.offset);
  if (line.number !== span.start.line) return [];

  const caret = span.start.offset - line.start;
  const cells = visibleCells(line, caret, masked);
  const from = columnAt(cells, caret);
  const to = Math.max(columnAt(cells, span.end.offset - line.start), from + 1);
  const view = windowAround(cells, from);

  const digits = String(line.number).length;
  const frame: string[] = [];
  for (const above of linesAbove(text, line, before)) {
    const shown = cut(visibleCells(above, caret, masked), view);
    frame.push(`   ${String(above.number).padStart(digits)} | ${shown}`.trimEnd());
  }
  frame.push(`   ${line.number} | ${cut(cells, view)}`.trimEnd());

  const margin = `   ${' '.repeat(digits)} | `;
  const shift = from - view.from + (view.from > 0 ? 1 : 0);
  const carets = '^'.repeat(Math.max(1, Math.min(to, view.to) - from));
  const pointer = `${margin}${' '.repeat(shift)}`;
  const fits = pointer.length + carets.length + 1 + displayWidth(note) <= NOTE_WIDTH;
  if (note === '') return [...frame, pointer + paint(carets)];
  if (fits) return [...frame, `${pointer}${paint(carets)} ${note}`];
  return [...frame, pointer + paint(carets), `   ${note}`];
}

interface Line {
  readonly number: number;
  /** Offset of the line in the text. */
  readonly start: number;
  readonly text: string;
}

function lineAt(text: string, offset: number): Line {
  const start = text.lastIndexOf('\n', Math.max(offset, 0) - 1) + 1;
  return { number: text.slice(0, start).split('\n').length, start, text: lineText(text, start) };
}

function lineText(text: string, start: number): string {
  const end = text.indexOf('\n', start);
  return text.slice(start, end === -1 ? text.length : end).replace(/\r$/, '');
}

/** The lines above, without blank ones at the top. */
function linesAbove(text: string, line: Line, count: number): Line[] {
  const lines: Line[] = [];
  let { start, number } = line;
  while (lines.length < count && start > 0) {
    start = start < 2 ? 0 : text.lastIndexOf('\n', start - 2) + 1;
    number -= 1;
    lines.unshift({ number, start, text: lineText(text, start) });
  }
  const firstWithText = lines.findIndex((above) => above.text.trim() !== '');
  return firstWithText === -1 ? [] : lines.slice(firstWithText);
}

/** A line of megabytes is looked at around the caret only. */
const REACH = 2000;

function visibleCells(line: Line, caret: number, masked: readonly Span[]): Cell[] {
  const from = Math.max(0, caret - REACH);
  const left = from > 0 ? [ellipsis(from)] : [];
  const right = line.text.length > caret + REACH ? [ellipsis(caret + REACH)] : [];
  const cells = cellsOf(line.text.slice(from, caret + REACH)).map((cell) => ({
    ...cell,
    start: cell.start + from,
    end: cell.end + from,
  }));
  return [...left, ...maskCells(cells, line.start, masked), ...right];
}

function ellipsis(at: number): Cell {
  return { start: at, end: at, text: '…', width: 1 };
}

/** Replaces the characters of each masked stretch by one mask. */
function maskCells(cells: readonly Cell[], lineStart: number, masked: readonly Span[]): Cell[] {
  const result: Cell[] = [];
  let inside = false;
  for (const cell of cells) {
    const secret = masked.some(
      (span) => cell.start + lineStart >= span.start.offset && cell.start + lineStart < span.end.offset,
    );
    if (!secret) result.push(cell);
    else if (!inside) result.push({ ...cell, text: MASK, width: MASK.length });
    else {
      // The mask's cell grows over what it hides, so that its carets cover the mask and nothing else.
      const mask = result.pop();
      if (mask !== undefined) result.push({ ...mask, end: cell.end });
    }
    inside = secret;
  }
  return result;
}

/** Terminal column (from 0) at which the character with this offset in the line begins; an end counts as a beginning. */
function columnAt(cells: readonly Cell[], offset: number): number {
  let column = 0;
  for (const cell of cells) {
    if (cell.end > offset) return column;
    column += cell.width;
  }
  return column;
}

interface Window {
  readonly from: number;
  readonly to: number;
}

/** Which columns to show: all of a short line, else a stretch with the caret in its first third. */
function windowAround(cells: readonly Cell[], caret: number): Window {
  const width = cells.reduce((sum, cell) => sum + cell.width, 0);
  if (width <= WIDTH) return { from: 0, to: WIDTH };
  const from = Math.min(Math.max(0, caret - WIDTH / 4), width - WIDTH);
  const start = from < 4 ? 0 : Math.floor(from);
  return { from: start, to: start + WIDTH };
}

function cut(cells: readonly Cell[], { from, to }: Window): string {
  let column = 0;
  let shown = '';
  let more = false;
  for (const cell of cells) {
    const end = column + cell.width;
    if (column >= from && end <= to) shown += cell.text;
    // Half of a wide character at the edge: a blank keeps the columns aligned with the carets.
    else if (column < from && end > from) shown += ' '.repeat(end - from);
    if (end > to) more = true;
    column = end;
  }
  return `${from > 0 && column > 0 ? '…' : ''}${shown}${more ? '…' : ''}`;
}
