import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWithin, occurrences, WEEKDAYS, weeklyHours } from '../../../src/calendar/index.ts';
import type { Recurrence, Weekday } from '../../../src/calendar/types.ts';
import type { TeamHours } from '../../../src/plan/route.ts';
import {
  alert,
  level,
  originOf,
  plan,
  route,
  severityRoute,
  timed,
  webhook,
} from '../../support/route-plan.ts';
import { containsTime } from './contains-time.ts';
import { type Configuration, configurationOf, lower, type SpecData } from './rendered.ts';

const ZONES = ['UTC', 'Europe/London', 'America/New_York', 'Asia/Kathmandu', 'Australia/Lord_Howe'];
const FROM = Date.UTC(2026, 0, 1) / 1000;
const TO = Date.UTC(2027, 11, 31) / 1000;

const anyMoment = fc.integer({ min: FROM, max: TO });
const anyDays = fc.subarray([...WEEKDAYS], { minLength: 1 });
const anyMinute = fc.integer({ min: 0, max: 1439 });
const anyDate = fc
  .integer({ min: FROM, max: TO })
  .map((at) => new Date(at * 1000).toISOString().slice(0, 10));

function hoursOf(days: readonly Weekday[], from: number, to: number, changes: Partial<TeamHours>): TeamHours {
  return { team: 'risk-ml', timezone: 'UTC', hours: weeklyHours(days, from, to), holidays: [], ...changes };
}

function specsNamed({ time_intervals = [] }: Configuration, name: string): readonly SpecData[] {
  const found = time_intervals.find((interval) => interval.name === name);
  if (found === undefined) throw new Error(`no time interval ${name}`);
  return found.time_intervals;
}

/** Whether a level of business hours tells at a moment, and whether one of the other hours does. */
function tellingTimes(hours: TeamHours): (at: number) => { inside: boolean; outside: boolean } {
  const configuration = configurationOf(
    lower(
      plan({
        teamHours: [hours],
        routes: [
          route([
            severityRoute('page', [
              timed('business-hours', [webhook('day')]),
              timed('outside-business-hours', [webhook('night')]),
            ]),
          ]),
        ],
      }),
    ),
  );
  const holidays = hours.holidays.length > 0 ? specsNamed(configuration, 'risk-ml/holidays') : [];
  const inside = specsNamed(configuration, 'risk-ml/business-hours');
  const outside = specsNamed(configuration, 'risk-ml/outside-business-hours');
  return (at) => ({
    inside: containsTime(inside, at) && !containsTime(holidays, at),
    outside: containsTime(outside, at),
  });
}

/** What a maintenance becomes. */
function intervalsOf(recurrence: Recurrence): readonly SpecData[] {
  const window = {
    id: 'work',
    recurrence,
    occurrences: occurrences(recurrence, '2027-12-31', { from: '2026-01-01' }),
    match: {},
    excludeFromBudget: false,
    alertNames: ['FraudDown'],
    origin: originOf('MaintenanceWindow', 'work'),
  };
  const configuration = configurationOf(
    lower(
      plan({
        alerts: [alert('FraudDown')],
        routes: [route([severityRoute('page', [level(1, [webhook('pager')])])])],
        maintenance: [window],
      }),
    ),
  );
  return specsNamed(configuration, 'maintenance/work');
}

describe('business hours and the rest', () => {
  it('are one or the other at every moment, as the calendar says', () => {
    fc.assert(
      fc.property(
        anyDays,
        anyMinute,
        anyMinute,
        fc.uniqueArray(anyDate, { maxLength: 12 }),
        fc.constantFrom(...ZONES),
        fc.array(anyMoment, { minLength: 5, maxLength: 5 }),
        (days, from, to, holidays, timezone, moments) => {
          const hours = hoursOf(days, from, to, { timezone, holidays: holidays.toSorted() });
          const isTold = tellingTimes(hours);
          for (const at of moments) {
            const inside = isWithin(hours.hours, hours.holidays, timezone, at);
            expect(isTold(at)).toEqual({ inside, outside: !inside });
          }
        },
      ),
      { seed: 4, numRuns: 80 },
    );
  });

  it('hold on both Sundays of daylight saving, minute by minute', () => {
    const hours = hoursOf([...WEEKDAYS], 30, 90, { timezone: 'Europe/London' });
    const isTold = tellingTimes(hours);
    for (const sunday of [Date.UTC(2026, 2, 29), Date.UTC(2026, 9, 25)]) {
      for (let minute = -60; minute < 240; minute += 7) {
        const at = sunday / 1000 + minute * 60;
        const inside = isWithin(hours.hours, [], 'Europe/London', at);
        expect(isTold(at)).toEqual({ inside, outside: !inside });
      }
    }
  });

  it('leave nothing outside of hours that never end', () => {
    const hours = hoursOf([...WEEKDAYS], 0, 1440, {});
    expect(tellingTimes(hours)(FROM)).toEqual({ inside: true, outside: false });
  });

  it('puts days of a month together', () => {
    const hours = hoursOf(['mon'], 540, 1020, {
      timezone: 'Europe/London',
      holidays: ['2026-12-25', '2026-12-26', '2026-12-28', '2027-01-01'],
    });
    const configuration = configurationOf(
      lower(
        plan({
          teamHours: [hours],
          routes: [route([severityRoute('page', [timed('business-hours', [webhook('day')])])])],
        }),
      ),
    );
    expect(specsNamed(configuration, 'risk-ml/holidays')).toEqual([
      { days_of_month: ['25:26', '28'], months: ['12'], years: ['2026'], location: 'Europe/London' },
      { days_of_month: ['1'], months: ['1'], years: ['2027'], location: 'Europe/London' },
    ]);
  });
});

describe('digests', () => {
  it('have a window of ten minutes that may run past midnight', () => {
    const configuration = configurationOf(
      lower(
        plan({
          routes: [
            route([
              severityRoute('info', [level(1, [webhook('channel')])], {
                digest: { days: ['sat'], minuteOfDay: 23 * 60 + 55, timezone: 'Europe/London' },
              }),
            ]),
          ],
        }),
      ),
    );
    expect(specsNamed(configuration, 'risk-ml/ml-critical/info/digest')).toEqual([
      {
        times: [{ start_time: '23:55', end_time: '24:00' }],
        weekdays: ['saturday'],
        location: 'Europe/London',
      },
      {
        times: [{ start_time: '00:00', end_time: '00:05' }],
        weekdays: ['sunday'],
        location: 'Europe/London',
      },
    ]);
  });
});

describe('maintenance', () => {
  it('mutes at the moments of its occurrences and at no others', () => {
    const anyCron = fc.constantFrom(
      '0 2 * * sun',
      '30 1 * * *',
      '45 23 * * fri,sat',
      '0 22 1,15 * *',
      '0 0 31 * *',
      '15 3 28-31 1-6 *',
      '0 */6 * * mon-fri',
      '0 12 13 * fri',
    );
    const anyDuration = fc.integer({ min: 1, max: 40 }).map((steps) => steps * 45 * 60);
    fc.assert(
      fc.property(
        anyCron,
        anyDuration,
        fc.constantFrom(...ZONES),
        fc.array(anyMoment, { minLength: 40, maxLength: 40 }),
        (cron, durationSeconds, timezone, moments) => {
          const recurrence: Recurrence = { type: 'recurring', cron, durationSeconds, timezone };
          const specs = intervalsOf(recurrence);
          const times = occurrences(recurrence, '2027-12-31', { from: '2026-01-01' });
          const edges = times.flatMap(({ startUnixSeconds, endUnixSeconds }) => [
            startUnixSeconds - 60,
            startUnixSeconds,
            endUnixSeconds - 60,
            endUnixSeconds,
          ]);
          // Occurrences end with the calendar; hours that recur do not.
          const inside = [...moments, ...edges.slice(8, 48)].filter((at) => at > FROM + 172_800);
          for (const at of inside) {
            const isOn = times.some((time) => time.startUnixSeconds <= at && at < time.endUnixSeconds);
            expect([at, containsTime(specs, at)]).toEqual([at, isOn]);
          }
        },
      ),
      { seed: 4, numRuns: 60 },
    );
  });

  it('mutes once, from the minute before to the minute after, at every moment between', () => {
    fc.assert(
      fc.property(
        anyMoment,
        fc.integer({ min: 1, max: 40 * 86_400 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 20, maxLength: 20 }),
        (start, length, shares) => {
          const end = start + length;
          const specs = intervalsOf({
            type: 'once',
            interval: { startUnixSeconds: start, endUnixSeconds: end },
          });
          for (const share of shares) expect(containsTime(specs, start + share * (length - 1))).toBe(true);
          expect(containsTime(specs, start - 60)).toBe(false);
          expect(containsTime(specs, end + 60)).toBe(false);
        },
      ),
      { seed: 4, numRuns: 80 },
    );
  });

  it('writes whole days of one month together', () => {
    const startUnixSeconds = Date.UTC(2026, 2, 8, 2, 30) / 1000;
    const endUnixSeconds = Date.UTC(2026, 2, 12, 2, 34) / 1000;
    expect(intervalsOf({ type: 'once', interval: { startUnixSeconds, endUnixSeconds } })).toEqual([
      {
        times: [{ start_time: '02:30', end_time: '24:00' }],
        days_of_month: ['8'],
        months: ['3'],
        years: ['2026'],
        location: 'UTC',
      },
      { days_of_month: ['9:11'], months: ['3'], years: ['2026'], location: 'UTC' },
      {
        times: [{ start_time: '00:00', end_time: '02:34' }],
        days_of_month: ['12'],
        months: ['3'],
        years: ['2026'],
        location: 'UTC',
      },
    ]);
  });
});
