import type { ComparisonOp, Matcher } from './ast.ts';
import { checkQuery } from './check.ts';
import type { ValueType } from './functions.ts';
import type { Problem } from './problem.ts';
import { type Place, type Syntax, withoutParentheses } from './syntax.ts';
import { isComparison } from './types.ts';

export interface SelectedSeries extends Place {
  /** Also when it is demanded by `__name__="…"`. Absent: several metrics, or any. */
  readonly metric?: string;
  /** Without the one that names the metric. */
  readonly matchers: readonly Matcher[];
}

/** What can be known of a query without running it. */
export interface Inspection {
  readonly problems: readonly Problem[];
  /** Type of the whole; absent when it does not parse. */
  readonly type?: ValueType;
  /** Every selector, in the order of the text. */
  readonly selectors: readonly SelectedSeries[];
  /** Longest range, subquery or offset in seconds; 0 without one. What calculates with `step()` does not count. */
  readonly longestRangeSeconds: number;
  /** How far back samples are read: nested ranges and offsets added up. */
  readonly reachSeconds: number;
  /** The outermost operation, parentheses aside, if it is a comparison. */
  readonly comparison?: { readonly op: ComparisonOp; readonly bool: boolean } & Place;
  /**
   * Whether the result can be empty while the series it reads exist: by a comparison, `absent`, or a set operation with
   * such an operand. An alert on a query that does not filter fires as long as there is data.
   */
  readonly filters: boolean;
}

/** Reads a query without running it. A text that does not parse gives its problems and nothing else. */
export function inspect(text: string): Inspection {
  const { problems, syntax, type } = checkQuery(text);
  if (syntax === undefined || type === undefined) {
    return { problems, selectors: [], longestRangeSeconds: 0, reachSeconds: 0, filters: false };
  }
  const comparison = outermostComparison(syntax);
  return {
    problems,
    type,
    selectors: selectorsOf(syntax),
    longestRangeSeconds: longestOf(syntax),
    reachSeconds: Math.max(0, reachOf(syntax)),
    ...(comparison === undefined ? {} : { comparison }),
    filters: filters(syntax),
  };
}

/** The expressions directly below, in the order of the text. */
function operandsOf(syntax: Syntax): readonly Syntax[] {
  switch (syntax.kind) {
    case 'number':
    case 'string':
    case 'selector':
      return [];
    case 'binary':
      return [syntax.left, syntax.right];
    case 'call':
    case 'aggregation':
      return syntax.args;
    case 'sign':
    case 'parentheses':
    case 'range':
    case 'subquery':
    case 'modifier':
      return [syntax.of];
  }
}

function selectorsOf(syntax: Syntax): readonly SelectedSeries[] {
  if (syntax.kind !== 'selector') return operandsOf(syntax).flatMap(selectorsOf);
  const { from, to } = syntax;
  const named = syntax.matchers.find(({ label, op }) => label === '__name__' && op === '=');
  const metric = syntax.metric ?? named?.value;
  const matchers = syntax.matchers
    .filter((matcher) => syntax.metric !== undefined || matcher !== named)
    .map(({ label, op, value }) => ({ label, op, value }));
  return [{ ...(metric === undefined ? {} : { metric }), matchers, from, to }];
}

/** How far this part itself reaches back, without what is below it. */
function ownReach(syntax: Syntax): number {
  if (syntax.kind === 'range' || syntax.kind === 'subquery') return syntax.range.seconds ?? 0;
  return syntax.kind === 'modifier' ? (syntax.offset?.seconds ?? 0) : 0;
}

function longestOf(syntax: Syntax): number {
  return Math.max(Math.abs(ownReach(syntax)), ...operandsOf(syntax).map(longestOf));
}

function reachOf(syntax: Syntax): number {
  const below = operandsOf(syntax).map(reachOf);
  return ownReach(syntax) + (below.length === 0 ? 0 : Math.max(...below));
}

function outermostComparison(syntax: Syntax): Inspection['comparison'] {
  const bare = withoutParentheses(syntax);
  if (bare.kind !== 'binary' || !isComparison(bare.operator.op)) return undefined;
  const { op, bool, from, to } = bare.operator;
  return { op: op as ComparisonOp, bool, from, to };
}

function filters(syntax: Syntax): boolean {
  const bare = withoutParentheses(syntax);
  if (bare.kind === 'call') return bare.function === 'absent' || bare.function === 'absent_over_time';
  if (bare.kind !== 'binary') return false;
  const { op, bool } = bare.operator;
  if (isComparison(op)) return !bool;
  if (op === 'or') return filters(bare.left) && filters(bare.right);
  return (op === 'and' || op === 'unless') && (filters(bare.left) || filters(bare.right));
}
