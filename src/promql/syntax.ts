import type { BinaryOp, Matcher, Matching } from './ast.ts';

/** A query as somebody wrote it: like the AST, but with places, parentheses, and all that Prometheus reads. */
export interface Place {
  readonly from: number;
  readonly to: number;
}

export interface PlacedMatcher extends Matcher, Place {}

/** A duration inside brackets or after `offset`. Seconds are absent when the text calculates with `step()` or `range()`. */
export interface PlacedDuration extends Place {
  readonly seconds?: number;
}

export interface NumberSyntax extends Place {
  readonly kind: 'number';
  readonly value: number;
}

export interface StringSyntax extends Place {
  readonly kind: 'string';
  readonly value: string;
}

export interface SelectorSyntax extends Place {
  readonly kind: 'selector';
  readonly metric?: string;
  /** The metric's name stands before the braces. */
  readonly isBare: boolean;
  readonly matchers: readonly PlacedMatcher[];
}

export interface CallSyntax extends Place {
  readonly kind: 'call';
  readonly function: string;
  /** Behind the function's name. */
  readonly nameTo: number;
  readonly args: readonly Syntax[];
}

export interface AggregationSyntax extends Place {
  readonly kind: 'aggregation';
  /** Lower case, whatever the text has. */
  readonly op: string;
  readonly nameTo: number;
  readonly args: readonly Syntax[];
  readonly grouping?: { readonly kind: 'by' | 'without'; readonly labels: readonly string[] };
}

/** Trimming of histograms (`</`, `>/`) is not in our AST, nor is `fill`. */
export type WrittenOp = BinaryOp | '</' | '>/';

/** An operator with its modifiers. */
export interface OperatorSyntax extends Place {
  readonly op: WrittenOp;
  readonly bool: boolean;
  readonly matching?: Matching;
  readonly fill?: Place;
}

export interface BinarySyntax extends Place {
  readonly kind: 'binary';
  readonly operator: OperatorSyntax;
  readonly left: Syntax;
  readonly right: Syntax;
}

export interface SignSyntax extends Place {
  readonly kind: 'sign';
  readonly sign: '+' | '-';
  readonly of: Syntax;
}

export interface ParenthesesSyntax extends Place {
  readonly kind: 'parentheses';
  readonly of: Syntax;
}

export interface RangeSyntax extends Place {
  readonly kind: 'range';
  readonly of: Syntax;
  readonly range: PlacedDuration;
}

export interface SubquerySyntax extends Place {
  readonly kind: 'subquery';
  readonly of: Syntax;
  readonly range: PlacedDuration;
  readonly step?: PlacedDuration;
}

export interface ModifierSyntax extends Place {
  readonly kind: 'modifier';
  readonly modifier: 'offset' | '@' | 'anchored' | 'smoothed';
  readonly of: Syntax;
  /** Of `offset` only; negative looks ahead. */
  readonly offset?: PlacedDuration;
}

export type Syntax =
  | NumberSyntax
  | StringSyntax
  | SelectorSyntax
  | CallSyntax
  | AggregationSyntax
  | BinarySyntax
  | SignSyntax
  | ParenthesesSyntax
  | RangeSyntax
  | SubquerySyntax
  | ModifierSyntax;

/** What is inside the parentheses, however many there are. */
export function withoutParentheses(syntax: Syntax): Syntax {
  let bare = syntax;
  while (bare.kind === 'parentheses') bare = bare.of;
  return bare;
}
