import { it } from 'vitest';
import type { Condition, Measure } from '../../src/plan/condition.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { Signal } from '../../src/plan/signal.ts';
import { alertOf, counter, gauge, histogram, planOf } from '../support/plan.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { testRules } from '../support/rule-tests.ts';

const MONITOR = { kind: 'Monitor', name: 'watch' };

const requests = counter('model:fraud/requests', 'requests_total', {
  prometheus: { facetLabels: { version: 'version', class: 'class' } },
});
const latency = histogram('model:fraud/latency', 'latency_seconds', 'classic');
const gpu = gauge('model:fraud/gpu', 'gpu_percent', { unit: 'ratio', prometheus: { scale: 0.01 } });
const updated = gauge('pipeline:ingest/freshness', 'last_success_milliseconds', {
  unit: 'unix-seconds',
  prometheus: { scale: 0.001 },
});
const SIGNALS: readonly Signal[] = [requests, latency, gpu, updated];

/** Utilisation as a ratio. */
const A: Measure = { node: 'gauge', of: { signal: gpu.id }, aggregate: 'max', unit: 'ratio' };

function planWith(condition: Condition, parts: Parameters<typeof alertOf>[3] = {}): Plan {
  return planOf({ signals: SIGNALS, alerts: [alertOf('Watch', MONITOR, condition, parts)] });
}

function compare(left: Measure, op: '>' | '>=' | '<' | '<=', value: number): Condition {
  return { node: 'compare', left, op, right: { node: 'constant', value, unit: left.unit } };
}

const GPU = 'gpu_percent{job="fraud", pod="a"}';

const cases = (all: boolean, any: boolean, unless: boolean) => ({ all, any, unless });

describeWithPrograms(['promtool'], 'conditions in promtool', () => {
  const high = compare(A, '>', 0.8);
  const stale: Condition = compare(
    { node: 'age', of: { signal: updated.id }, aggregate: 'oldest', unit: 'seconds' },
    '>',
    600,
  );
  const OLD = 'last_success_milliseconds{job="fraud", table="a"}';

  it.each([
    ['neither', '50x60', '900000x60', cases(false, false, false)],
    ['the first only', '90x60', '900000x60', cases(false, true, true)],
    ['the second only', '50x60', '0x60', cases(false, true, false)],
    ['both', '90x60', '0x60', cases(true, true, false)],
  ])('all, any and unless with %s', async (_, percent, moment, fires) => {
    const series = { [GPU]: percent, [OLD]: moment };
    const conditions: Readonly<Record<keyof typeof fires, Condition>> = {
      all: { node: 'all', of: [high, stale] },
      any: { node: 'any', of: [high, stale] },
      unless: { node: 'unless', of: high, exception: stale },
    };
    for (const [name, condition] of Object.entries(conditions)) {
      const expected = fires[name as keyof typeof fires] ? ['Watch/1'] : [];
      await testRules(planWith(condition), [{ series, firing: [['15m', expected]] }]);
    }
  });

  it('a latched alert stays until the value is back beyond the recover threshold', () => {
    const latched: Condition = { node: 'latched', trigger: high, release: compare(A, '>', 0.6) };
    return testRules(planWith(latched, { holdSeconds: 60 }), [
      {
        interval: '1m',
        //        0 to 9  10 to 14  15 to 24  25 to 29  30 to 39
        series: { [GPU]: '70x9    90x4      70x9      50x4      70x20' },
        firing: [
          // Between the thresholds before it ever fired: nothing holds it.
          ['9m', []],
          ['10m', []],
          ['11m', ['Watch/1']],
          ['16m', ['Watch/1']],
          ['24m', ['Watch/1']],
          ['26m', []],
          ['35m', []],
        ],
      },
      {
        // A moment beyond the threshold, shorter than the hold, holds nothing either.
        series: { [GPU]: '70x9 90 70x20' },
        interval: '30s',
        firing: [
          ['6m', []],
          ['10m', []],
        ],
      },
    ]);
  });

  it('an absent selection is missed though others of the signal are there', () => {
    const absent: Condition = { node: 'absent', of: { signal: requests.id, where: { version: 'v2' } } };
    return testRules(planWith(absent, { holdSeconds: 60 }), [
      {
        series: {
          'requests_total{job="fraud", version="v1"}': '0+1x60',
          'requests_total{job="fraud", version="v2"}': '0+1x20 stale',
        },
        firing: [
          ['9m', []],
          ['11m30s', ['Watch/1']],
        ],
      },
    ]);
  });

  it('the absence of a histogram is that of its count', () =>
    testRules(planWith({ node: 'absent', of: { signal: latency.id } }), [
      {
        series: { 'latency_seconds_count{job="fraud"}': '0x20 stale' },
        firing: [
          ['9m', []],
          ['11m', ['Watch/1']],
        ],
      },
    ]));

  it('the watchdog always fires', () =>
    testRules(planWith({ node: 'always' }), [{ series: {}, firing: [['1m', ['Watch/1']]] }]));

  it.each([
    ['evaluation-failing', 'prometheus_rule_evaluation_failures_total'],
    ['evaluation-late', 'prometheus_rule_group_iterations_missed_total'],
  ] as const)('%s counts our own groups only', (check, metric) => {
    const of = (group: string) => `${metric}{job="prometheus", rule_group="/etc/rules/a.yaml;${group}"}`;
    return testRules(planWith({ node: 'self', check }), [
      {
        series: { [of('modelwatch-prod/fraud')]: '0x10 1x20' },
        firing: [
          ['5m', []],
          ['7m', ['Watch/1']],
          ['12m', []],
        ],
      },
      {
        series: { [of('modelwatch-prod-eu/fraud')]: '0+1x20', [of('node')]: '0+1x20' },
        firing: [['7m', []]],
      },
    ]);
  });

  it('notifications that fail, are dropped or have nobody to go to', () => {
    const discovered = 'prometheus_notifications_alertmanagers_discovered{job="prometheus"}';
    return testRules(planWith({ node: 'self', check: 'notification-failing' }), [
      {
        series: {
          [discovered]: '2x60',
          'prometheus_notifications_errors_total{job="prometheus", alertmanager="a"}': '0x60',
          'prometheus_notifications_dropped_total{job="prometheus"}': '0x10 4x50',
        },
        firing: [
          ['5m', []],
          ['7m', ['Watch/1']],
        ],
      },
      {
        series: {
          [discovered]: '2x60',
          'prometheus_notifications_errors_total{job="prometheus", alertmanager="a"}': '0x10 4x50',
        },
        firing: [
          ['5m', []],
          ['7m', ['Watch/1']],
        ],
      },
      {
        series: { [discovered]: '1x10 0x50' },
        firing: [
          ['5m', []],
          ['6m', ['Watch/1']],
        ],
      },
    ]);
  });
});
