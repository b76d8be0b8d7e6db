import { describe, expect, it } from 'vitest';
import type { Argument } from '../../src/promql/ast.ts';
import * as q from '../../src/promql/build.ts';
import { inspect } from '../../src/promql/inspect.ts';
import * as op from '../../src/promql/operators.ts';
import { print } from '../../src/promql/print.ts';
import { longestRangeSeconds, reachSeconds } from '../../src/promql/ranges.ts';

describe('inspect', () => {
  it('names what a query selects, in the order of its text', () => {
    const query =
      'rate(a{code=~"5..", job="x"}[5m]) / on (job) b offset 1d > {__name__="c", env!="dev"} or {"d.e"}';
    expect(inspect(query)).toMatchObject({
      problems: [],
      type: 'vector',
      selectors: [
        {
          metric: 'a',
          matchers: [
            { label: 'code', op: '=~', value: '5..' },
            { label: 'job', op: '=', value: 'x' },
          ],
          from: 5,
          to: 28,
        },
        { metric: 'b', matchers: [] },
        { metric: 'c', matchers: [{ label: 'env', op: '!=', value: 'dev' }] },
        { metric: 'd.e', matchers: [] },
      ],
    });
  });

  it('leaves the metric open where the query does', () => {
    const [selected] = inspect('{__name__=~"a|b"}').selectors;
    expect(selected).toEqual({
      matchers: [{ label: '__name__', op: '=~', value: 'a|b' }],
      from: 0,
      to: 17,
    });
  });

  it.each([
    ['up', 0, 0],
    ['rate(x[5m])', 300, 300],
    ['rate(x[5m] offset 1w)', 604_800, 605_100],
    ['x - x offset 1w', 604_800, 604_800],
    ['x offset -1h', 3600, 0],
    ['max_over_time(x[2h] offset -1h)', 7200, 3600],
    ['max_over_time(rate(x[5m])[1d:1m] offset 1h)', 86_400, 90_300],
    ['rate(x[2 * 5m]) + y', 600, 600],
    ['rate(x[1h30m]) > rate(y[1d])', 86_400, 86_400],
  ])('%s: longest %d s, reaching back %d s', (query, longest, reach) => {
    expect(inspect(query)).toMatchObject({
      problems: [],
      longestRangeSeconds: longest,
      reachSeconds: reach,
    });
  });

  it.each([
    ['a > 1', { op: '>', bool: false, from: 2, to: 3 }],
    ['((a == bool 1))', { op: '==', bool: true, from: 4, to: 6 }],
    ['a > 1 and b', undefined],
    ['sum(a > 1)', undefined],
    ['-1 > a', { op: '>', bool: false, from: 3, to: 4 }],
    ['x - x offset 1w > 0', { op: '>', bool: false, from: 16, to: 17 }],
  ])('%s: outermost comparison', (query, comparison) => {
    expect(inspect(query).comparison).toEqual(comparison);
  });

  it.each([
    ['a > 1', true],
    ['a > bool 1', false],
    ['a', false],
    ['sum(a > 1)', false],
    ['a > 1 and b', true],
    ['a or b > 1', false],
    ['(a < 1) or absent(b)', true],
    ['a unless b', false],
    ['a unless a == 1', true],
    ['vector(1)', false],
  ])('%s filters: %s', (query, filters) => {
    expect(inspect(query).filters).toBe(filters);
  });

  it('knows nothing of a text that does not parse', () => {
    const inspection = inspect('rate(x[5m]');
    expect(inspection).toMatchObject({ selectors: [], longestRangeSeconds: 0, filters: false });
    expect(inspection.problems).toHaveLength(1);
    expect(inspection.type).toBeUndefined();
  });
});

describe('ranges of an AST', () => {
  const a = q.metric('a');
  const cases: readonly (readonly [Argument, number, number])[] = [
    [a, 0, 0],
    [q.rate(q.range(a, 300)), 300, 300],
    [op.div(q.rate(q.range(a, 300)), q.increase(q.range(a, 3600))), 3600, 3600],
    [q.rate(q.range({ ...a, offsetSeconds: 604_800 }, 300)), 604_800, 605_100],
    [q.maxOverTime(q.subquery(q.rate(q.range(a, 300)), 86_400, 60)), 86_400, 86_700],
    [op.gt(q.raw('rate(x[1d])'), 5), 86_400, 86_400],
    [q.quantile(0.5, op.negate(q.topk(1, q.rate(q.range(a, 60))))), 60, 60],
    [q.time(), 0, 0],
    [{ ...a, offsetSeconds: -3600 }, 3600, 0],
    [q.maxOverTime(q.range({ ...a, offsetSeconds: -3600 }, 7200)), 7200, 3600],
  ];
  it.each(cases.map(([expr, longest, reach]) => [print(expr), expr, longest, reach] as const))(
    '%s',
    (text, expr, longest, reach) => {
      expect(longestRangeSeconds(expr)).toBe(longest);
      expect(reachSeconds(expr)).toBe(reach);
      expect(inspect(text)).toMatchObject({ longestRangeSeconds: longest, reachSeconds: reach });
    },
  );
});
