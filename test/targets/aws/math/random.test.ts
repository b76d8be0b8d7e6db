import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Condition, Measure } from '../../../../src/plan/condition.ts';
import { LIMITS } from '../../../../src/targets/aws/limits.ts';
import { lowerAlert, type Rule } from '../../../../src/targets/aws/math/lower.ts';
import { scopeOf } from '../../../../src/targets/aws/math/scope.ts';
import { metricAlarm } from '../../../support/cloudwatch/alarm.ts';
import { evaluateMath } from '../../../support/cloudwatch/metric-math.ts';
import { cloudWatchPlan, OBJECTIVES, SIGNALS } from '../../../support/cloudwatch-plan.ts';
import { alertOf } from '../../../support/plan.ts';

/** Whatever a plan asks: what is rendered is what CloudWatch takes and means the same, and what is not is told. */

const OPERATORS = {
  '>': 'GreaterThanThreshold',
  '>=': 'GreaterThanOrEqualToThreshold',
  '<': 'LessThanThreshold',
  '<=': 'LessThanOrEqualToThreshold',
} as const;
const SIGNAL_IDS = SIGNALS.map(({ id }) => id);

const of = fc.oneof(
  fc.constantFrom(...SIGNAL_IDS).map((signal) => ({ signal })),
  fc.constantFrom('v1', 'v2').map((version) => ({ signal: 'model:fraud/requests', where: { version } })),
);
const seconds = fc.constantFrom(90, 300, 300, 300, 3600, 86_400, 604_800);
const factor = fc.constantFrom(0.5, -1, 3, 1e-7, 1e21, 0.1);

const { measure } = fc.letrec<{ measure: Measure }>((tie) => ({
  measure: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({
      node: fc.constant('rate'),
      of,
      overSeconds: seconds,
      unit: fc.constant('events-per-second'),
    }),
    fc.record({ node: fc.constant('increase'), of, overSeconds: seconds, unit: fc.constant('events') }),
    fc.record({ node: fc.constant('mean'), of, overSeconds: seconds, unit: fc.constant('seconds') }),
    fc.record({
      node: fc.constant('gauge'),
      of,
      aggregate: fc.constantFrom('min', 'max', 'mean', 'sum'),
      unit: fc.constant('none'),
    }),
    fc.record({
      node: fc.constant('age'),
      of,
      aggregate: fc.constantFrom('oldest', 'newest'),
      unit: fc.constant('seconds'),
    }),
    fc.record({ node: fc.constant('constant'), value: factor, unit: fc.constant('none') }),
    fc.record({
      node: fc.constant('ratio'),
      numerator: tie('measure'),
      denominator: tie('measure'),
      unit: fc.constant('ratio'),
    }),
    fc.record({ node: fc.constant('scaled'), of: tie('measure'), factor, unit: fc.constant('none') }),
    fc.record({
      node: fc.constant('ago'),
      of: tie('measure'),
      bySeconds: fc.constant(604_800),
      unit: fc.constant('none'),
    }),
  ) as fc.Arbitrary<Measure>,
}));

const op = fc.constantFrom('>', '>=', '<', '<=');
const { condition } = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ node: fc.constant('compare'), left: measure, op, right: measure }),
    fc.record({
      node: fc.constant('burn-rate'),
      objective: fc.constantFrom(...OBJECTIVES.map(({ id }) => id)),
      factor: fc.constantFrom(1, 6, 14.4),
      shortSeconds: seconds,
      longSeconds: seconds,
      minBadEvents: fc.constantFrom(0, 10),
    }),
    fc.record({
      node: fc.constant('sustained'),
      objective: fc.constantFrom('fraud-saturation', 'ingest-freshness'),
      slices: fc.integer({ min: 1, max: 400 }),
    }),
    fc.record({ node: fc.constant('absent'), of }),
    fc.record({
      node: fc.constantFrom('all', 'any'),
      of: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ node: fc.constant('unless'), of: tie('condition'), exception: tie('condition') }),
    fc.record({ node: fc.constant('latched'), trigger: tie('condition'), release: tie('condition') }),
  ) as fc.Arbitrary<Condition>,
}));

const alert = fc.record({
  condition,
  holdSeconds: fc.constantFrom(0, 120, 600, 90_000),
  keepFiringSeconds: fc.constantFrom(0, 300, 90_000),
  delay: fc.constantFrom(0, 900),
  cadence: fc.constantFrom(15, 60, 300, 86_400, 604_800),
});

function lower(parts: typeof alert extends fc.Arbitrary<infer T> ? T : never) {
  const { delay, cadence, ...rest } = parts;
  const signals = SIGNALS.map((signal) => ({ ...signal, cadenceSeconds: cadence }));
  const asked = alertOf('Random', { kind: 'Monitor', name: 'random' }, rest.condition, rest);
  return lowerAlert(scopeOf(cloudWatchPlan({ signals })), asked, delay);
}

function testsOf(rule: Rule): string[] {
  if ('test' in rule) return [rule.test];
  if ('not' in rule) return testsOf(rule.not);
  return ('all' in rule ? rule.all : rule.any).flatMap(testsOf);
}

describe('a random alert', () => {
  it('is rendered, or it is told why not', () => {
    const seen = { rendered: 0, told: 0 };
    fc.assert(
      fc.property(alert, (parts) => {
        const { lowered, notes } = lower(parts);
        if (lowered === undefined) expect(notes.length).toBeGreaterThan(0);
        seen[lowered === undefined ? 'told' : 'rendered'] += 1;
      }),
      { seed: 20_260_311, numRuns: 1000 },
    );
    expect(Math.min(seen.rendered, seen.told)).toBeGreaterThan(100);
  });

  it('has tests that CloudWatch takes, all of them in its rule', () => {
    fc.assert(
      fc.property(alert, (parts) => {
        const { lowered } = lower(parts);
        if (lowered === undefined) return;
        expect(testsOf(lowered.rule).toSorted()).toEqual(lowered.tests.map(({ key }) => key).toSorted());
        expect(new Set(testsOf(lowered.rule)).size).toBe(lowered.tests.length);
        for (const test of lowered.tests) {
          const { queries, periodSeconds } = test.value;
          // Reads expressions, wants one period and one that returns data, and knows the limits.
          const alarm = metricAlarm({
            AlarmName: 'random',
            Metrics: queries,
            EvaluationPeriods: test.evaluationPeriods,
            DatapointsToAlarm: test.datapointsToAlarm,
            Threshold: test.threshold,
            ComparisonOperator: OPERATORS[test.op],
            TreatMissingData: test.missing,
          });
          expect(alarm.periodSeconds).toBe(periodSeconds);
          expect(periodSeconds).toBeLessThanOrEqual(LIMITS.alarmPeriod.value);
          expect(test.datapointsToAlarm).toBeLessThanOrEqual(test.evaluationPeriods);
          expect(new Set(queries.map(({ Id }) => Id)).size).toBe(queries.length);
          for (const { Id, Expression = '' } of queries) {
            expect(Id).toMatch(/^[a-z]\w*$/);
            expect(Expression).not.toMatch(/\d[eE][-+]?\d/);
            expect(Expression.length).toBeLessThanOrEqual(LIMITS.expressionLength.value);
          }
        }
      }),
      { seed: 20_260_312, numRuns: 1000 },
    );
  });

  it('calculates a measure as the plan means it, whatever the order of its operators', () => {
    let compared = 0;
    fc.assert(
      fc.property(measure, fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 20 }), (asked, numbers) => {
        const { lowered } = lower({
          condition: {
            node: 'compare',
            left: asked,
            op: '>',
            right: { node: 'constant', value: 1, unit: 'none' },
          },
          holdSeconds: 0,
          keepFiringSeconds: 0,
          delay: 0,
          cadence: 60,
        });
        const [test] = lowered?.tests ?? [];
        if (test === undefined) return;
        const { queries, periodSeconds } = test.value;
        const start = 1_000_000;
        const values = new Map<string, number>();
        for (const [index, { MetricStat }] of queries.entries())
          if (MetricStat) values.set(keyOf(MetricStat), numbers[index] ?? 1);
        const watched = queries.at(-1);
        const series = new Map(
          queries.flatMap(({ Id, MetricStat }) =>
            MetricStat ? [[Id, new Map([[start, values.get(keyOf(MetricStat)) ?? 0]])] as const] : [],
          ),
        );
        const range = { starts: [start], periodSeconds, series, missing: 'no-point' } as const;
        const got = evaluateMath(watched?.Expression ?? watched?.Id ?? '', range).get(start);
        const wanted = valueOf(asked, (key) => values.get(key) ?? 0, periodSeconds, start);
        compared += 1;
        if (wanted === undefined) expect(got).toBeUndefined();
        else expect(got).toBeCloseTo(wanted, 6 - Math.ceil(Math.log10(Math.abs(wanted) + 1)));
      }),
      { seed: 20_260_313, numRuns: 2000 },
    );
    expect(compared).toBeGreaterThan(500);
  });
});

interface Stat {
  readonly Metric: {
    readonly MetricName: string;
    readonly Dimensions: readonly { Name: string; Value: string }[];
  };
  readonly Stat: string;
}

function keyOf({ Metric, Stat }: Stat): string {
  return `${Stat} ${Metric.MetricName} ${Metric.Dimensions.map(({ Value }) => Value).join()}`;
}

/** What the plan says that the measure is, of statistics by name; undefined without a value. */
function valueOf(
  asked: Measure,
  stat: (key: string) => number,
  period: number,
  start: number,
): number | undefined {
  const scope = scopeOf(cloudWatchPlan());
  const read = (name: string): { value: number; scale: number; instrument: string } => {
    if (!('of' in asked) || !('signal' in asked.of)) throw new Error('no selection');
    const series = scope.of(asked.of);
    if (series === undefined) throw new Error('no series');
    const isCounted = name === 'count';
    const { instrument } = series.signal;
    const Stat = isCounted ? (instrument === 'histogram' ? 'SampleCount' : 'Sum') : name;
    const Dimensions = series.dimensions.map(([Name, Value]) => ({ Name, Value }));
    const key = keyOf({ Stat, Metric: { MetricName: series.metric.name, Dimensions } });
    return { value: stat(key), scale: isCounted ? 1 : series.metric.scale, instrument };
  };
  const scaled = (name: string): number => {
    const { value, scale } = read(name);
    return value * scale;
  };
  switch (asked.node) {
    case 'rate':
      return scaled('count') / period;
    case 'increase':
      return scaled('count');
    case 'mean':
      return scaled('Average');
    case 'gauge':
      return scaled({ min: 'Minimum', max: 'Maximum', mean: 'Average', sum: 'Sum' }[asked.aggregate]);
    case 'age':
      return start - scaled(asked.aggregate === 'oldest' ? 'Minimum' : 'Maximum');
    case 'constant':
      return asked.value;
    case 'scaled': {
      const inner = valueOf(asked.of, stat, period, start);
      return inner === undefined ? undefined : inner * asked.factor;
    }
    case 'ratio': {
      const over = valueOf(asked.numerator, stat, period, start);
      const under = valueOf(asked.denominator, stat, period, start);
      return over === undefined || under === undefined || under === 0 ? undefined : over / under;
    }
    case 'quantile':
    case 'ago':
    case 'when':
    case 'combine':
    case 'amount-rate':
    case 'proportion-z':
    case 'segment-spread':
    case 'last-due':
    case 'raw-volume':
    case 'raw':
      throw new Error(`${asked.node} is none of these measures`);
  }
}
