import { expect, it } from 'vitest';
import { firstDifference } from '../../src/output/diff.ts';

it('is empty for equal texts', () => {
  expect(firstDifference('x', 'a\n', 'a\n')).toBe('');
});

it('shows the first place where the texts differ, with the line before it', () => {
  const old = 'groups:\n  - name: a\n    interval: 1m\n    rules: []\n';
  expect(firstDifference('rules.yml', old, old.replace('1m', '2m'))).toMatchInlineSnapshot(`
    "--- rules.yml (on the disk)
    +++ rules.yml (rendered)
    @@ line 3 @@
       - name: a
    -    interval: 1m
    +    interval: 2m"
  `);
});

it('shows a few lines of each side and how many more there are, each cut at a width', () => {
  const gone = 'a0 a1 a2 a3 a4 a5 a6 a7 a8'.replaceAll(' ', '\n');
  expect(firstDifference('f', `same\n${gone}\nend`, `same\n${'b'.repeat(300)}\nend`)).toMatchInlineSnapshot(`
    "--- f (on the disk)
    +++ f (rendered)
    @@ line 2 @@
     same
    -a0
    -a1
    -a2
    -a3
    -… 5 more
    +bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb…"
  `);
});

it('shows a file that ends too early, and one that repeats a line', () => {
  expect(firstDifference('f', 'a\nb', 'a\nb\nc\n')).toMatchInlineSnapshot(`
    "--- f (on the disk)
    +++ f (rendered)
    @@ line 2 @@
     a
    -b (no newline at the end)
    +b
    +c"
  `);
  expect(firstDifference('f', 'a\na\na\n', 'a\na\n')).toMatchInlineSnapshot(`
    "--- f (on the disk)
    +++ f (rendered)
    @@ line 3 @@
     a
    -a"
  `);
});
