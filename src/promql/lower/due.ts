import type { DueTimes } from '../../plan/condition.ts';
import type { Expr } from '../ast.ts';
import { clampMax, labelReplace, max, time, vector } from '../build.ts';
import { add, gte, mod, or, sub } from '../operators.ts';

/**
 * When the work began that was due last, in Unix seconds. A recurrence is reached by taking from now what has passed since
 * the last one: the remainder of the time since any one of them. Of several stretches (offsets of a zone) the latest in
 * which there was one counts; before the first has begun, it is continued backwards.
 */
export function lastDue({ stretches, allowedSeconds }: DueTimes, offsetSeconds: number): Expr {
  const now = offsetSeconds === 0 ? time() : sub(time(), offsetSeconds);
  const moments = stretches.flatMap(
    ({ fromUnixSeconds, untilUnixSeconds, periodSeconds, anchorsUnixSeconds }) =>
      anchorsUnixSeconds.map((anchor): Expr => {
        // The last second before the next stretch still belongs to this one.
        const within =
          untilUnixSeconds === undefined ? vector(now) : clampMax(vector(now), untilUnixSeconds - 1);
        // The anchor is in the past of any time, since the remainder of a negative number would be negative.
        const moment = sub(within, mod(anchor === 0 ? within : add(within, -anchor), periodSeconds));
        return fromUnixSeconds === undefined ? moment : gte(moment, fromUnixSeconds);
      }),
  );
  const [first, ...others] = moments.map((moment, index) =>
    moments.length === 1 ? moment : labelReplace(moment, 'part', `${index + 1}`, '', ''),
  );
  if (first === undefined) throw new Error('a schedule needs at least one moment');
  const latest =
    others.length === 0 ? first : max(others.reduce<Expr>((joined, part) => or(joined, part), first));
  return allowedSeconds === 0 ? latest : sub(latest, allowedSeconds);
}
