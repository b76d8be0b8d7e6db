import type { Argument, BinaryOperation } from './ast.ts';
import { negatedNeedsParentheses, operandNeedsParentheses } from './precedence.ts';
import {
  argumentsOf,
  print,
  printAggregationHead,
  printOperator,
  printSubqueryWindow,
  subqueriedNeedsParentheses,
} from './print.ts';

const DEFAULT_WIDTH = 100;
const INDENT = '  ';

/**
 * PromQL text for people: outermost `and`, `or` and `unless` stand on lines of their own, and what is longer than `width`
 * columns is broken at its operators and arguments. The text means the same as `print`'s; where `and` meets `or`, it has
 * the parentheses that a reader needs though the grammar does not.
 */
export function printWrapped(expr: Argument, width: number = DEFAULT_WIDTH): string {
  return (isSetOperation(expr) ? brokenLines(expr, width) : lines(expr, width)).join('\n');
}

/** The lines of an expression; one if it fits. */
function lines(expr: Argument, width: number): string[] {
  const flat = print(expr);
  return flat.length <= width ? [flat] : brokenLines(expr, width);
}

function brokenLines(expr: Argument, width: number): string[] {
  switch (expr.node) {
    case 'binary':
      return isSetOperation(expr) ? setOperationLines(expr, width) : operationLines(expr, width);
    case 'call':
      return block(`${expr.function}(`, argumentLines(argumentsOf(expr), width), ')');
    case 'aggregation':
      return block(`${printAggregationHead(expr)}(`, argumentLines(argumentsOf(expr), width), ')');
    case 'negation':
      return negatedNeedsParentheses(expr.of)
        ? block('-(', lines(expr.of, inner(width)), ')')
        : prefixed('-', lines(expr.of, width));
    case 'subquery': {
      const window = printSubqueryWindow(expr);
      return subqueriedNeedsParentheses(expr.of)
        ? block('(', lines(expr.of, inner(width)), `)${window}`)
        : suffixed(lines(expr.of, width), window);
    }
    case 'number':
    case 'string':
    case 'selector':
    case 'range':
    case 'panel-range':
    case 'raw':
      return [print(expr)];
  }
}

function setOperationLines(expr: BinaryOperation, width: number): string[] {
  return [...operandLines(expr, 'left', width), printOperator(expr), ...operandLines(expr, 'right', width)];
}

/** The operator leads the line of its right operand, whose own operators stand further in. */
function operationLines(expr: BinaryOperation, width: number): string[] {
  const right = operandLines(expr, 'right', inner(width));
  const isBrokenOperation = expr.right.node === 'binary' && !operandNeedsParentheses(expr, 'right');
  return [
    ...operandLines(expr, 'left', width),
    ...prefixed(`${printOperator(expr)} `, right, isBrokenOperation ? INDENT : ''),
  ];
}

function operandLines(parent: BinaryOperation, side: 'left' | 'right', width: number): string[] {
  const operand = parent[side];
  if (operandNeedsParentheses(parent, side) || isMixed(parent, operand)) return parenthesised(operand, width);
  const continuesChain = isSetOperation(parent) && isSetOperation(operand);
  return continuesChain ? brokenLines(operand, width) : lines(operand, width);
}

/** `and` (or `unless`) inside `or`: right without parentheses, and often misread. */
function isMixed(parent: BinaryOperation, operand: Argument): boolean {
  return parent.op === 'or' && isSetOperation(operand) && operand.op !== 'or';
}

function isSetOperation(expr: Argument): expr is BinaryOperation {
  return expr.node === 'binary' && (expr.op === 'and' || expr.op === 'or' || expr.op === 'unless');
}

function parenthesised(expr: Argument, width: number): string[] {
  const flat = `(${print(expr)})`;
  return flat.length <= width ? [flat] : block('(', lines(expr, inner(width)), ')');
}

function argumentLines(args: readonly Argument[], width: number): string[] {
  return args.flatMap((argument, index) => {
    const own =
      argument.node === 'raw' ? parenthesised(argument, inner(width)) : lines(argument, inner(width));
    return index < args.length - 1 ? suffixed(own, ',') : own;
  });
}

function block(open: string, content: readonly string[], close: string): string[] {
  return [open, ...content.map((line) => `${INDENT}${line}`), close];
}

function prefixed(prefix: string, content: readonly string[], further = ''): string[] {
  return content.map((line, index) => `${index === 0 ? prefix : further}${line}`);
}

function suffixed(content: readonly string[], suffix: string): string[] {
  return content.map((line, index) => (index === content.length - 1 ? `${line}${suffix}` : line));
}

function inner(width: number): number {
  return width - INDENT.length;
}
