import { describe, expect, it } from 'vitest';
import { file, object, PROJECT, TEAM } from '../../support/specs.ts';
import { alertIds, alertOf, findings, signalOf, soundPlan } from './built.ts';

const FRESH = 'freshness: { metric: done_ts, page: 30h }';
const pipeline = (schedule: string, more = FRESH) =>
  file(PROJECT, TEAM, object('Pipeline', 'daily', `{ owner: ml, ${more}, schedule: ${schedule} }`));

describe('the schedule of a pipeline', () => {
  it('has an alert for a deadline, and one for a run that takes too long', () => {
    const plan = soundPlan(
      pipeline('{ cron: "0 3 * * *", deadline: "05:30", duration: { max: 90m }, severity: page }'),
    );
    expect(alertOf(plan, 'pipeline:daily/deadline-missed')).toMatchObject({
      severity: 'page',
      class: 'freshness',
      condition: {
        op: '<',
        right: {
          node: 'last-due',
          due: {
            allowedSeconds: 9000,
            stretches: [{ periodSeconds: 86_400, anchorsUnixSeconds: [19_800 - 86_400] }],
          },
        },
      },
    });
    expect(alertOf(plan, 'pipeline:daily/run-too-long')).toMatchObject({
      condition: { op: '>', right: { value: 5400, unit: 'seconds' } },
    });
    expect(signalOf(plan, 'pipeline:daily/duration')).toMatchObject({
      metric: 'pipeline_last_duration_seconds',
      prometheus: { labels: { pipeline: 'daily' } },
    });
    expect(signalOf(plan, 'pipeline:daily/freshness').cadenceSeconds).toBe(86_400);
  });

  it('tells of the deadline at once, whatever an objective on it makes of its days', () => {
    const slo = object(
      'SLO',
      'on-time',
      '{ pipeline: daily, sli: { type: freshness, deadline: "06:00" }, objective: 98%, window: 90d }',
    );
    const plan = soundPlan(`${pipeline('{ cron: "0 3 * * mon-fri", deadline: "05:30" }')}---\n${slo}`);
    expect(alertIds(plan)).toContain('pipeline:daily/deadline-missed');
    expect(plan.objectives[0]).toMatchObject({
      budgeting: { type: 'timeslices', sliceSeconds: 86_400 },
      indicator: { badWhen: '<', alsoBeyond: { due: { allowedSeconds: 10_800 } } },
    });
    // Between two working days as between Friday and Monday, a day is the least.
    expect(signalOf(plan, 'pipeline:daily/freshness').cadenceSeconds).toBe(86_400);
  });

  it.each([
    ['{ every: 5m, cron: "0 3 * * *" }', 'schedule/every-or-cron schedule.every'],
    ['{ timezone: UTC }', 'schedule/every-or-cron schedule'],
    ['{ every: 1d, deadline: "05:30" }', 'schedule/deadline-without-cron schedule.deadline'],
    ['{ cron: "0 3 1 * *", deadline: "05:30" }', 'schedule/deadline schedule.deadline'],
    ['{ cron: "0 3,15 * * *", deadline: "05:30" }', 'schedule/deadline schedule.deadline'],
    ['{ cron: "30 5 * * *", deadline: "05:30" }', 'schedule/deadline schedule.deadline'],
    ['{ cron: "0 9-3 * * *" }', 'calendar/cron schedule.cron'],
    ['{ cron: "0 3 * * *", timezone: Europe/Lundon }', 'unit/timezone schedule.timezone'],
    [
      '{ cron: "0 3 * * *", timezone: Europe/London, deadline: "05:30" }',
      'project/no-calendar-until schedule.timezone',
    ],
  ])('is refused: %s', (schedule, finding) => {
    expect(findings(pipeline(schedule))).toEqual([finding]);
  });

  it('needs to know when a run was done', () => {
    expect(findings(pipeline('{ cron: "0 3 * * *", deadline: "05:30" }', 'produces: []'))).toEqual([
      'metrics/no-freshness schedule.deadline',
    ]);
  });

  it('is no use to an objective that says neither or both of age and deadline', () => {
    const slo = (sli: string) =>
      `${pipeline('{ cron: "0 3 * * *" }')}---\n${object('SLO', 'o', `{ pipeline: daily, sli: { type: freshness${sli} }, objective: 98% }`)}`;
    expect(findings(slo(''))).toEqual(['slo/age-or-deadline sli']);
    expect(findings(slo(', maxAge: 1d, deadline: "05:30"'))).toEqual(['slo/age-or-deadline sli.deadline']);
  });
});
