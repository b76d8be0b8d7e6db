import { expect, it } from 'vitest';
import { groupBy } from '../../src/support/group-by.ts';
import { asSentence } from '../../src/support/sentence.ts';

it('makes a sentence of a phrase', () => {
  expect(asSentence('write 0s')).toBe('Write 0s.');
  expect(asSentence('did you mean 7ms or 7s?')).toBe('Did you mean 7ms or 7s?');
  expect(asSentence('A full one.')).toBe('A full one.');
});

it('groups items by key, in the order of the first ones', () => {
  expect([...groupBy(['bb', 'a', 'cc', 'd'], ({ length }) => length)]).toEqual([
    [2, ['bb', 'cc']],
    [1, ['a', 'd']],
  ]);
});
