import { describe, expect, it } from 'vitest';
import { checkPaths } from '../../src/output/changes.ts';
import { collisions, inScope, pathProblem } from '../../src/output/paths.ts';

describe('pathProblem', () => {
  it.each([
    ['prod/prometheus/rules.yml'],
    ['a'],
    ['.hidden/..x/x..'],
    ['ünï/日本'],
    ['a b/c$d'],
    ['x'.repeat(255)],
    ['a/MANIFEST.json'],
    ['a/.modelwatch-tx'],
  ])('accepts %s', (path) => {
    expect(pathProblem(path)).toBeUndefined();
  });

  it.each([
    ['', 'it is empty'],
    ['/etc/passwd', 'it is absolute'],
    ['C:/x', 'it is absolute'],
    ['../x', 'it contains the segment ".."'],
    ['a/../../x', 'it contains the segment ".."'],
    ['a/..', 'it contains the segment ".."'],
    ['./a', 'it contains the segment "."'],
    ['a//b', 'it has an empty segment'],
    ['a/', 'it has an empty segment'],
    ['a\u0000b', 'it contains a control character'],
    ['a\nb', 'it contains a control character'],
    ['..\\x', 'it contains a backslash'],
    ['\ud800', 'it contains half a Unicode character'],
    [`a/${'x'.repeat(256)}`, 'a segment is longer than 255 bytes'],
    ['ü'.repeat(128), 'a segment is longer than 255 bytes'],
    ['MANIFEST.json', 'the name is reserved'],
    ['Manifest.JSON', 'the name is reserved'],
    ['.modelwatch-tx/journal.json', 'the name is reserved'],
    ['.Modelwatch-TX', 'the name is reserved'],
  ])('refuses %j', (path, why) => {
    expect(pathProblem(path)).toBe(why);
  });
});

describe('collisions', () => {
  it.each([
    [['a/B.yml', 'a/b.yml'], [], { kind: 'case', first: 'a/B.yml', second: 'a/b.yml' }],
    [['Prod/x', 'prod/y'], [], { kind: 'case', first: 'Prod', second: 'prod' }],
    [['caf\u00e9', 'cafe\u0301'], [], { kind: 'case', first: 'cafe\u0301', second: 'caf\u00e9' }],
    [['a', 'a/b'], [], { kind: 'file-and-folder', first: 'a', second: 'a/b' }],
    [['a.yml'], ['A.yml'], { kind: 'case', first: 'A.yml', second: 'a.yml' }],
  ])('finds that %j and %j collide', (paths, leaving, expected) => {
    expect(collisions(paths, leaving)).toEqual([expected]);
  });

  it('lets what leaves give way', () => {
    expect(collisions(['a/b', 'c'], ['a', 'c/d', 'x'])).toEqual([]);
  });

  it('tells them in one order, whatever the order of the paths', () => {
    const paths = ['b', 'B', 'a/x', 'A/y', 'b/c'];
    expect(collisions(paths)).toEqual(collisions(paths.toReversed()));
    expect(checkPaths(paths).map((d) => d.message)).toMatchInlineSnapshot(`
      [
        "A and a differ only by case, and are one file on some disks",
        "B and b differ only by case, and are one file on some disks",
        "b would have to be a file, and a folder for b/c",
      ]
    `);
  });
});

describe('inScope', () => {
  it.each([
    ['all', 'x', true],
    [['prod'], 'prod/a', true],
    [['prod/'], 'prod/a', true],
    [['prod'], 'prod', true],
    [['prod'], 'production/a', false],
    [['dev', 'prod/prometheus'], 'prod/prometheus/a', true],
    [['dev', 'prod/prometheus'], 'prod/alertmanager/a', false],
    [[''], 'a', true],
    [[], 'a', false],
  ] as const)('%j covers %s: %s', (scope, path, expected) => {
    expect(inScope(scope, path)).toBe(expected);
  });
});
