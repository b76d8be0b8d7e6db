import { z } from 'zod';

/**
 * What a schema says when it refuses an input. zod carries one string per issue, so the parts travel as JSON behind a mark
 * that no user text can start with; `issues.ts` takes them apart again.
 */
export interface Expectation {
  /** Phrase: "a duration such as 250ms". */
  readonly expected: string;
  /** Sentence: what to do. */
  readonly hint?: string | undefined;
  /** Diagnostic code, when the general ones (wrong type, invalid value) say too little. */
  readonly code?: string | undefined;
  /** Keys that are known here (unknown-key issues). */
  readonly knownKeys?: readonly string[] | undefined;
  /** What to say of keys that users are likely to try and that must not be there. */
  readonly refusedKeys?: Readonly<Record<string, RefusedKey>> | undefined;
}

/** A key that is wrong in a way worth telling. */
export interface RefusedKey {
  /** Diagnostic code; `secret/plain-text` masks the value. */
  readonly code?: string | undefined;
  /** Sentence: what to do. */
  readonly hint: string;
  /** The key to write in its place. */
  readonly instead?: string | undefined;
}

const MARK = '\u0001';

export function encodeExpectation(expectation: Expectation): string {
  return MARK + JSON.stringify(expectation);
}

/** The parts of a message made by `encodeExpectation`; undefined for zod's own messages. */
export function decodeExpectation(message: string): Expectation | undefined {
  return message.startsWith(MARK) ? (JSON.parse(message.slice(MARK.length)) as Expectation) : undefined;
}

type Hint = (input: unknown) => Partial<Expectation> | undefined;

/** zod's `error` parameter for a field that wants `expected`; `hint` looks at the refused input. */
export function expects(expected: string, hint?: Hint): { error: (issue: { input?: unknown }) => string } {
  return { error: (issue) => encodeExpectation({ expected, ...hint?.(issue.input) }) };
}

/** An object that refuses unknown keys and tells the known ones; `refusedKeys` says more of some that must not be there. */
export function strictObject<Shape extends z.ZodRawShape>(
  shape: Shape,
  refusedKeys?: Readonly<Record<string, RefusedKey>>,
) {
  const knownKeys = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      encodeExpectation(
        issue.code === 'unrecognized_keys'
          ? { expected: keysPhrase(knownKeys), knownKeys, refusedKeys }
          : { expected: `a map with ${listKeys(knownKeys)}` },
      ),
  });
}

/** "one of a, b, c", or that there are none. */
export function keysPhrase(keys: readonly string[]): string {
  if (keys.length === 0) return 'a map without keys';
  return keys.length === 1 ? listKeys(keys) : `one of ${listKeys(keys)}`;
}

function listKeys(keys: readonly string[]): string {
  return keys.length === 0 ? 'no keys' : keys.join(', ');
}

/** One of a few words. */
export function oneOf<const Words extends readonly [string, ...string[]]>(words: Words) {
  return z.enum(words, {
    error: () => encodeExpectation({ expected: `one of ${words.join(', ')}`, knownKeys: words }),
  });
}
