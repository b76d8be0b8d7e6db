import { printNumber } from '../../../units/index.ts';
import type { MathQuery } from '../measure-queries.ts';

/** Events of an objective in each period. */
export interface EventQueries {
  readonly total: MathQuery;
  readonly bad: MathQuery;
}

/** Bad over all events, 0 below the least number of bad ones. A bad counter that is not there counts none. */
export function ratioOf({ total, bad }: EventQueries, minBadEvents: number): MathQuery {
  const counted = isSum(bad) ? `(${bad.expression})` : `FILL(${bad.expression}, 0)`;
  const all = isSum(total) ? `(${total.expression})` : total.expression;
  const ratio = `${counted} / ${all}`;
  return {
    stats: [...total.stats, ...bad.stats.filter(({ id }) => total.stats.every((each) => each.id !== id))],
    expression: minBadEvents > 0 ? `IF(${counted} >= ${printNumber(minBadEvents)}, ${ratio}, 0)` : ratio,
  };
}

/** A sum fills its own parts. */
function isSum({ stats, expression }: MathQuery): boolean {
  return !stats.some(({ id }) => id === expression);
}
