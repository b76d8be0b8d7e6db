import type { DueTimes } from '../../../plan/condition.ts';

/** When the work began that was due last, in Unix seconds; undefined before the first time it was. */
export function lastDueAt({ stretches, allowedSeconds }: DueTimes, now: number): number | undefined {
  const moments = stretches.flatMap(
    ({ fromUnixSeconds, untilUnixSeconds, periodSeconds, anchorsUnixSeconds }) =>
      anchorsUnixSeconds.flatMap((anchor) => {
        const within = untilUnixSeconds === undefined ? now : Math.min(now, untilUnixSeconds - 1);
        const moment = anchor + Math.floor((within - anchor) / periodSeconds) * periodSeconds;
        return fromUnixSeconds === undefined || moment >= fromUnixSeconds ? [moment] : [];
      }),
  );
  return moments.length === 0 ? undefined : Math.max(...moments) - allowedSeconds;
}

/** An age at which work is always late, and one at which it never is, whatever the time of day. */
export function lateAndInTime({ stretches, allowedSeconds }: DueTimes): { late: number; inTime: number } {
  const period = Math.max(...stretches.map(({ periodSeconds }) => periodSeconds));
  return { late: (period + allowedSeconds) * 1.1, inTime: allowedSeconds * 0.9 };
}
