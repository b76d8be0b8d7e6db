import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  baselineWindow,
  currentWindow,
  daysOf,
  isoMoment,
  lastScheduled,
  type Schedule,
} from '../../src/drift/windows.ts';
import { calendarOf, cronText } from '../../src/targets/drift-job/calendar.ts';

const HOUR = 3_600_000;
const DAY_SECONDS = 86_400;

/** Intervals that calendars tell. */
const EVERY = [
  300,
  600,
  900,
  1800,
  3600,
  ...[2, 3, 4, 6, 8, 12, 24].map((hours) => hours * 3600),
  7 * DAY_SECONDS,
];
const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Asia/Kolkata',
  'Australia/Sydney',
  'America/St_Johns',
];

const schedules: fc.Arbitrary<Schedule> = fc.record({
  everySeconds: fc.constantFrom(...EVERY),
  at: fc
    .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 59))
    .map(([hour, minute]) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`),
  timezone: fc.constantFrom(...ZONES),
});
/** Moments of two years, with all their changes of clocks; often near one. */
const moments = fc.oneof(
  fc.integer({ min: Date.parse('2026-01-01T00:00Z'), max: Date.parse('2027-12-31T00:00Z') }),
  fc
    .tuple(
      fc.constantFrom('2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01', '2026-04-05', '2026-10-04'),
      fc.integer({ min: -36 * HOUR, max: 60 * HOUR }),
    )
    .map(([day, after]) => Date.parse(`${day}T00:00Z`) + after),
);

function iso({ from, to }: { from?: number; to?: number }): (string | undefined)[] {
  return [from, to].map((moment) => (moment === undefined ? undefined : isoMoment(moment)));
}

describe('runs of a schedule', () => {
  it('the last one is not after now, and less than one interval (and a change of clocks) before', () => {
    fc.assert(
      fc.property(schedules, moments, (schedule, now) => {
        const last = lastScheduled(now, schedule);
        expect(last).toBeLessThanOrEqual(now);
        expect(now - last).toBeLessThan(schedule.everySeconds * 1000 + HOUR + 1);
        // At that very moment it is the last one, too.
        expect(lastScheduled(last, schedule)).toBe(last);
      }),
    );
  });

  it('windows as long as the interval tile time: no gap, and no moment twice', () => {
    fc.assert(
      fc.property(
        schedules,
        moments,
        fc.constantFrom(0, 600, 7200, DAY_SECONDS),
        (schedule, start, lagSeconds) => {
          const policy = { schedule, windowSeconds: schedule.everySeconds, lagSeconds };
          let now = lastScheduled(start, schedule);
          let before = currentWindow(now, policy);
          expect(before.to).toBeGreaterThan(before.from);
          for (let run = 0; run < 8; run += 1) {
            now = nextAfter(now, schedule);
            const window = currentWindow(now, policy);
            expect(iso({ from: window.from, to: before.from }), isoMoment(now)).toEqual(
              iso({ from: before.to, to: before.from }),
            );
            before = window;
          }
        },
      ),
      { numRuns: 80 },
    );
  });

  it('run in the hours that cron shows for them', () => {
    // 6 h in Berlin: cron is "0 0,6,12,18 * * *" there, also on days of 23 and 25 hours.
    const schedule = { everySeconds: 6 * 3600, timezone: 'Europe/Berlin' };
    expect(cronText(calendarOf(schedule))).toBe('0 0,6,12,18 * * *');
    const hours = (day: string) => {
      const begin = Temporal.PlainDate.from(day).toZonedDateTime('Europe/Berlin').epochMilliseconds;
      const found = new Set<number>();
      for (let now = begin; now < begin + 22 * HOUR; now += HOUR / 4) found.add(lastScheduled(now, schedule));
      return [...found].map(
        (moment) => Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO('Europe/Berlin').hour,
      );
    };
    expect(hours('2026-03-29')).toEqual([0, 6, 12, 18]);
    expect(hours('2026-10-25')).toEqual([0, 6, 12, 18]);
  });

  it('are 25 in a row on the day when clocks show an hour twice', () => {
    const schedule = { everySeconds: 3600, timezone: 'Europe/Berlin' };
    const policy = { schedule, windowSeconds: 3600, lagSeconds: 0 };
    const begin = Date.parse('2026-10-24T22:00Z');
    const windows = Array.from({ length: 25 }, (_, hour) =>
      currentWindow(begin + hour * HOUR + 60_000, policy),
    );
    expect(new Set(windows.map(({ to }) => to)).size).toBe(25);
    expect(windows.every(({ from, to }) => to - from === HOUR)).toBe(true);
  });
});

/** The first run after a moment, found by looking. */
function nextAfter(moment: number, schedule: Schedule): number {
  // Moments of runs are whole minutes; the next one is at most an interval and an hour away.
  let [low, high] = [moment, moment + schedule.everySeconds * 1000 + 2 * HOUR];
  while (high - low > 60_000) {
    const middle = low + Math.floor((high - low) / 2 / 60_000) * 60_000;
    if (lastScheduled(middle, schedule) > moment) high = middle;
    else low = middle;
  }
  return lastScheduled(high, schedule);
}

describe('the window of a run', () => {
  const daily = { everySeconds: DAY_SECONDS, at: '06:00', timezone: 'Europe/Berlin' };

  it.each([
    // Three weeks by the calendar: the change of clocks is in the first two.
    ['2026-04-07T04:30Z', 7, '2026-03-31T04:00:00Z', '2026-04-07T04:00:00Z'],
    ['2026-03-30T04:30Z', 7, '2026-03-23T05:00:00Z', '2026-03-30T04:00:00Z'],
    ['2026-10-25T05:30Z', 1, '2026-10-24T04:00:00Z', '2026-10-25T05:00:00Z'],
    // Before 06:00 the run of yesterday is the last one.
    ['2026-10-25T04:30Z', 1, '2026-10-23T04:00:00Z', '2026-10-24T04:00:00Z'],
  ])('at %s, of %s days', (now, days, from, to) => {
    const policy = { schedule: daily, windowSeconds: days * DAY_SECONDS, lagSeconds: 0 };
    expect(iso(currentWindow(Date.parse(now), policy))).toEqual([from, to]);
  });

  it('is compared with the one before, a week or 52 weeks earlier, at the same hour of clocks', () => {
    const policy = { schedule: daily, windowSeconds: DAY_SECONDS, lagSeconds: 0 };
    const window = currentWindow(Date.parse('2026-03-30T05:00Z'), policy);
    const earlier = (by: 'previous-window' | 'same-window-last-week' | 'same-window-last-year') =>
      iso(baselineWindow(window, { kind: 'earlier', by }, daily, DAY_SECONDS));
    expect(iso(window)).toEqual(['2026-03-29T04:00:00Z', '2026-03-30T04:00:00Z']);
    expect(earlier('previous-window')).toEqual(['2026-03-28T05:00:00Z', '2026-03-29T04:00:00Z']);
    expect(earlier('same-window-last-week')).toEqual(['2026-03-22T05:00:00Z', '2026-03-23T05:00:00Z']);
    expect(earlier('same-window-last-year')).toEqual(['2025-03-30T04:00:00Z', '2025-03-31T04:00:00Z']);
  });

  it('touches every day of its zone once', () => {
    fc.assert(
      fc.property(
        moments,
        fc.integer({ min: 1, max: 60 * 24 * 20 }),
        fc.constantFrom(...ZONES),
        (from, minutes, zone) => {
          const to = from + minutes * 60_000;
          const days = daysOf({ from, to }, zone) ?? [];
          const dateOf = (moment: number) =>
            Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone).toPlainDate().toString();
          expect(days[0]).toBe(dateOf(from));
          expect(days.at(-1)).toBe(dateOf(to - 1));
          expect(new Set(days).size).toBe(days.length);
        },
      ),
    );
  });
});
