import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CATALOGUE, catalogueEntry } from '../../src/diagnostics/catalogue.ts';

const SRC = join(import.meta.dirname, '../../src');

/** Codes that the source reports, by a look at its text: `code: 'group/name'`. Lint rules document themselves. */
function reportedCodes(): Map<string, string> {
  const codes = new Map<string, string>();
  for (const file of readdirSync(SRC, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.ts') || /^(lint|diagnostics)[/\\]/.test(file)) continue;
    for (const [, code] of readFileSync(join(SRC, file), 'utf8').matchAll(
      /\bcode: '([a-z0-9-]+\/[a-z0-9-]+)'/g,
    )) {
      codes.set(code ?? '', file);
    }
  }
  return codes;
}

describe('catalogue', () => {
  const reported = reportedCodes();

  test('has every code that is reported', () => {
    const missing = [...reported].filter(([code]) => catalogueEntry(code) === undefined);
    expect(missing).toEqual([]);
    // The look at the text does find codes.
    expect(reported.get('yaml/duplicate-key')).toBe('source/to-node.ts');
  });

  test('is sorted into groups without duplicates', () => {
    const codes = CATALOGUE.map(({ code }) => code);
    expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
    for (const code of codes) expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*\/[a-z0-9]+(-[a-z0-9]+)*$/);
    const groups = codes.map((code) => code.split('/')[0]).filter((group, at, all) => group !== all[at - 1]);
    expect(groups).toEqual([...new Set(groups)]);
  });

  test('tells title and reason of each in whole words', () => {
    for (const { code, title, explain } of CATALOGUE) {
      expect(title, code).toMatch(/^.{5,80}[^.]$/);
      expect(explain, code).toMatch(/^[^\n]{60,}\.$/);
    }
  });

  test('knows no code that nobody reports, in the groups of the lower rooms', () => {
    const idle = CATALOGUE.filter(({ code }) => /^(yaml|file)\//.test(code) && !reported.has(code));
    expect(idle).toEqual([]);
  });
});
