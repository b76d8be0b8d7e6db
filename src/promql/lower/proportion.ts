import type { Expr } from '../ast.ts';
import { call } from '../build.ts';
import { add, div, gt, mul, sub } from '../operators.ts';

/** Counts as vectors without labels: so many events of so many. */
export interface LoweredProportion {
  readonly events: Expr;
  readonly of: Expr;
}

/**
 * The z statistic of two proportions with pooled variance, left minus right:
 * (p1 − p2) / √(p (1 − p) (1/n1 + 1/n2)), p = (x1 + x2) / (n1 + n2).
 * https://www.itl.nist.gov/div898/handbook/prc/section3/prc33.htm
 */
export function proportionZ(left: LoweredProportion, right: LoweredProportion): Expr {
  const share = ({ events, of }: LoweredProportion): Expr => div(events, gt(of, 0));
  const pooled = div(add(left.events, right.events), add(left.of, right.of));
  const spread = mul(mul(pooled, sub(1, pooled)), add(div(1, left.of), div(1, right.of)));
  // Where both are all or none there is no spread to divide by.
  return div(sub(share(left), share(right)), call('sqrt', gt(spread, 0)));
}
