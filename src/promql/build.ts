import type {
  Aggregation,
  AggregationOp,
  Argument,
  Expr,
  FunctionCall,
  Grouping,
  Matcher,
  NumberLiteral,
  PanelRange,
  RangeSelector,
  RangeVector,
  RawExpr,
  StringLiteral,
  Subquery,
  VectorSelector,
} from './ast.ts';

/** Where an expression is wanted, a number will do. */
export type Operand = Expr | number;

export function number(value: number): NumberLiteral {
  return { node: 'number', value };
}

export function string(value: string): StringLiteral {
  return { node: 'string', value };
}

/** A user's own query. Nested it stands in parentheses, so that it stays one operand. */
export function raw(text: string): RawExpr {
  return { node: 'raw', text };
}

export function expression(operand: Operand): Expr {
  return typeof operand === 'number' ? number(operand) : operand;
}

export function labelEquals(label: string, value: string): Matcher {
  return { label, op: '=', value };
}

export function labelDiffers(label: string, value: string): Matcher {
  return { label, op: '!=', value };
}

/** `pattern` is a regular expression (RE2) that must match the whole value. */
export function labelMatches(label: string, pattern: string): Matcher {
  return { label, op: '=~', value: pattern };
}

/** `pattern` is a regular expression (RE2) that must not match the whole value. */
export function labelMatchesNot(label: string, pattern: string): Matcher {
  return { label, op: '!~', value: pattern };
}

/** Series of a metric (of any name when it is undefined). A record means equality, label by label in its own order. */
export function metric(
  name: string | undefined,
  matchers: readonly Matcher[] | Readonly<Record<string, string>> = [],
): VectorSelector {
  const list = isMatcherList(matchers)
    ? matchers
    : Object.entries(matchers).map(([label, value]) => labelEquals(label, value));
  return name === undefined
    ? { node: 'selector', matchers: list }
    : { node: 'selector', metric: name, matchers: list };
}

function isMatcherList(
  matchers: readonly Matcher[] | Readonly<Record<string, string>>,
): matchers is readonly Matcher[] {
  return Array.isArray(matchers);
}

/** The samples of the last `seconds`. */
export function range(of: VectorSelector, seconds: number): RangeSelector {
  return { node: 'range', of, seconds };
}

/** The samples of a window that the dashboard chooses. */
export function panelRange(of: VectorSelector): PanelRange {
  return { node: 'panel-range', of };
}

/** An expression evaluated every `stepSeconds` (default: the server's evaluation interval) over the last `rangeSeconds`. */
export function subquery(of: Expr, rangeSeconds: number, stepSeconds?: number): Subquery {
  return stepSeconds === undefined
    ? { node: 'subquery', of, rangeSeconds }
    : { node: 'subquery', of, rangeSeconds, stepSeconds };
}

/** Any function by its name, for those without a helper here. */
export function call(name: string, ...args: readonly (Argument | number)[]): FunctionCall {
  return {
    node: 'call',
    function: name,
    args: args.map((argument) => (typeof argument === 'number' ? number(argument) : argument)),
  };
}

// Functions over time.
export const rate = (of: RangeVector): FunctionCall => call('rate', of);
export const increase = (of: RangeVector): FunctionCall => call('increase', of);
export const delta = (of: RangeVector): FunctionCall => call('delta', of);
export const changes = (of: RangeVector): FunctionCall => call('changes', of);
export const resets = (of: RangeVector): FunctionCall => call('resets', of);
export const sumOverTime = (of: RangeVector): FunctionCall => call('sum_over_time', of);
export const avgOverTime = (of: RangeVector): FunctionCall => call('avg_over_time', of);
export const countOverTime = (of: RangeVector): FunctionCall => call('count_over_time', of);
export const minOverTime = (of: RangeVector): FunctionCall => call('min_over_time', of);
export const maxOverTime = (of: RangeVector): FunctionCall => call('max_over_time', of);
export const lastOverTime = (of: RangeVector): FunctionCall => call('last_over_time', of);
export const presentOverTime = (of: RangeVector): FunctionCall => call('present_over_time', of);

// Functions of instant vectors and scalars.
export const absent = (of: Expr): FunctionCall => call('absent', of);
export const abs = (of: Expr): FunctionCall => call('abs', of);
export const clampMin = (of: Expr, least: Operand): FunctionCall => call('clamp_min', of, least);
export const clampMax = (of: Expr, most: Operand): FunctionCall => call('clamp_max', of, most);
export const scalar = (of: Expr): FunctionCall => call('scalar', of);
export const vector = (of: Operand): FunctionCall => call('vector', of);
export const time = (): FunctionCall => call('time');
export const timestamp = (of: Expr): FunctionCall => call('timestamp', of);
export const histogramQuantile = (quantile: Operand, of: Expr): FunctionCall =>
  call('histogram_quantile', quantile, of);
export const histogramCount = (of: Expr): FunctionCall => call('histogram_count', of);
export const histogramSum = (of: Expr): FunctionCall => call('histogram_sum', of);
/** Share of the observations in (lower, upper] of a native histogram. */
export const histogramFraction = (lower: Operand, upper: Operand, of: Expr): FunctionCall =>
  call('histogram_fraction', lower, upper, of);

/** Sets `destination` to `replacement` (`$1` …) where the whole value of `source` matches `pattern`. */
export function labelReplace(
  of: Expr,
  destination: string,
  replacement: string,
  source: string,
  pattern: string,
): FunctionCall {
  return call('label_replace', of, ...[destination, replacement, source, pattern].map(string));
}

/** The labels to keep, or to drop. None given: everything becomes one series. */
export type GroupingOptions = { readonly by: readonly string[] } | { readonly without: readonly string[] };

/** Any aggregation; `parameter` is k, φ or the label's name, where the operation takes one. */
export function aggregate(
  op: AggregationOp,
  of: Expr,
  grouping?: GroupingOptions,
  parameter?: Expr | StringLiteral,
): Aggregation {
  return {
    node: 'aggregation',
    op,
    of,
    ...(grouping === undefined ? {} : { grouping: groupingNode(grouping) }),
    ...(parameter === undefined ? {} : { parameter }),
  };
}

function groupingNode(options: GroupingOptions): Grouping {
  return 'by' in options ? { kind: 'by', labels: options.by } : { kind: 'without', labels: options.without };
}

export const sum = (of: Expr, grouping?: GroupingOptions): Aggregation => aggregate('sum', of, grouping);
export const min = (of: Expr, grouping?: GroupingOptions): Aggregation => aggregate('min', of, grouping);
export const max = (of: Expr, grouping?: GroupingOptions): Aggregation => aggregate('max', of, grouping);
export const avg = (of: Expr, grouping?: GroupingOptions): Aggregation => aggregate('avg', of, grouping);
export const count = (of: Expr, grouping?: GroupingOptions): Aggregation => aggregate('count', of, grouping);
export const group = (of: Expr, grouping?: GroupingOptions): Aggregation => aggregate('group', of, grouping);
export const topk = (k: Operand, of: Expr, grouping?: GroupingOptions): Aggregation =>
  aggregate('topk', of, grouping, expression(k));
export const bottomk = (k: Operand, of: Expr, grouping?: GroupingOptions): Aggregation =>
  aggregate('bottomk', of, grouping, expression(k));
export const quantile = (phi: Operand, of: Expr, grouping?: GroupingOptions): Aggregation =>
  aggregate('quantile', of, grouping, expression(phi));
export const countValues = (label: string, of: Expr, grouping?: GroupingOptions): Aggregation =>
  aggregate('count_values', of, grouping, string(label));
