import * as fc from 'fast-check';

/** A careless change of a file's bytes. Numbers choose places; they are taken modulo what there is. */
export type Edit =
  | { readonly type: 'cut'; readonly at: number; readonly length: number }
  | { readonly type: 'insert'; readonly at: number; readonly text: string }
  | { readonly type: 'byte'; readonly at: number; readonly value: number }
  | { readonly type: 'drop-line' | 'double-line' | 'indent-line' | 'dedent-line'; readonly at: number }
  | { readonly type: 'swap-lines'; readonly at: number; readonly with: number }
  | { readonly type: 'replace-word'; readonly at: number; readonly text: string };

const PIECES = [
  ':',
  ': ',
  '-',
  '- ',
  '{',
  '}',
  '[',
  ']',
  ',',
  '#',
  '"',
  "'",
  '|',
  '>',
  '&a',
  '*a',
  '!',
  '%',
  '@',
  '`',
  '?',
  '---\n',
  '\t',
  '\n',
  '\r',
  '\u0000',
  '\u0085',
  '\u2028',
  '\ufeff',
  '\ud83d\udea8',
  '__proto__',
  'constructor',
  'toString',
  '~',
  'null',
  '.inf',
  '.nan',
  '0x10',
  '1e999',
  '100%',
  '0%',
  '0s',
  '9999d',
  '1ms',
  '-1',
  '0',
  'none',
  'team',
  '../..',
  '{{ x }}',
  '{{{',
  '$labels',
  '\\',
  '${x}',
  'up{',
  '))',
  'a'.repeat(300),
];

const at = fc.nat(100_000);
const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ type: fc.constant('cut' as const), at, length: fc.integer({ min: 1, max: 40 }) }),
  fc.record({ type: fc.constant('insert' as const), at, text: fc.constantFrom(...PIECES) }),
  fc.record({ type: fc.constant('byte' as const), at, value: fc.nat(255) }),
  fc.record({
    type: fc.constantFrom(
      'drop-line' as const,
      'double-line' as const,
      'indent-line' as const,
      'dedent-line' as const,
    ),
    at,
  }),
  fc.record({ type: fc.constant('swap-lines' as const), at, with: at }),
  fc.record({
    type: fc.constant('replace-word' as const),
    at,
    text: fc.oneof(fc.constantFrom(...PIECES), fc.string({ maxLength: 8 })),
  }),
);

/** Changes of one of `count` files. */
export function edits(count: number): fc.Arbitrary<{ file: number; edits: Edit[] }> {
  return fc.record({ file: fc.nat(count - 1), edits: fc.array(edit, { minLength: 1, maxLength: 4 }) });
}

/** The file's bytes after the changes. */
export function edited(text: string, changes: readonly Edit[]): Buffer {
  return changes.reduce<Buffer>(apply, Buffer.from(text));
}

function apply(bytes: Buffer, change: Edit): Buffer {
  const where = change.at % (bytes.length + 1);
  switch (change.type) {
    case 'cut':
      return Buffer.concat([bytes.subarray(0, where), bytes.subarray(where + change.length)]);
    case 'insert':
      return Buffer.concat([bytes.subarray(0, where), Buffer.from(change.text), bytes.subarray(where)]);
    case 'byte': {
      const copy = Buffer.from(bytes);
      if (where < copy.length) copy[where] = change.value;
      return copy;
    }
    case 'replace-word': {
      const words = [...bytes.toString('latin1').matchAll(/[^\s:,{}[\]]+/g)];
      const word = words[change.at % Math.max(words.length, 1)];
      if (word === undefined) return bytes;
      return Buffer.concat([
        bytes.subarray(0, word.index),
        Buffer.from(change.text),
        bytes.subarray(word.index + word[0].length),
      ]);
    }
    case 'drop-line':
    case 'double-line':
    case 'indent-line':
    case 'dedent-line':
    case 'swap-lines':
      return Buffer.from(ofLines(bytes.toString('latin1').split('\n'), change).join('\n'), 'latin1');
  }
}

function ofLines(
  lines: readonly string[],
  change: Extract<Edit, { type: `${string}-line${'' | 's'}` }>,
): string[] {
  const index = change.at % lines.length;
  const line = lines[index] ?? '';
  switch (change.type) {
    case 'drop-line':
      return lines.toSpliced(index, 1);
    case 'double-line':
      return lines.toSpliced(index, 0, line);
    case 'indent-line':
      return lines.with(index, `  ${line}`);
    case 'dedent-line':
      return lines.with(index, line.replace(/^ {1,2}/, ''));
    case 'swap-lines': {
      const other = change.with % lines.length;
      return lines.with(index, lines[other] ?? '').with(other, line);
    }
  }
}
