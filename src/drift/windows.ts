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
export function lastScheduled(now: number, schedule: Schedule): number {
  const { everySeconds, timezone } = schedule;
  if (!isByTime(schedule)) return momentOf(lastShown(now, schedule), timezone);
  const every = everySeconds * 1000;
  const begin = everySeconds > HOUR_SECONDS ? 0 : momentOf(beginOfDay(now, schedule), timezone);
  return begin + Math.floor((now - begin) / every) * every;
}

/** Whether runs follow each other after so much time, whatever clocks show. */
function isByTime({ everySeconds }: Schedule): boolean {
  return everySeconds <= HOUR_SECONDS || (everySeconds > DAY_SECONDS && everySeconds % DAY_SECONDS !== 0);
}

function momentOf(shown: Temporal.PlainDateTime, timezone: string): number {
  return shown.toZonedDateTime(timezone).epochMilliseconds;
}

/** The last time of day of a schedule, as clocks of its zone show it, at or before a moment. */
function beginOfDay(now: number, { at = '00:00', timezone }: Schedule): Temporal.PlainDateTime {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timezone).toPlainDate();
  const begin = today.toPlainDateTime(Temporal.PlainTime.from(at));
  return momentOf(begin, timezone) > now ? begin.subtract({ days: 1 }) : begin;
}

/** What clocks of the zone show at the last run. */
function lastShown(now: number, schedule: Schedule): Temporal.PlainDateTime {
  const { everySeconds, timezone } = schedule;
  const begin = beginOfDay(now, schedule);
  if (everySeconds < DAY_SECONDS) {
    const runs = Array.from({ length: Math.ceil(DAY_SECONDS / everySeconds) }, (_, index) =>
      begin.add({ milliseconds: Math.round(index * everySeconds * 1000) }),
    );
    return runs.findLast((shown) => momentOf(shown, timezone) <= now) ?? begin;
  }
  const days = everySeconds / DAY_SECONDS;
  const since = FIRST_MONDAY.until(begin.toPlainDate(), { largestUnit: 'days' }).days;
  return begin.subtract({ days: ((since % days) + days) % days });
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
  if (isByTime(schedule)) {
    // An hour that clocks show twice has two runs of its own: only the time that passes tells them apart.
    const to = lastScheduled(now, schedule) - late * 1000;
    return { from: before(to, windowSeconds, schedule), to };
  }
  const shown = lastShown(now, schedule);
  const at = (seconds: number): number => momentOf(earlier(shown, seconds), schedule.timezone);
  return { from: at(late + windowSeconds), to: at(late) };
}

/** So much earlier, as clocks of the zone show it; less than a day by the time that passes where runs are by that. */
function before(moment: number, bySeconds: number, schedule: Schedule): number {
  const { timezone, everySeconds } = schedule;
  const isWholeDays = bySeconds % DAY_SECONDS === 0 && everySeconds <= DAY_SECONDS;
  if (isByTime(schedule) && !isWholeDays) return moment - bySeconds * 1000;
  const shown = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(timezone).toPlainDateTime();
  return momentOf(earlier(shown, bySeconds), timezone);
}

function earlier(shown: Temporal.PlainDateTime, bySeconds: number): Temporal.PlainDateTime {
  return shown.subtract({ milliseconds: Math.round(bySeconds * 1000) });
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
