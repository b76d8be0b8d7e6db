import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../src/plan/condition.ts';
import { type Latch, waysOf } from '../../../src/proof/synthesis/wants.ts';

/** A comparison that is known by its threshold. */
function above(value: number): Condition {
  return {
    node: 'compare',
    left: { node: 'gauge', of: { signal: 'gauge' }, aggregate: 'max', unit: 'none' },
    op: '>',
    right: { node: 'constant', value, unit: 'none' },
  };
}

/** `1+ 2-`: the first holds, the second does not. */
function ways(condition: Condition, holds: boolean, latch?: Latch): readonly string[] {
  return waysOf(condition, holds, latch).map((way) =>
    way
      .map(({ leaf, holds: wanted }) =>
        leaf.node === 'compare' && leaf.right.node === 'constant'
          ? `${leaf.right.value}${wanted ? '+' : '-'}`
          : leaf.node,
      )
      .join(' '),
  );
}

const [one, two] = [above(1), above(2)];

describe('ways in which a condition holds, or does not', () => {
  it.each<[string, Condition, readonly string[], readonly string[]]>([
    ['a comparison', one, ['1+'], ['1-']],
    ['all', { node: 'all', of: [one, two] }, ['1+ 2+'], ['2+ 1-', '1+ 2-']],
    ['any', { node: 'any', of: [one, two] }, ['2- 1+', '1- 2+'], ['1- 2-']],
    ['unless', { node: 'unless', of: one, exception: two }, ['1+ 2-'], ['1- 2-', '1+ 2+']],
    ['latched', { node: 'latched', trigger: two, release: one }, ['2+'], ['2- 1-']],
  ])('%s', (_, condition, held, failed) => {
    expect(ways(condition, true)).toEqual(held);
    expect(ways(condition, false)).toEqual(failed);
  });

  it('both directions of one deviation are not asked for at once', () => {
    const beyond = (op: '>' | '<', bounds: readonly number[]): Condition => ({
      node: 'all',
      of: bounds.map((value, index) => ({
        node: 'compare',
        left: { node: 'gauge', of: { signal: `gauge ${index}` }, aggregate: 'max', unit: 'none' },
        op,
        right: { node: 'constant', value, unit: 'none' },
      })),
    });
    const either: Condition = { node: 'any', of: [beyond('>', [8, 9]), beyond('<', [1, 2])] };
    expect(ways(either, true)).toEqual(['8+ 9+', '1+ 2+']);
    expect(ways(either, false)).toEqual(['9+ 8-', '8+ 9-', '2+ 1-', '1+ 2-']);
  });

  it('between the thresholds of a latched one the trigger fails and the release holds', () => {
    expect(ways({ node: 'latched', trigger: two, release: one }, true, 'between')).toEqual(['2- 1+']);
  });

  it('a measure that only counts while a condition holds fails with either', () => {
    const guard = above(5);
    if (guard.node !== 'compare' || one.node !== 'compare') throw new Error('these are comparisons');
    const guarded: Condition = {
      ...one,
      left: { node: 'when', of: one.left, condition: guard, unit: 'none' },
    };
    expect(ways(guarded, true)).toEqual(['5+ 1+']);
    expect(ways(guarded, false)).toEqual(['5+ 1-', '5- 1+']);
  });
});
