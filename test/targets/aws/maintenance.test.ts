import { describe, expect, it } from 'vitest';
import type { Recurrence } from '../../../src/calendar/types.ts';
import type { Maintenance } from '../../../src/plan/maintenance.ts';
import { muteRules } from '../../../src/targets/aws/maintenance.ts';
import { originOf, planOf } from '../../support/plan.ts';

function windowOf(recurrence: Recurrence, alertNames: readonly string[] = ['FraudLow']): Maintenance {
  return {
    id: 'retraining',
    recurrence,
    occurrences: [],
    match: { model: 'fraud' },
    excludeFromBudget: false,
    alertNames,
    origin: originOf('MaintenanceWindow', 'retraining', 'maintenance.yaml', 5),
  };
}

const weekly = (durationSeconds: number, cron = '0 2 * * mon-fri'): Recurrence => ({
  type: 'recurring',
  timezone: 'Europe/Berlin',
  cron,
  durationSeconds,
});
const once = (start: string, end: string): Recurrence => ({
  type: 'once',
  interval: { startUnixSeconds: Date.parse(start) / 1000, endUnixSeconds: Date.parse(end) / 1000 },
});

function mutes(
  maintenance: readonly Maintenance[],
  alarms: (name: string) => readonly string[] = (name) => [name],
) {
  const { drafts, notes } = muteRules(planOf({ maintenance }), alarms);
  const names = { id: (key: string) => key, alarm: (wanted: string) => `named ${wanted}` };
  return { drafts, notes, resources: drafts.map((draft) => draft.make(names)) };
}

const scheduleOf = (recurrence: Recurrence): unknown =>
  mutes([windowOf(recurrence)]).resources.map(({ Properties }) => Properties['Rule'])[0];

describe('a mute rule', () => {
  it('recurs by the cron fields of the spec, in its time zone', () => {
    const { resources, drafts } = mutes([windowOf(weekly(5400))]);
    expect(resources).toEqual([
      {
        Type: 'AWS::CloudWatch::AlarmMuteRule',
        Properties: {
          Name: 'acme-prod-retraining',
          Description: 'MaintenanceWindow retraining',
          Rule: {
            Schedule: { Expression: 'cron(0 2 * * MON-FRI)', Duration: 'PT1H30M', Timezone: 'Europe/Berlin' },
          },
          MuteTargets: { AlarmNames: ['named FraudLow'] },
        },
      },
    ]);
    expect(drafts[0]?.needs).toEqual(['FraudLow']);
  });

  it('takes cron fields however they are spaced', () => {
    expect(scheduleOf(weekly(60, '  0   2 1 * *'))).toMatchObject({
      Schedule: { Expression: 'cron(0 2 1 * *)' },
    });
  });

  it('happens once in whole minutes of UTC that hold the whole window', () => {
    expect(scheduleOf(once('2026-12-24T18:00:30Z', '2026-12-26T06:00:10Z'))).toEqual({
      Schedule: { Expression: 'at(2026-12-24T18:00)', Duration: 'P1DT12H1M', Timezone: 'UTC' },
    });
  });

  it.each([
    [60, 'PT1M'],
    [61, 'PT2M'],
    [3600, 'PT1H'],
    [86_400, 'P1D'],
    [90_000, 'P1DT1H'],
    [15 * 86_400, 'P15D'],
  ])('of %i s lasts %s', (seconds, duration) => {
    expect(scheduleOf(weekly(seconds))).toMatchObject({ Schedule: { Duration: duration } });
  });

  it('is none where it would last more than 15 days, which is told', () => {
    const { resources, notes } = mutes([windowOf(weekly(16 * 86_400))]);
    expect(resources).toEqual([]);
    expect(notes).toMatchObject([
      {
        code: 'target/limit',
        data: { limit: 'muteDuration' },
        span: { file: 'maintenance.yaml', start: { line: 5 } },
      },
    ]);
  });

  it('mutes all levels of its alerts, and is none without alarms', () => {
    const levels = (name: string) => [name, `${name}-after-15m`];
    expect(mutes([windowOf(weekly(60), ['A', 'B'])], levels).drafts[0]?.needs).toEqual([
      'A',
      'A-after-15m',
      'B',
      'B-after-15m',
    ]);
    expect(mutes([windowOf(weekly(60))], () => []).resources).toEqual([]);
  });

  it('is one for each hundred alarms', () => {
    const alerts = Array.from({ length: 201 }, (_, index) => `Alert${index}`);
    const { drafts, resources } = mutes([windowOf(weekly(60), alerts)]);
    expect(drafts.map(({ needs }) => needs.length)).toEqual([100, 100, 1]);
    expect(drafts.flatMap(({ needs }) => needs)).toEqual(alerts);
    expect(resources.map(({ Properties }) => Properties['Name'])).toEqual([
      'acme-prod-retraining',
      'acme-prod-retraining-2',
      'acme-prod-retraining-3',
    ]);
  });
});
