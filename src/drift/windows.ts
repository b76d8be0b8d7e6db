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

const HOUR_SECONDS = 3600;

/**
 * The last moment at or before `now` (Unix milliseconds) for which a job is scheduled. Jobs of whole days run at their time of
 * day (00:00 without one) in their zone, however long the day is, and jobs of some hours at the hours that clocks show there, as
 * cron does; jobs of an hour or less come as often after that time of day. Others count from the beginning of Unix time.
 */
export function lastScheduled(now: number, { everySeconds, at = '00:00', timezone }: Schedule): number {
  const days = everySeconds / DAY_SECONDS;
  if (days > 1 && !Number.isInteger(days)) return Math.floor(now / 1000 / everySeconds) * everySeconds * 1000;
  const time = Temporal.PlainTime.from(at);
  const momentOf = (wall: Temporal.PlainDateTime): number => wall.toZonedDateTime(timezone).epochMilliseconds;
  let date = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timezone).toPlainDate();
  if (momentOf(date.toPlainDateTime(time)) > now) date = date.subtract({ days: 1 });
  const begin = date.toPlainDateTime(time);
  if (days < 1 && everySeconds <= HOUR_SECONDS)
    return momentOf(begin) + Math.floor((now - momentOf(begin)) / 1000 / everySeconds) * everySeconds * 1000;
  if (days < 1) {
    const runs = Array.from({ length: Math.ceil(1 / days) }, (_, index) =>
      momentOf(begin.add({ seconds: index * everySeconds })),
    );
    return runs.findLast((moment) => moment <= now) ?? momentOf(begin);
  }
  const since = FIRST_MONDAY.until(date, { largestUnit: 'days' }).days;
  return momentOf(begin.subtract({ days: ((since % days) + days) % days }));
}

/**
 * The window that a run at `now` looks at: it ends at the last scheduled moment, less what rows may come late, and is as long
 * as asked; by the calendar and the clocks of the zone, so that a day with a change of clocks is one day. Where a window is as long
 * as the time between two runs, windows of consecutive runs have neither gaps nor rows in common.
 */
export function currentWindow(
  now: number,
  policy: Pick<JobPolicy, 'schedule' | 'windowSeconds' | 'lagSeconds'>,
  delaySeconds = 0,
): Required<Window> {
  const { schedule, windowSeconds, lagSeconds } = policy;
  const late = lagSeconds + delaySeconds;
  const last = lastScheduled(now, schedule);
  // An hour that clocks show twice has two runs of its own: only the time that passes tells them apart.
  const to = isByTime(schedule) ? last - late * 1000 : before(last, late, schedule);
  return { from: before(to, windowSeconds, schedule), to };
}

/** Whether runs follow each other after so much time, whatever clocks show. */
function isByTime({ everySeconds }: Schedule): boolean {
  return everySeconds <= HOUR_SECONDS || (everySeconds > DAY_SECONDS && everySeconds % DAY_SECONDS !== 0);
}

/** So much earlier, as clocks of the zone show it; less than a day by the time that passes where runs are by that. */
function before(moment: number, bySeconds: number, schedule: Schedule): number {
  const days = Math.floor(bySeconds / DAY_SECONDS);
  const rest = bySeconds - days * DAY_SECONDS;
  const { timezone, everySeconds } = schedule;
  if (isByTime(schedule) && (rest > 0 || everySeconds > DAY_SECONDS)) return moment - bySeconds * 1000;
  const wall = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(timezone).toPlainDateTime();
  return wall.subtract({ days, milliseconds: Math.round(rest * 1000) }).toZonedDateTime(timezone)
    .epochMilliseconds;
}

/** Days by which a window is moved back to what it is compared with: whole weeks, so that Sundays are compared with Sundays. */
const DAYS_BACK = { 'same-window-last-week': 7, 'same-window-last-year': 364 } as const;

/** The rows that a window is compared with, as far as time tells them. */
export function baselineWindow(
  window: Required<Window>,
  baseline: JobBaseline,
  schedule: Schedule,
  windowSeconds: number,
): Window {
  const { timezone } = schedule;
  if (baseline.kind === 'earlier') {
    if (baseline.by === 'previous-window')
      return { from: before(window.from, windowSeconds, schedule), to: window.from };
    const seconds = DAYS_BACK[baseline.by] * DAY_SECONDS;
    return { from: before(window.from, seconds, schedule), to: before(window.to, seconds, schedule) };
  }
  if (baseline.lastSeconds !== undefined)
    return { from: before(window.from, baseline.lastSeconds, schedule), to: window.from };
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
