import type { Span } from '../diagnostics/span.ts';
import type { SourceFile } from './file.ts';
import type { ScalarNode } from './node.ts';
import { createLocator, spanBetween } from './positions.ts';

/**
 * The place in the file of a stretch `[from, to)` of a text's value (UTF-16 code units): where in a `query:` the PromQL
 * parser stopped. Quotes, escapes of one character, folded lines and block indentation are seen through. When value and
 * source cannot be matched (numeric escapes), the whole text is meant.
 */
export function spanWithin(file: SourceFile, node: ScalarNode, from: number, to: number): Span {
  if (typeof node.value !== 'string') return node.span;
  const start = node.span.start.offset;
  const places = alignValue(node.value, file.text.slice(start, node.span.end.offset));
  const first = places?.[Math.min(from, node.value.length)];
  const last = places?.[Math.max(from, Math.min(to, node.value.length) - 1)];
  if (first === undefined || last === undefined) return node.span;
  const locate = createLocator(file.text);
  return spanBetween(node.span.file, locate, start + first, start + (to > from ? last + 1 : first));
}

/**
 * For each code unit of the value its index in the source text, and one more for the value's end; undefined when they do not
 * fit. Only what YAML adds may be skipped: blanks, line ends, quotes, backslashes, and the header of a block.
 */
function alignValue(value: string, source: string): number[] | undefined {
  const places: number[] = [];
  const escapes = source.startsWith('"');
  let at = /^[|>]/.test(source) ? source.indexOf('\n') + 1 : /^["']/.test(source) ? 1 : 0;
  for (const unit of value.split('')) {
    while (at < source.length && lengthOf(unit, source, at, escapes) === 0) {
      if (!/[\s\\']/.test(source[at] ?? '')) return undefined;
      at += 1;
    }
    // The line end that closes a block is not part of its span.
    if (at >= source.length && unit !== '\n') return undefined;
    places.push(Math.min(at, source.length));
    at += lengthOf(unit, source, at, escapes);
  }
  places.push(Math.min(at, source.length));
  return places;
}

/** How many code units of the source spell this one of the value; 0 when something else stands there. */
function lengthOf(unit: string, source: string, at: number, escapes: boolean): number {
  const written = source[at];
  if (escapes && written === '\\') return source[at + 1] === unit ? 2 : 0;
  return written === unit || (unit === ' ' && written === '\n') ? 1 : 0;
}
