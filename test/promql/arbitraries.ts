import * as fc from 'fast-check';
import type {
  AggregationOp,
  ArithmeticOp,
  ComparisonOp,
  Expr,
  Grouping,
  Matcher,
  Matching,
  RangeVector,
  SetOp,
  VectorSelector,
} from '../../src/promql/ast.ts';
import { string } from '../../src/promql/build.ts';

/**
 * Random expressions that Prometheus' type checker accepts. `plain` leaves out what the grammar package groups otherwise than
 * Prometheus does: offsets of instant selectors, and a sign before a number.
 */
export interface ExpressionOptions {
  readonly plain?: boolean;
  readonly raw?: boolean;
}

const METRICS = [
  'up',
  'a:b:rate5m',
  'sum',
  'on',
  'Inf',
  'offset',
  'with.dots',
  'a "b" \\ c',
  '温度',
  'x_total',
];
const LABELS = [
  'job',
  'le',
  'on',
  'bool',
  'offset',
  'without',
  'inf',
  'group_left',
  'k8s.pod',
  'say "hi"',
  'größe',
];
const JOINED_LABELS = ['version', 'team', 'by', 'with space'];
const PATTERNS = ['a.+', '(x|y)z?', '\\d{3}', '[^"]+', 'é\\.\\\\', '(?i)abc'];
const RAW_TEXTS = [
  'a or b # why',
  'rate(x[5m])\n> 1',
  '-x',
  '{"a b"}',
  'x offset 1w',
  'sum({`a`}) or c',
  '-x ^ 2',
];

const value = fc.oneof(
  fc.constantFrom('', '200', 'a"b', 'c\\d', 'l1\nl2', '\ufffd', '{{ }}', '#', '\ud800'),
  fc.string({ unit: 'binary' }),
);

const matcher: fc.Arbitrary<Matcher> = fc.oneof(
  fc.record({ label: fc.constantFrom(...LABELS), op: fc.constantFrom('=', '!='), value }),
  fc.record({
    label: fc.constantFrom(...LABELS),
    op: fc.constantFrom('=~', '!~'),
    value: fc.constantFrom(...PATTERNS),
  }),
);

const SOMETHING: Matcher = { label: 'env', op: '=', value: 'prod' };

const nakedSelector: fc.Arbitrary<VectorSelector> = fc.oneof(
  fc.record({
    node: fc.constant('selector'),
    metric: fc.constantFrom(...METRICS),
    matchers: fc.array(matcher, { maxLength: 3 }),
  }),
  fc.record({
    node: fc.constant('selector'),
    matchers: fc.array(matcher, { maxLength: 2 }).map((more) => [SOMETHING, ...more]),
  }),
);

const windowSeconds = fc.oneof(
  fc.constantFrom(30, 60, 300, 5400, 86_400, 604_800, 2_592_000),
  fc.integer({ min: 1, max: 10_000_000 }).map((milliseconds) => milliseconds / 1000),
);

const offset = fc.oneof(
  windowSeconds,
  windowSeconds.map((seconds) => -seconds),
);

const shiftedSelector = fc
  .record({ selector: nakedSelector, offsetSeconds: offset })
  .map(({ selector, offsetSeconds }): VectorSelector => ({ ...selector, offsetSeconds }));

const anySelector = fc.oneof(
  { arbitrary: nakedSelector, weight: 3 },
  { arbitrary: shiftedSelector, weight: 1 },
);

const grouping: fc.Arbitrary<Grouping> = fc.record({
  kind: fc.constantFrom('by', 'without'),
  labels: fc.uniqueArray(fc.constantFrom(...LABELS), { maxLength: 3 }),
});

const matchedLabels = fc.record({
  kind: fc.constantFrom('on', 'ignoring'),
  labels: fc.uniqueArray(fc.constantFrom(...LABELS), { maxLength: 2 }),
});

const matching: fc.Arbitrary<Matching> = fc.record(
  {
    kind: fc.constantFrom('on', 'ignoring'),
    labels: fc.uniqueArray(fc.constantFrom(...LABELS), { maxLength: 2 }),
    group: fc.record({
      side: fc.constantFrom('left', 'right'),
      include: fc.uniqueArray(fc.constantFrom(...JOINED_LABELS), { maxLength: 2 }),
    }),
  },
  { requiredKeys: ['kind', 'labels'] },
);

const number = fc.oneof(
  fc.constantFrom(0, 1, 0.25, 1e-7, 1e21, 100, 0.1 + 0.2, Number.MAX_SAFE_INTEGER),
  fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }),
);
const signedNumber = fc.oneof(number, fc.constantFrom(-1, -0, -2.5e-9, -Infinity, Number.NaN), fc.double());

const ARITHMETIC: readonly ArithmeticOp[] = ['+', '-', '*', '/', '%', '^', 'atan2'];
const COMPARISONS: readonly ComparisonOp[] = ['==', '!=', '>', '<', '>=', '<='];
const SETS: readonly SetOp[] = ['and', 'or', 'unless'];
const AGGREGATIONS: readonly AggregationOp[] = ['sum', 'min', 'max', 'avg', 'count', 'group', 'stddev'];

/** Scalars, instant vectors and everything built of them, some levels deep. */
export function expressions({ plain = false, raw = true }: ExpressionOptions = {}): {
  readonly scalar: fc.Arbitrary<Expr>;
  readonly vector: fc.Arbitrary<Expr>;
} {
  const instantSelector: fc.Arbitrary<Expr> = plain ? nakedSelector : anySelector;
  const { scalar, vector } = fc.letrec<{ scalar: Expr; vector: Expr; range: RangeVector }>((tie) => ({
    scalar: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.record({ node: fc.constant('number'), value: plain ? number : signedNumber }),
      call('time'),
      fc.record({
        node: fc.constant('binary'),
        op: fc.constantFrom(...ARITHMETIC),
        left: tie('scalar'),
        right: tie('scalar'),
      }),
      fc.record({
        node: fc.constant('binary'),
        op: fc.constantFrom(...COMPARISONS),
        left: tie('scalar'),
        right: tie('scalar'),
        bool: fc.constant(true),
      }),
      negation(tie('scalar'), plain),
      call('scalar', tie('vector')),
    ),
    vector: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      instantSelector,
      ...(raw ? [fc.record({ node: fc.constant('raw'), text: fc.constantFrom(...RAW_TEXTS) })] : []),
      call('vector', tie('scalar')),
      ...['rate', 'sum_over_time', 'last_over_time', 'absent_over_time'].map((name) =>
        call(name, tie('range')),
      ),
      call('quantile_over_time', tie('scalar'), tie('range')),
      call('absent', tie('vector')),
      call('clamp_min', tie('vector'), tie('scalar')),
      call('histogram_fraction', tie('scalar'), tie('scalar'), tie('vector')),
      labelReplace(tie('vector')),
      fc.record(
        {
          node: fc.constant('aggregation'),
          op: fc.constantFrom(...AGGREGATIONS),
          of: tie('vector'),
          grouping,
        },
        { requiredKeys: ['node', 'op', 'of'] },
      ),
      fc.record({
        node: fc.constant('aggregation'),
        op: fc.constantFrom('topk', 'quantile'),
        of: tie('vector'),
        parameter: tie('scalar'),
      }),
      fc.record({
        node: fc.constant('aggregation'),
        op: fc.constant('count_values'),
        of: tie('vector'),
        parameter: fc.record({ node: fc.constant('string'), value: fc.constantFrom('version', 'a b') }),
        grouping,
      }),
      operation(ARITHMETIC, tie('vector'), tie('scalar')),
      operation(ARITHMETIC, tie('scalar'), tie('vector')),
      operation(COMPARISONS, tie('vector'), tie('scalar')),
      fc.record(
        {
          node: fc.constant('binary'),
          op: fc.constantFrom(...ARITHMETIC),
          left: tie('vector'),
          right: tie('vector'),
          matching,
        },
        { requiredKeys: ['node', 'op', 'left', 'right'] },
      ),
      fc.record(
        {
          node: fc.constant('binary'),
          op: fc.constantFrom(...COMPARISONS),
          left: tie('vector'),
          right: tie('vector'),
          bool: fc.constant(true),
          matching,
        },
        { requiredKeys: ['node', 'op', 'left', 'right'] },
      ),
      fc.record(
        {
          node: fc.constant('binary'),
          op: fc.constantFrom(...SETS),
          left: tie('vector'),
          right: tie('vector'),
          matching: matchedLabels,
        },
        { requiredKeys: ['node', 'op', 'left', 'right'] },
      ),
      negation(tie('vector'), plain),
    ),
    range: fc.oneof(
      fc.record({ node: fc.constant('range'), of: anySelector, seconds: windowSeconds }),
      fc.record(
        {
          node: fc.constant('subquery'),
          of: tie('vector'),
          rangeSeconds: windowSeconds,
          stepSeconds: windowSeconds,
          offsetSeconds: offset,
        },
        { requiredKeys: ['node', 'of', 'rangeSeconds'] },
      ),
    ),
  }));
  return { scalar, vector };
}

function operation(
  ops: readonly (ArithmeticOp | ComparisonOp)[],
  left: fc.Arbitrary<Expr>,
  right: fc.Arbitrary<Expr>,
): fc.Arbitrary<Expr> {
  return fc.record({ node: fc.constant('binary'), op: fc.constantFrom(...ops), left, right });
}

function call(name: string, ...args: readonly fc.Arbitrary<Expr | RangeVector>[]): fc.Arbitrary<Expr> {
  return fc.record({ node: fc.constant('call'), function: fc.constant(name), args: fc.tuple(...args) });
}

function labelReplace(of: fc.Arbitrary<Expr>): fc.Arbitrary<Expr> {
  return of.map((operand) => ({
    node: 'call',
    function: 'label_replace',
    args: [operand, ...['host', '$1', 'instance', '([^:]+):\\d+'].map(string)],
  }));
}

/** A sign before a number makes a number, not a negation: the AST says it by the number's value. */
function negation(of: fc.Arbitrary<Expr>, plain: boolean): fc.Arbitrary<Expr> {
  return of
    .filter((operand) => operand.node !== 'number' && !(plain && startsWithNumber(operand)))
    .map((operand) => ({ node: 'negation', of: operand }));
}

function startsWithNumber(expr: Expr): boolean {
  return expr.node === 'number' || (expr.node === 'binary' && startsWithNumber(expr.left));
}
