import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { notation, selector } from '../../../src/proof/synthesis/notation.ts';
import { summable } from '../../../src/proof/synthesis/world.ts';

describe('values in promtool’s notation', () => {
  it.each([
    [[0, 10, 20, 30], '0+10x3'],
    [[5, 5, 5], '5+0x2'],
    [[30, 20, 10], '30-10x2'],
    [[7], '7'],
    [[0, 1, 5, 9], '0+1x1 5+4x1'],
    [[undefined, undefined, 3], '_x2 3'],
    [[3, undefined], '3 stale'],
    [[3, undefined, undefined, undefined, 4], '3 stale _x2 4'],
  ])('%j is %s', (values, expected) => {
    expect(notation(values)).toBe(expected);
  });

  it('says each value once, as promtool reads it', () => {
    const value = fc.option(fc.integer({ min: -1000, max: 1000 }), { nil: undefined });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 40 }), (values) => {
        expect(expanded(notation(values))).toEqual(values);
      }),
      { seed: 2, numRuns: 500 },
    );
  });
});

/** Promtool's reading of the notation: `axn` repeats, `a+bxn` counts on, `_` is nothing and `stale` an end. */
function expanded(text: string): (number | undefined)[] {
  return text.split(' ').flatMap((word) => {
    const gap = /^_(?:x(\d+))?$/.exec(word);
    if (gap !== null) return Array.from({ length: Number(gap[1] ?? 1) }, () => undefined);
    if (word === 'stale') return [undefined];
    const {
      from,
      step = '0',
      times = '0',
    } = /^(?<from>-?[\d.]+)(?:(?<step>[+-][\d.]+)x(?<times>\d+))?$/.exec(word)?.groups ?? {};
    return Array.from({ length: Number(times) + 1 }, (_, index) => Number(from) + index * Number(step));
  });
}

describe('the selector of a series', () => {
  it('has sorted labels, quoted', () => {
    expect(selector('up', { job: 'a "b"\n', instance: 'x' })).toBe('up{instance="x", job="a \\"b\\"\\n"}');
  });

  it('quotes names that are no plain words', () => {
    expect(selector('gen_ai.tokens', { 'model.name': 'x' })).toBe('{"gen_ai.tokens", "model.name"="x"}');
  });
});

it('steps of counters add up exactly, so that no counter seems to be reset', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-9, max: 1e9, noNaN: true }),
      fc.integer({ min: 1, max: 5000 }),
      (value, count) => {
        const step = summable(value);
        expect(Math.abs(step - value)).toBeLessThanOrEqual(value * 1e-6);
        let sum = 0;
        for (let index = 0; index < count; index += 1) sum += step;
        expect(sum).toBe(step * count);
      },
    ),
    { seed: 3, numRuns: 200 },
  );
});
