import { describe, expect, it } from 'vitest';
import { muteRule } from './mute.ts';
import { replay } from './replay.ts';
import type { Template } from './template.ts';

interface Schedule {
  readonly Expression: string;
  readonly Duration: string;
  readonly Timezone?: string;
}

const rule = (schedule: Schedule, more: object = {}) => ({
  Name: 'maintenance',
  Rule: { Schedule: schedule },
  MuteTargets: { AlarmNames: ['watched'] },
  ...more,
});

const unix = (time: string): number => Date.parse(time) / 1000;
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 16);

function windows(schedule: Schedule, from: string, to: string, more?: object): readonly string[] {
  return muteRule(rule(schedule, more))
    .windows(unix(from), unix(to))
    .map((window) => `${iso(window.from)} ${iso(window.to)}`);
}

describe('the windows of a mute rule, as in the examples of AWS', () => {
  it.each([
    ['cron(0 2 * * SUN)', 'PT4H', ['2024-05-05T02:00 2024-05-05T06:00', '2024-05-12T02:00 2024-05-12T06:00']],
    ['cron(0 1 1 * *)', 'PT6H', ['2024-05-01T01:00 2024-05-01T07:00']],
    [
      'cron(0 18 * * FRI)',
      'P2DT12H',
      ['2024-05-03T18:00 2024-05-06T06:00', '2024-05-10T18:00 2024-05-13T06:00'],
    ],
    ['at(2024-05-10T14:00)', 'PT4H', ['2024-05-10T14:00 2024-05-10T18:00']],
  ])('%s for %s', (Expression, Duration, expected) => {
    expect(windows({ Expression, Duration }, '2024-05-01T00:00Z', '2024-05-14T00:00Z')).toEqual(expected);
  });

  it('has one over midnight each day', () => {
    const nightly = { Expression: 'cron(0 23 * * *)', Duration: 'PT2H' };
    expect(windows(nightly, '2024-05-01T00:00Z', '2024-05-02T12:00Z')).toEqual([
      '2024-04-30T23:00 2024-05-01T01:00',
      '2024-05-01T23:00 2024-05-02T01:00',
    ]);
  });

  it('lasts a week of closed offices', () => {
    const closed = { Expression: 'at(2024-12-23T00:00)', Duration: 'P7D' };
    expect(windows(closed, '2024-12-01T00:00Z', '2025-01-31T00:00Z')).toEqual([
      '2024-12-23T00:00 2024-12-30T00:00',
    ]);
  });
});

describe('a mute rule', () => {
  const nightly = { Expression: 'cron(0 2 * * *)', Duration: 'PT1H' };

  it('takes the times of its time zone, in summer and in winter', () => {
    const london = { ...nightly, Timezone: 'Europe/London' };
    expect(windows(london, '2024-07-01T00:00Z', '2024-07-01T12:00Z')).toEqual([
      '2024-07-01T01:00 2024-07-01T02:00',
    ]);
    expect(windows(london, '2024-12-01T00:00Z', '2024-12-01T12:00Z')).toEqual([
      '2024-12-01T02:00 2024-12-01T03:00',
    ]);
    const once = { Expression: 'at(2024-07-01T14:00)', Duration: 'PT1H', Timezone: 'America/Los_Angeles' };
    expect(windows(once, '2024-07-01T00:00Z', '2024-07-02T00:00Z')).toEqual([
      '2024-07-01T21:00 2024-07-01T22:00',
    ]);
  });

  it('begins no window before its start, and has none after its end', () => {
    const bounds = { StartDate: '2024-05-02T00:00', ExpireDate: '2024-05-03T02:30:00Z' };
    expect(windows(nightly, '2024-05-01T00:00Z', '2024-05-05T00:00Z', bounds)).toEqual([
      '2024-05-02T02:00 2024-05-02T03:00',
      '2024-05-03T02:00 2024-05-03T02:30',
    ]);
  });

  it.each([
    [{ Expression: 'cron(0 2 * * ? *)', Duration: 'PT1H' }, 'neither cron(…) with five fields'],
    [{ Expression: 'cron(*/5 2 * * *)', Duration: 'PT1H' }, 'neither cron(…) with five fields'],
    [{ Expression: '0 2 * * *', Duration: 'PT1H' }, 'neither cron(…) with five fields'],
    [{ Expression: 'at(2024-05-10)', Duration: 'PT1H' }, 'nor at(yyyy-MM-ddThh:mm)'],
    [{ ...nightly, Duration: 'PT59S' }, 'not from a minute to 15 days'],
    [{ ...nightly, Duration: 'P15DT1M' }, 'not from a minute to 15 days'],
  ])('refuses %o', (schedule, message) => {
    expect(() => muteRule(rule(schedule))).toThrow(message);
  });

  it('refuses more than 100 alarms', () => {
    const AlarmNames = Array.from({ length: 101 }, (_, i) => `a${i}`);
    expect(() => muteRule(rule(nightly, { MuteTargets: { AlarmNames } }))).toThrow('100 is the most');
  });
});

const MIDNIGHT = unix('2024-05-01T00:00Z');

function template(rules: readonly (readonly [start: string, duration: string])[]): Template {
  const metric = {
    AlarmName: 'watched',
    Namespace: 'N',
    MetricName: 'm',
    Statistic: 'Maximum',
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: 0,
    ComparisonOperator: 'GreaterThanThreshold',
    AlarmActions: ['page'],
  };
  const mutes = rules.map(([start, Duration], i) => [
    `Mute${i}`,
    {
      Type: 'AWS::CloudWatch::AlarmMuteRule',
      Properties: rule({ Expression: `at(2024-05-01T00:${start})`, Duration }),
    },
  ]);
  return {
    Resources: {
      Watched: { Type: 'AWS::CloudWatch::Alarm', Properties: metric },
      ...(Object.fromEntries(mutes) as Template['Resources']),
    },
  };
}

/** The actions while the alarm is in ALARM in the minutes marked `X`; minute n is evaluated at 00:n. */
function told(
  rules: readonly (readonly [string, string])[],
  line: string,
  more: object = {},
): readonly string[] {
  const { Resources } = template(rules);
  const Watched = {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: { ...Resources['Watched']?.Properties, ...more },
  };
  const observations = Array.from(line, (c, n) => ({
    at: MIDNIGHT + (n - 1) * 60,
    value: c === 'X' ? 1 : 0,
  }));
  const data = [{ namespace: 'N', name: 'm', dimensions: {}, observations }];
  const range = { from: MIDNIGHT, to: MIDNIGHT + (line.length - 1) * 60 };
  const { actions } = replay({ Resources: { ...Resources, Watched } }, data, range);
  return actions.map(({ at, state, suppressed }) => {
    return `${(at - MIDNIGHT) / 60} ${state}${suppressed ? ' suppressed' : ''}`;
  });
}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules-behaviour.html
describe('muted actions, as in the scenarios of AWS', () => {
  it('do not run when the alarm is OK again before the window ends', () => {
    expect(told([['01', 'PT4M']], '..XX...')).toEqual(['2 ALARM suppressed']);
  });
  it('run when the window ends and the alarm still is in ALARM', () => {
    expect(told([['01', 'PT4M']], '..XXXXXX')).toEqual(['5 ALARM']);
  });
  it('run when the last of the windows over the alarm ends', () => {
    const two = [
      ['01', 'PT4M'],
      ['03', 'PT6M'],
    ] as const;
    expect(told(two, '..XXXXXXXXXX')).toEqual(['9 ALARM']);
  });

  it('are those of OK too, for the state in which the window ends', () => {
    const both = { OKActions: ['page'] };
    expect(told([['01', 'PT4M']], '..XX...', both)).toEqual(['0 OK', '2 ALARM suppressed', '5 OK']);
  });
  it('are not repeated for a state that is older than the window', () => {
    expect(told([['02', 'PT2M']], '.XXXXXX')).toEqual(['1 ALARM']);
  });
  it('are lost when the state changes in the minute in which the window ends', () => {
    expect(told([['01', 'PT4M']], '..XXX..')).toEqual(['2 ALARM suppressed']);
  });
  it('are still held at the end of a replay within the window', () => {
    expect(told([['01', 'PT1H']], '..XXX')).toEqual(['2 ALARM suppressed']);
  });

  it('refuses to mute an alarm that is not there', () => {
    const { Resources } = template([['01', 'PT4M']]);
    const { Watched: _, ...rest } = Resources;
    expect(() => replay({ Resources: rest }, [], { from: 0, to: 0 })).toThrow(
      'mutes the unknown alarm watched',
    );
  });
});
