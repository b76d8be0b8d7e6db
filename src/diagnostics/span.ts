/**
 * A place in a text. `line` and `column` count from 1; `column` and `offset` count UTF-16 code units, as SARIF's
 * default `columnKind` and editors do.
 */
export interface Position {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

/** A half-open stretch `[start, end)` of one file. `file` is relative to the project's root, with `/` separators. */
export interface Span {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

/** Total order over spans: file (by code unit), then start, then end. */
export function compareSpans(a: Span, b: Span): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.start.offset - b.start.offset || a.end.offset - b.end.offset;
}
