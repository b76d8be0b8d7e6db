import type { Expr } from '../ast.ts';
import { aggregate, raw, vector } from '../build.ts';
import { checkQuery } from '../check.ts';
import { type Syntax, withoutParentheses } from '../syntax.ts';

/**
 * A user's query as one value without labels, so that an alert on it is one alert: of several series the one that is worst
 * for the comparison it stands in.
 */
export function lowerRaw(text: string, worst: 'min' | 'max'): Expr {
  const { syntax, type } = checkQuery(text);
  if (type === 'scalar') return vector(raw(text));
  return syntax !== undefined && isSingle(syntax) ? raw(text) : aggregate(worst, raw(text));
}

/** Whether a query can only give one series without labels. */
function isSingle(syntax: Syntax): boolean {
  const bare = withoutParentheses(syntax);
  if (bare.kind === 'number') return true;
  if (bare.kind === 'aggregation') {
    return bare.grouping === undefined && !['topk', 'bottomk', 'count_values'].includes(bare.op);
  }
  if (bare.kind === 'call') return ['time', 'vector', 'scalar'].includes(bare.function);
  if (bare.kind === 'sign') return isSingle(bare.of);
  return bare.kind === 'binary' && isSingle(bare.left) && isSingle(bare.right);
}
