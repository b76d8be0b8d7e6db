import { literalSeconds } from './durations.ts';
import { type Token, tokenize } from './tokens.ts';

/**
 * Seconds of a duration as it may stand in brackets or after `offset`: a literal, or arithmetic of literals
 * (`2 * 1h + 5m`). Undefined when it depends on the query's step or range. A division by zero is infinite, as for doubles.
 */
export function constantSeconds(text: string): number | undefined {
  // Nearly all durations are one literal.
  const literal = literalSeconds(text);
  if (literal !== undefined) return literal;
  const cursor: Cursor = { tokens: tokenize(text), at: 0 };
  const seconds = sum(cursor);
  return cursor.at === cursor.tokens.length && !Number.isNaN(seconds) ? seconds : undefined;
}

interface Cursor {
  readonly tokens: readonly Token[];
  at: number;
}

/** NaN stands for "not constant" on all levels: it survives every operation. */
function sum(cursor: Cursor): number {
  let value = product(cursor);
  for (;;) {
    if (accept(cursor, '+')) value += product(cursor);
    else if (accept(cursor, '-')) value -= product(cursor);
    else return value;
  }
}

function product(cursor: Cursor): number {
  let value = signed(cursor);
  for (;;) {
    if (accept(cursor, '*')) value *= signed(cursor);
    else if (accept(cursor, '/')) value /= signed(cursor);
    else if (accept(cursor, '%')) value %= signed(cursor);
    else return value;
  }
}

function signed(cursor: Cursor): number {
  if (accept(cursor, '-')) return -signed(cursor);
  if (accept(cursor, '+')) return signed(cursor);
  const base = primary(cursor);
  return accept(cursor, '^') ? base ** signed(cursor) : base;
}

function primary(cursor: Cursor): number {
  const token = cursor.tokens[cursor.at];
  cursor.at += 1;
  if (token?.text === '(') {
    const value = sum(cursor);
    return accept(cursor, ')') ? value : Number.NaN;
  }
  return token === undefined ? Number.NaN : (literalSeconds(token.text) ?? Number.NaN);
}

function accept(cursor: Cursor, text: string): boolean {
  if (cursor.tokens[cursor.at]?.text !== text) return false;
  cursor.at += 1;
  return true;
}
