import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCollector } from '../../src/diagnostics/collector.ts';
import { discover } from '../../src/source/discover.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'modelwatch-discover-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), 'a: 1\n');
  }
}

function link(target: string, path: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  symlinkSync(target, join(root, path));
}

function find(include: string[], exclude: string[] = []) {
  const collector = createCollector();
  const { paths } = discover(root, include, exclude, collector.report);
  return { paths, problems: collector.all().map(({ code, message }) => `${code}: ${message}`) };
}

describe('what is found', () => {
  test('only .yaml and .yml, sorted by code unit, nothing hidden, installed or excluded', () => {
    write(
      'b.yaml',
      'B.yml',
      'a/z.yaml',
      'a/b/c.yml',
      'a.yaml',
      'é.yaml',
      'notes.md',
      'a/holidays.ics',
      'a/x.yaml.bak',
    );
    write(
      '.hidden.yaml',
      '.git/x.yaml',
      'a/.cache/x.yaml',
      'node_modules/p/x.yaml',
      'a/node_modules/p/x.yaml',
    );
    write('generated/prod/rules.yaml', 'a/draft.yaml');
    expect(find(['**'], ['generated/**', '**/draft.*'])).toEqual({
      paths: ['B.yml', 'a.yaml', 'a/b/c.yml', 'a/z.yaml', 'b.yaml', 'é.yaml'],
      problems: [],
    });
  });

  test('patterns: folders, stars, braces, a leading ./', () => {
    write('models/a.yaml', 'models/deep/b.yaml', 'org/c.yaml', 'envs/d.yaml', 'top.yaml');
    expect(find(['models']).paths).toEqual(['models/a.yaml', 'models/deep/b.yaml']);
    expect(find(['models/']).paths).toEqual(['models/a.yaml', 'models/deep/b.yaml']);
    expect(find(['models/*']).paths).toEqual(['models/a.yaml']);
    expect(find(['models/*.yaml', './{org,envs}/**']).paths).toEqual([
      'envs/d.yaml',
      'models/a.yaml',
      'org/c.yaml',
    ]);
    expect(find(['top.yaml']).paths).toEqual(['top.yaml']);
    expect(find(['.']).paths).toHaveLength(5);
    expect(find(['*/a.yaml', '?op.yaml']).paths).toEqual(['models/a.yaml', 'top.yaml']);
    expect(find(['**'], ['models', 'top.yaml']).paths).toEqual(['envs/d.yaml', 'org/c.yaml']);
    expect(find([])).toEqual({ paths: [], problems: [] });
  });

  test('a pattern that finds nothing is a warning', () => {
    write('models/a.yaml');
    expect(find(['modles/**', 'models/**'])).toEqual({
      paths: ['models/a.yaml'],
      problems: ['file/pattern-matches-nothing: the include pattern "modles/**" matches no spec file'],
    });
  });

  test.each([
    ['../other/**', 'leaves the project by ".."'],
    ['models/../../x', 'leaves the project by ".."'],
    ['/etc/**', 'is not relative to the project'],
    ['C:/specs', 'is not relative to the project'],
    ['~/specs', 'is not relative to the project'],
    ['models\\a.yaml', 'has a backslash; folders are parted by /'],
    ['!drafts/**', 'begins with !; name what to leave out under `exclude`'],
    ['', 'is empty'],
    ['models/[ab', 'cannot be understood'],
  ])('the pattern %j is refused, the others still hold', (pattern, problem) => {
    write('a.yaml');
    expect(find(['*.yaml', pattern])).toEqual({
      paths: ['a.yaml'],
      problems: [`file/bad-pattern: the include pattern "${pattern}" ${problem}`],
    });
    expect(find(['*.yaml'], [pattern]).problems).toEqual([
      `file/bad-pattern: the exclude pattern "${pattern}" ${problem}`,
    ]);
  });

  test('braces that spell .. find nothing outside either', () => {
    write('in/a.yaml', 'out.yaml');
    const { paths } = discover(join(root, 'in'), ['{..,.}/*.yaml', '*.yaml'], [], () => undefined);
    expect(paths).toEqual(['a.yaml']);
  });
});

describe('symbolic links', () => {
  test('inside the project are followed, and a file with two names is taken once', () => {
    write('shared/a.yaml', 'shared/b.yaml', 'models/own.yaml');
    link('../shared', 'models/linked');
    link('../shared/a.yaml', 'models/also-a.yaml');
    expect(find(['models/**'])).toEqual({
      paths: ['models/also-a.yaml', 'models/linked/b.yaml', 'models/own.yaml'],
      problems: [],
    });
    expect(find(['**']).paths).toEqual(['models/own.yaml', 'shared/a.yaml', 'shared/b.yaml']);
  });

  test('the folders that Kubernetes mounts are read', () => {
    write('conf/..2026_11_25/a.yaml');
    link('..2026_11_25', 'conf/..data');
    link('..data/a.yaml', 'conf/a.yaml');
    expect(find(['conf/**'])).toEqual({ paths: ['conf/a.yaml'], problems: [] });
  });

  test('in circles end', () => {
    write('a/x.yaml', 'b/y.yaml');
    link('..', 'a/up');
    link('../b', 'a/b');
    link('../a', 'b/a');
    link('self', 'self');
    expect(find(['**'])).toEqual({
      paths: ['a/x.yaml', 'b/y.yaml'],
      problems: [
        'file/link-leaves-project: the symbolic link "self" is not followed, since it leads nowhere: its symbolic links lead in a circle (ELOOP)',
      ],
    });
  });

  test('out of the project, or to nothing, are told and not followed', () => {
    write('in/a.yaml', 'outside/secret.yaml');
    link('../../outside', 'in/models/out');
    link('../../outside/secret.yaml', 'in/models/secret.yaml');
    link('/etc/hostname', 'in/models/etc.yaml');
    link('gone.yaml', 'in/models/dangling.yaml');
    link('../../outside', 'in/elsewhere/out');
    link('gone', 'in/models/not-a-spec');
    const collector = createCollector();
    const { paths } = discover(
      join(root, 'in'),
      ['models/*.yaml', '*.yaml', 'models/**'],
      [],
      collector.report,
    );
    expect(paths).toEqual(['a.yaml']);
    expect(collector.all().map(({ data }) => data?.['path'] ?? data?.['pattern'])).toEqual([
      'models/dangling.yaml',
      'models/etc.yaml',
      'models/not-a-spec',
      'models/out',
      'models/secret.yaml',
      'models/**',
      'models/*.yaml',
    ]);
  });
});

test('a root that does not exist is told', () => {
  const collector = createCollector();
  expect(discover(join(root, 'none'), ['**'], [], collector.report)).toEqual({ paths: [] });
  expect(collector.all()).toMatchObject([
    {
      code: 'file/unreadable',
      message: 'the folder "." cannot be read: there is nothing of that name (ENOENT)',
    },
  ]);
});
