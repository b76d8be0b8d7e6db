import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../../src/plan/alert.ts';
import type { Condition } from '../../../../src/plan/condition.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { lowerAlert } from '../../../../src/targets/aws/math/lower.ts';
import { scopeOf } from '../../../../src/targets/aws/math/scope.ts';
import { cloudWatchPlan, withMetric } from '../../../support/cloudwatch-plan.ts';
import { alertOf, fastBurn } from '../../../support/plan.ts';

const DAY = 86_400;

function lower(condition: Condition, plan: Partial<Plan> = {}, parts: Partial<Alert> = {}, delay = 0) {
  const alert = alertOf('FraudBurn', { kind: 'SLO', name: 'fraud-availability' }, condition, parts);
  const { lowered, notes, rounded } = lowerAlert(scopeOf(cloudWatchPlan(plan)), alert, delay);
  const [long, short] = lowered?.tests ?? [];
  return { lowered, long, short, notes, rounded };
}

const windows = (shortSeconds: number, longSeconds: number, factor = 1): Condition => ({
  node: 'burn-rate',
  objective: 'fraud-availability',
  factor,
  shortSeconds,
  longSeconds,
  minBadEvents: 10,
});

const periods = (test: { value: { queries: readonly { MetricStat?: { Period: number } }[] } } | undefined) =>
  test?.value.queries.flatMap(({ MetricStat }) => MetricStat?.Period ?? []);

describe('a burn rate', () => {
  it('is both windows, each a period of its length', () => {
    const { lowered, long, short, notes } = lower(fastBurn('fraud-availability'));
    expect(notes).toEqual([]);
    expect(lowered?.rule).toEqual({ all: [{ test: 'long' }, { test: 'short' }] });
    expect(new Set(periods(long))).toEqual(new Set([3600]));
    expect(new Set(periods(short))).toEqual(new Set([300]));
    expect(long).toMatchObject({ op: '>', threshold: 0.0144, evaluationPeriods: 1, datapointsToAlarm: 1 });
    expect(short).toMatchObject({ op: '>', threshold: 0.0144, evaluationPeriods: 1, datapointsToAlarm: 1 });
  });

  it('asks for enough bad events in the long window only', () => {
    const { long, short } = lower(fastBurn('fraud-availability', 14.4, 25));
    const [counted, all] = ['FILL(bad1, 0)', '(FILL(total1, 0) + FILL(total2, 0))'];
    expect(long?.value.queries.at(-1)?.Expression).toBe(`IF(${counted} >= 25, ${counted} / ${all}, 0)`);
    expect(short?.value.queries.at(-1)?.Expression).toBe(`${counted} / ${all}`);
  });

  it('names each statistic once', () => {
    const ids = lower(fastBurn('fraud-availability')).long?.value.queries.map(({ Id }) => Id);
    expect(ids).toEqual(['total1', 'total2', 'bad1', 'value']);
  });

  it.each([
    [1, 'Seconds', 'TC(0.25:)'],
    [0.001, 'Milliseconds', 'TC(250:)'],
    [0.000_001, 'Microseconds', 'TC(250000:)'],
  ])('counts slow answers in the unit of the metric: scale %d', (scale, unit, stat) => {
    const { long } = lower(fastBurn('fraud-latency'), { signals: withMetric('latency', { scale, unit }) });
    const stats = long?.value.queries.flatMap(({ MetricStat }) =>
      MetricStat ? [[MetricStat.Stat, MetricStat.Unit]] : [],
    );
    expect(stats).toEqual([
      ['SampleCount', unit],
      [stat, unit],
    ]);
    expect(long?.threshold).toBe(0.144);
  });

  it('is each of three days for three days, and says so', () => {
    const { long, short, notes } = lower(windows(6 * 3600, 3 * DAY), {}, { holdSeconds: 300 });
    expect(new Set(periods(long))).toEqual(new Set([DAY]));
    expect(long).toMatchObject({ threshold: 0.001, evaluationPeriods: 3, datapointsToAlarm: 3 });
    expect(new Set(periods(short))).toEqual(new Set([6 * 3600]));
    expect(notes).toMatchObject([
      { code: 'target/approximated', data: { construct: 'condition/burn-rate-over-a-day' } },
    ]);
    expect(notes[0]?.message).toContain('each of the last 3 days');
  });

  it('takes seven days, and no alarm beyond', () => {
    expect(lower(windows(6 * 3600, 7 * DAY)).long).toMatchObject({ evaluationPeriods: 7 });
    const { lowered, notes } = lower(windows(6 * 3600, 8 * DAY));
    expect(lowered).toBeUndefined();
    expect(notes).toMatchObject([{ code: 'target/limit', data: { limit: 'alarmWindowOfHours' } }]);
  });

  it('has no short window of more than a day', () => {
    const { lowered, notes } = lower(windows(2 * DAY, 7 * DAY));
    expect(lowered).toBeUndefined();
    expect(notes).toMatchObject([{ code: 'target/limit', data: { limit: 'alarmPeriod' } }]);
  });

  it('is told to be left out for an objective that counts no events', () => {
    const { lowered, notes } = lower(fastBurn('fraud-saturation'));
    expect(lowered).toBeUndefined();
    expect(notes).toMatchObject([{ code: 'target/unsupported', data: { construct: 'condition/burn-rate' } }]);
  });

  it('looks at whole minutes', () => {
    const { long, short } = lower(windows(90, 1000));
    expect(new Set(periods(short))).toEqual(new Set([120]));
    expect(new Set(periods(long))).toEqual(new Set([1020]));
  });

  it('keeps by the short window', () => {
    const { long, short, rounded } = lower(
      fastBurn('fraud-availability'),
      {},
      { holdSeconds: 600, keepFiringSeconds: 900 },
    );
    expect(short).toMatchObject({ evaluationPeriods: 5, datapointsToAlarm: 2 });
    expect(long).toMatchObject({ evaluationPeriods: 1, datapointsToAlarm: 1 });
    expect(rounded).toEqual(['alert/keep-firing']);
  });

  it('lasts longer for a later level', () => {
    const { long, short } = lower(fastBurn('fraud-availability'), {}, { holdSeconds: 300 }, 7200);
    expect(short).toMatchObject({ evaluationPeriods: 25, datapointsToAlarm: 25 });
    expect(long).toMatchObject({ evaluationPeriods: 3, datapointsToAlarm: 3 });
  });
});
