import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCollector } from '../../src/diagnostics/collector.ts';
import { printPretty } from '../../src/diagnostics/print/pretty.ts';
import { decodeSpec, MAX_BYTES, readSpec } from '../../src/source/read.ts';
import { firstInvalidUtf8 } from '../../src/source/utf8.ts';

function decode(...parts: (string | number[])[]) {
  const bytes = Buffer.concat(parts.map((part) => Buffer.from(part as string)));
  const collector = createCollector();
  const file = decodeSpec('a/spec.yaml', bytes, collector.report);
  const printed = printPretty(collector.all(), { texts: new Map(), color: false });
  return { file, diagnostics: collector.all(), printed };
}

describe('bytes to text', () => {
  test('UTF-8 is read, its byte order mark dropped, line ends kept', () => {
    expect(decode('a: é😀\r\n')).toMatchObject({
      file: { path: 'a/spec.yaml', text: 'a: é😀\r\n' },
      diagnostics: [],
    });
    expect(decode([0xef, 0xbb, 0xbf], 'a: 1').file?.text).toBe('a: 1');
    expect(decode('').file?.text).toBe('');
  });

  test('invalid UTF-8 is shown at its first byte', () => {
    const { file, diagnostics, printed } = decode('one: 1\nétwo: 😀', [0xe9], 't\n');
    expect(file).toBeUndefined();
    expect(diagnostics[0]?.data).toEqual({ byteOffset: 18 });
    expect(printed).toMatchInlineSnapshot(`
      "a/spec.yaml:2:9  error  file/invalid-utf8
         the byte 0xe9 here is not part of UTF-8 text
         Save the file as UTF-8; letters saved as Latin-1 or Windows-1252 look like this.
      1 error, 0 warnings
      "
    `);
  });

  test('a NUL byte is shown where it stands', () => {
    expect(decode('a: 1\nb: ', [0], 'x').printed).toMatchInlineSnapshot(`
      "a/spec.yaml:2:4  error  file/nul-byte
         there is a NUL byte here, so this is not a text file
         Check whether the file was damaged, or narrow the include pattern if it is no spec file.
      1 error, 0 warnings
      "
    `);
  });

  test('places do not count a byte order mark, byte offsets do', () => {
    expect(decode([0xef, 0xbb, 0xbf], 'ab', [0]).diagnostics).toMatchObject([
      { span: { start: { line: 1, column: 3 } }, data: { byteOffset: 5 } },
    ]);
  });

  test('of a NUL and an invalid byte the first is told', () => {
    expect(decode('x', [0], [0xff]).diagnostics.map(({ code }) => code)).toEqual(['file/nul-byte']);
    expect(decode('x', [0xff], [0]).diagnostics.map(({ code }) => code)).toEqual(['file/invalid-utf8']);
  });

  test.each([
    ['UTF-16 little endian', [0xff, 0xfe, 0x61, 0], 'the file is UTF-16, not UTF-8'],
    ['UTF-16 big endian', [0xfe, 0xff, 0, 0x61], 'the file is UTF-16, not UTF-8'],
    ['UTF-32 little endian', [0xff, 0xfe, 0, 0, 0x61, 0, 0, 0], 'the file is UTF-32, not UTF-8'],
    ['UTF-32 big endian', [0, 0, 0xfe, 0xff, 0, 0, 0, 0x61], 'the file is UTF-32, not UTF-8'],
  ])('%s is named', (_, bytes, message) => {
    expect(decode(bytes)).toMatchObject({ file: undefined, diagnostics: [{ code: 'file/utf16', message }] });
  });

  test('4 MiB are read, a byte more is not', () => {
    expect(decode('#'.repeat(MAX_BYTES)).file?.text).toHaveLength(MAX_BYTES);
    expect(decode('#'.repeat(MAX_BYTES + 1)).printed).toMatchInlineSnapshot(`
      "a/spec.yaml:1:1  error  file/too-large
         the spec file has 4.1 MiB; up to 4 MiB are read
         Narrow the include pattern if it is no spec file, else split it.
      1 error, 0 warnings
      "
    `);
  });
});

function isText(part: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(part);
    return true;
  } catch {
    return false;
  }
}

describe('firstInvalidUtf8', () => {
  test.each([
    ['a continuation alone', [0x61, 0x80], 1],
    ['an overlong slash', [0xc0, 0xaf], 0],
    ['an overlong slash of three', [0xe0, 0x80, 0xaf], 0],
    ['a surrogate', [0xed, 0xa0, 0x80], 0],
    ['above U+10FFFF', [0xf4, 0x90, 0x80, 0x80], 0],
    ['cut short', [0x61, 0xe2, 0x82], 1],
    ['cut short by a letter', [0xe2, 0x61, 0x61], 0],
    ['five bytes', [0xf8, 0x88, 0x80, 0x80, 0x80], 0],
  ])('%s', (_, bytes, at) => {
    expect(firstInvalidUtf8(Uint8Array.from(bytes))).toBe(at);
  });

  test('agrees with the platform on what is UTF-8', () => {
    const byte = fc.oneof(
      fc.integer({ min: 0, max: 255 }),
      fc.constantFrom(0x61, 0x80, 0xbf, 0xc3, 0xe2, 0xed, 0xf0, 0xf4),
    );
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 8 }), (list) => {
        const bytes = Uint8Array.from(list);
        const at = firstInvalidUtf8(bytes);
        expect(at === -1).toBe(isText(bytes));
        if (at !== -1) expect(isText(bytes.subarray(0, at))).toBe(true);
      }),
      { seed: 7, numRuns: 5000 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(firstInvalidUtf8(Buffer.from(text))).toBe(-1);
      }),
      { seed: 8 },
    );
  });
});

describe('from disk', () => {
  let root = '';
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'modelwatch-read-'));
  });
  afterAll(() => {
    rmSync(root, { recursive: true });
  });

  const read = (path: string) => {
    const collector = createCollector();
    const file = readSpec(root, path, collector.report);
    return { file, diagnostics: collector.all() };
  };

  test('a file is read under its path in the project', () => {
    mkdirSync(join(root, 'models'));
    writeFileSync(join(root, 'models/a.yaml'), 'a: 1\n');
    expect(read('models/a.yaml')).toEqual({
      file: { path: 'models/a.yaml', text: 'a: 1\n' },
      diagnostics: [],
    });
  });

  test('50 MB are told by their size, not read', () => {
    const file = openSync(join(root, 'big.yaml'), 'w');
    ftruncateSync(file, 50_000_000);
    closeSync(file);
    const { diagnostics } = read('big.yaml');
    // Had it been read, its zero bytes would be the complaint.
    expect(diagnostics).toMatchObject([
      {
        code: 'file/too-large',
        message: 'the spec file has 47.7 MiB; up to 4 MiB are read',
        data: { bytes: 50_000_000, limit: MAX_BYTES },
      },
    ]);
  });

  test("what is missing or no file is told without the machine's own paths", () => {
    mkdirSync(join(root, 'folder.yaml'));
    execFileSync('mkfifo', [join(root, 'pipe.yaml')]);
    const messages = ['none.yaml', 'folder.yaml', 'pipe.yaml', 'models/a.yaml/b.yaml'].map(
      (path) => read(path).diagnostics[0]?.message,
    );
    expect(messages).toEqual([
      'the spec file cannot be read: there is nothing of that name (ENOENT)',
      'the spec file cannot be read: it is not an ordinary file',
      'the spec file cannot be read: it is not an ordinary file',
      'the spec file cannot be read: a part of its path is not a folder (ENOTDIR)',
    ]);
  });
});
