import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Argument, Expr } from '../../src/promql/ast.ts';
import * as q from '../../src/promql/build.ts';
import { parseProblems } from '../../src/promql/check.ts';
import * as op from '../../src/promql/operators.ts';
import { argumentsOf, print } from '../../src/promql/print.ts';
import { expressions } from './arbitraries.ts';
import { meaningOf, normalised } from './structure.ts';

const a = q.metric('a');
const b = q.metric('b');
const c = q.metric('c');

describe('golden texts', () => {
  const golden: readonly (readonly [string, Argument])[] = [
    ['http_requests_total', q.metric('http_requests_total')],
    [
      'up{job="api", env!="dev"}',
      q.metric('up', [q.labelEquals('job', 'api'), q.labelDiffers('env', 'dev')]),
    ],
    ['{__name__=~"a.*"}', q.metric(undefined, [q.labelMatches('__name__', 'a.*')])],
    ['up{code="5\\"\\\\\\n"}', q.metric('up', { code: '5"\\\n' })],
    ['{"name.with.dots", "k8s.pod"="x"}', q.metric('name.with.dots', { 'k8s.pod': 'x' })],
    ['{"sum"}', q.metric('sum')],
    ['{"Inf"}', q.metric('Inf')],
    ['up{on="1", by="2"}', q.metric('up', { on: '1', by: '2' })],
    ['up{city="Zürich"}', q.metric('up', { city: 'Zürich' })],
    ['rate(a[5m])', q.rate(q.range(a, 300))],
    ['rate(a[5m] offset 7d)', q.rate(q.range({ ...a, offsetSeconds: 604_800 }, 300))],
    ['a offset -1h', { ...a, offsetSeconds: -3600 }],
    ['max_over_time(rate(a[5m])[1h:1m])', q.maxOverTime(q.subquery(q.rate(q.range(a, 300)), 3600, 60))],
    ['max_over_time((a / b)[1d:])', q.maxOverTime(q.subquery(op.div(a, b), 86_400))],
    ['max_over_time((a offset 1h)[1d:])', q.maxOverTime(q.subquery({ ...a, offsetSeconds: 3600 }, 86_400))],
    ['sum(a)', q.sum(a)],
    ['sum by (job, "k8s.pod") (a)', q.sum(a, { by: ['job', 'k8s.pod'] })],
    ['max without () (a)', q.max(a, { without: [] })],
    ['sum by ("without", on) (a)', q.sum(a, { by: ['without', 'on'] })],
    ['topk by (job) (3, a)', q.topk(3, a, { by: ['job'] })],
    ['quantile(0.9, a)', q.quantile(0.9, a)],
    ['count_values("version", a)', q.countValues('version', a)],
    ['histogram_quantile(0.95, a)', q.histogramQuantile(0.95, a)],
    ['histogram_fraction(0, 0.25, a)', q.histogramFraction(0, 0.25, a)],
    ['label_replace(a, "d", "$1", "s", "(.*)")', q.labelReplace(a, 'd', '$1', 's', '(.*)')],
    ['time() - a', op.sub(q.time(), a)],
    ['a > 0.5', op.gt(a, 0.5)],
    ['a == bool 1', op.eq(a, 1, { bool: true })],
    ['a / on (job) group_left (team) b', op.div(a, b, { on: ['job'], groupLeft: ['team'] })],
    ['a * on () group_right () (b or c)', op.mul(a, op.or(b, c), { on: [], groupRight: [] })],
    ['a and ignoring (le) b', op.and(a, b, { ignoring: ['le'] })],
    ['a > -1', op.gt(a, -1)],
    ['a < +Inf', op.lt(a, Number.POSITIVE_INFINITY)],
    ['clamp_min(a, -Inf)', q.clampMin(a, Number.NEGATIVE_INFINITY)],
    ['a * NaN', op.mul(a, Number.NaN)],
    ['a * 1e-7', op.mul(a, 1e-7)],
    ['a * 1e+21', op.mul(a, 1e21)],
    ['sum((a or b))', q.sum(q.raw('a or b # both'))],
    ['(a\n> 1) and b'.replace('\n', ' '), op.and(q.raw(' a\n  > 1 '), b)],
    ['a or b', q.raw('a or # first\n b')],
  ];
  it.each(golden)('%s', (text, expr) => {
    expect(print(expr)).toBe(text);
    expect(parseProblems(text)).toEqual([]);
  });
});

describe('parentheses', () => {
  const cases: readonly (readonly [string, Argument])[] = [
    ['a + b * c', op.add(a, op.mul(b, c))],
    ['(a + b) * c', op.mul(op.add(a, b), c)],
    ['a - b - c', op.sub(op.sub(a, b), c)],
    ['a - (b - c)', op.sub(a, op.sub(b, c))],
    ['a / (b * c)', op.div(a, op.mul(b, c))],
    ['a ^ b ^ c', op.pow(a, op.pow(b, c))],
    ['(a ^ b) ^ c', op.pow(op.pow(a, b), c)],
    ['-a ^ b', op.negate(op.pow(a, b))],
    ['(-a) ^ b', op.pow(op.negate(a), b)],
    ['(-1) ^ b', op.pow(-1, b)],
    ['a ^ -1', op.pow(a, -1)],
    ['-(a * b)', op.negate(op.mul(a, b))],
    ['-a * b', op.mul(op.negate(a), b)],
    ['a * -b', op.mul(a, op.negate(b))],
    ['-(-a)', op.negate(op.negate(a))],
    ['a or b and c', op.or(a, op.and(b, c))],
    ['(a or b) and c', op.and(op.or(a, b), c)],
    ['a and b unless c', op.unless(op.and(a, b), c)],
    ['a and (b unless c)', op.and(a, op.unless(b, c))],
    ['a > b and c', op.and(op.gt(a, b), c)],
    ['a > (b > c)', op.gt(a, op.gt(b, c))],
    ['(a > b) + c', op.add(op.gt(a, b), c)],
    ['(a or vector(0)) / b', op.div(op.or(a, q.vector(0)), b)],
  ];
  it.each(cases)('%s', (text, expr) => {
    expect(print(expr)).toBe(text);
    expect(meaningOf(text)).toEqual(normalised(expr));
  });
});

describe('random expressions', () => {
  const { scalar, vector } = expressions();

  it('print to text that parses and means the same', () => {
    fc.assert(
      fc.property(fc.oneof(scalar, vector), (expr) => {
        expect(meaningOf(print(expr))).toEqual(normalised(expr));
      }),
      { seed: 1, numRuns: 1500 },
    );
  });

  it('are grouped the same by the grammar package, where it groups as Prometheus does', () => {
    const plain = expressions({ plain: true, raw: false });
    fc.assert(
      fc.property(fc.oneof(plain.scalar, plain.vector), (expr) => {
        const text = print(expr);
        const top = parser.parse(text).topNode.firstChild;
        expect(top === null ? '' : grouped(top, text)).toBe(groupedAst(expr));
      }),
      { seed: 2, numRuns: 1500 },
    );
  });

  it('have no parentheses that the grammar could do without', () => {
    const plain = expressions({ plain: true, raw: false });
    fc.assert(
      fc.property(fc.oneof(plain.scalar, plain.vector), (expr) => {
        const text = print(expr);
        const meaning = meaningOf(text);
        for (const [from, to] of operandParentheses(text)) {
          const without = `${text.slice(0, from)} ${text.slice(from + 1, to - 1)} ${text.slice(to)}`;
          // A doubled sign keeps its parentheses for the reader.
          if (/-\s+-/u.test(without)) continue;
          expect({ without, meaning: meaningOrNothing(without) }).not.toEqual({ without, meaning });
        }
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});

it('refuses a range that Prometheus would refuse', () => {
  expect(() => print(q.rate(q.range(a, 0)))).toThrow(RangeError);
  expect(() => print(q.rate(q.range(a, Number.NaN)))).toThrow(RangeError);
});

function meaningOrNothing(text: string): Argument | undefined {
  try {
    return meaningOf(text);
  } catch {
    return undefined;
  }
}

/** Where the text has parentheses around an operand, by the grammar. */
function operandParentheses(text: string): readonly (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  parser.parse(text).iterate({
    enter: ({ name, from, to }) => {
      if (name === 'ParenExpr') found.push([from, to]);
    },
  });
  return found;
}

/** The grouping of a tree of the grammar package, `[…]` around every operation; the leaves are left as text. */
function grouped(node: SyntaxNode, text: string): string {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) children.push(child);
  const first = children[0];
  const last = children.at(-1);
  if (node.name === 'ParenExpr' && first !== undefined) return grouped(first, text);
  if (node.name === 'BinaryExpr' && first !== undefined && last !== undefined) {
    const operator = children[1];
    const name = operator === undefined ? '' : text.slice(operator.from, operator.to);
    return `[${grouped(first, text)} ${name} ${grouped(last, text)}]`;
  }
  if (node.name === 'UnaryExpr' && last !== undefined) return `[- ${grouped(last, text)}]`;
  if (node.name === 'FunctionCall' || node.name === 'AggregateExpr') {
    const name = node.getChild('FunctionIdentifier') ?? node.getChild('AggregateOp');
    const args = node.getChild('FunctionCallBody');
    const inner: string[] = [];
    for (let child = args?.firstChild ?? null; child !== null; child = child.nextSibling) {
      inner.push(grouped(child, text));
    }
    return `${name === null ? '' : text.slice(name.from, name.to)}(${inner.join(', ')})`;
  }
  if (node.name === 'SubqueryExpr' && first !== undefined) return `${grouped(first, text)}[:]`;
  if (node.name === 'OffsetExpr' && first !== undefined) return grouped(first, text);
  return 'leaf';
}

/** The same of our AST. */
function groupedAst(expr: Argument): string {
  switch (expr.node) {
    case 'binary':
      return `[${groupedAst(expr.left)} ${expr.op} ${groupedAst(expr.right)}]`;
    case 'negation':
      return `[- ${groupedAst(expr.of)}]`;
    case 'call':
      return `${expr.function}(${argumentsOf(expr).map(groupedAst).join(', ')})`;
    case 'aggregation':
      return `${expr.op}(${argumentsOf(expr).map(groupedAst).join(', ')})`;
    case 'subquery':
      return `${groupedAst(expr.of satisfies Expr)}[:]`;
    case 'number':
    case 'string':
    case 'selector':
    case 'range':
    case 'panel-range':
    case 'raw':
      return 'leaf';
  }
}
