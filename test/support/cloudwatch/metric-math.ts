import type { MathExpression } from './metric-math-syntax.ts';
import { parseMath } from './metric-math-syntax.ts';
import type { Series } from './statistics.ts';

/**
 * Metric math over the datapoints of one period length.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */

/** What an expression is evaluated over. */
export interface MathRange {
  /** Starts of the periods, oldest first, as Unix time in seconds. */
  readonly starts: readonly number[];
  readonly periodSeconds: number;
  readonly series: ReadonlyMap<string, Series>;
  /**
   * What an operator on two series does where only one has a point. The page says the missing one counts as 0; graphs
   * drop the point. An alarm that is to be trusted has the same states with both.
   */
  readonly missing: Missing;
  /**
   * What FILL gives for a metric without any point in the range. AWS does not say, so an alarm that is to be trusted does
   * not depend on it either. `fills` if not said.
   */
  readonly emptyFill?: EmptyFill | undefined;
}
export type Missing = 'no-point' | 'zero';
export type EmptyFill = 'fills' | 'stays-empty';

type Value = number | Series | readonly Series[];

/**
 * Evaluates an expression. Division by zero gives no point ("Basic arithmetic functions" on the page).
 * Throws on an unknown id or function, by name, and on a result that is no time series, as CloudWatch wants one.
 */
export function evaluateMath(expression: MathExpression | string, range: MathRange): Series {
  const parsed = typeof expression === 'string' ? parseMath(expression) : expression;
  const value = valueOf(parsed, range);
  if (value instanceof Map) return value;
  throw new Error('the result of a metric math expression must be one time series');
}

function valueOf(expression: MathExpression, range: MathRange): Value {
  switch (expression.type) {
    case 'number':
      return expression.value;
    case 'id':
      return seriesOf(expression.name, range);
    case 'list':
      return expression.items.map((item) => oneSeries(valueOf(item, range), 'a list'));
    case 'negative':
      return mapped(valueOf(expression.operand, range), (x) => 0 - x);
    case 'binary':
      return combined(
        valueOf(expression.left, range),
        valueOf(expression.right, range),
        operatorOf(expression.operator),
        range,
      );
    case 'call':
      return called(expression.name, expression.args, range);
  }
}

function seriesOf(id: string, range: MathRange): Series {
  const series = range.series.get(id);
  if (series === undefined) throw new Error(`unknown id ${id}`);
  return series;
}

/** "Comparison and logical operators" on the page: each is 1 or 0. A quotient by zero is undefined: the point is dropped. */
function operatorOf(operator: string): (a: number, b: number) => number | undefined {
  const truth = (test: (a: number, b: number) => boolean) => (a: number, b: number) => (test(a, b) ? 1 : 0);
  switch (operator) {
    case '+':
      return (a, b) => a + b;
    case '-':
      return (a, b) => a - b;
    case '*':
      return (a, b) => a * b;
    case '/':
      return (a, b) => (b === 0 ? undefined : a / b);
    case '>':
      return truth((a, b) => a > b);
    case '>=':
      return truth((a, b) => a >= b);
    case '<':
      return truth((a, b) => a < b);
    case '<=':
      return truth((a, b) => a <= b);
    case '==':
      return truth((a, b) => a === b);
    case '!=':
      return truth((a, b) => a !== b);
    case 'AND':
      return truth((a, b) => a !== 0 && b !== 0);
    case 'OR':
      return truth((a, b) => a !== 0 || b !== 0);
    default:
      throw new Error(`unknown operator ${operator}`);
  }
}

function combined(
  left: Value,
  right: Value,
  operator: (a: number, b: number) => number | undefined,
  range: MathRange,
): Value {
  if (typeof left === 'number' && typeof right === 'number') return operator(left, right) ?? new Map();
  const [a, b] = [pointsOf(left), pointsOf(right)];
  const zero = range.missing === 'zero' && typeof left !== 'number' && typeof right !== 'number';
  return series(range, (start) => {
    const [x, y] = [a(start), b(start)];
    if (x === undefined && y === undefined) return undefined;
    if (x !== undefined && y !== undefined) return operator(x, y);
    return zero ? operator(x ?? 0, y ?? 0) : undefined;
  });
}

/** "Functions supported for metric math" on the page. */
function called(name: string, args: readonly MathExpression[], range: MathRange): Value {
  const argument = (index: number): MathExpression => {
    const found = args[index];
    if (found === undefined) throw new Error(`${name} lacks its argument ${index + 1}`);
    return found;
  };
  const value = (index: number): Value => valueOf(argument(index), range);
  switch (name) {
    case 'IF':
      return chosen(value(0), value(1), args.length > 2 ? value(2) : undefined, range);
    case 'FILL':
      return filled(oneSeries(value(0), name), argument(1), range);
    case 'EPOCH':
      // "return a new non-sparse time series where each value is based on its timestamp"
      oneSeries(value(0), name);
      return series(range, (start) => start);
    case 'PERIOD': {
      // "Valid input is metrics, not the results of other expressions."
      const metric = argument(0);
      if (metric.type !== 'id') throw new Error('PERIOD wants the id of a metric');
      seriesOf(metric.name, range);
      return range.periodSeconds;
    }
    case 'ABS':
      return mapped(value(0), (x) => Math.abs(x));
    case 'SUM':
      return reduced(value(0), name, (points) => points.reduce((sum, x) => sum + x, 0), range);
    case 'AVG':
      return reduced(
        value(0),
        name,
        (points) => points.reduce((sum, x) => sum + x, 0) / points.length,
        range,
      );
    case 'MIN':
      return reduced(value(0), name, (points) => Math.min(...points), range);
    case 'MAX':
      return reduced(value(0), name, (points) => Math.max(...points), range);
    default:
      throw new Error(`unknown function ${name}`);
  }
}

/**
 * "Using IF expressions" on the page: no condition, no point; a true condition without its value gives 0; a false one
 * without its value gives no point.
 */
function chosen(condition: Value, whenTrue: Value, whenFalse: Value | undefined, range: MathRange): Value {
  const other = whenFalse ?? new Map<number, number>();
  if (typeof condition === 'number') return condition === 0 ? other : whenTrue;
  const [test, yes, no] = [pointsOf(condition), pointsOf(whenTrue), pointsOf(other)];
  return series(range, (start) => {
    const holds = test(start);
    if (holds === undefined) return undefined;
    return holds === 0 ? no(start) : (yes(start) ?? 0);
  });
}

/** FILL(series, number) or FILL(series, REPEAT); nothing can be repeated before the first point. */
function filled(of: Series, filler: MathExpression, range: MathRange): Series {
  if (range.emptyFill === 'stays-empty' && of.size === 0) return of;
  const repeats = filler.type === 'id' && filler.name === 'REPEAT';
  const fill = repeats ? undefined : valueOf(filler, range);
  if (!repeats && typeof fill !== 'number') throw new Error('FILL wants a number or REPEAT');
  let last = typeof fill === 'number' ? fill : undefined;
  return series(range, (start) => {
    const point = of.get(start);
    if (point !== undefined && repeats) last = point;
    return point ?? last;
  });
}

/** Of one series a number, of a list a series: at each time over the points that are there. */
function reduced(
  value: Value,
  name: string,
  reduce: (points: readonly number[]) => number,
  range: MathRange,
): Value {
  if (typeof value === 'number') throw new Error(`${name} wants a time series or a list of them`);
  if (!isList(value)) return value.size === 0 ? new Map() : reduce([...value.values()]);
  return series(range, (start) => {
    const points = value.flatMap((one) => one.get(start) ?? []);
    return points.length === 0 ? undefined : reduce(points);
  });
}

function mapped(value: Value, of: (x: number) => number): Value {
  if (typeof value === 'number') return of(value);
  if (isList(value)) return value.map((one) => new Map([...one].map(([start, x]) => [start, of(x)])));
  return new Map([...value].map(([start, x]) => [start, of(x)]));
}

function series(range: MathRange, of: (start: number) => number | undefined): Series {
  const points = new Map<number, number>();
  for (const start of range.starts) {
    const point = of(start);
    if (point !== undefined) points.set(start, point);
  }
  return points;
}

function pointsOf(value: Value): (start: number) => number | undefined {
  if (typeof value === 'number') return () => value;
  const one = oneSeries(value, 'an operator');
  return (start) => one.get(start);
}

function oneSeries(value: Value, wanting: string): Series {
  if (typeof value === 'number' || isList(value)) throw new Error(`${wanting} wants a time series`);
  return value;
}

function isList(value: Value): value is readonly Series[] {
  return Array.isArray(value);
}
