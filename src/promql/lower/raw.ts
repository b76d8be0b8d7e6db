import type { Expr } from '../ast.ts';
import { aggregate, raw, sum, vector } from '../build.ts';
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

/**
 * How many events a user's quotient stands on: its denominator with `increase` for `rate`. Undefined when the query is no
 * quotient whose denominator is made of rates.
 */
export function volumeQuery(text: string): string | undefined {
  const { syntax } = checkQuery(text);
  const bare = syntax && withoutParentheses(syntax);
  if (bare?.kind !== 'binary' || bare.operator.op !== '/') return undefined;
  const rates = ratesIn(bare.right);
  if (rates === undefined || rates.length === 0) return undefined;
  const { from, to } = bare.right;
  const inText = rates.toSorted((a, b) => a.from - b.from);
  let query = '';
  let at = from;
  for (const place of inText) {
    query += `${text.slice(at, place.from)}increase`;
    at = place.to;
  }
  return query + text.slice(at, to);
}

/** Places of the word `rate` in sums of rates; undefined where something else is added up, or nothing is. */
function ratesIn(syntax: Syntax): { from: number; to: number }[] | undefined {
  const bare = withoutParentheses(syntax);
  if (bare.kind === 'call')
    return bare.function === 'rate' ? [{ from: bare.from, to: bare.nameTo }] : undefined;
  if (bare.kind === 'aggregation') {
    const [of] = bare.args;
    return bare.op === 'sum' && of !== undefined ? ratesIn(of) : undefined;
  }
  if (bare.kind !== 'binary' || bare.operator.op !== '+') return undefined;
  const [left, right] = [ratesIn(bare.left), ratesIn(bare.right)];
  return left && right && [...left, ...right];
}

/** Lowers `raw-volume`; the plan's check has refused queries without a volume before. */
export function lowerRawVolume(text: string): Expr {
  const query = volumeQuery(text);
  if (query === undefined) throw new Error(`no volume can be read from the query ${text}`);
  return sum(raw(query));
}
