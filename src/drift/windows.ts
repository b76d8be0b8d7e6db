import { Temporal } from 'temporal-polyfill';
import type { JobBaseline, JobPolicy } from '../plan/drift-job.ts';

/** A stretch of time in Unix milliseconds: `from` is in it, `to` is not. An absent side has no bound. */
export interface Window {
  readonly from?: number;
  readonly to?: number;
}

export type Schedule = JobPolicy['schedule'];

const DAY_SECONDS = 86_400;
/** Day 0 of the count is a Monday, so that a job of every seven days runs on Mondays. */
const FIRST_MONDAY = Temporal.PlainDate.from('1970-01-05');

/**
 * The last moment at or before `now` (Unix milliseconds) for which a job is scheduled. Jobs of whole days run at their time of
 * day (00:00 without one) in their zone, however long the day is; jobs of parts of a day count from that time on. Others
 * count from the beginning of Unix time.
 */
export function lastScheduled(now: number, { everySeconds, at = '00:00', timezone }: Schedule): number {
  const days = everySeconds / DAY_SECONDS;
  if (days > 1 && !Number.isInteger(days)) return Math.floor(now / 1000 / everySeconds) * everySeconds * 1000;
  const time = Temporal.PlainTime.from(at);
  const momentOf = (date: Temporal.PlainDate): number =>
    date.toZonedDateTime({ timeZone: timezone, plainTime: time }).epochMilliseconds;
  let date = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timezone).toPlainDate();
  if (momentOf(date) > now) date = date.subtract({ days: 1 });
  if (days < 1) {
    const begin = momentOf(date);
    return begin + Math.floor((now - begin) / 1000 / everySeconds) * everySeconds * 1000;
  }
  const since = FIRST_MONDAY.until(date, { largestUnit: 'days' }).days;
  return momentOf(date.subtract({ days: ((since % days) + days) % days }));
}

/**
 * The window that a run at `now` looks at: it ends at the last scheduled moment, less what rows may come late, and is as long
 * as asked; of whole days, by the calendar of the zone, so that a day with a change of clocks is one day.
 */
export function currentWindow(
  now: number,
  policy: Pick<JobPolicy, 'schedule' | 'windowSeconds' | 'lagSeconds'>,
  delaySeconds = 0,
): Required<Window> {
  const { schedule, windowSeconds, lagSeconds } = policy;
  const to = before(lastScheduled(now, schedule), lagSeconds + delaySeconds, schedule.timezone);
  return { from: before(to, windowSeconds, schedule.timezone), to };
}

/** So much earlier: whole days by the calendar of the zone, the rest by the clock. */
function before(moment: number, bySeconds: number, timezone: string): number {
  const days = Math.floor(bySeconds / DAY_SECONDS);
  const zoned = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(timezone);
  return zoned.subtract({ days }).epochMilliseconds - (bySeconds - days * DAY_SECONDS) * 1000;
}

/** Days by which a window is moved back to what it is compared with: whole weeks, so that Sundays are compared with Sundays. */
const DAYS_BACK = { 'same-window-last-week': 7, 'same-window-last-year': 364 } as const;

/** The rows that a window is compared with, as far as time tells them. */
export function baselineWindow(
  window: Required<Window>,
  baseline: JobBaseline,
  { timezone }: Schedule,
  windowSeconds: number,
): Window {
  if (baseline.kind === 'earlier') {
    if (baseline.by === 'previous-window')
      return { from: before(window.from, windowSeconds, timezone), to: window.from };
    const seconds = DAYS_BACK[baseline.by] * DAY_SECONDS;
    return { from: before(window.from, seconds, timezone), to: before(window.to, seconds, timezone) };
  }
  if (baseline.lastSeconds !== undefined)
    return { from: before(window.from, baseline.lastSeconds, timezone), to: window.from };
  const startOf = (day: string, plusDays: number): number =>
    Temporal.PlainDate.from(day).add({ days: plusDays }).toZonedDateTime(timezone).epochMilliseconds;
  return {
    ...(baseline.from !== undefined && { from: startOf(baseline.from, 0) }),
    ...(baseline.to !== undefined && { to: startOf(baseline.to, 1) }),
  };
}

/** More days than these are not listed one by one: a pattern stands for them all. */
const MOST_DAYS = 4000;

/** The days (YYYY-MM-DD) of the zone that a window touches; undefined without bounds, or for more than ten years. */
export function daysOf({ from, to }: Window, timezone: string): string[] | undefined {
  if (from === undefined || to === undefined || (to - from) / 1000 > MOST_DAYS * DAY_SECONDS)
    return undefined;
  const dateOf = (moment: number): Temporal.PlainDate =>
    Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(timezone).toPlainDate();
  const last = dateOf(to - 1);
  const days: string[] = [];
  for (let day = dateOf(from); Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 }))
    days.push(day.toString());
  return days;
}

/** A moment as ISO 8601 in UTC, to the millisecond only where it needs be. */
export function isoMoment(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}
