import { Cron } from 'croner';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toDayNumber } from '../../src/calendar/date.ts';
import { occurrences } from '../../src/calendar/occurrences.ts';
import type { Recurrence } from '../../src/calendar/types.ts';
import { type CalendarWindow, monthlyWindows, weeklyWindows } from '../../src/calendar/windows.ts';
import { inIntervals, iso, printIntervals, unix, type Wall, wallClock, ZONES } from './clock.ts';

const HOUR = 3600;

function recurring(cron: string, hours: number, timezone: string): Recurrence {
  return { type: 'recurring', timezone, cron, durationSeconds: hours * HOUR };
}

function printed(cron: string, hours: number, timezone: string, from: string, until: string): string[] {
  return printIntervals(occurrences(recurring(cron, hours, timezone), until, { from }));
}

describe('occurrences on the Sundays when clocks change', () => {
  it.each<[string, string, number, string, string, string[]]>([
    // London skips 01:00 to 02:00, and repeats it.
    ['Europe/London', '0 1 * * sun', 3, '2026-03-29', 'two hours', ['2026-03-29T01:00Z 2026-03-29T03:00Z']],
    ['Europe/London', '0 2 * * sun', 3, '2026-03-29', 'three hours', ['2026-03-29T01:00Z 2026-03-29T04:00Z']],
    ['Europe/London', '15 1 * * sun', 0.5, '2026-03-29', 'nothing: the clock skips it', []],
    ['Europe/London', '0 0 * * sun', 6, '2026-10-25', 'seven hours', ['2026-10-24T23:00Z 2026-10-25T06:00Z']],
    [
      'Europe/London',
      '15 1 * * sun',
      0.5,
      '2026-10-25',
      'both times',
      ['2026-10-25T00:15Z 2026-10-25T00:45Z', '2026-10-25T01:15Z 2026-10-25T01:45Z'],
    ],
    ['Europe/London', '0 1 * * sun', 3, '2027-03-28', 'two hours', ['2027-03-28T01:00Z 2027-03-28T03:00Z']],
    ['Europe/London', '0 1 * * sun', 3, '2027-10-31', 'four hours', ['2027-10-31T00:00Z 2027-10-31T04:00Z']],
    // New York skips 02:00 to 03:00, and repeats 01:00 to 02:00.
    [
      'America/New_York',
      '0 2 * * sun',
      3,
      '2026-03-08',
      'two hours',
      ['2026-03-08T07:00Z 2026-03-08T09:00Z'],
    ],
    [
      'America/New_York',
      '0 1 * * sun',
      3,
      '2026-11-01',
      'four hours',
      ['2026-11-01T05:00Z 2026-11-01T09:00Z'],
    ],
    [
      'America/New_York',
      '0 2 * * sun',
      3,
      '2027-03-14',
      'two hours',
      ['2027-03-14T07:00Z 2027-03-14T09:00Z'],
    ],
    [
      'America/New_York',
      '0 2 * * sun',
      3,
      '2027-11-07',
      'three hours',
      ['2027-11-07T07:00Z 2027-11-07T10:00Z'],
    ],
    [
      'America/New_York',
      '30 1 * * sun',
      1,
      '2026-11-01',
      'to the change, and again to the end',
      ['2026-11-01T05:30Z 2026-11-01T06:00Z', '2026-11-01T06:30Z 2026-11-01T07:30Z'],
    ],
  ])('in %s, %j for %d h on %s is %s', (zone, cron, hours, day, _, expected) => {
    expect(printed(cron, hours, zone, day, day)).toEqual(expected);
  });
});

describe('occurrences', () => {
  it('moves with summer time', () => {
    expect(printed('0 2 * * sun', 3, 'Europe/London', '2026-03-16', '2026-04-05')).toEqual([
      '2026-03-22T02:00Z 2026-03-22T05:00Z',
      '2026-03-29T01:00Z 2026-03-29T04:00Z',
      '2026-04-05T01:00Z 2026-04-05T04:00Z',
    ]);
  });

  it('cuts what is on at either end, and joins what touches', () => {
    expect(printed('0 22 * * *', 4, 'UTC', '2026-01-02', '2026-01-03')).toEqual([
      '2026-01-02T00:00Z 2026-01-02T02:00Z',
      '2026-01-02T22:00Z 2026-01-03T02:00Z',
      '2026-01-03T22:00Z 2026-01-04T00:00Z',
    ]);
    expect(printed('* * * * *', 1, 'UTC', '2026-01-01', '2026-12-31')).toEqual([
      '2026-01-01T00:00Z 2027-01-01T00:00Z',
    ]);
    expect(printed('0 0 1 1 *', 24 * 40, 'UTC', '2026-02-01', '2026-12-31')).toEqual([
      '2026-02-01T00:00Z 2026-02-10T00:00Z',
    ]);
  });

  it('happens twice in an evening that the clock repeats after midnight', () => {
    // Newfoundland set its clocks back at 00:01, to 23:01 of the day before.
    expect(printed('15 23 * * *', 0.25, 'America/St_Johns', '2010-11-06', '2010-11-06')).toEqual([
      '2010-11-07T01:45Z 2010-11-07T02:00Z',
      '2010-11-07T02:45Z 2010-11-07T03:00Z',
    ]);
  });

  it('takes days of the month or days of the week when both are given', () => {
    expect(printed('0 0 1 6 mon', 1, 'UTC', '2026-01-01', '2026-12-31')).toEqual([
      '2026-06-01T00:00Z 2026-06-01T01:00Z',
      '2026-06-08T00:00Z 2026-06-08T01:00Z',
      '2026-06-15T00:00Z 2026-06-15T01:00Z',
      '2026-06-22T00:00Z 2026-06-22T01:00Z',
      '2026-06-29T00:00Z 2026-06-29T01:00Z',
    ]);
    expect(printed('0 0 29 2 *', 1, 'UTC', '2026-01-01', '2029-12-31')).toEqual([
      '2028-02-29T00:00Z 2028-02-29T01:00Z',
    ]);
  });

  it('returns once what happens once, and nothing for no time', () => {
    const interval = { startUnixSeconds: 5, endUnixSeconds: 6 };
    expect(occurrences({ type: 'once', interval }, '2026-01-01', { from: '2026-01-01' })).toEqual([interval]);
    expect(printed('0 0 * * *', 0, 'UTC', '2026-01-01', '2026-12-31')).toEqual([]);
    expect(printed('0 0 * * *', 1, 'UTC', '2026-01-02', '2026-01-01')).toEqual([]);
  });

  it('throws on what was never checked', () => {
    expect(() => printed('0 0 * *', 1, 'UTC', '2026-01-01', '2026-01-02')).toThrow(RangeError);
    expect(() => printed('0 0 * * *', 1, 'Nowhere/Land', '2026-01-01', '2026-01-02')).toThrow(RangeError);
  });

  it('starts when an independent cron runs, where clocks do not change', { timeout: 60_000 }, () => {
    for (const cron of ['0 2 * * sun', '30 4 1,15 * *', '15 */6 * * *', '0 12 1 * fri', '0 9 13 feb,mar *']) {
      const other = new Cron(cron, { paused: true, timezone: 'Asia/Kathmandu', mode: '5-part' });
      const starts = occurrences(recurring(cron, 0.25, 'Asia/Kathmandu'), '2026-12-31', {
        from: '2026-01-01',
      }).map(({ startUnixSeconds }) => startUnixSeconds);
      const runs = other
        .nextRuns(2000, new Date(unix('2025-12-31T18:14:59Z') * 1000))
        .map((run) => run.getTime() / 1000)
        .filter((run) => run < unix('2026-12-31T18:15:00Z'));
      expect(starts.length).toBeGreaterThan(1);
      expect(starts.map(iso)).toEqual(runs.map(iso));
    }
  });
});

describe('weeklyWindows', () => {
  it('gives the hours of the week', () => {
    expect(weeklyWindows(recurring('0 2 * * sun', 3, 'Europe/London'))).toEqual({
      hours: { sun: [{ from: 120, to: 300 }] },
    });
    expect(weeklyWindows(recurring('30 22,23 * * fri,sun', 2, 'UTC'))).toEqual({
      hours: {
        mon: [{ from: 0, to: 90 }],
        fri: [{ from: 1350, to: 1440 }],
        sat: [{ from: 0, to: 90 }],
        sun: [{ from: 1350, to: 1440 }],
      },
    });
    expect(weeklyWindows(recurring('0 0 * * mon', 24 * 100, 'UTC'))?.hours.sun).toEqual([
      { from: 0, to: 1440 },
    ]);
    expect(weeklyWindows(recurring('0 12 * * mon', 24 * 7, 'UTC'))?.hours.mon).toEqual([
      { from: 0, to: 1440 },
    ]);
  });

  it('gives nothing for what is not weekly, or not in minutes', () => {
    expect(weeklyWindows(recurring('0 2 1 * *', 1, 'UTC'))).toBeUndefined();
    expect(weeklyWindows(recurring('0 2 * jan *', 1, 'UTC'))).toBeUndefined();
    expect(weeklyWindows(recurring('0 2 1 * sun', 1, 'UTC'))).toBeUndefined();
    expect(
      weeklyWindows({ ...recurring('0 2 * * sun', 1, 'UTC'), durationSeconds: 90 } as Recurrence),
    ).toBeUndefined();
    expect(
      weeklyWindows({ type: 'once', interval: { startUnixSeconds: 0, endUnixSeconds: 60 } }),
    ).toBeUndefined();
  });
});

describe('monthlyWindows', () => {
  it('names months and days', () => {
    expect(monthlyWindows(recurring('0 2 1,15 jan *', 1, 'UTC'))).toEqual([
      { months: [1], daysOfMonth: [1, 15], ranges: [{ from: 120, to: 180 }] },
    ]);
    expect(monthlyWindows(recurring('0 2 * jan sun', 1, 'UTC'))).toEqual([
      { months: [1], weekdays: ['sun'], ranges: [{ from: 120, to: 180 }] },
    ]);
    expect(monthlyWindows(recurring('0 2 1 * sun', 1, 'UTC'))).toEqual([
      { daysOfMonth: [1], ranges: [{ from: 120, to: 180 }] },
      { weekdays: ['sun'], ranges: [{ from: 120, to: 180 }] },
    ]);
    expect(monthlyWindows(recurring('0 2 * * *', 1, 'UTC'))).toEqual([{ ranges: [{ from: 120, to: 180 }] }]);
  });

  it('runs past midnight only into days that it can name', () => {
    expect(monthlyWindows(recurring('0 23 1,27 feb *', 2, 'UTC'))).toEqual([
      { months: [2], daysOfMonth: [1, 27], ranges: [{ from: 1380, to: 1440 }] },
      { months: [2], daysOfMonth: [2, 28], ranges: [{ from: 0, to: 60 }] },
    ]);
    expect(monthlyWindows(recurring('0 23 28 * *', 2, 'UTC'))).toBeUndefined();
    expect(monthlyWindows(recurring('0 23 * jan *', 2, 'UTC'))).toBeUndefined();
    expect(monthlyWindows(recurring('0 23 * jan mon', 2, 'UTC'))).toBeUndefined();
    expect(monthlyWindows(recurring('0 23 28 * *', 1, 'UTC'))).toHaveLength(1);
    expect(monthlyWindows(recurring('0 0 1 * *', 24 * 30, 'UTC'))).toBeUndefined();
  });
});

function windowHolds({ months, daysOfMonth, weekdays, ranges }: CalendarWindow, wall: Wall): boolean {
  return (
    (months?.includes(wall.month) ?? true) &&
    (daysOfMonth?.includes(wall.dayOfMonth) ?? true) &&
    (weekdays?.includes(wall.weekday) ?? true) &&
    ranges.some(({ from, to }) => from <= wall.minute && wall.minute < to)
  );
}

const clocks = new Map<string, readonly (readonly [number, Wall])[]>();

/** The wall clock through a week and a day around it, at each quarter of an hour and the minute before. */
function clockAround(zone: string, firstDay: number): readonly (readonly [number, Wall])[] {
  const key = `${zone} ${firstDay}`;
  const known = clocks.get(key);
  if (known !== undefined) return known;
  const clock: (readonly [number, Wall])[] = [];
  for (let now = (firstDay - 1) * 86_400; now < (firstDay + 6) * 86_400; now += 900) {
    for (const moment of [now - 60, now]) clock.push([moment, wallClock(zone, moment)]);
  }
  clocks.set(key, clock);
  return clock;
}

describe('occurrences and windows are the same times', () => {
  const minutes = fc.constantFrom('0', '15', '0,30', '45');
  const hours = fc.constantFrom('0', '1', '2', '2,14', '22', '23', '1-3', '*/6');
  const days = fc.constantFrom('*', '*', '*', '1', '8,29', '25,31', '1-8');
  const months = fc.constantFrom('*', '*', 'mar', '10,11', '4,9');
  const weekdays = fc.constantFrom('*', 'sun', 'sat,mon', '1-5');
  const cron = fc.tuple(minutes, hours, days, months, weekdays).map((fields) => fields.join(' '));
  const durationMinutes = fc.constantFrom(15, 30, 60, 90, 180, 600, 1440, 1500, 4320);
  // Weeks in which clocks change somewhere, and ends of months.
  const weeks = fc.constantFrom(
    '2026-03-06',
    '2026-03-27',
    '2026-04-02',
    '2026-09-04',
    '2026-10-23',
    '2026-10-30',
    '2027-02-26',
  );

  it('minute by minute', { timeout: 60_000 }, () => {
    const seen = { on: 0, off: 0, windows: 0, weekly: 0, enumerated: 0 };
    fc.assert(
      fc.property(
        cron,
        durationMinutes,
        fc.constantFrom(...ZONES),
        weeks,
        (text, duration, timezone, from) => {
          const recurrence: Recurrence = {
            type: 'recurring',
            timezone,
            cron: text,
            durationSeconds: duration * 60,
          };
          const match = new Cron(text, { paused: true, timezone: 'UTC', mode: '5-part' });
          // The minutes of the wall clock, as if in UTC, at which an independent cron starts a window.
          const firstDay = toDayNumber(from);
          const on = new Set<number>();
          for (let minute = (firstDay - 4) * 1440; minute < (firstDay + 5) * 1440; minute += 15) {
            if (!match.match(new Date(minute * 60_000))) continue;
            for (let later = 0; later < duration; later += 1) on.add(minute + later);
          }
          const until = new Date((firstDay + 4) * 86_400_000).toISOString().slice(0, 10);
          const intervals = occurrences(recurrence, until, { from });
          const windows = monthlyWindows(recurrence);
          const weekly = weeklyWindows(recurrence)?.hours;
          seen[windows === undefined ? 'enumerated' : weekly === undefined ? 'windows' : 'weekly'] += 1;
          for (const [now, wall] of clockAround(timezone, firstDay)) {
            if (wall.date < from || wall.date > until) {
              expect(inIntervals(intervals, now)).toBe(false);
              continue;
            }
            const truth = on.has(toDayNumber(wall.date) * 1440 + wall.minute);
            seen[truth ? 'on' : 'off'] += 1;
            const answers = [
              inIntervals(intervals, now),
              windows === undefined ? truth : windows.some((window) => windowHolds(window, wall)),
              weekly === undefined ? truth : windowHolds({ ranges: weekly[wall.weekday] ?? [] }, wall),
            ];
            if (answers.includes(!truth))
              expect.fail(`${text} ${duration}m ${timezone} ${iso(now)}: ${String(answers)}`);
          }
        },
      ),
      { seed: 9, numRuns: 120 },
    );
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(10);
  });
});
