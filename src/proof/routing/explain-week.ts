import { columns } from '../../diagnostics/columns.ts';
import { printTimeOfDay } from '../../units/index.ts';
import { type ExplainedAlert, type ExplainInput, explain } from './explain.ts';
import { alertRows, cell } from './explain-table.ts';
import type { Stretch } from './stretches-of-time.ts';
import { stretchesOfInterval } from './stretches-of-time.ts';
import { partsOf } from './telling.ts';
import { wallTime } from './time-interval.ts';
import { weekdayName } from './words.ts';

/** The hours of one week at which the same people hear of the same alerts. */
export interface HoursOfWeek {
  /** By the clock of the zone: `Mon-Fri 09:00-17:30`. */
  readonly ranges: readonly string[];
  readonly stretches: readonly Stretch[];
  /** As they are at the first of these hours. */
  readonly alerts: readonly ExplainedAlert[];
}

const DAY = 86_400_000;

/**
 * Every distinct hour of the week, of seven days that begin at `start` (epoch milliseconds), in the order in which they first
 * come. Moments at which anything may change are where time intervals of the file begin and end, shifted by the delays of levels.
 */
export function explainWeek(
  input: Omit<ExplainInput, 'instantOf'>,
  start: number,
  zone: string,
): HoursOfWeek[] {
  const week = { from: start, to: start + 7 * DAY };
  const wide = { from: start - DAY, to: start + 9 * DAY };
  const delays = new Set(
    input.plan.routes.flatMap(({ severities }) =>
      severities.flatMap(({ levels }) => levels.map(({ afterSeconds }) => afterSeconds * 1000)),
    ),
  );
  const changes = [...input.config.timeIntervals.values()].flatMap((interval) =>
    stretchesOfInterval(interval, wide),
  );
  const shifted = [...new Set([0, ...delays])].flatMap((delay) =>
    changes.map(({ from, to }) => ({ from: from - delay, to: to - delay })),
  );
  const groups = new Map<string, { stretches: Stretch[]; alerts: readonly ExplainedAlert[] }>();
  for (const part of partsOf(week, shifted)) {
    const { alerts } = explain({ ...input, instantOf: () => part.from });
    const key = JSON.stringify(alertRows(alerts, (alert, level) => cell(alert, level, false)));
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { stretches: [part], alerts });
    else known.stretches.push(part);
  }
  return [...groups.values()].map(({ stretches, alerts }) => ({
    stretches,
    alerts,
    ranges: printRanges(stretches, zone),
  }));
}

/** One table for each kind of hours. */
export function weekTables(hours: readonly HoursOfWeek[], zone: string): string {
  return hours
    .map(({ ranges, alerts }) => {
      const rows = alertRows(alerts, (alert, level) => cell(alert, level, false));
      return `${ranges.join(', ')} (${zone})\n${columns(rows)}`;
    })
    .join('\n');
}

/** Days with the same hours together, from Monday on. */
function printRanges(stretches: readonly Stretch[], zone: string): string[] {
  const days = new Map<string, number[]>();
  for (const { from, to } of joined(stretches)) {
    for (const { day, times } of byDay(from, to, zone)) days.set(times, [...(days.get(times) ?? []), day]);
  }
  if (days.size === 1 && days.get('00:00-24:00')?.length === 7) return ['at any hour'];
  return [...days].map(([times, list]) => `${printDays(list)} ${times}`);
}

function joined(stretches: readonly Stretch[]): Stretch[] {
  const found: { from: number; to: number }[] = [];
  for (const { from, to } of stretches) {
    const last = found.at(-1);
    if (last?.to === from) last.to = to;
    else found.push({ from, to });
  }
  return found;
}

/** Cut at midnights of the zone; days are numbered from Monday. */
function byDay(from: number, to: number, zone: string): { day: number; times: string }[] {
  const found: { day: number; times: string }[] = [];
  let at = from;
  while (at < to) {
    const { weekday, minuteOfDay } = wallTime(zone, at);
    let end = Math.min(at + (1440 - minuteOfDay) * 60_000, to);
    // Days on which clocks change are shorter or longer.
    while (end < to && wallTime(zone, end).weekday === weekday)
      end = Math.min(end + (1440 - wallTime(zone, end).minuteOfDay) * 60_000, to);
    const last = wallTime(zone, end - 1);
    const isWhole = last.weekday !== weekday;
    if (isWhole) end -= last.minuteOfDay * 60_000 + 60_000;
    const finish = wallTime(zone, end);
    const closing = finish.weekday === weekday ? finish.minuteOfDay : 1440;
    found.push({
      day: (weekday + 6) % 7,
      times: `${printTimeOfDay(minuteOfDay)}-${printTimeOfDay(closing)}`,
    });
    at = end;
  }
  return found;
}

/** Numbered from Monday. */
function dayName(day: number): string {
  return weekdayName((day + 1) % 7);
}

/** `Mon-Wed, Sat`. */
function printDays(days: readonly number[]): string {
  const sorted = [...new Set(days)].toSorted((a, b) => a - b);
  const runs: [number, number][] = [];
  for (const day of sorted) {
    const last = runs.at(-1);
    if (last !== undefined && day === last[1] + 1) last[1] = day;
    else runs.push([day, day]);
  }
  return runs
    .map(([first, last]) => (first === last ? dayName(first) : `${dayName(first)}-${dayName(last)}`))
    .join(', ');
}
