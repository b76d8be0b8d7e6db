import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../../src/plan/alert.ts';
import type { Condition, Measure } from '../../../../src/plan/condition.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { lowerAlert } from '../../../../src/targets/aws/math/lower.ts';
import { scopeOf } from '../../../../src/targets/aws/math/scope.ts';
import { cloudWatchPlan } from '../../../support/cloudwatch-plan.ts';
import { alertOf, fastBurn, originOf } from '../../../support/plan.ts';

const requests = { signal: 'model:fraud/requests' };
const rate: Measure = { node: 'rate', of: requests, overSeconds: 600, unit: 'events-per-second' };
const low: Condition = {
  node: 'compare',
  left: rate,
  op: '<',
  right: { node: 'constant', value: 0.5, unit: 'events-per-second' },
};
const high: Condition = { ...low, op: '>' };

function lower(condition: Condition, parts: Partial<Alert> = {}, plan: Partial<Plan> = {}, delay = 0) {
  const origin = originOf('Monitor', 'volume', 'models/fraud.yaml', 30);
  const alert = alertOf('Volume', { kind: 'Monitor', name: 'volume' }, condition, { origin, ...parts });
  return lowerAlert(scopeOf(cloudWatchPlan(plan)), alert, delay);
}

describe('absence', () => {
  it('is a metric without samples, the only one of which missing data breaches', () => {
    const { lowered, notes } = lower({ node: 'absent', of: requests }, { holdSeconds: 300 });
    expect(notes).toEqual([]);
    expect(lowered?.tests).toHaveLength(1);
    expect(lowered?.tests[0]).toMatchObject({
      op: '<',
      threshold: 1,
      evaluationPeriods: 5,
      datapointsToAlarm: 5,
      missing: 'breaching',
    });
    expect(lowered?.tests[0]?.value.queries[0]?.MetricStat?.Stat).toBe('SampleCount');
  });

  it.each<[string, Condition]>([
    ['a comparison', low],
    ['a burn rate', fastBurn('fraud-availability')],
    ['slices', { node: 'sustained', objective: 'fraud-saturation', slices: 3 }],
  ])('is not what %s means by no data', (_what, condition) => {
    const { lowered } = lower(condition);
    expect(new Set(lowered?.tests.map(({ missing }) => missing))).toEqual(new Set(['notBreaching']));
  });

  it('lasts longer for a later level, and keeps the alarm after samples came', () => {
    const absent: Condition = { node: 'absent', of: requests };
    expect(lower(absent, { holdSeconds: 300 }, {}, 900).lowered?.tests[0]).toMatchObject({
      evaluationPeriods: 20,
      datapointsToAlarm: 20,
    });
    const kept = lower(absent, { holdSeconds: 300, keepFiringSeconds: 120 });
    expect(kept.lowered?.tests[0]).toMatchObject({ evaluationPeriods: 7, datapointsToAlarm: 5 });
    expect(kept.rounded).toEqual(['alert/keep-firing']);
  });

  it.each([
    [30, 0, 60, 1],
    [60, 0, 60, 2],
    [300, 60, 300, 2],
    [300, 1800, 300, 6],
    [86_400, 600, 86_400, 2],
    [3 * 86_400, 600, 86_400, 6],
  ])('of what is told every %i s, held for %i s, is %i s × %i', (cadenceSeconds, hold, every, periods) => {
    const signals = cloudWatchPlan().signals.map((signal) => ({ ...signal, cadenceSeconds }));
    const { lowered } = lower({ node: 'absent', of: requests }, { holdSeconds: hold }, { signals });
    const [test] = lowered?.tests ?? [];
    expect(test?.value.periodSeconds).toBe(every);
    expect(test).toMatchObject({ evaluationPeriods: periods, datapointsToAlarm: periods });
  });

  it('of what is told once a week is more than an alarm looks back', () => {
    const signals = cloudWatchPlan().signals.map((signal) => ({ ...signal, cadenceSeconds: 7 * 86_400 }));
    const { lowered, notes } = lower({ node: 'absent', of: requests }, { holdSeconds: 600 }, { signals });
    expect(lowered).toBeUndefined();
    expect(notes).toMatchObject([{ code: 'target/limit', data: { limit: 'alarmWindowOfHours' } }]);
  });
});

describe('what is joined', () => {
  it.each<[string, Condition, unknown]>([
    ['all', { node: 'all', of: [low, high] }, { all: [{ test: '1' }, { test: '2' }] }],
    ['any', { node: 'any', of: [low, high] }, { any: [{ test: '1' }, { test: '2' }] }],
    [
      'unless',
      { node: 'unless', of: low, exception: high },
      { all: [{ test: '1' }, { not: { test: '2' } }] },
    ],
  ])('is a rule: %s', (_what, condition, rule) => {
    const { lowered, notes } = lower(condition);
    expect(notes).toEqual([]);
    expect(lowered?.rule).toEqual(rule);
    expect(lowered?.tests.map(({ key, op }) => [key, op])).toEqual([
      ['1', '<'],
      ['2', '>'],
    ]);
  });

  it('keeps parts of parts apart', () => {
    const { lowered } = lower({
      node: 'any',
      of: [fastBurn('fraud-availability'), { node: 'unless', of: low, exception: high }],
    });
    expect(lowered?.tests.map(({ key }) => key)).toEqual(['1-long', '1-short', '2-1', '2-2']);
    expect(lowered?.rule).toEqual({
      any: [
        { all: [{ test: '1-long' }, { test: '1-short' }] },
        { all: [{ test: '2-1' }, { not: { test: '2-2' } }] },
      ],
    });
  });

  it('starts the hold anew after an exception, which is neither held nor kept by itself', () => {
    const { lowered, rounded } = lower(
      { node: 'unless', of: low, exception: high },
      { holdSeconds: 1200, keepFiringSeconds: 600 },
      {},
      1200,
    );
    expect(lowered?.tests).toMatchObject([
      { key: '1', datapointsToAlarm: 4, evaluationPeriods: 5 },
      { key: '2', datapointsToAlarm: 1, evaluationPeriods: 5 },
    ]);
    expect(rounded).toEqual(['alert/keep-firing']);
  });

  it('is left out as a whole with one of its parts', () => {
    const { lowered, notes } = lower({
      node: 'any',
      of: [low, { node: 'budget-remaining', objective: 'fraud-availability', op: '<', ratio: 0.25 }],
    });
    expect(lowered).toBeUndefined();
    expect(notes.map(({ code }) => code)).toEqual(['target/unsupported']);
  });
});

it('ends a latched condition with its trigger, and says so', () => {
  const { lowered, notes } = lower({ node: 'latched', trigger: low, release: high });
  expect(lowered?.tests.map(({ op }) => op)).toEqual(['<']);
  expect(notes).toMatchObject([{ code: 'target/approximated', data: { construct: 'condition/latched' } }]);
});

describe('what CloudWatch cannot test', () => {
  const compared = (left: Measure): Condition => ({ ...low, node: 'compare', left });

  it.each<[string, Condition]>([
    ['condition/vanished', { node: 'absent', of: requests, existedWithinSeconds: 86_400 }],
    [
      'condition/budget-remaining',
      { node: 'budget-remaining', objective: 'fraud-availability', op: '<', ratio: 0.25 },
    ],
    ['condition/no-value', { node: 'no-value', of: rate }],
    ['measure/raw', compared({ node: 'raw', language: 'promql', text: 'up', unit: 'none' })],
    [
      'measure/ago',
      compared({
        node: 'ratio',
        numerator: rate,
        denominator: { node: 'ago', of: rate, bySeconds: 604_800, unit: 'events-per-second' },
        unit: 'ratio',
      }),
    ],
    ['selection/facet', compared({ ...rate, of: { ...requests, where: { reason: 'timeout' } } })],
    ['selection/facet', { node: 'absent', of: { ...requests, where: { outcome: 'late' } } }],
  ])('is left out and told at its place: %s', (construct, condition) => {
    const { lowered, notes } = lower(condition);
    expect(lowered).toBeUndefined();
    expect(notes).toMatchObject([
      {
        code: 'target/unsupported',
        severity: 'warning',
        data: { target: 'aws', construct },
        object: { kind: 'Monitor', name: 'volume' },
        span: { file: 'models/fraud.yaml', start: { line: 30 } },
      },
    ]);
  });

  it.each<Condition>([
    { node: 'always' },
    { node: 'self', check: 'evaluation-late' },
    { node: 'missing-bucket', objective: 'fraud-latency' },
  ])('is left to others without a word: $node', (condition) => {
    expect(lower(condition)).toEqual({ notes: [], rounded: [] });
  });

  it.each([
    ['no-mapping', 'target/no-mapping'],
    ['unit-contradicts', 'target/unit-contradicts'],
  ] as const)('is what has %s', (why, code) => {
    const cloudwatch = {
      found: false,
      why,
      message: 'nobody says where',
      expected: 'a name',
      origin: originOf('Model', 'fraud', 'models/fraud.yaml', 12),
    } as const;
    const signals = cloudWatchPlan().signals.map((signal) => ({ ...signal, cloudwatch }));
    for (const condition of [low, fastBurn('fraud-latency'), { node: 'absent', of: requests } as const]) {
      const { lowered, notes } = lower(condition, {}, { signals });
      expect(lowered).toBeUndefined();
      expect(notes).toMatchObject([{ code, span: { start: { line: 12 } } }]);
    }
  });

  it('is a value of more than ten metrics', () => {
    const base = cloudWatchPlan();
    const ratio = (versions: readonly string[]): Measure =>
      versions
        .map((version): Measure => ({ ...rate, of: { ...requests, where: { version } } }))
        .reduce((denominator, numerator) => ({ node: 'ratio', numerator, denominator, unit: 'ratio' }));
    const versions = Array.from({ length: 11 }, (_, index) => `v${index}`);
    expect(lower(compared(ratio(versions.slice(1))), {}, base).lowered).toBeDefined();
    const { lowered, notes } = lower(compared(ratio(versions)), {}, base);
    expect(lowered).toBeUndefined();
    expect(notes).toMatchObject([{ code: 'target/limit', data: { limit: 'alarmMetrics', value: 10 } }]);
  });
});

it('tells which times came out otherwise', () => {
  expect(lower(low, { holdSeconds: 300 }).rounded).toEqual(['alert/hold']);
  expect(lower(low, { holdSeconds: 1200, keepFiringSeconds: 600 }).rounded).toEqual(['alert/keep-firing']);
  expect(lower(low, { holdSeconds: 1200 }).rounded).toEqual([]);
});
