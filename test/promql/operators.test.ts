import { describe, expect, it } from 'vitest';
import type { Expr } from '../../src/promql/ast.ts';
import { metric } from '../../src/promql/build.ts';
import { parseProblems } from '../../src/promql/check.ts';
import { inspect } from '../../src/promql/inspect.ts';
import { anyOf, binary, negate } from '../../src/promql/operators.ts';
import { print } from '../../src/promql/print.ts';

function alternatives(count: number): [Expr, ...Expr[]] {
  const names = Array.from({ length: count - 1 }, (_, index) =>
    metric(`metric_with_a_long_name_${index + 1}`),
  );
  return [metric('metric_with_a_long_name_0'), ...names];
}

describe('anyOf', () => {
  it('is one row of or', () => {
    expect(print(anyOf([metric('a')]))).toBe('a');
    expect(print(anyOf([metric('a'), metric('b'), metric('c')], { on: ['job'] }))).toBe(
      'a or on (job) b or on (job) c',
    );
  });

  it.each([100, 101, 1000, 2400])('of %d alternatives parses and keeps their order', (count) => {
    const text = print(anyOf(alternatives(count)));
    const { problems, selectors } = inspect(text);
    expect(problems).toEqual([]);
    expect(selectors.map((selected) => selected.metric)).toEqual(
      Array.from({ length: count }, (_, index) => `metric_with_a_long_name_${index}`),
    );
  });
});

it('negate turns the sign of a number and marks anything else', () => {
  expect(negate(3)).toEqual({ node: 'number', value: -3 });
  expect(negate(metric('a'))).toEqual({ node: 'negation', of: metric('a') });
});

it('binary keeps only what is asked for', () => {
  expect(binary('>', 1, metric('a'), { bool: false })).toEqual({
    node: 'binary',
    op: '>',
    left: { node: 'number', value: 1 },
    right: metric('a'),
  });
  const grouped = binary('/', metric('a'), metric('b'), { ignoring: ['le'], groupRight: ['team'] });
  expect(grouped.matching).toEqual({
    kind: 'ignoring',
    labels: ['le'],
    group: { side: 'right', include: ['team'] },
  });
  expect(parseProblems(print(grouped))).toEqual([]);
});
