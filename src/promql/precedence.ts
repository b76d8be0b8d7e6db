import type { BinaryOperation, Expr } from './ast.ts';
import { printNumber } from './numbers.ts';
import type { WrittenOp } from './syntax.ts';

/** Binding strength of PromQL's operators, weakest first (querying/operators in Prometheus' documentation). */
const STRENGTH: Readonly<Record<WrittenOp, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '<=': 3,
  '<': 3,
  '>=': 3,
  '>': 3,
  '</': 3,
  '>/': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  atan2: 5,
  '^': 6,
};

/** A sign binds like `*`: `-a ^ b` is `-(a ^ b)`, also when `a` is a number. */
export const SIGN_STRENGTH = STRENGTH['*'];

export function strengthOf(op: WrittenOp): number {
  return STRENGTH[op];
}

/** Only powers: `a ^ b ^ c` is `a ^ (b ^ c)`. */
export function isRightAssociative(op: WrittenOp): boolean {
  return op === '^';
}

/** Whether an operand must stand in parentheses to stay the operand of this operation. */
export function operandNeedsParentheses(parent: BinaryOperation, side: 'left' | 'right'): boolean {
  const operand = parent[side];
  if (operand.node === 'raw') return true;
  const own = STRENGTH[parent.op];
  if (operand.node === 'binary') {
    const inner = STRENGTH[operand.op];
    const associatesTo = isRightAssociative(parent.op) ? 'right' : 'left';
    return inner < own || (inner === own && side !== associatesTo);
  }
  // On the right a sign cannot be misread: nothing stands before it that it could release.
  return startsWithSign(operand) && side === 'left' && SIGN_STRENGTH < own;
}

/** Whether the operand of a unary minus must stand in parentheses; of two signs in a row too, for the reader. */
export function negatedNeedsParentheses(operand: Expr): boolean {
  if (operand.node === 'raw' || startsWithSign(operand)) return true;
  return operand.node === 'binary' && STRENGTH[operand.op] <= SIGN_STRENGTH;
}

function startsWithSign(expr: Expr): boolean {
  return expr.node === 'negation' || (expr.node === 'number' && /^[+-]/u.test(printNumber(expr.value)));
}
