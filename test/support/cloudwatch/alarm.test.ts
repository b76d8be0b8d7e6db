import { describe, expect, it } from 'vitest';
import type { MetricStatistic, Point, TreatMissingData } from './alarm.ts';
import { alarmState, metricAlarm, metricKey, stateOfPoints } from './alarm.ts';
import type { AlarmState } from './alarm-rule.ts';
import type { Observation } from './statistics.ts';
import { windowStatistic } from './statistics.ts';

const KEPT = 'kept';
const POINTS: Readonly<Record<string, Point>> = { '0': 'fine', X: 'breaching', '-': 'missing' };

function expectRow(points: string, datapointsToAlarm: number, states: readonly string[]): void {
  const treatments: readonly TreatMissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];
  for (const [i, treatMissingData] of treatments.entries()) {
    for (const current of ['OK', 'ALARM', 'INSUFFICIENT_DATA'] satisfies AlarmState[]) {
      const state = stateOfPoints(
        points.split(' ').map((point) => POINTS[point] ?? 'missing'),
        { evaluationPeriods: 3, datapointsToAlarm, treatMissingData },
        current,
      );
      expect(state, `${treatMissingData} from ${current}`).toBe(states[i] === KEPT ? current : states[i]);
    }
  }
}

describe('missing data, as in the tables of AWS', () => {
  it.each([
    ['0 - X - X', ['OK', 'OK', 'OK', 'OK']],
    ['0 - - - -', ['OK', 'OK', 'OK', 'OK']],
    ['- - - - -', ['INSUFFICIENT_DATA', KEPT, 'ALARM', 'OK']],
    ['0 X X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['- - X - -', ['ALARM', KEPT, 'ALARM', 'OK']],
    ['- - - X -', [KEPT, KEPT, 'ALARM', 'OK']],
    ['- - - - X', [KEPT, KEPT, 'ALARM', 'OK']],
  ])('3 of 3: %s', (points, states) => {
    expectRow(points, 3, states);
  });

  it.each([
    ['0 - X - X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 0 X 0 X', ['ALARM', 'ALARM', 'ALARM', 'ALARM']],
    ['0 - X - -', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - - 0', ['OK', 'OK', 'ALARM', 'OK']],
    ['- - - X -', ['ALARM', KEPT, 'ALARM', 'OK']],
  ])('2 of 3: %s', (points, states) => {
    expectRow(points, 2, states);
  });
});

const METRIC = {
  Namespace: 'N',
  MetricName: 'm',
  Dimensions: [
    { Name: 'b', Value: '2' },
    { Name: 'a', Value: '1' },
  ],
};
const TEST = { EvaluationPeriods: 2, Threshold: 5, ComparisonOperator: 'GreaterThanThreshold' };
const ONE = { AlarmName: 'one', ...METRIC, ...TEST, Statistic: 'Sum', Period: 120 };
const stat = (id: string, statistic: string, period = 120) => ({
  Id: id,
  MetricStat: { Metric: METRIC, Period: period, Stat: statistic },
  ReturnData: false,
});

function stateAt(
  properties: Readonly<Record<string, unknown>>,
  observations: readonly Observation[],
  now: number,
) {
  const metrics = ({ key, statistic }: MetricStatistic) =>
    windowStatistic(statistic, key === metricKey('N', 'm', { a: '1', b: '2' }) ? observations : []);
  return alarmState(metricAlarm(properties), metrics, now, 'INSUFFICIENT_DATA', 'no-point');
}

describe('the state of a metric alarm', () => {
  const each = (values: readonly number[]): readonly Observation[] =>
    values.map((value, i) => ({ at: i * 60, value }));

  it('takes windows that end now and slide from minute to minute', () => {
    const observations = each([1, 1, 3, 3, 3, 3, 0]);
    expect([180, 240, 300, 360, 420].map((now) => stateAt(ONE, observations, now))).toEqual([
      'OK',
      'OK',
      'OK',
      'ALARM',
      'OK',
    ]);
  });

  it('needs as many points as DatapointsToAlarm says', () => {
    const observations = each([1, 1, 3, 3]);
    expect(stateAt(ONE, observations, 240)).toBe('OK');
    expect(stateAt({ ...ONE, DatapointsToAlarm: 1 }, observations, 240)).toBe('ALARM');
  });

  it.each([
    ['GreaterThanOrEqualToThreshold', 6, 'ALARM'],
    ['GreaterThanThreshold', 6, 'OK'],
    ['LessThanOrEqualToThreshold', 6, 'ALARM'],
    ['LessThanThreshold', 6, 'OK'],
    ['LessThanThreshold', 7, 'ALARM'],
  ])('compares with %s %d', (ComparisonOperator, Threshold, state) => {
    expect(stateAt({ ...ONE, ComparisonOperator, Threshold }, each([3, 3, 3, 3]), 240)).toBe(state);
  });

  it('watches the one entry of Metrics that returns data, whatever the order', () => {
    const metrics = [
      { Id: 'value', Expression: 'twice / n', ReturnData: true },
      { Id: 'twice', Expression: '2 * sum', ReturnData: false },
      stat('sum', 'Sum'),
      stat('n', 'SampleCount'),
    ];
    expect(stateAt({ AlarmName: 'many', ...TEST, Metrics: metrics }, each([3, 3, 3, 3]), 240)).toBe('ALARM');
    expect(stateAt({ AlarmName: 'many', ...TEST, Metrics: metrics }, each([3, 3, 2, 3]), 240)).toBe('OK');
  });

  it('takes an extended statistic, and no data of other dimensions', () => {
    const { Statistic: _, ...rest } = ONE;
    const percentile = { ...rest, ExtendedStatistic: 'p50' };
    expect(stateAt(percentile, each([9, 9, 9, 9]), 240)).toBe('ALARM');
    expect(stateAt({ ...percentile, Dimensions: [] }, each([9, 9, 9, 9]), 240)).toBe('INSUFFICIENT_DATA');
  });

  it.each([
    [{ ...ONE, Metrics: [stat('a', 'Sum')] }, '0 entries of Metrics return data'],
    [
      { ...ONE, Metrics: [1, 2].map((i) => ({ ...stat(`a${i}`, 'Sum'), ReturnData: true })) },
      '2 entries of Metrics',
    ],
    [
      { ...ONE, Metrics: [{ ...stat('a', 'Sum'), ReturnData: true }, stat('b', 'Sum', 60)] },
      'one period length',
    ],
    [{ ...ONE, ComparisonOperator: 'Above' }, 'unknown comparison Above'],
    [{ ...ONE, TreatMissingData: 'good' }, 'unknown treatment of missing data good'],
    [{ ...ONE, Threshold: '5' }, 'Threshold is no number'],
    [{ ...ONE, Statistic: undefined }, 'ExtendedStatistic is missing'],
  ])('refuses an alarm that CloudWatch would not take (%#)', (properties, message) => {
    expect(() => metricAlarm(properties)).toThrow(message);
  });
});
