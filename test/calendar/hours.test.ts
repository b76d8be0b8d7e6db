import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { WEEKDAYS } from '../../src/calendar/date.ts';
import { complementHours, hoursPerWeek, isWithin, weeklyHours } from '../../src/calendar/hours.ts';
import { unix, wallClock, ZONES } from './clock.ts';

const officeDays = ['mon', 'tue', 'wed', 'thu', 'fri'] as const;

describe('weeklyHours', () => {
  it('repeats the same hours on the days', () => {
    expect(weeklyHours(['tue', 'mon', 'mon'], 540, 1050)).toEqual({
      mon: [{ from: 540, to: 1050 }],
      tue: [{ from: 540, to: 1050 }],
    });
  });

  it('splits a night over two days, past the end of the week too', () => {
    expect(weeklyHours(['sun'], 1320, 360)).toEqual({
      mon: [{ from: 0, to: 360 }],
      sun: [{ from: 1320, to: 1440 }],
    });
    expect(weeklyHours(['fri', 'sat'], 1320, 360)).toEqual({
      fri: [{ from: 1320, to: 1440 }],
      sat: [
        { from: 0, to: 360 },
        { from: 1320, to: 1440 },
      ],
      sun: [{ from: 0, to: 360 }],
    });
  });

  it('knows whole days, and ends at midnight', () => {
    expect(weeklyHours(['wed'], 0, 1440)).toEqual({ wed: [{ from: 0, to: 1440 }] });
    expect(weeklyHours(['wed'], 1320, 0)).toEqual({ wed: [{ from: 1320, to: 1440 }] });
    expect(weeklyHours(['wed'], 600, 600)).toEqual({});
    expect(weeklyHours([], 0, 1440)).toEqual({});
  });

  it('lists days in the order of the week', () => {
    expect(Object.keys(weeklyHours(['sun', 'wed', 'mon'], 0, 60))).toEqual(['mon', 'wed', 'sun']);
  });
});

const hours = fc
  .tuple(fc.subarray([...WEEKDAYS]), fc.integer({ min: 0, max: 1440 }), fc.integer({ min: 0, max: 1440 }))
  .map(([days, from, to]) => weeklyHours(days, from, to));

describe('complementHours', () => {
  it('is the rest of the week', () => {
    expect(complementHours(weeklyHours(officeDays, 540, 1050)).mon).toEqual([
      { from: 0, to: 540 },
      { from: 1050, to: 1440 },
    ]);
    expect(complementHours({})).toEqual(weeklyHours(WEEKDAYS, 0, 1440));
    expect(complementHours(weeklyHours(WEEKDAYS, 0, 1440))).toEqual({});
  });

  it('holds exactly when the hours do not, and makes up the week with them', () => {
    fc.assert(
      fc.property(
        hours,
        fc.constantFrom(...ZONES),
        fc.integer({ min: unix('2026-01-01T00:00:00Z'), max: unix('2028-01-01T00:00:00Z') }),
        (some, zone, now) => {
          const rest = complementHours(some);
          expect(isWithin(rest, [], zone, now)).toBe(!isWithin(some, [], zone, now));
          expect(complementHours(rest)).toEqual(some);
          expect(hoursPerWeek(some) + hoursPerWeek(rest)).toBeCloseTo(168, 9);
        },
      ),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe('hoursPerWeek', () => {
  it('counts', () => {
    expect(hoursPerWeek(weeklyHours(officeDays, 540, 1050))).toBe(42.5);
    expect(hoursPerWeek({})).toBe(0);
  });
});

describe('isWithin', () => {
  const office = weeklyHours(officeDays, 540, 1050);

  it('reads the wall clock of the zone, from the first minute to before the last', () => {
    expect(isWithin(office, [], 'Europe/London', unix('2026-07-01T08:00:00Z'))).toBe(true);
    expect(isWithin(office, [], 'Europe/London', unix('2026-07-01T07:59:59Z'))).toBe(false);
    expect(isWithin(office, [], 'Europe/London', unix('2026-12-01T08:00:00Z'))).toBe(false);
    expect(isWithin(office, [], 'Europe/London', unix('2026-12-01T17:29:59Z'))).toBe(true);
    expect(isWithin(office, [], 'Europe/London', unix('2026-12-01T17:30:00Z'))).toBe(false);
    expect(isWithin(office, [], 'Europe/London', unix('2026-12-05T12:00:00Z'))).toBe(false);
    expect(isWithin(office, [], 'Asia/Kathmandu', unix('2026-12-01T03:15:00Z'))).toBe(true);
  });

  it('is never within on a holiday of the zone', () => {
    const holidays = ['2026-12-25', '2026-12-28'];
    expect(isWithin(office, holidays, 'Europe/London', unix('2026-12-25T12:00:00Z'))).toBe(false);
    expect(isWithin(office, holidays, 'Europe/London', unix('2026-12-24T12:00:00Z'))).toBe(true);
    // In Auckland it is the 29th already.
    expect(isWithin(office, holidays, 'Pacific/Auckland', unix('2026-12-28T20:30:00Z'))).toBe(true);
  });

  it('throws on a zone that does not exist', () => {
    expect(() => isWithin(office, [], 'Europe/Lundon', 0)).toThrow(RangeError);
  });

  it('agrees with the clock of the platform', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...ZONES),
        fc.integer({ min: unix('2026-01-01T00:00:00Z'), max: unix('2028-01-01T00:00:00Z') }),
        (zone, now) => {
          const parts = new Intl.DateTimeFormat('en-GB', {
            timeZone: zone,
            weekday: 'short',
            hour: '2-digit',
            minute: '2-digit',
            hourCycle: 'h23',
          }).formatToParts(new Date(now * 1000));
          const part = (type: string): string =>
            parts.find((candidate) => candidate.type === type)?.value ?? '';
          const minute = Number(part('hour')) * 60 + Number(part('minute'));
          const wall = wallClock(zone, now);
          expect([wall.weekday, wall.minute]).toEqual([part('weekday').toLowerCase(), minute]);
          expect(isWithin({ [wall.weekday]: [{ from: minute, to: minute + 1 }] }, [], zone, now)).toBe(true);
        },
      ),
      { seed: 2, numRuns: 300 },
    );
  });
});
