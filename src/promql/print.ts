import type {
  Aggregation,
  Argument,
  BinaryOperation,
  Expr,
  FunctionCall,
  Grouping,
  Matcher,
  Matching,
  Subquery,
  VectorSelector,
} from './ast.ts';
import { printDuration } from './durations.ts';
import { isBareMetricName, printGroupingLabel, printMatcherLabel } from './names.ts';
import { printNumber } from './numbers.ts';
import { negatedNeedsParentheses, operandNeedsParentheses } from './precedence.ts';
import { quoteString } from './strings.ts';
import { onOneLine } from './tokens.ts';

/** What Grafana and Perses replace by a window that fits the zoom. */
export const PANEL_WINDOW = '$__rate_interval';

/**
 * PromQL text on one line, with no more parentheses than the grammar needs.
 * Throws a RangeError when a range, step or offset is shorter than 1 ms.
 */
export function print(expr: Argument): string {
  switch (expr.node) {
    case 'number':
      return printNumber(expr.value);
    case 'string':
      return quoteString(expr.value);
    case 'raw':
      return onOneLine(expr.text);
    case 'selector':
      return `${printSelector(expr)}${printOffset(expr.offsetSeconds)}`;
    case 'range':
      return `${printSelector(expr.of)}[${printDuration(expr.seconds)}]${printOffset(expr.of.offsetSeconds)}`;
    case 'panel-range':
      return `${printSelector(expr.of)}[${PANEL_WINDOW}]${printOffset(expr.of.offsetSeconds)}`;
    case 'subquery':
      return `${printSubqueried(expr.of)}${printSubqueryWindow(expr)}`;
    case 'call':
      return `${expr.function}(${printArguments(expr)})`;
    case 'aggregation':
      return `${printAggregationHead(expr)}(${printArguments(expr)})`;
    case 'binary':
      return `${printOperand(expr, 'left')} ${printOperator(expr)} ${printOperand(expr, 'right')}`;
    case 'negation':
      return `-${parenthesisedIf(negatedNeedsParentheses(expr.of), print(expr.of))}`;
  }
}

function printOperand(parent: BinaryOperation, side: 'left' | 'right'): string {
  return parenthesisedIf(operandNeedsParentheses(parent, side), print(parent[side]));
}

function parenthesisedIf(needed: boolean, text: string): string {
  return needed ? `(${text})` : text;
}

function printArguments(expr: FunctionCall | Aggregation): string {
  return argumentsOf(expr).map(printArgument).join(', ');
}

/** What stands between the parentheses of a call or an aggregation. */
export function argumentsOf(expr: FunctionCall | Aggregation): readonly Argument[] {
  if (expr.node === 'call') return expr.args;
  return expr.parameter === undefined ? [expr.of] : [expr.parameter, expr.of];
}

function printArgument(argument: Argument): string {
  return parenthesisedIf(argument.node === 'raw', print(argument));
}

/** `sum by (job)`: what stands before the parenthesis of an aggregation. */
export function printAggregationHead(expr: Aggregation): string {
  return expr.grouping === undefined ? expr.op : `${expr.op} ${printGrouping(expr.grouping)} `;
}

function printGrouping(grouping: Grouping): string {
  return `${grouping.kind} ${printLabelList(grouping.labels)}`;
}

function printLabelList(labels: readonly string[]): string {
  return `(${labels.map(printGroupingLabel).join(', ')})`;
}

/** The operator with its modifiers: `>= bool on (job) group_left ()`. */
export function printOperator(expr: BinaryOperation): string {
  const bool = expr.bool === true ? ' bool' : '';
  const matching = expr.matching === undefined ? '' : ` ${printMatching(expr.matching)}`;
  return `${expr.op}${bool}${matching}`;
}

function printMatching({ kind, labels, group }: Matching): string {
  const head = `${kind} ${printLabelList(labels)}`;
  // An empty list is printed too: without it, a parenthesis that opens the right operand would be read as the list.
  return group === undefined ? head : `${head} group_${group.side} ${printLabelList(group.include)}`;
}

function printSelector({ metric, matchers }: VectorSelector): string {
  if (metric === undefined) return `{${printMatchers(matchers)}}`;
  if (!isBareMetricName(metric)) {
    return `{${[quoteString(metric), ...matchers.map(printMatcher)].join(', ')}}`;
  }
  return matchers.length === 0 ? metric : `${metric}{${printMatchers(matchers)}}`;
}

/** Texts of lists of matchers: the rules of an objective share one, and each expression is printed to see whether it fits. */
const printedMatchers = new WeakMap<readonly Matcher[], string>();

function printMatchers(matchers: readonly Matcher[]): string {
  const known = printedMatchers.get(matchers);
  if (known !== undefined) return known;
  const text = matchers.map(printMatcher).join(', ');
  printedMatchers.set(matchers, text);
  return text;
}

function printMatcher({ label, op, value }: Matcher): string {
  return `${printMatcherLabel(label)}${op}${quoteString(value)}`;
}

function printOffset(seconds: number | undefined): string {
  if (seconds === undefined || seconds === 0) return '';
  return ` offset ${seconds < 0 ? '-' : ''}${printDuration(Math.abs(seconds))}`;
}

/** `[1h:5m] offset 1d`: what stands after the expression of a subquery. */
export function printSubqueryWindow({ rangeSeconds, stepSeconds, offsetSeconds }: Subquery): string {
  const step = stepSeconds === undefined ? '' : printDuration(stepSeconds);
  return `[${printDuration(rangeSeconds)}:${step}]${printOffset(offsetSeconds)}`;
}

/** Brackets bind tighter than any operator, and read badly after an offset. */
export function subqueriedNeedsParentheses(of: Expr): boolean {
  switch (of.node) {
    case 'call':
    case 'aggregation':
      return false;
    case 'selector':
      return (of.offsetSeconds ?? 0) !== 0;
    case 'number':
    case 'binary':
    case 'negation':
    case 'raw':
      return true;
  }
}

function printSubqueried(of: Expr): string {
  return parenthesisedIf(subqueriedNeedsParentheses(of), print(of));
}
