import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

/** The floors of the house, lowest first: a file imports from its own room and from rooms before it. */
const FLOORS = [
  'support',
  'diagnostics',
  'units',
  'statistics',
  'calendar',
  'source',
  'spec',
  'workspace',
  'plan',
  'lint',
  'promql',
  'targets',
  'readers',
  'output',
  'drift',
  'compile.ts',
  'proof',
  'preview',
  'load.ts',
  'commands',
  'cli.ts',
];

/** Where the world is touched: disk, processes, streams. Everything else is a function of its input. */
const EDGES =
  /^(?:source\/(?:read|discover)\.ts|load\.ts|cli\.ts|proof\/(?:.*\/)?run(?:-[a-z-]+)?\.ts|(?:output|readers|commands|drift\/world)\/.*)$/;
const WORLD =
  /^node:(?:fs|fs\/promises|child_process|process|os|net|http|https|worker_threads|timers|readline)$/;

/** Texts of programs that are rendered: what those do when they run is not done here. */
const PROGRAM_TEXT = /^targets\/instrumentation\/(?:python|typescript)\/(?:runtime|[a-z]+-text)\.ts$/;

const LONGEST_FILE = 350;

const SRC = path.resolve(import.meta.dirname, '../src');

interface SourceText {
  /** Below src/, with `/`. */
  readonly name: string;
  readonly text: string;
  /** Files below src/ that it imports, and packages. */
  readonly files: readonly string[];
  readonly packages: readonly string[];
}

const sources: readonly SourceText[] = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  // Declarations of packages are found by their name, not imported.
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
  .map((name) => name.split(path.sep).join('/'))
  .toSorted()
  .map((name) => {
    const text = readFileSync(path.join(SRC, name), 'utf8');
    const imported = [...text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)].map(
      ([, module = '']) => module,
    );
    return {
      name,
      text,
      files: imported.filter(isFile).map((module) => path.posix.join(path.posix.dirname(name), module)),
      packages: imported.filter((module) => !isFile(module)),
    };
  });

function isFile(module: string): boolean {
  return module.startsWith('.');
}

function roomOf(name: string): string {
  return name.split('/')[0] ?? '';
}

function rank(name: string): number {
  return FLOORS.indexOf(roomOf(name));
}

/** `a → b` of every import that a predicate finds wrong. */
function importsThat(isWrong: (from: string, to: string) => boolean): string[] {
  return sources.flatMap(({ name, files }) =>
    files.filter((to) => isWrong(name, to)).map((to) => `${name} → ${to}`),
  );
}

describe('the floors', () => {
  it('are all the rooms there are', () => {
    expect([...new Set(sources.map(({ name }) => roomOf(name)))].toSorted()).toEqual(FLOORS.toSorted());
    // The look at the text does find imports.
    expect(sources.flatMap(({ files }) => files).length).toBeGreaterThan(500);
  });

  it('are imported downhill only', () => {
    const above = importsThat((from, to) => to !== '../package.json' && rank(to) > rank(from));
    expect(above).toEqual([]);
  });

  it('are entered by files that exist, and every file is entered', () => {
    const known = new Set(sources.map(({ name }) => name));
    expect(importsThat((_, to) => !known.has(to) && to !== '../package.json')).toEqual([]);
    const entered = new Set(sources.flatMap(({ files }) => files));
    expect([...known].filter((name) => !entered.has(name))).toEqual(['cli.ts']);
  });
});

/** Which unit a file belongs to, by the first group of the pattern. */
function unitOf(name: string, pattern: RegExp): string | undefined {
  return pattern.exec(name)?.[1];
}

describe('the units of extension', () => {
  it('know nothing of each other: no target of another target, no lint rule of another rule, no kind of a room above', () => {
    for (const pattern of [
      /^targets\/([^/]+)\/.+/,
      /^lint\/rules\/(.+)$/,
      /^readers\/((?:promtool|amtool))\.ts$/,
    ]) {
      const wrong = importsThat((from, to) => {
        const [own, other] = [unitOf(from, pattern), unitOf(to, pattern)];
        return own !== undefined && other !== undefined && own !== other;
      });
      expect(wrong).toEqual([]);
    }
  });

  it('do not ask their registry', () => {
    const registries = sources
      .map(({ name }) => name)
      .filter((name) => path.posix.basename(name) === 'registry.ts');
    expect(registries.length).toBeGreaterThanOrEqual(5);
    // A command, compile.ts and what makes schemas go through the lists; a unit on one does not.
    const units = /^(?:spec\/kinds|lint\/rules|targets\/[^/]+|plan\/conventions)\/(?!registry\.ts)/;
    expect(importsThat((from, to) => units.test(from) && registries.includes(to))).toEqual([]);
  });

  it.each([
    ['spec/registry.ts', /^spec\/kinds\//, /\bdefineKind\b.*\(/],
    ['lint/registry.ts', /^lint\/rules\//, /: LintRule\b/],
    ['targets/registry.ts', /^targets\/[^/]+\/index\.ts$/, /: Target\b/],
    ['readers/registry.ts', /^readers\//, /^export const \w+: Reader\b/m],
    ['plan/conventions/registry.ts', /^plan\/conventions\//, /^export const \w+: Convention\b/m],
    ['diagnostics/catalogue.ts', /^diagnostics\/catalogue\//, /^export const \w+_CODES\b/m],
  ])('are all on the list %s', (registry, folder, definition) => {
    const listed = sources.find(({ name }) => name === registry)?.files ?? [];
    const defined = sources
      .filter(({ name, text }) => folder.test(name) && definition.test(text))
      .map(({ name }) => name);
    expect(defined.length).toBeGreaterThan(0);
    expect(defined.filter((name) => !listed.includes(name))).toEqual([]);
  });
});

describe('the pure rooms', () => {
  const pure = sources.filter(({ name }) => !EDGES.test(name));

  it('do not touch disk, processes or network', () => {
    const wrong = pure.flatMap(({ name, packages }) =>
      packages.filter((each) => WORLD.test(each)).map((each) => `${name} → ${each}`),
    );
    expect(wrong).toEqual([]);
    expect(
      pure.filter(({ text }) => /\bprocess\.\w/.test(withoutComments(text))).map(({ name }) => name),
    ).toEqual([]);
  });

  it('read no clock, draw no lots and know no locale', () => {
    const impure =
      /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bperformance\.|\brandomUUID\b|\blocaleCompare\b|\.toLocale[A-Z]|\bTemporal\.Now\b/;
    const judged = pure.filter(({ name }) => !PROGRAM_TEXT.test(name));
    expect(judged.filter(({ text }) => impure.test(withoutComments(text))).map(({ name }) => name)).toEqual(
      [],
    );
  });
});

function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\//g, '').replace(/(?<!:)\/\/.*$/gm, '');
}

it('no file is longer than one can hold in mind', () => {
  const long = sources.filter(({ text }) => text.split('\n').length > LONGEST_FILE).map(({ name }) => name);
  expect(long).toEqual([]);
});
