import type { Position, Span } from '../diagnostics/span.ts';

/** From an offset (UTF-16 code units) to its line and column, both counted from 1. Offsets past the text give its end. */
export type Locate = (offset: number) => Position;

/**
 * Builds the locator of a text once; each look-up is then a binary search. A line ends with LF or CRLF; the CR of a CRLF is
 * the last column of its line, so columns before it are what editors show.
 */
export function createLocator(text: string): Locate {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return (offset) => {
    const within = Math.min(Math.max(offset, 0), text.length);
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= within) low = middle;
      else high = middle - 1;
    }
    return { offset: within, line: low + 1, column: within - (starts[low] ?? 0) + 1 };
  };
}

/** The position of a line and column, both from 1, in a text; past the text its end. */
export function positionAt(text: string, line: number, column: number): Position {
  let start = 0;
  for (let before = 1; before < line; before += 1) {
    const end = text.indexOf('\n', start);
    if (end === -1) break;
    start = end + 1;
  }
  return createLocator(text)(start + column - 1);
}

/** The stretch `[start, end)` of `file` whose text `locate` was built from. */
export function spanBetween(file: string, locate: Locate, start: number, end: number): Span {
  return { file, start: locate(start), end: locate(Math.max(start, end)) };
}

/** The very beginning of a file: for findings about the file as a whole. */
export function fileSpan(file: string): Span {
  const start: Position = { offset: 0, line: 1, column: 1 };
  return { file, start, end: start };
}
