import { it } from 'vitest';
import type { Condition } from '../../src/plan/condition.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { alertOf, fastBurn, histogram, objectiveOf, planOf } from '../support/plan.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { testRules } from '../support/rule-tests.ts';

const SLO = { kind: 'SLO', name: 'latency' };
const LABELS = '{env="prod", project="acme", slo="latency"}';
const METRIC = 'model_prediction_latency_seconds';

function planFor(kind: 'classic' | 'native', threshold: number, condition?: Condition): Plan {
  const latency = histogram('model:fraud/latency', METRIC, kind);
  const objective = objectiveOf('latency', {
    sliType: 'latency',
    target: 0.99,
    indicator: {
      type: 'histogram-threshold',
      of: { signal: latency.id },
      thresholdSeconds: threshold,
    },
  });
  return planOf({
    signals: [latency],
    objectives: [objective],
    alerts: [
      alertOf('LatencyBurnFast', SLO, condition ?? fastBurn('latency'), { holdSeconds: 120 }),
      alertOf('LatencyBucketMissing', SLO, { node: 'missing-bucket', objective: 'latency' }),
    ],
  });
}

/** Series of one pod of a classic histogram, by bucket, with the same growth for each 30 s. */
function pod(name: string, buckets: Readonly<Record<string, number>>, steps = 40): Record<string, string> {
  const series: Record<string, string> = {};
  for (const [le, growth] of Object.entries(buckets)) {
    series[`${METRIC}_bucket{job="fraud", pod="${name}", le="${le}"}`] = `0+${growth}x${steps}`;
  }
  series[`${METRIC}_count{job="fraud", pod="${name}"}`] = `0+${buckets['+Inf'] ?? 0}x${steps}`;
  return series;
}

describeWithPrograms(['promtool'], 'latency rules in promtool', () => {
  it.each([
    ['0.25', 0.25],
    ['.25', 0.25],
    ['0.250', 0.25],
    ['2.5e-1', 0.25],
    ['2.5e-01', 0.25],
    ['1', 1],
    ['1.0', 1],
    ['1e+00', 1],
  ])('find the bucket spelled %s', (le, threshold) =>
    testRules(planFor('classic', threshold), [
      {
        // 30 of 100 are slow. Its neighbours must not be taken for it.
        series: pod('a', { '0.1': 10, '0.125': 20, [le]: 70, '2.5': 90, '10': 95, '25': 96, '+Inf': 100 }),
        firing: [['20m', ['LatencyBurnFast/1']]],
        values: [
          ['20m', 'modelwatch:sli_bad:ratio_rate5m', { [`modelwatch:sli_bad:ratio_rate5m${LABELS}`]: 0.3 }],
          ['20m', 'modelwatch:slo_emitters_without_bucket:count', {}],
        ],
      },
    ]),
  );

  it('read pods that spell the bound differently together', () =>
    testRules(planFor('classic', 1), [
      {
        series: {
          ...pod('a', { '1': 100, '+Inf': 100 }),
          ...pod('b', { '1.0': 200, '+Inf': 300 }),
          // One that spells it both ways, as while a client library is updated behind one address.
          ...pod('c', { '1': 200, '1.0': 200, '+Inf': 200 }),
        },
        values: [
          ['20m', 'sum(modelwatch:sli_total:rate5m)', { '{}': 20 }],
          ['20m', 'round(sum(modelwatch:sli_bad:rate5m), 0.000001)', { '{}': 3.333333 }],
        ],
      },
    ]));

  it('leave pods without the bucket out of bad and total, and tell of them', () =>
    testRules(planFor('classic', 0.25), [
      {
        series: {
          ...pod('a', { '0.1': 80, '0.25': 75, '+Inf': 100 }),
          ...pod('b', { '0.1': 0, '0.5': 0, '+Inf': 900 }),
          ...pod('c', { '0.1': 0, '0.5': 0, '+Inf': 900 }),
        },
        firing: [['20m', ['LatencyBucketMissing/1', 'LatencyBurnFast/1']]],
        values: [
          ['20m', 'round(sum(modelwatch:sli_bad:ratio_rate5m), 0.000001)', { '{}': 0.25 }],
          [
            '20m',
            'modelwatch:slo_emitters_without_bucket:count',
            { [`modelwatch:slo_emitters_without_bucket:count${LABELS}`]: 2 },
          ],
        ],
      },
    ]));

  it('have no ratio when no pod has the bucket, and tell of it', () =>
    testRules(planFor('classic', 0.2), [
      {
        series: pod('a', { '0.1': 0, '0.25': 0, '+Inf': 100 }),
        firing: [['20m', ['LatencyBucketMissing/1']]],
        values: [['20m', '{__name__=~"modelwatch:sli_.*"}', {}]],
      },
    ]));

  it('are quiet without traffic', () =>
    testRules(planFor('classic', 0.25), [
      {
        series: pod('a', { '0.25': 0, '+Inf': 0 }),
        firing: [['20m', []]],
        values: [['20m', '{__name__=~"modelwatch:sli_bad:ratio.*"}', {}]],
      },
    ]));

  it('read native histograms by their fraction above the threshold', () =>
    testRules(planFor('native', 1), [
      {
        // Each 30 s: 60 observations in (0.5, 1], 30 in (1, 2], 10 in (2, 4].
        series: {
          [`${METRIC}{job="fraud", pod="a"}`]:
            '{{schema:0 sum:0 count:0 buckets:[0 0 0]}}+{{schema:0 sum:120 count:100 buckets:[60 30 10]}}x40',
          [`${METRIC}{job="fraud", pod="b"}`]:
            '{{schema:0 sum:0 count:0 buckets:[0 0 0]}}+{{schema:0 sum:75 count:100 buckets:[100 0 0]}}x40',
        },
        firing: [['20m', ['LatencyBurnFast/1']]],
        values: [
          ['20m', 'round(sum(modelwatch:sli_total:rate5m), 0.000001)', { '{}': 6.666667 }],
          ['20m', 'round(sum(modelwatch:sli_bad:ratio_rate5m), 0.000001)', { '{}': 0.2 }],
        ],
      },
    ]));

  it('read native histograms without traffic as no bad events', () =>
    testRules(planFor('native', 1), [
      {
        series: {
          [`${METRIC}{job="fraud", pod="a"}`]: '{{schema:0 sum:120 count:100 buckets:[60 30 10]}}x40',
        },
        firing: [['20m', []]],
        values: [
          ['20m', 'sum(modelwatch:sli_bad:rate5m)', { '{}': 0 }],
          ['20m', 'sum(modelwatch:sli_total:rate5m)', { '{}': 0 }],
          ['20m', 'modelwatch:sli_bad:ratio_rate5m', {}],
        ],
      },
    ]));

  it('tell a classic and a native histogram of one name apart', () => {
    const both = {
      ...pod('a', { '0.5': 10, '1': 60, '+Inf': 100 }),
      [`${METRIC}{job="fraud", pod="a"}`]:
        '{{schema:0 sum:0 count:0 buckets:[0 0 0]}}+{{schema:0 sum:120 count:100 buckets:[90 5 5]}}x40',
    };
    const ratio = 'round(sum(modelwatch:sli_bad:ratio_rate5m), 0.000001)';
    return Promise.all([
      testRules(planFor('classic', 1), [{ series: both, values: [['20m', ratio, { '{}': 0.4 }]] }]),
      testRules(planFor('native', 1), [{ series: both, values: [['20m', ratio, { '{}': 0.1 }]] }]),
    ]);
  });

  it('are not misled by a restart of a pod', () =>
    testRules(planFor('classic', 0.25), [
      {
        series: {
          [`${METRIC}_bucket{job="fraud", pod="a", le="0.25"}`]: '0+100x20 0+100x20',
          [`${METRIC}_bucket{job="fraud", pod="a", le="+Inf"}`]: '0+100x20 0+100x20',
          [`${METRIC}_count{job="fraud", pod="a"}`]: '0+100x20 0+100x20',
        },
        firing: [['12m', []]],
        values: [['12m', 'sum(modelwatch:sli_bad:rate5m)', { '{}': 0 }]],
      },
    ]));
});
