import { isRightAssociative, SIGN_STRENGTH, strengthOf } from './precedence.ts';
import type { ModifierSyntax, OperatorSyntax, RangeSyntax, SubquerySyntax, Syntax } from './syntax.ts';

type WithoutOperand<T extends { readonly of: Syntax }> = Omit<T, 'of' | 'from'>;

/** One piece of an operation that was taken apart. */
export type Climbable =
  | { readonly item: 'operand'; readonly syntax: Syntax }
  | { readonly item: 'sign'; readonly sign: '+' | '-'; readonly from: number }
  | { readonly item: 'operator'; readonly operator: OperatorSyntax }
  | Suffix;

type Suffix = { readonly item: 'suffix' } & (
  | WithoutOperand<RangeSyntax>
  | WithoutOperand<SubquerySyntax>
  | WithoutOperand<ModifierSyntax>
);

/** Groups the pieces as Prometheus does (precedence climbing). The row must come from a text that parsed. */
export function climb(row: readonly Climbable[]): Syntax {
  const cursor = { at: 0 };
  return operation(row, cursor, 0);
}

interface Cursor {
  at: number;
}

function operation(row: readonly Climbable[], cursor: Cursor, least: number): Syntax {
  let left = operand(row, cursor);
  for (;;) {
    const next = row[cursor.at];
    if (next?.item !== 'operator') return left;
    const { operator } = next;
    const strength = strengthOf(operator.op);
    if (strength < least) return left;
    cursor.at += 1;
    const right = operation(row, cursor, isRightAssociative(operator.op) ? strength : strength + 1);
    left = { kind: 'binary', operator, left, right, from: left.from, to: right.to };
  }
}

function operand(row: readonly Climbable[], cursor: Cursor): Syntax {
  const first = row[cursor.at];
  cursor.at += 1;
  if (first?.item === 'sign') {
    const of = operation(row, cursor, SIGN_STRENGTH + 1);
    return { kind: 'sign', sign: first.sign, of, from: first.from, to: of.to };
  }
  if (first?.item !== 'operand') throw new Error('an operator without an operand in a query that parsed');
  let syntax = first.syntax;
  for (;;) {
    const next = row[cursor.at];
    if (next?.item !== 'suffix') return syntax;
    cursor.at += 1;
    syntax = suffixed(syntax, next);
  }
}

function suffixed(of: Syntax, suffix: Suffix): Syntax {
  const { from } = of;
  switch (suffix.kind) {
    case 'range':
      return { kind: 'range', of, range: suffix.range, from, to: suffix.to };
    case 'subquery': {
      const step = suffix.step === undefined ? {} : { step: suffix.step };
      return { kind: 'subquery', of, range: suffix.range, ...step, from, to: suffix.to };
    }
    case 'modifier': {
      const offset = suffix.offset === undefined ? {} : { offset: suffix.offset };
      return { kind: 'modifier', modifier: suffix.modifier, of, ...offset, from, to: suffix.to };
    }
  }
}
