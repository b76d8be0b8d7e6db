import { describe, expect, it } from 'vitest';
import { metricAlarm } from './alarm.ts';
import type { AlarmState } from './alarm-rule.ts';
import type { EmptyFill } from './metric-math.ts';
import type { Properties } from './properties.ts';
import { replay } from './replay.ts';
import type { Observation } from './statistics.ts';

const METRIC = { Namespace: 'N', MetricName: 'm' };

function alarm(properties: Properties): Properties {
  return { AlarmName: 'watched', Threshold: 0, ComparisonOperator: 'GreaterThanThreshold', ...properties };
}

function states(
  properties: Properties,
  observations: readonly Observation[],
  [from, to]: readonly [number, number],
  emptyFill?: EmptyFill,
): readonly (readonly [number, AlarmState])[] {
  const template = { Resources: { A: { Type: 'AWS::CloudWatch::Alarm', Properties: alarm(properties) } } };
  const data = [{ namespace: 'N', name: 'm', dimensions: {}, observations }];
  const range = { from, to, ...(emptyFill === undefined ? {} : { emptyFill }) };
  return replay(template, data, range).states.get('watched') ?? [];
}

// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
describe('the window of an alarm', () => {
  const five = {
    ...METRIC,
    Statistic: 'Sum',
    Period: 300,
    EvaluationPeriods: 1,
    TreatMissingData: 'notBreaching',
  };

  it('is minutes 1 to 5 at the end of minute 5, and minutes 2 to 6 at the end of minute 6', () => {
    const inMinute = (minute: number) => ({ at: (minute - 1) * 60, value: 1 });
    const quiet = Array.from({ length: 10 }, (_, i) => ({ at: i * 60, value: 0 }));
    expect(states(five, [...quiet, inMinute(1)], [300, 360])).toEqual([
      [300, 'ALARM'],
      [360, 'OK'],
    ]);
    expect(states(five, [...quiet, inMinute(6)], [300, 360])).toEqual([
      [300, 'OK'],
      [360, 'ALARM'],
    ]);
  });

  it('of several days takes data up to the full hour, as in the example of AWS', () => {
    const day = Date.parse('2024-05-10T00:00Z') / 1000;
    const clock = (hour: number, minute: number): number => day + hour * 3600 + minute * 60;
    const job = {
      ...METRIC,
      Statistic: 'Maximum',
      Period: 3 * 86_400,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
    };
    const runs = [
      { at: clock(10, 0) - 3 * 86_400, value: 1 },
      { at: clock(10, 2), value: 0 },
      { at: clock(11, 43), value: 1 },
    ];
    const seen = states(job, runs, [clock(9, 0), clock(12, 30)]);
    const at = (time: number): AlarmState | undefined => seen.findLast(([since]) => since <= time)?.[1];
    expect([clock(10, 3), clock(11, 3), clock(12, 3)].map(at)).toEqual(['OK', 'ALARM', 'OK']);
    expect(seen.slice(1).map(([since]) => since % 3600)).toEqual([0, 0]);
  });

  it('of exactly a day still slides from minute to minute', () => {
    const day = { ...METRIC, Statistic: 'Sum', Period: 86_400, EvaluationPeriods: 1 };
    const observations = [
      { at: 0, value: 0 },
      { at: 90_000, value: 1 },
    ];
    expect(states(day, observations, [86_400, 90_120])).toEqual([
      [86_400, 'OK'],
      [90_060, 'ALARM'],
    ]);
  });

  it.each([
    [{ ...five, Period: 30 }, 'has a period of 30 s'],
    [{ ...five, Period: 90 }, 'has a period of 90 s'],
    [{ ...five, Period: 300, EvaluationPeriods: 289 }, '86400 s is the longest'],
    [{ ...five, Period: 3600, EvaluationPeriods: 169 }, '604800 s is the longest'],
    [{ ...five, Period: 691_200 }, '604800 s is the longest'],
    [
      {
        EvaluationPeriods: 1,
        Metrics: Array.from({ length: 11 }, (_, i) => ({
          Id: `m${i}`,
          MetricStat: { Metric: METRIC, Stat: 'Sum', Period: 60 },
          ReturnData: i === 0,
        })),
      },
      'has 11 metrics; 10 is the most',
    ],
  ])('beyond the limits of AWS is refused (%#)', (properties, message) => {
    expect(() => metricAlarm(alarm(properties))).toThrow(message);
  });

  it.each([
    { ...five, Period: 300, EvaluationPeriods: 288 },
    { ...five, Period: 3600, EvaluationPeriods: 168 },
    { ...five, Period: 604_800 },
  ])('at the limits of AWS is taken (%#)', (properties) => {
    expect(metricAlarm(alarm(properties)).name).toBe('watched');
  });
});

describe('FILL of a metric without any point', () => {
  const filled = {
    EvaluationPeriods: 1,
    Threshold: 5,
    TreatMissingData: 'missing',
    Metrics: [
      { Id: 'm1', MetricStat: { Metric: METRIC, Stat: 'Sum', Period: 60 }, ReturnData: false },
      { Id: 'e1', Expression: 'FILL(m1, 7)', ReturnData: true },
    ],
  };

  it('can be read both ways, since AWS does not say', () => {
    expect(states(filled, [], [0, 0])).toEqual([[0, 'ALARM']]);
    expect(states(filled, [], [0, 0], 'stays-empty')).toEqual([[0, 'INSUFFICIENT_DATA']]);
  });

  it('is filled in any case where the range has a point', () => {
    const observations = [{ at: -180, value: 1 }];
    expect(states(filled, observations, [0, 0])).toEqual([[0, 'ALARM']]);
    expect(states(filled, observations, [0, 0], 'stays-empty')).toEqual([[0, 'ALARM']]);
  });
});
