import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../../src/plan/alert.ts';
import type { Comparison, Condition, Measure } from '../../../../src/plan/condition.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { lowerAlert } from '../../../../src/targets/aws/math/lower.ts';
import { scopeOf } from '../../../../src/targets/aws/math/scope.ts';
import {
  cloudWatchPlan,
  FRESHNESS,
  LATENCY,
  SATURATION,
  withMetric,
} from '../../../support/cloudwatch-plan.ts';
import { alertOf } from '../../../support/plan.ts';

const requests = { signal: 'model:fraud/requests' };
const latency = { signal: 'model:fraud/latency' };
const saturation = { signal: 'model:fraud/saturation' };
const rate = (overSeconds = 600): Measure => ({
  node: 'rate',
  of: requests,
  overSeconds,
  unit: 'events-per-second',
});
const gauge = (aggregate: 'min' | 'max' | 'mean' | 'sum'): Measure => ({
  node: 'gauge',
  of: saturation,
  aggregate,
  unit: 'ratio',
});
const against = (left: Measure, value: number, op: Comparison = '>'): Condition => ({
  node: 'compare',
  left,
  op,
  right: { node: 'constant', value, unit: left.unit },
});

function lower(condition: Condition, plan: Partial<Plan> = {}, parts: Partial<Alert> = {}, delay = 0) {
  const alert = alertOf('Fraud', { kind: 'Monitor', name: 'fraud' }, condition, parts);
  const { lowered, notes, rounded } = lowerAlert(scopeOf(cloudWatchPlan(plan)), alert, delay);
  const [test, ...others] = lowered?.tests ?? [];
  expect(others).toEqual([]);
  const [first] = test?.value.queries ?? [];
  const said = {
    expression: test?.value.queries.at(-1)?.Expression,
    stat: first?.MetricStat?.Stat,
    period: first?.MetricStat?.Period,
    op: test?.op,
    threshold: test?.threshold,
  };
  return { test, said, notes, rounded };
}

describe('a comparison', () => {
  it.each<[Condition, object]>([
    [
      against(rate(), 0.5, '<'),
      { expression: 'm1 / PERIOD(m1)', stat: 'Sum', period: 600, op: '<', threshold: 0.5 },
    ],
    [
      against({ node: 'increase', of: requests, overSeconds: 3600, unit: 'events' }, 100, '<='),
      { expression: undefined, stat: 'Sum', period: 3600, op: '<=', threshold: 100 },
    ],
    [
      against({ node: 'mean', of: latency, overSeconds: 300, unit: 'seconds' }, 0.1),
      { expression: undefined, stat: 'Average', period: 300, op: '>', threshold: 0.1 },
    ],
    [
      against(
        { node: 'quantile', of: latency, quantile: 0.99, overSeconds: 300, unit: 'seconds' },
        0.4,
        '>=',
      ),
      { expression: undefined, stat: 'p99', period: 300, op: '>=', threshold: 0.4 },
    ],
    [
      against(gauge('max'), 0.85),
      { expression: 'm1 * 0.01', stat: 'Maximum', period: 60, op: '>', threshold: 0.85 },
    ],
    [
      against(
        { node: 'age', of: { signal: 'pipeline:ingest/freshness' }, aggregate: 'oldest', unit: 'seconds' },
        5400,
      ),
      {
        expression: 'EPOCH(FILL(m1, REPEAT)) - FILL(m1, REPEAT)',
        stat: 'Minimum',
        period: 60,
        op: '>',
        threshold: 5400,
      },
    ],
    [
      against({ node: 'ratio', numerator: rate(300), denominator: gauge('mean'), unit: 'ratio' }, 2),
      {
        expression: '(m1 / PERIOD(m1)) / (m2 * 0.01)',
        stat: 'Sum',
        period: 300,
        op: '>',
        threshold: 2,
      },
    ],
    [
      against({ node: 'scaled', of: rate(), factor: 0.5, unit: 'events-per-second' }, 1),
      { expression: '(m1 / PERIOD(m1)) * 0.5', stat: 'Sum', period: 600, op: '>', threshold: 1 },
    ],
  ])('with a number keeps the unit of the plan: %j', (condition, expected) => {
    const { said, notes } = lower(condition);
    expect(notes).toEqual([]);
    expect(said).toEqual(expected);
  });

  it('turns values of another unit into that of the plan', () => {
    const signals = withMetric('latency', { scale: 0.000_001, unit: 'Microseconds' });
    const mean: Measure = { node: 'mean', of: latency, overSeconds: 300, unit: 'seconds' };
    expect(lower(against(mean, 0.1), { signals }).said).toMatchObject({
      expression: 'm1 * 0.000001',
      threshold: 0.1,
    });
  });

  it('with another measure is their difference', () => {
    const errors: Measure = {
      node: 'rate',
      of: { signal: 'model:fraud/errors' },
      overSeconds: 600,
      unit: 'events-per-second',
    };
    const condition: Condition = {
      node: 'compare',
      left: errors,
      op: '>=',
      right: { node: 'scaled', of: rate(), factor: 0.5, unit: 'events-per-second' },
    };
    const { test, said, notes } = lower(condition);
    expect(notes).toEqual([]);
    expect(said).toMatchObject({
      expression: '(m1 / PERIOD(m1)) - ((n1 / PERIOD(n1)) * 0.5)',
      period: 600,
      op: '>=',
      threshold: 0,
    });
    expect(test?.value.queries.map(({ Id }) => Id)).toEqual(['m1', 'n1', 'value']);
  });

  it.each<[Comparison, Comparison]>([
    ['<', '>'],
    ['<=', '>='],
    ['>', '<'],
    ['>=', '<='],
  ])('of a number %s a measure has the measure %s the number', (op, mirrored) => {
    const number: Measure = { node: 'constant', value: 0.5, unit: 'events-per-second' };
    const turned = lower({ node: 'compare', left: number, op, right: rate() });
    expect(turned).toEqual(lower(against(rate(), 0.5, mirrored)));
    expect(turned.test).toBeDefined();
  });

  it('adds up a gauge over samples, and says so', () => {
    const { said, notes } = lower(against(gauge('sum'), 3));
    expect(said.stat).toBe('Sum');
    expect(notes).toMatchObject([{ code: 'target/approximated', data: { construct: 'measure/gauge' } }]);
  });

  it('looks at a gauge as often as it is told', () => {
    const signals = cloudWatchPlan().signals.map((signal) => ({ ...signal, cadenceSeconds: 3600 }));
    expect(lower(against(gauge('max'), 0.85), { signals }).said.period).toBe(3600);
  });

  it('holds longer for a later level', () => {
    const { test } = lower(
      against(gauge('max'), 0.85),
      {},
      { holdSeconds: 300, keepFiringSeconds: 120 },
      900,
    );
    expect(test).toMatchObject({ datapointsToAlarm: 20, evaluationPeriods: 22 });
  });
});

describe('slices in a row', () => {
  const sustained: Condition = { node: 'sustained', objective: 'fraud-saturation', slices: 3 };

  it('are periods that must all breach', () => {
    const { test, said } = lower(sustained);
    expect(said).toEqual({
      expression: 'm1 * 0.01',
      stat: 'Maximum',
      period: 300,
      op: '>',
      threshold: 0.85,
    });
    expect(test).toMatchObject({ evaluationPeriods: 3, datapointsToAlarm: 3 });
  });

  it('of ages are as long as the slices of the objective', () => {
    const { said, test } = lower({ node: 'sustained', objective: FRESHNESS.id, slices: 2 });
    expect(said).toMatchObject({ period: 900, threshold: 5400 });
    expect(test).toMatchObject({ evaluationPeriods: 2, datapointsToAlarm: 2 });
  });

  it('of events have more bad ones than the objective allows', () => {
    const objectives = [{ ...LATENCY, budgeting: { type: 'timeslices', sliceSeconds: 300 } as const }];
    const { said, test } = lower({ ...sustained, objective: LATENCY.id }, { objectives });
    expect(said).toMatchObject({
      expression: 'FILL(bad1, 0) / total1',
      period: 300,
      op: '>',
      threshold: 0.01,
    });
    expect(test).toMatchObject({ evaluationPeriods: 3, datapointsToAlarm: 3 });
  });

  it('are more for a later level', () => {
    expect(lower(sustained, {}, {}, 700).test).toMatchObject({ evaluationPeriods: 6, datapointsToAlarm: 6 });
  });

  it('need not follow one another where the alarm is kept, which is told', () => {
    const { test, rounded } = lower(sustained, {}, { keepFiringSeconds: 600 });
    expect(test).toMatchObject({ evaluationPeriods: 5, datapointsToAlarm: 3 });
    expect(rounded).toEqual(['alert/keep-firing']);
  });

  it('stand for a hold, which is told of one as long as a slice', () => {
    const short = lower(sustained, {}, { holdSeconds: 120 });
    expect(short.test).toMatchObject({ datapointsToAlarm: 3 });
    expect(short.rounded).toEqual([]);
    const long = lower(sustained, {}, { holdSeconds: 300 });
    expect(long.test).toMatchObject({ datapointsToAlarm: 3 });
    expect(long.rounded).toEqual(['alert/hold']);
  });

  it('are cut where they would not fit a day, and told', () => {
    const { test, notes } = lower({ ...sustained, slices: 400 }, {}, { keepFiringSeconds: 600 });
    expect(test).toMatchObject({ evaluationPeriods: 288, datapointsToAlarm: 288 });
    expect(notes).toMatchObject([{ code: 'target/limit', data: { limit: 'alarmWindow' } }]);
  });

  it('cannot be of an objective whose measure has no metric', () => {
    const raw: Measure = { node: 'raw', language: 'promql', text: 'up', unit: 'ratio' };
    const { indicator } = SATURATION;
    if (indicator.type !== 'time-in-bounds') throw new Error('another indicator');
    const objectives = [{ ...SATURATION, indicator: { ...indicator, measure: raw } }];
    const { test, notes } = lower(sustained, { objectives });
    expect(test).toBeUndefined();
    expect(notes).toMatchObject([{ code: 'target/unsupported', data: { construct: 'measure/raw' } }]);
  });
});

describe('a window', () => {
  const increase = (overSeconds: number): Measure => ({
    node: 'increase',
    of: requests,
    overSeconds,
    unit: 'events',
  });

  it('has a day at most: a part of a longer one would be another number', () => {
    expect(lower(against(increase(86_400), 10)).said.period).toBe(86_400);
    const { test, notes } = lower(against(increase(7 * 86_400), 10));
    expect(test).toBeUndefined();
    expect(notes).toMatchObject([{ code: 'target/limit', data: { limit: 'alarmPeriod' } }]);
    expect(notes[0]?.message).toContain('Fraud looks at 7d at a time');
  });

  it.each<[string, Condition]>([
    [
      'a comparison',
      {
        node: 'compare',
        left: rate(300),
        op: '<',
        right: { node: 'scaled', of: rate(3600), factor: 0.5, unit: 'events-per-second' },
      },
    ],
    [
      'a quotient',
      against({ node: 'ratio', numerator: rate(300), denominator: rate(3600), unit: 'ratio' }, 2),
    ],
  ])('is one for all of %s, or the alarm could never fire', (_what, condition) => {
    const { test, notes } = lower(condition);
    expect(test).toBeUndefined();
    expect(notes).toMatchObject([
      { code: 'target/unsupported', severity: 'warning', data: { construct: 'condition/compare' } },
    ]);
    expect(notes[0]?.message).toBe(
      'aws: Fraud compares 5m and 1h, and the metrics of an alarm have one period; left out',
    );
  });

  it('of a gauge holds a value of it, or there is no alarm', () => {
    const signals = cloudWatchPlan().signals.map((signal) => ({ ...signal, cadenceSeconds: 7 * 86_400 }));
    const { test, notes } = lower(against(gauge('max'), 0.85), { signals });
    expect(test).toBeUndefined();
    expect(notes).toMatchObject([{ code: 'target/limit', data: { limit: 'alarmPeriod' } }]);
  });

  it('is told to be cut where a hold does not fit', () => {
    const { test, notes, rounded } = lower(against(gauge('max'), 0.85), {}, { holdSeconds: 2 * 86_400 });
    expect(test).toMatchObject({ evaluationPeriods: 1440, datapointsToAlarm: 1440 });
    expect(notes).toMatchObject([{ code: 'target/limit', data: { limit: 'alarmWindow' } }]);
    expect(notes[0]?.message).toContain('holds for 2d and stays for 0s');
    expect(notes[0]?.message).toContain('it holds for 1d and stays for 0s');
    expect(rounded).toEqual([]);
  });
});

it('has no comparison of numbers alone', () => {
  const { test, notes } = lower(against({ node: 'constant', value: 1, unit: 'none' }, 2));
  expect(test).toBeUndefined();
  expect(notes).toMatchObject([{ code: 'target/unsupported', data: { construct: 'condition/compare' } }]);
});
