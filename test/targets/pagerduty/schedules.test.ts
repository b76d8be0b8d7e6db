import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import type { OnCallSchedule } from '../../../src/plan/paging.ts';
import { instantOf } from '../../../src/targets/pagerduty/schedules.ts';
import { originOf } from '../../support/plan.ts';
import { configurationOf, lower, pagedPlan, rulesOf, serviceOf } from './rendered.ts';

const ROTATION: OnCallSchedule = {
  by: 'rotation',
  name: 'first-line',
  users: ['ada@example.com', 'grace@example.com'],
  turnSeconds: 604_800,
  start: '2026-01-05T09:00:00',
  timezone: 'Asia/Kolkata',
};

function planOfLevels(...levels: (readonly OnCallSchedule[])[]) {
  const origin = originOf('EscalationPolicy', 'critical');
  return pagedPlan(
    serviceOf([], {
      levels: levels.map((onCall, index) => ({ afterSeconds: index * 600, onCall, origin })),
    }),
  );
}

describe('a rotation', () => {
  it('becomes a schedule of one layer, in the order of its turns', () => {
    const configuration = configurationOf(lower(planOfLevels([ROTATION])));
    expect(configuration.resource['pagerduty_schedule']).toEqual({
      first_line: {
        name: 'first-line',
        description: 'Made by modelwatch from EscalationPolicy critical',
        time_zone: 'Asia/Kolkata',
        layer: [
          {
            name: 'turns',
            start: '2026-01-05T09:00:00+05:30',
            rotation_virtual_start: '2026-01-05T09:00:00+05:30',
            rotation_turn_length_seconds: 604_800,
            users: [
              expect.stringMatching(/^\$\{data\.pagerduty_user\.ada_example_com___[0-9a-f]{12}\.id\}$/),
              expect.stringMatching(/^\$\{data\.pagerduty_user\.grace_example_com___[0-9a-f]{12}\.id\}$/),
            ],
          },
        ],
      },
    });
    expect(Object.values(configuration.data?.['pagerduty_user'] ?? {})).toEqual([
      { email: 'ada@example.com' },
      { email: 'grace@example.com' },
    ]);
  });

  it('is meant by who calls a schedule of its name', () => {
    const configuration = configurationOf(
      lower(planOfLevels([{ by: 'name', name: 'first-line' }], [ROTATION])),
    );
    expect(configuration.data?.['pagerduty_schedule']).toBeUndefined();
    expect(rulesOf(configuration).map(({ target }) => target.map(({ id }) => id))).toEqual([
      [`\${pagerduty_schedule.first_line.id}`],
      [`\${pagerduty_schedule.first_line.id}`],
    ]);
  });

  it('is not another one of the same name', () => {
    const other: OnCallSchedule = { ...ROTATION, users: ['edsger@example.com'] };
    const configuration = configurationOf(lower(planOfLevels([ROTATION, other, ROTATION])));
    expect(Object.keys(configuration.resource['pagerduty_schedule'] ?? {})).toHaveLength(2);
    expect(rulesOf(configuration)[0]?.target).toHaveLength(2);
  });

  it('has turns as short as PagerDuty takes them, and says so', () => {
    const { notes } = lower(planOfLevels([{ ...ROTATION, turnSeconds: 600 }]));
    expect(notes).toMatchObject([{ code: 'target/limit', severity: 'warning' }]);
    expect(notes[0]?.message).toContain('last 3600 s, not 600 s');
  });
});

describe('the start of a rotation', () => {
  it('has the offset of its day', () => {
    expect(instantOf('2026-01-05T09:00:00', 'Europe/London')).toBe('2026-01-05T09:00:00+00:00');
    expect(instantOf('2026-07-06T09:00:00', 'Europe/London')).toBe('2026-07-06T09:00:00+01:00');
    expect(instantOf('2026-01-05T00:00:00', 'America/St_Johns')).toBe('2026-01-05T00:00:00-03:30');
  });

  it('is the first of two equal times, and after a skipped hour', () => {
    expect(instantOf('2026-10-25T01:30:00', 'Europe/London')).toBe('2026-10-25T01:30:00+01:00');
    expect(instantOf('2026-03-29T01:30:00', 'Europe/London')).toBe('2026-03-29T01:30:00+00:00');
  });

  it('is the moment that a calendar finds', () => {
    const zones = [
      'Europe/London',
      'America/New_York',
      'Asia/Kolkata',
      'Pacific/Apia',
      'Australia/Lord_Howe',
    ];
    const minute = fc.integer({ min: 0, max: 3 * 365 * 1440 });
    const changes = ['2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01', '2026-04-05', '2026-10-04'];
    const near = fc.tuple(fc.constantFrom(...changes), fc.integer({ min: 0, max: 300 }));
    const local = fc.oneof(
      minute.map((count) => new Date(Date.UTC(2025, 0, 1) + count * 60_000).toISOString().slice(0, 19)),
      near.map(([day, count]) => new Date(Date.parse(day) + count * 60_000).toISOString().slice(0, 19)),
    );
    fc.assert(
      fc.property(local, fc.constantFrom(...zones), (text, zone) => {
        const expected = Temporal.PlainDateTime.from(text).toZonedDateTime(zone).epochMilliseconds;
        expect(Date.parse(instantOf(text, zone))).toBe(expected);
      }),
      { seed: 8, numRuns: 500 },
    );
  });
});
