/** What a unit's parser answers: the value, or what would have been right and, where it can be guessed, what to do. */
export type ParseResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly expected: string; readonly hint?: string };

export function accept<T>(value: T): ParseResult<T> {
  return { ok: true, value };
}

export function refuse<T>(expected: string, hint?: string): ParseResult<T> {
  return hint === undefined ? { ok: false, expected } : { ok: false, expected, hint };
}
