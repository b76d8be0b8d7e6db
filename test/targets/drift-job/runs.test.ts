import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { shortName } from '../../../src/targets/drift-job/runs.ts';
import { shellText } from '../../../src/targets/drift-job/shell.ts';

it('a name that is too long ends in a hash, and stays a name', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9]*(?:-[a-z0-9]+){0,9}$/, { maxLength: 120 });
  fc.assert(
    fc.property(name, name, (a, b) => {
      for (const each of [a, b]) {
        const short = shortName(each);
        expect(short).toMatch(/^[a-z](?:[a-z0-9-]*[a-z0-9])?$/);
        expect(short.length).toBeLessThanOrEqual(52);
        if (each.length <= 52) expect(short).toBe(each);
      }
      expect(shortName(a) === shortName(b)).toBe(a === b);
    }),
  );
});

it('a shell reads the words of a command as they are', () => {
  expect(shellText(['modelwatch', '--root', 's3://a/b', 'it is', "o'clock", '$HOME'])).toBe(
    "modelwatch --root s3://a/b 'it is' 'o'\\''clock' '$HOME'",
  );
});
