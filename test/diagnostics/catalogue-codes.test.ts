import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CATALOGUE, catalogueEntry } from '../../src/diagnostics/catalogue.ts';
import { LINT_RULES, lintRule } from '../../src/lint/registry.ts';
import { CONSTRUCTS } from '../../src/plan/constructs.ts';

const SOURCE = join(import.meta.dirname, '../../src');

/** Files that define codes instead of reporting them. */
const DEFINITIONS = /^(?:diagnostics\/catalogue\/|lint\/rules\/|lint\/catalogue-ids\.ts$)/;

/** Every text of the form of a code; names of our own file formats begin with `modelwatch`. */
const CODE = /(?<=')(?!modelwatch)[a-z]+(?:-[a-z]+)*\/[a-z0-9]+(?:-[a-z0-9]+)*(?=')/g;

const NO_CODES = new Set(['events/sec', 'eld/medium', 'batch/v1']);

function reportedCodes(): ReadonlyMap<string, string> {
  const codes = new Map<string, string>();
  for (const entry of readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).toSorted()) {
    const path = entry.replaceAll('\\', '/');
    if (!path.endsWith('.ts') || DEFINITIONS.test(path)) continue;
    for (const [code] of readFileSync(join(SOURCE, entry), 'utf8').matchAll(CODE)) codes.set(code, path);
  }
  return codes;
}

describe('the catalogue of codes', () => {
  const reported = reportedCodes();

  it('finds the codes of every room that reports', () => {
    const rooms = new Set([...reported.values()].map((path) => path.split('/')[0]));
    for (const room of [
      'source',
      'spec',
      'workspace',
      'plan',
      'promql',
      'targets',
      'output',
      'readers',
      'commands',
    ])
      expect(rooms).toContain(room);
    expect(reported.size).toBeGreaterThan(100);
  });

  it('explains every code that the source reports', () => {
    // Constructs of a plan, a unit of Perses, a package and a version of Kubernetes are written like codes, and are none.
    const unexplained = [...reported].filter(
      ([code]) =>
        !catalogueEntry(code) && !lintRule(code) && !Object.hasOwn(CONSTRUCTS, code) && !NO_CODES.has(code),
    );
    expect(unexplained).toEqual([]);
  });

  it('explains no code that nothing reports', () => {
    const codes = CATALOGUE.map(({ code }) => code);
    expect(codes.filter((code) => !reported.has(code))).toEqual([]);
  });

  it('gives each code one meaning', () => {
    const codes = [...CATALOGUE.map(({ code }) => code), ...LINT_RULES.map(({ id }) => id)];
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });

  it('says of each code, in plain sentences, what is wrong and what to do', () => {
    for (const { code, title, explain } of CATALOGUE) {
      expect(code).toMatch(/^[a-z]+\/[a-z0-9]+(?:-[a-z0-9]+)*$/);
      expect(title, code).toMatch(/^\S.{4,70}[^.]$/);
      expect(explain, code).toMatch(/^\S.{70,}[.)]$/);
      expect(explain, code).not.toContain('\n');
      expect(explain.split('`').length % 2, `${code}: an open backtick`).toBe(1);
    }
  });
});
