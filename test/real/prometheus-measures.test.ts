import { it } from 'vitest';
import type { Condition, Measure } from '../../src/plan/condition.ts';
import type { Plan } from '../../src/plan/plan.ts';
import type { Signal } from '../../src/plan/signal.ts';
import { alertOf, counter, gauge, histogram, planOf } from '../support/plan.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { type RuleTest, testRules } from '../support/rule-tests.ts';

const MONITOR = { kind: 'Monitor', name: 'watch' };

const requests = counter('model:fraud/requests', 'requests_total', {
  prometheus: { facetLabels: { version: 'version', class: 'class' } },
});
const latency = histogram('model:fraud/latency', 'latency_seconds', 'classic');
const spans = histogram('model:fraud/spans', 'span_milliseconds', 'native', { prometheus: { scale: 0.001 } });
const gpu = gauge('model:fraud/gpu', 'gpu_percent', { unit: 'ratio', prometheus: { scale: 0.01 } });
const updated = gauge('pipeline:ingest/freshness', 'last_success_milliseconds', {
  unit: 'unix-seconds',
  prometheus: { scale: 0.001 },
});
const SIGNALS: readonly Signal[] = [requests, latency, spans, gpu, updated];

const A: Measure = { node: 'gauge', of: { signal: gpu.id }, aggregate: 'max', unit: 'ratio' };

function planWith(condition: Condition, parts: Parameters<typeof alertOf>[3] = {}): Plan {
  return planOf({ signals: SIGNALS, alerts: [alertOf('Watch', MONITOR, condition, parts)] });
}

function compare(left: Measure, op: '>' | '>=' | '<' | '<=', value: number): Condition {
  return { node: 'compare', left, op, right: { node: 'constant', value, unit: left.unit } };
}

/** The alert fires with this value, and not where the threshold is beyond it. */
function valueIs(measure: Measure, value: number, series: RuleTest['series'], at = '20m'): Promise<unknown> {
  const isAt = (threshold: number, fires: boolean): Promise<void> =>
    testRules(planWith(compare(measure, '>', threshold)), [
      { series, firing: [[at, fires ? ['Watch/1'] : []]] },
    ]);
  const margin = Math.abs(value) * 1e-6;
  return Promise.all([isAt(value - margin, true), isAt(value + margin, false)]);
}

const GPU = 'gpu_percent{job="fraud", pod="a"}';

const rate = (where: Record<string, string>): Measure => ({
  node: 'rate',
  of: { signal: requests.id, where },
  overSeconds: 300,
  unit: 'events-per-second',
});
const share = (name: string): Measure => ({
  node: 'ratio',
  numerator: rate({ class: name }),
  denominator: rate({}),
  unit: 'ratio',
});
const age = (aggregate: 'oldest' | 'newest'): Measure => ({
  node: 'age',
  of: { signal: updated.id },
  aggregate,
  unit: 'seconds',
});
const raw = (text: string): Measure => ({ node: 'raw', language: 'promql', text, unit: 'none' });

describeWithPrograms(['promtool'], 'measures in promtool', () => {
  const of = { signal: requests.id };
  const served = {
    'requests_total{job="fraud", pod="a", class="fraud"}': '0+30x60',
    'requests_total{job="fraud", pod="b", class="other"}': '0+90x60',
    'requests_total{job="other", class="fraud"}': '0+900x60',
  };

  it('rates and increases sum the series of the selection', async () => {
    await valueIs({ node: 'rate', of, overSeconds: 300, unit: 'events-per-second' }, 4, served);
    await valueIs({ node: 'increase', of, overSeconds: 600, unit: 'events' }, 2400, served);
    const fraud = { ...of, where: { class: 'fraud' } };
    await valueIs({ node: 'rate', of: fraud, overSeconds: 300, unit: 'events-per-second' }, 1, served);
  });

  it('a ratio counts events of a kind that never happened as none', async () => {
    await valueIs(share('fraud'), 0.25, served);
    await testRules(planWith(compare(share('unknown'), '<', 0.1)), [
      { series: served, firing: [['20m', ['Watch/1']]] },
      { series: { 'requests_total{job="fraud", class="fraud"}': '5x60' }, firing: [['20m', []]] },
      { series: {}, firing: [['20m', []]] },
    ]);
  });

  it('means and quantiles of classic and native histograms are in the unit of the plan', async () => {
    const classic = {
      'latency_seconds_bucket{job="fraud", le="0.1"}': '0+50x60',
      'latency_seconds_bucket{job="fraud", le="0.5"}': '0+100x60',
      'latency_seconds_bucket{job="fraud", le="+Inf"}': '0+100x60',
      'latency_seconds_count{job="fraud"}': '0+100x60',
      'latency_seconds_sum{job="fraud"}': '0+20x60',
    };
    const parts = { overSeconds: 300, unit: 'seconds' } as const;
    await valueIs({ node: 'mean', of: { signal: latency.id }, ...parts }, 0.2, classic);
    await valueIs({ node: 'quantile', of: { signal: latency.id }, quantile: 0.75, ...parts }, 0.3, classic);
    const native = {
      'span_milliseconds{job="fraud"}':
        '{{schema:0 sum:0 count:0 buckets:[0 0]}}+{{schema:0 sum:30000 count:100 offset:8 buckets:[100]}}x60',
    };
    await valueIs({ node: 'mean', of: { signal: spans.id }, ...parts }, 0.3, native);
    // All observations lie in (128, 256] ms, interpolated exponentially: half of them are below 128 × √2.
    const median: Measure = { node: 'quantile', of: { signal: spans.id }, quantile: 0.5, ...parts };
    await valueIs(median, 0.128 * Math.SQRT2, native);
  });

  it('gauges are scaled without rounding, ages come from the oldest or the newest', async () => {
    await testRules(planWith(compare(A, '>', 0.57)), [
      { series: { [GPU]: '57x60', 'gpu_percent{job="fraud", pod="b"}': '12x60' }, firing: [['10m', []]] },
      { series: { [GPU]: '57.1x60' }, firing: [['10m', ['Watch/1']]] },
    ]);
    const moments = {
      'last_success_milliseconds{job="fraud", table="a"}': '60000x60',
      'last_success_milliseconds{job="fraud", table="b"}': '600000x60',
    };
    await valueIs(age('oldest'), 1140, moments);
    await valueIs(age('newest'), 600, moments);
    await valueIs({ node: 'ago', of: age('newest'), bySeconds: 300, unit: 'seconds' }, 300, moments);
  });

  it('the past, and multiples of it', async () => {
    const now: Measure = { node: 'increase', of, overSeconds: 300, unit: 'events' };
    const before: Measure = { node: 'ago', of: now, bySeconds: 600, unit: 'events' };
    const condition: Condition = {
      node: 'compare',
      left: now,
      op: '<',
      right: { node: 'scaled', of: before, factor: 0.6, unit: 'events' },
    };
    await testRules(planWith(condition), [
      // 300 in 5 minutes, then 150.
      {
        series: { 'requests_total{job="fraud"}': '0+30x30 900+15x20' },
        firing: [
          ['14m', []],
          ['21m', ['Watch/1']],
        ],
      },
      { series: { 'requests_total{job="fraud"}': '0+30x30 900+21x20' }, firing: [['21m', []]] },
    ]);
  });

  it("a user's query counts by its worst series, and may be a scalar or lie in the past", async () => {
    const two = { 'queue{pod="a"}': '3x60', 'queue{pod="b"}': '8x60' };
    await valueIs(raw('queue or # the newer name\n queue_length'), 8, two);
    await testRules(planWith(compare(raw('queue'), '<', 5)), [
      { series: two, firing: [['10m', ['Watch/1']]] },
    ]);
    await valueIs(raw('sum(queue) / count(queue)'), 5.5, two);
    await valueIs(raw('scalar(sum(queue)) * 2'), 22, two);
    const past: Measure = { node: 'ago', of: raw('queue'), bySeconds: 600, unit: 'none' };
    await valueIs(past, 8, { 'queue{pod="a"}': '8x20 1x40' }, '15m');
    await testRules(planWith({ node: 'no-value', of: raw('queue') }), [
      { series: two, firing: [['10m', []]] },
      { series: {}, firing: [['10m', ['Watch/1']]] },
    ]);
  });
});
