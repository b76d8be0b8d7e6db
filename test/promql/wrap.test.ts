import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as q from '../../src/promql/build.ts';
import * as op from '../../src/promql/operators.ts';
import { print } from '../../src/promql/print.ts';
import { printWrapped } from '../../src/promql/wrap.ts';
import { expressions } from './arbitraries.ts';
import { meaningOf, normalised } from './structure.ts';

const a = q.metric('a');
const b = q.metric('b');
const c = q.metric('c');

describe('printWrapped', () => {
  it('keeps a short expression on one line', () => {
    expect(printWrapped(op.gt(op.div(a, b), 0.1))).toBe('a / b > 0.1');
  });

  it('gives every outermost set operator a line of its own', () => {
    const expr = op.unless(op.and(op.gt(a, 1), op.gt(b, 2), { on: ['slo'] }), c);
    expect(printWrapped(expr)).toMatchInlineSnapshot(`
      "a > 1
      and on (slo)
      b > 2
      unless
      c"
    `);
  });

  it('adds the parentheses that a reader of and beside or needs', () => {
    expect(printWrapped(op.or(op.and(a, b), op.and(b, c)))).toMatchInlineSnapshot(`
      "(a and b)
      or
      (b and c)"
    `);
  });

  it('breaks what is too long at operators and arguments', () => {
    const bad = q.sumOverTime(q.range(q.metric('slo:bad:rate5m', { slo: 'fraud-availability' }), 2_592_000));
    const total = q.sumOverTime(
      q.range(q.metric('slo:total:rate5m', { slo: 'fraud-availability' }), 2_592_000),
    );
    const expr = op.and(op.gt(q.clampMin(op.sub(1, op.div(bad, total)), 0), 0.001), op.negate(total));
    expect(printWrapped(expr, 60)).toMatchInlineSnapshot(`
      "clamp_min(
        1
        - sum_over_time(
            slo:bad:rate5m{slo="fraud-availability"}[30d]
          )
          / sum_over_time(
            slo:total:rate5m{slo="fraud-availability"}[30d]
          ),
        0
      )
      > 0.001
      and
      -sum_over_time(
        slo:total:rate5m{slo="fraud-availability"}[30d]
      )"
    `);
  });

  it('means the same as the text on one line, at any width', () => {
    const { scalar, vector } = expressions();
    fc.assert(
      fc.property(fc.oneof(scalar, vector), fc.integer({ min: 1, max: 120 }), (expr, width) => {
        const text = printWrapped(expr, width);
        expect(meaningOf(text)).toEqual(normalised(expr));
        expect(text.split('\n').every((line) => line === line.trimEnd() && line !== '')).toBe(true);
      }),
      { seed: 4, numRuns: 800 },
    );
  });

  it('takes one line where the whole fits and no set operator is outermost', () => {
    const { scalar } = expressions();
    fc.assert(
      fc.property(scalar, (expr) => {
        expect(printWrapped(expr, Number.POSITIVE_INFINITY)).toBe(print(expr));
      }),
      { seed: 5, numRuns: 200 },
    );
  });
});
