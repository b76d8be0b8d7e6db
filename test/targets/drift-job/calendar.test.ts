import { Cron } from 'croner';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  calendarName,
  calendarOf,
  calendarWords,
  cronText,
  onCalendarText,
} from '../../../src/targets/drift-job/calendar.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

const TOLD = [5, 6, 10, 12, 15, 20, 30]
  .map((minutes) => minutes * 60)
  .concat(
    [1, 2, 3, 4, 6, 8, 12].map((hours) => hours * HOUR),
    [DAY, 7 * DAY],
  );

const timeOfDay = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`);

/** Runs of a cron line in UTC, from a Monday on, in seconds. */
function runsOf(line: string, count: number): number[] {
  const runs = new Cron(line, { timezone: 'UTC' }).nextRuns(count, new Date('2026-01-04T23:59:59Z'));
  return runs.map((run) => run.getTime() / 1000);
}

describe('what a calendar tells', () => {
  it.each<[number, string | undefined, string, string, string]>([
    [DAY, '06:00', '0 6 * * *', '*-*-* 06:00:00 Europe/London', 'daily at 06:00 Europe/London'],
    [DAY, undefined, '0 0 * * *', '*-*-* 00:00:00 Europe/London', 'daily at 00:00 Europe/London'],
    [7 * DAY, '04:30', '30 4 * * 1', 'Mon *-*-* 04:30:00 Europe/London', 'on Mondays at 04:30 Europe/London'],
    [
      6 * HOUR,
      '07:30',
      '30 1,7,13,19 * * *',
      '*-*-* 01,07,13,19:30:00 Europe/London',
      'every 6h from 01:30 Europe/London',
    ],
    [HOUR, '00:05', '5 * * * *', '*-*-* *:05:00 Europe/London', 'every 1h from 00:05 Europe/London'],
    [
      20 * 60,
      '00:05',
      '5,25,45 * * * *',
      '*-*-* *:05,25,45:00 Europe/London',
      'every 20m from 00:05 Europe/London',
    ],
  ])('of every %i s at %s', (everySeconds, at, cron, onCalendar, words) => {
    const calendar = calendarOf({ everySeconds, ...(at !== undefined && { at }), timezone: 'Europe/London' });
    expect(calendar.isExact).toBe(true);
    expect(cronText(calendar)).toBe(cron);
    expect(onCalendarText(calendar)).toBe(onCalendar);
    expect(calendarWords(calendar)).toBe(words);
  });

  it.each([
    [36 * HOUR, DAY],
    [14 * DAY, 7 * DAY],
    [7 * HOUR, 6 * HOUR],
    [5 * HOUR, 4 * HOUR],
    [50 * 60, 30 * 60],
    [301, 300],
  ])('of every %i s is every %i s', (everySeconds, told) => {
    const calendar = calendarOf({ everySeconds, timezone: 'UTC' });
    expect([calendar.everySeconds, calendar.isExact]).toEqual([told, false]);
  });

  it('runs exactly so often, and at the time of day that was asked for', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TOLD), timeOfDay, (everySeconds, at) => {
        const runs = runsOf(
          cronText(calendarOf({ everySeconds, at, timezone: 'UTC' })),
          DAY / Math.min(everySeconds, DAY) + 1,
        );
        const gaps = new Set(runs.slice(1).map((run, index) => run - (runs[index] ?? 0)));
        expect([...gaps]).toEqual([everySeconds]);
        const [hour = 0, minute = 0] = at.split(':').map(Number);
        expect(runs.some((run) => run % DAY === hour * HOUR + minute * 60)).toBe(true);
      }),
    );
  });

  it('has names that tell them apart', () => {
    const zones = ['UTC', 'Europe/London', 'Etc/GMT+5', 'Etc/GMT-5'];
    const schedules = TOLD.flatMap((everySeconds) =>
      zones.flatMap((timezone) => ['00:00', '07:01'].map((at) => ({ everySeconds, timezone, at }))),
    );
    const names = schedules.map((schedule) => calendarName(calendarOf(schedule)));
    expect(new Set(names).size).toBe(names.length);
    expect(names.filter((name) => !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(name))).toEqual([]);
  });
});
