import type { Argument, Expr, FunctionCall, VectorSelector } from './ast.ts';
import { lastOverTime, number, subquery, time, vector } from './build.ts';
import { sub } from './operators.ts';

/** Functions that read the clock when they are called without an argument. */
const CLOCK_FUNCTIONS: ReadonlySet<string> = new Set([
  'day_of_month',
  'day_of_week',
  'day_of_year',
  'days_in_month',
  'hour',
  'minute',
  'month',
  'year',
]);

/**
 * The expression as it was `seconds` ago. PromQL only shifts selectors, so the offset is put on each; what reads the clock
 * is turned back. A user's own query is shifted as a whole, as a subquery of one step: at most 1 s older than asked.
 */
export function ago(expr: Expr, seconds: number): Expr {
  switch (expr.node) {
    case 'number':
      return expr;
    case 'selector':
      return shifted(expr, seconds);
    case 'call':
      return callAgo(expr, seconds);
    case 'aggregation':
      return {
        ...expr,
        of: ago(expr.of, seconds),
        ...(expr.parameter === undefined || expr.parameter.node === 'string'
          ? {}
          : { parameter: ago(expr.parameter, seconds) }),
      };
    case 'binary':
      return { ...expr, left: ago(expr.left, seconds), right: ago(expr.right, seconds) };
    case 'negation':
      return { ...expr, of: ago(expr.of, seconds) };
    case 'raw':
      return lastOverTime({ ...subquery(expr, 1, 1), offsetSeconds: seconds });
  }
}

function callAgo(call: FunctionCall, seconds: number): Expr {
  if (call.function === 'time') return sub(call, number(seconds));
  if (call.args.length === 0 && CLOCK_FUNCTIONS.has(call.function)) {
    return { ...call, args: [vector(sub(time(), number(seconds)))] };
  }
  return { ...call, args: call.args.map((argument) => argumentAgo(argument, seconds)) };
}

function argumentAgo(argument: Argument, seconds: number): Argument {
  if (argument.node === 'string') return argument;
  if (argument.node === 'range') return { ...argument, of: shifted(argument.of, seconds) };
  if (argument.node === 'subquery') {
    return { ...argument, offsetSeconds: (argument.offsetSeconds ?? 0) + seconds };
  }
  return ago(argument, seconds);
}

function shifted(selector: VectorSelector, seconds: number): VectorSelector {
  return { ...selector, offsetSeconds: (selector.offsetSeconds ?? 0) + seconds };
}
