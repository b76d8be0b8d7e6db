import type { Span } from '../../src/diagnostics/span.ts';

/** The text of a file that a span is about. */
export function spanText(text: string, { start, end }: Span): string {
  return text.slice(start.offset, end.offset);
}
