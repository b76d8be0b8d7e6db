import type { BinaryOp, BinaryOperation, Expr, Matching } from './ast.ts';
import { expression, number, type Operand } from './build.ts';

/** Which labels must agree: `on` those named, `ignoring` all others. Absent: all labels. */
export type MatchingLabels = { readonly on: readonly string[] } | { readonly ignoring: readonly string[] };

/** With many series on one side; the lists name the labels taken over from the other side. */
export type MatchingOptions =
  | MatchingLabels
  | (MatchingLabels & { readonly groupLeft: readonly string[] })
  | (MatchingLabels & { readonly groupRight: readonly string[] });

/** `bool: true` gives 0 or 1 for every series instead of keeping those for which it holds. */
export type ComparisonOptions = { readonly bool?: boolean } | (MatchingOptions & { readonly bool?: boolean });

/** Any binary operation. Labels are matched only between two vectors, `bool` only fits comparisons. */
export function binary(
  op: BinaryOp,
  left: Operand,
  right: Operand,
  options: ComparisonOptions = {},
): BinaryOperation {
  const matching = matchingNode(options);
  return {
    node: 'binary',
    op,
    left: expression(left),
    right: expression(right),
    ...(options.bool === true ? { bool: true } : {}),
    ...(matching === undefined ? {} : { matching }),
  };
}

function matchingNode(options: ComparisonOptions): Matching | undefined {
  const group =
    'groupLeft' in options
      ? ({ side: 'left', include: options.groupLeft } as const)
      : 'groupRight' in options
        ? ({ side: 'right', include: options.groupRight } as const)
        : undefined;
  const grouped = group === undefined ? {} : { group };
  if ('on' in options) return { kind: 'on', labels: options.on, ...grouped };
  if ('ignoring' in options) return { kind: 'ignoring', labels: options.ignoring, ...grouped };
  return undefined;
}

export const add = (left: Operand, right: Operand, options?: MatchingOptions): BinaryOperation =>
  binary('+', left, right, options);
export const sub = (left: Operand, right: Operand, options?: MatchingOptions): BinaryOperation =>
  binary('-', left, right, options);
export const mul = (left: Operand, right: Operand, options?: MatchingOptions): BinaryOperation =>
  binary('*', left, right, options);
export const div = (left: Operand, right: Operand, options?: MatchingOptions): BinaryOperation =>
  binary('/', left, right, options);
export const mod = (left: Operand, right: Operand, options?: MatchingOptions): BinaryOperation =>
  binary('%', left, right, options);
export const pow = (left: Operand, right: Operand, options?: MatchingOptions): BinaryOperation =>
  binary('^', left, right, options);

export const gt = (left: Operand, right: Operand, options?: ComparisonOptions): BinaryOperation =>
  binary('>', left, right, options);
export const gte = (left: Operand, right: Operand, options?: ComparisonOptions): BinaryOperation =>
  binary('>=', left, right, options);
export const lt = (left: Operand, right: Operand, options?: ComparisonOptions): BinaryOperation =>
  binary('<', left, right, options);
export const lte = (left: Operand, right: Operand, options?: ComparisonOptions): BinaryOperation =>
  binary('<=', left, right, options);
export const eq = (left: Operand, right: Operand, options?: ComparisonOptions): BinaryOperation =>
  binary('==', left, right, options);
export const ne = (left: Operand, right: Operand, options?: ComparisonOptions): BinaryOperation =>
  binary('!=', left, right, options);

export const and = (left: Expr, right: Expr, options?: MatchingLabels): BinaryOperation =>
  binary('and', left, right, options);
export const or = (left: Expr, right: Expr, options?: MatchingLabels): BinaryOperation =>
  binary('or', left, right, options);
export const unless = (left: Expr, right: Expr, options?: MatchingLabels): BinaryOperation =>
  binary('unless', left, right, options);

/** `-x`; of a number the number with its sign turned. */
export function negate(of: Operand): Expr {
  const operand = expression(of);
  return operand.node === 'number' ? number(-operand.value) : { node: 'negation', of: operand };
}

/** More alternatives than this are grouped, because the grammar package loses its way in longer rows. */
const MOST_IN_A_ROW = 100;

/** `first or second or …`; of series with the same labels the first one's. Long lists are grouped, which means the same. */
export function anyOf(alternatives: readonly [Expr, ...Expr[]], options?: MatchingLabels): Expr {
  const [first, ...rest] = alternatives;
  if (alternatives.length <= MOST_IN_A_ROW) {
    return rest.reduce((left, right) => or(left, right, options), first);
  }
  const size = Math.ceil(alternatives.length / MOST_IN_A_ROW);
  const head: Expr = anyOf([first, ...rest.slice(0, size - 1)], options);
  const groups: Expr[] = [];
  for (let at = size - 1; at < rest.length; at += size) {
    const [start, ...others] = rest.slice(at, at + size);
    if (start !== undefined) groups.push(anyOf([start, ...others], options));
  }
  return anyOf([head, ...groups], options);
}
