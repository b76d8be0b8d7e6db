import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { fromDayNumber, toDayNumber, WEEKDAYS, weekdayIndex } from '../../src/calendar/date.ts';
import { datesToUtcIntervals, mergeIntervals, utcOffsets } from '../../src/calendar/offsets.ts';
import { gapsBetween, mergeStretches } from '../../src/calendar/stretches.ts';
import { inIntervals, iso, printIntervals, unix, wallClock, ZONES } from './clock.ts';

function printOffsets(zone: string, from: string, until: string): string[] {
  return utcOffsets(zone, from, until).map(
    ({ startUnixSeconds, offsetSeconds }) => `${iso(startUnixSeconds)} ${offsetSeconds / 3600}`,
  );
}

describe('utcOffsets', { timeout: 60_000 }, () => {
  it('finds the Sundays of London and New York', () => {
    expect(printOffsets('Europe/London', '2026-01-01', '2027-12-31')).toEqual([
      '2026-01-01T00:00Z 0',
      '2026-03-29T01:00Z 1',
      '2026-10-25T01:00Z 0',
      '2027-03-28T01:00Z 1',
      '2027-10-31T01:00Z 0',
    ]);
    expect(printOffsets('America/New_York', '2026-01-01', '2027-12-31')).toEqual([
      '2026-01-01T05:00Z -5',
      '2026-03-08T07:00Z -4',
      '2026-11-01T06:00Z -5',
      '2027-03-14T07:00Z -4',
      '2027-11-07T06:00Z -5',
    ]);
  });

  it('begins and ends with the days it is asked for', () => {
    expect(printOffsets('Europe/London', '2026-03-29', '2026-03-29')).toEqual([
      '2026-03-29T00:00Z 0',
      '2026-03-29T01:00Z 1',
    ]);
    expect(printOffsets('Europe/London', '2026-03-30', '2026-10-24')).toEqual(['2026-03-29T23:00Z 1']);
    expect(printOffsets('Europe/London', '2026-03-30', '2026-03-29')).toEqual([]);
    expect(printOffsets('UTC', '1970-01-01', '2099-12-31')).toEqual(['1970-01-01T00:00Z 0']);
  });

  it('crosses the date line with Samoa, which had no 30 December 2011', () => {
    expect(printOffsets('Pacific/Apia', '2011-12-29', '2012-01-01')).toEqual([
      '2011-12-29T10:00Z -10',
      '2011-12-30T10:00Z 14',
    ]);
  });

  it.each(ZONES)('tells the offset of %s all through two years, to the minute at every change', (zone) => {
    const periods = utcOffsets(zone, '2026-01-01', '2027-12-31');
    const start = periods[0]?.startUnixSeconds ?? 0;
    const moments: number[] = [];
    for (let now = start; now < unix('2027-12-31T00:00:00Z'); now += 6 * 3600) moments.push(now);
    for (const { startUnixSeconds } of periods.slice(1)) {
      for (let minute = -90; minute <= 90; minute += 1) moments.push(startUnixSeconds + minute * 60);
    }
    const wrong = moments.filter((now) => {
      const period = periods.findLast(({ startUnixSeconds }) => startUnixSeconds <= now);
      const clock = Temporal.Instant.fromEpochMilliseconds(now * 1000).toZonedDateTimeISO(zone);
      return clock.offsetNanoseconds / 1e9 !== period?.offsetSeconds;
    });
    expect(wrong.map(iso)).toEqual([]);
    expect(moments.length).toBeGreaterThan(2900);
  });

  it('throws on what does not exist', () => {
    expect(() => utcOffsets('Europe/Lundon', '2026-01-01', '2026-01-02')).toThrow(RangeError);
    expect(() => utcOffsets('UTC', '2026-02-29', '2026-03-02')).toThrow(RangeError);
  });
});

describe('datesToUtcIntervals', { timeout: 60_000 }, () => {
  it('gives days of 23, 24 and 25 hours, joined when they follow each other', () => {
    expect(
      printIntervals(
        datesToUtcIntervals(
          ['2026-10-25', '2026-03-29', '2026-12-25', '2026-12-26', '2026-12-25'],
          'Europe/London',
        ),
      ),
    ).toEqual([
      '2026-03-29T00:00Z 2026-03-29T23:00Z',
      '2026-10-24T23:00Z 2026-10-26T00:00Z',
      '2026-12-25T00:00Z 2026-12-27T00:00Z',
    ]);
    expect(datesToUtcIntervals(['2011-12-30'], 'Pacific/Apia')).toEqual([]);
    expect(datesToUtcIntervals([], 'UTC')).toEqual([]);
  });

  it('holds a moment exactly when its date in the zone is one of them', () => {
    const day = fc
      .integer({ min: toDayNumber('2026-01-01'), max: toDayNumber('2026-12-31') })
      .map(fromDayNumber);
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), fc.array(day, { minLength: 1, maxLength: 5 }), (zone, dates) => {
        const intervals = datesToUtcIntervals(dates, zone);
        for (const date of dates) {
          const noon = unix(`${date}T12:00:00Z`);
          for (let now = noon - 36 * 3600; now < noon + 36 * 3600; now += 900) {
            if (inIntervals(intervals, now) !== dates.includes(wallClock(zone, now).date)) {
              expect.fail(`${zone} ${iso(now)}`);
            }
          }
        }
        expect(mergeIntervals(intervals)).toEqual(intervals);
      }),
      { seed: 3, numRuns: 25 },
    );
  });
});

describe('mergeIntervals', () => {
  it('joins what overlaps or touches', () => {
    expect(
      mergeIntervals([
        { startUnixSeconds: 50, endUnixSeconds: 60 },
        { startUnixSeconds: 0, endUnixSeconds: 10 },
        { startUnixSeconds: 10, endUnixSeconds: 20 },
        { startUnixSeconds: 52, endUnixSeconds: 55 },
        { startUnixSeconds: 70, endUnixSeconds: 70 },
      ]),
    ).toEqual([
      { startUnixSeconds: 0, endUnixSeconds: 20 },
      { startUnixSeconds: 50, endUnixSeconds: 60 },
    ]);
  });

  it('covers the same numbers, once', () => {
    const stretch = fc.tuple(fc.nat(60), fc.nat(60)).map(([from, to]) => ({ from, to }));
    fc.assert(
      fc.property(fc.array(stretch), (stretches) => {
        const merged = mergeStretches(stretches);
        const gaps = gapsBetween(stretches, 10, 50);
        for (let n = 0; n <= 61; n += 1) {
          const covered = stretches.some(({ from, to }) => from <= n && n < to);
          expect(merged.filter(({ from, to }) => from <= n && n < to).length).toBe(covered ? 1 : 0);
          expect(gaps.filter(({ from, to }) => from <= n && n < to).length).toBe(
            !covered && n >= 10 && n < 50 ? 1 : 0,
          );
        }
        for (const [index, { from, to }] of merged.entries()) {
          expect(from).toBeLessThan(to);
          expect(merged[index + 1]?.from ?? Number.POSITIVE_INFINITY).toBeGreaterThan(to);
        }
      }),
      { seed: 4 },
    );
  });
});

describe('day numbers', () => {
  it('count days, with the right weekday', () => {
    expect(toDayNumber('1970-01-01')).toBe(0);
    expect(toDayNumber('1969-12-31')).toBe(-1);
    expect(() => toDayNumber('2026-02-29')).toThrow(RangeError);
    expect(() => toDayNumber('2026-2-1')).toThrow(RangeError);
    fc.assert(
      fc.property(fc.integer({ min: -130_000, max: 60_000 }), (day) => {
        const date = fromDayNumber(day);
        expect(toDayNumber(date)).toBe(day);
        expect(weekdayIndex(day)).toBe(Temporal.PlainDate.from(date).dayOfWeek - 1);
      }),
      { seed: 5, numRuns: 500 },
    );
    expect(WEEKDAYS[weekdayIndex(toDayNumber('2026-11-25'))]).toBe('wed');
  });
});
