import type { Diagnostic } from './diagnostic.ts';
import type { Span } from './span.ts';

/**
 * Where secrets stand, by file, as the findings with `redact` tell. Printers mask these stretches everywhere: the lines shown
 * for another finding may be the same.
 */
export function secretSpans(diagnostics: Iterable<Diagnostic>): ReadonlyMap<string, readonly Span[]> {
  const spans = new Map<string, Span[]>();
  for (const { redact, span } of diagnostics) {
    if (redact === true && span !== undefined) {
      spans.set(span.file, [...(spans.get(span.file) ?? []), span]);
    }
  }
  return spans;
}
