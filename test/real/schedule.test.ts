import { Temporal } from 'temporal-polyfill';
import { beforeAll, expect, it } from 'vitest';
import type { Plan } from '../../src/plan/plan.ts';
import { lowerMeasure } from '../../src/promql/lower/measure.ts';
import { BREACH } from '../../src/promql/lower/names.ts';
import { scopeOf } from '../../src/promql/lower/scope.ts';
import { print } from '../../src/promql/print.ts';
import { alertOf, soundPlan } from '../plan/build/built.ts';
import { type Service, useServices } from '../support/processes.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { valueAt } from '../support/prometheus-api.ts';
import { testRules } from '../support/rule-tests.ts';
import { startPrometheus } from '../support/servers.ts';
import { file, object, TEAM } from '../support/specs.ts';

const PROJECT = object(
  'Project',
  'acme',
  '{ calendarUntil: 2027-12-31, channels: { slack: { apiUrlFile: secrets/slack } } }',
);

interface Schedule {
  readonly cron: string;
  readonly timezone: string;
  readonly deadline: string;
}

function planWith({ cron, timezone, deadline }: Schedule, ...more: string[]): Plan {
  const schedule = `schedule: { cron: "${cron}", timezone: ${timezone}, deadline: "${deadline}" }`;
  const pipeline = `{ owner: ml, freshness: { metric: done_timestamp_seconds, page: 30h }, ${schedule} }`;
  return soundPlan(file(PROJECT, TEAM, object('Pipeline', 'daily', pipeline), ...more));
}

/** The expression for when the work began that was due last. */
function dueExpression(schedule: Schedule): string {
  const plan = planWith(schedule);
  const { condition } = alertOf(plan, 'pipeline:daily/deadline-missed');
  if (condition.node !== 'compare') throw new Error('not a comparison');
  return print(lowerMeasure(scopeOf(plan), condition.right));
}

/** By the calendar, day by day: the start of the last run whose deadline has passed. */
function dueByCalendar(
  at: number,
  schedule: Schedule,
  startMinute: number,
  dueMinute: number,
  days: number[],
): number {
  const allowed = (dueMinute - startMinute + 1440) % 1440;
  let day = Temporal.Instant.fromEpochMilliseconds(at * 1000)
    .toZonedDateTimeISO(schedule.timezone)
    .toPlainDate()
    .add({ days: 1 });
  for (let tries = 0; tries < 20; tries++, day = day.subtract({ days: 1 })) {
    if (!days.includes(day.dayOfWeek)) continue;
    // As the wall clock shows it: a deadline that the clock skips is that much later.
    const due = day
      .toPlainDateTime({ hour: 0 })
      .add({ minutes: startMinute + allowed })
      .toZonedDateTime(schedule.timezone);
    if (due.epochMilliseconds <= at * 1000) return due.epochMilliseconds / 1000 - 60 * allowed;
  }
  throw new Error('never due');
}

const DAILY: Schedule = { cron: '0 3 * * *', timezone: 'Europe/London', deadline: '05:30' };
const WEEKDAYS: Schedule = { cron: '30 22 * * mon-fri', timezone: 'America/New_York', deadline: '04:00' };
const ANY = [1, 2, 3, 4, 5, 6, 7];

describeWithPrograms(['prometheus', 'promtool'], 'when a schedule was due last', () => {
  const services = useServices();
  let prometheus: Service;
  beforeAll(async () => {
    prometheus = await startPrometheus(services, { config: 'global: {}\n' });
  });

  it.each([
    ['daily, over midnight in neither', DAILY, 180, 330, ANY],
    ['on working days, over midnight', WEEKDAYS, 1350, 240, [1, 2, 3, 4, 5]],
    ['daily in UTC', { ...DAILY, timezone: 'UTC' }, 180, 330, ANY],
  ] as const)(
    'is what the calendar says, %s, on both changes of daylight saving too',
    async (_, schedule, start, due, days) => {
      const expression = `vector(0) + ${dueExpression(schedule)}`;
      const moments: number[] = [];
      for (const date of [
        '2026-03-07',
        '2026-03-28',
        '2026-07-01',
        '2026-10-24',
        '2026-10-31',
        '2027-03-13',
        '2027-12-30',
      ]) {
        const from = Date.parse(`${date}T00:00:00Z`) / 1000;
        for (let hour = 0; hour < 72; hour += 3.5) moments.push(from + hour * 3600);
      }
      const wrong: string[] = [];
      for (const at of moments) {
        const time = new Date(at * 1000).toISOString();
        const expected = dueByCalendar(at, schedule, start, due, [...days]);
        const found = await valueAt(prometheus, expression, time);
        if (found !== expected) wrong.push(`${time}: ${found} instead of ${expected}`);
      }
      expect(wrong).toEqual([]);
    },
  );

  it('is told when the run is not done by then, and not before', () =>
    // promtool's time starts at 1970-01-01T00:00 UTC: started at 03:00, due at 05:30.
    testRules(planWith({ ...DAILY, timezone: 'UTC' }), [
      {
        interval: '5m',
        // Last done at 00:10, before the start.
        series: { done_timestamp_seconds: '600x120' },
        firing: [
          ['5h29m', ['AcmeWatchdog/1']],
          ['5h35m', ['AcmeWatchdog/1', 'DailyDeadlineMissed/1']],
        ],
      },
      {
        interval: '5m',
        // Done at 05:00.
        series: { done_timestamp_seconds: '600x59 18000x60' },
        firing: [['7h', ['AcmeWatchdog/1']]],
      },
    ]));

  it('breaks the slices of an objective on the deadline', () =>
    testRules(
      planWith(
        { ...DAILY, timezone: 'UTC' },
        object(
          'SLO',
          'on-time',
          '{ pipeline: daily, sli: { type: freshness, deadline: "05:30" }, objective: 98%, window: 90d }',
        ),
      ),
      [
        {
          interval: '5m',
          series: { done_timestamp_seconds: '600x70 21300x60' },
          values: [
            ['5h', BREACH, { 'modelwatch:sli_breach:bool{env="default", project="acme", slo="on-time"}': 0 }],
            [
              '5h35m',
              BREACH,
              { 'modelwatch:sli_breach:bool{env="default", project="acme", slo="on-time"}': 1 },
            ],
            ['7h', BREACH, { 'modelwatch:sli_breach:bool{env="default", project="acme", slo="on-time"}': 0 }],
          ],
        },
      ],
    ));
});
