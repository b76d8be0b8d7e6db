/**
 * PromQL as plain data. The node types keep what Prometheus' type checker keeps apart: `Expr` is a scalar or an instant
 * vector, `RangeVector` only an argument of functions over time, `StringLiteral` only an argument.
 */

export type MatchOp = '=' | '!=' | '=~' | '!~';

export interface Matcher {
  readonly label: string;
  readonly op: MatchOp;
  readonly value: string;
}

export interface NumberLiteral {
  readonly node: 'number';
  /** Any double: infinities and NaN have PromQL spellings. */
  readonly value: number;
}

export interface StringLiteral {
  readonly node: 'string';
  readonly value: string;
}

export interface VectorSelector {
  readonly node: 'selector';
  /** Absent: series of any name that fit the matchers. */
  readonly metric?: string;
  readonly matchers: readonly Matcher[];
  /** Seconds into the past; negative looks ahead. */
  readonly offsetSeconds?: number;
}

export interface RangeSelector {
  readonly node: 'range';
  /** Its offset is the offset of the range. */
  readonly of: VectorSelector;
  readonly seconds: number;
}

/** The samples of a window that the dashboard chooses by its zoom: at least four scrapes, no less than a step of the chart. */
export interface PanelRange {
  readonly node: 'panel-range';
  readonly of: VectorSelector;
}

export interface Subquery {
  readonly node: 'subquery';
  readonly of: Expr;
  readonly rangeSeconds: number;
  /** Absent: Prometheus' global evaluation interval. */
  readonly stepSeconds?: number;
  readonly offsetSeconds?: number;
}

export interface FunctionCall {
  readonly node: 'call';
  readonly function: string;
  readonly args: readonly Argument[];
}

export type AggregationOp =
  | 'sum'
  | 'min'
  | 'max'
  | 'avg'
  | 'count'
  | 'group'
  | 'stddev'
  | 'stdvar'
  | 'topk'
  | 'bottomk'
  | 'quantile'
  | 'count_values';

export interface Grouping {
  readonly kind: 'by' | 'without';
  readonly labels: readonly string[];
}

export interface Aggregation {
  readonly node: 'aggregation';
  readonly op: AggregationOp;
  /** k of topk and bottomk, φ of quantile, the label of count_values; none for the others. */
  readonly parameter?: Expr | StringLiteral;
  readonly of: Expr;
  readonly grouping?: Grouping;
}

export type ArithmeticOp = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2';
export type ComparisonOp = '==' | '!=' | '>' | '<' | '>=' | '<=';
export type SetOp = 'and' | 'or' | 'unless';
export type BinaryOp = ArithmeticOp | ComparisonOp | SetOp;

/** Which labels of both sides must agree. */
export interface Matching {
  readonly kind: 'on' | 'ignoring';
  readonly labels: readonly string[];
  /** Which side may have many series for one of the other, and the labels it takes over from the "one" side. */
  readonly group?: { readonly side: 'left' | 'right'; readonly include: readonly string[] };
}

export interface BinaryOperation {
  readonly node: 'binary';
  readonly op: BinaryOp;
  readonly left: Expr;
  readonly right: Expr;
  /** Comparisons only: 0 or 1 instead of filtering. */
  readonly bool?: true;
  readonly matching?: Matching;
}

export interface Negation {
  readonly node: 'negation';
  readonly of: Expr;
}

/** A query that a user wrote. Taken as an instant vector or scalar; check it before it is nested. */
export interface RawExpr {
  readonly node: 'raw';
  readonly text: string;
}

export type Expr =
  | NumberLiteral
  | VectorSelector
  | FunctionCall
  | Aggregation
  | BinaryOperation
  | Negation
  | RawExpr;

export type RangeVector = RangeSelector | PanelRange | Subquery;

export type Argument = Expr | RangeVector | StringLiteral;
