import type { Argument } from './ast.ts';
import { inspect } from './inspect.ts';
import { argumentsOf } from './print.ts';

/** The longest range, subquery or offset (in either direction) in an expression, in seconds; 0 when it only looks at now. */
export function longestRangeSeconds(expr: Argument): number {
  switch (expr.node) {
    case 'number':
    case 'string':
      return 0;
    case 'selector':
      return Math.abs(expr.offsetSeconds ?? 0);
    case 'range':
      return Math.max(expr.seconds, longestRangeSeconds(expr.of));
    case 'panel-range':
      return longestRangeSeconds(expr.of);
    case 'subquery':
      return Math.max(expr.rangeSeconds, Math.abs(expr.offsetSeconds ?? 0), longestRangeSeconds(expr.of));
    case 'call':
    case 'aggregation':
      return Math.max(0, ...argumentsOf(expr).map(longestRangeSeconds));
    case 'binary':
      return Math.max(longestRangeSeconds(expr.left), longestRangeSeconds(expr.right));
    case 'negation':
      return longestRangeSeconds(expr.of);
    case 'raw':
      return inspect(expr.text).longestRangeSeconds;
  }
}

/**
 * How far back the samples lie that an expression reads, in seconds: ranges, subqueries and offsets that are nested add up;
 * 0 when it only looks at now or ahead. The lookback of instant selectors (5 m by default) is not counted. To be compared
 * with the retention.
 */
export function reachSeconds(expr: Argument): number {
  return Math.max(0, reachOf(expr));
}

/** Negative for what lies ahead, so that a range around it starts there. */
function reachOf(expr: Argument): number {
  switch (expr.node) {
    case 'number':
    case 'string':
      return 0;
    case 'selector':
      return expr.offsetSeconds ?? 0;
    case 'range':
      return expr.seconds + reachOf(expr.of);
    case 'panel-range':
      return reachOf(expr.of);
    case 'subquery':
      return expr.rangeSeconds + (expr.offsetSeconds ?? 0) + reachOf(expr.of);
    case 'call':
    case 'aggregation':
      return greatest(argumentsOf(expr).map(reachOf));
    case 'binary':
      return Math.max(reachOf(expr.left), reachOf(expr.right));
    case 'negation':
      return reachOf(expr.of);
    case 'raw':
      return inspect(expr.text).reachSeconds;
  }
}

function greatest(values: readonly number[]): number {
  return values.length === 0 ? 0 : Math.max(...values);
}
