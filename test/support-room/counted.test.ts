import { describe, expect, it } from 'vitest';
import { counted, countedInGroups, grouped } from '../../src/support/counted.ts';

describe('counts for people', () => {
  it('have the plural of their noun', () => {
    expect([0, 1, 2, 1204].map((count) => counted(count, 'alert'))).toEqual([
      '0 alerts',
      '1 alert',
      '2 alerts',
      '1204 alerts',
    ]);
    expect([1, 1204].map((count) => countedInGroups(count, 'row'))).toEqual(['1 row', '1,204 rows']);
  });

  it('have groups of three digits, whole ones', () => {
    expect([0, 999, 1000, 1_204_332, 1234.5678].map(grouped)).toEqual([
      '0',
      '999',
      '1,000',
      '1,204,332',
      '1234.5678',
    ]);
  });
});
