import { it } from 'vitest';
import type { Plan } from '../../src/plan/plan.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { planOf } from '../support/project.ts';
import { type RuleTest, testRules } from '../support/rule-tests.ts';
import { file, object, PROJECT, TEAM } from '../support/specs.ts';

const METRICS = `metrics: {
  requests: { name: served_total, labels: { version: rev, class: class } },
  errors: { name: failed_total, labels: { version: rev } },
  latency: { labels: { version: rev } },
  tokens: { name: tokens_total, labels: { kind: type } },
  feedback: { name: feedback_total, labels: { value: rating } } }`;

/** The plan of a model `fraud` with these fields. */
function planWith(more: string, ...objects: readonly string[]): Plan {
  const { plan, diagnostics, printed } = planOf(
    file(PROJECT, TEAM, object('Model', 'fraud', `{ owner: ml, ${METRICS}, ${more} }`), ...objects),
  );
  if (diagnostics.some(({ severity }) => severity === 'error')) throw new Error(printed);
  return plan;
}

const firing = (name: string): string => `count(ALERTS{alertname="${name}", alertstate="firing"})`;

/** Whether each of the alerts fires at a time. */
function fires(at: string, alerts: Readonly<Record<string, boolean>>): NonNullable<RuleTest['values']> {
  return Object.entries(alerts).map(([name, isFiring]) => {
    const values: Readonly<Record<string, number>> = isFiring ? { '{}': 1 } : {};
    return [at, firing(name), values] as const;
  });
}

/** Evaluated seldom, as series over weeks are given. */
function seldom(plan: Plan, evaluationSeconds: number): Plan {
  return { ...plan, cadence: { ...plan.cadence, evaluationSeconds } };
}

const BUSINESS = (more: string, window = '30m'): string =>
  object(
    'BusinessMetric',
    'ctr',
    `{ owner: ml, query: "sum(rate(clicks_total[${window}])) / sum(rate(views_total[${window}]))", unit: ratio, direction: higher-is-better, baseline: { maxDecrease: 20%, for: 1m, ${more} } }`,
  );

describeWithPrograms(['promtool'], 'business metrics in promtool', () => {
  const WEEK = 168;
  const stretch = (from: number, step: number, count: number): string => `${from}+${step}x${count}`;

  it('fall short of the median of three weeks, whatever last week was', async () => {
    const plan = seldom(
      planWith(
        '',
        BUSINESS('compare: [same-time-last-week, same-time-2-weeks-ago, same-time-3-weeks-ago]', '3h'),
      ),
      3600,
    );
    // A sample an hour for three weeks; around this time of last week nobody clicked, and now fewer do.
    const clicks = (now: number): string => {
      const outage = 2 * WEEK - 6;
      return [
        stretch(0, 60, outage),
        stretch(60 * outage, 0, 12),
        stretch(60 * (outage + 1), 60, WEEK - 17),
        stretch(60 * (outage + WEEK - 15), now, 20),
      ].join(' ');
    };
    const series = (now: number) => ({
      clicks_total: clicks(now),
      views_total: stretch(0, 600, 3 * WEEK + 20),
    });
    const at = `${3 * WEEK + 6}h`;
    await testRules(plan, [
      {
        interval: '3600s',
        series: series(30),
        values: fires(at, { CtrBreached: true, CtrNoHistory: false }),
      },
      { interval: '3600s', series: series(54), values: fires(at, { CtrBreached: false }) },
    ]);
  });

  it('have fixed bounds, or an alert on it, while there is no history', async () => {
    const series = { clicks_total: '0+1x40', views_total: '0+100x40' };
    const compare = 'compare: same-time-last-week';
    await testRules(seldom(planWith('', BUSINESS(`${compare}, fallback: { min: 0.02 }`)), 600), [
      { interval: '600s', series, values: fires('200m', { CtrBreached: true, CtrNoHistory: false }) },
    ]);
    await testRules(seldom(planWith('', BUSINESS(`${compare}, fallback: { min: 0.005 }`)), 600), [
      { interval: '600s', series, values: fires('200m', { CtrBreached: false }) },
    ]);
    await testRules(seldom(planWith('', BUSINESS(compare)), 600), [
      { interval: '600s', series, values: fires('200m', { CtrBreached: false, CtrNoHistory: true }) },
      { interval: '600s', series: {}, values: fires('200m', { CtrNoHistory: false }) },
    ]);
  });

  it('are not judged by a few events', async () => {
    const day = 144;
    const series = (views: number) => ({
      clicks_total: `0+${views / 10}x${day} ${(views / 10) * (day + 1)}+0x20`,
      views_total: `0+${views}x${day + 20}`,
    });
    const plan = seldom(planWith('', BUSINESS('compare: same-time-yesterday, minVolume: 1000')), 600);
    const at = `${(day + 8) * 10}m`;
    await testRules(plan, [
      { interval: '600s', series: series(1000), values: fires(at, { CtrBreached: true }) },
      { interval: '600s', series: series(100), values: fires(at, { CtrBreached: false }) },
    ]);
  });
});

/** Served and failed events of a version, so many a minute. */
function version(name: string, served: number, failed: number): Record<string, string> {
  return {
    [`served_total{rev="${name}"}`]: `0+${served}x60`,
    [`failed_total{rev="${name}"}`]: `0+${failed}x60`,
  };
}

describeWithPrograms(['promtool'], 'comparisons of versions in promtool', () => {
  const compare = (fields: string, versions = 'champion: v1, challenger: { version: v2 }') =>
    planWith(
      `versions: { ${versions} }, monitors: [{ name: watch, over: 20m, compare: { ${fields}, for: 1m } }]`,
    );
  const minutes = (series: Record<string, string>, isFiring: boolean, name: string): RuleTest => ({
    interval: '60s',
    series,
    values: fires('40m', { [name]: isFiring }),
  });

  it('tell a higher error rate from chance, from the tolerance, and from too few events', async () => {
    const test = (left: [number, number], isFiring: boolean): RuleTest =>
      minutes({ ...version('v1', 990, 10), ...version('v2', ...left) }, isFiring, 'FraudWatchErrorRate');
    await testRules(compare('metrics: [error-rate], minSamples: 400'), [
      // 2 % of 20,000 against 1 %: z is about 8.
      test([980, 20], true),
      // 1.05 % is within the tolerance of 10 %.
      test([989.5, 10.5], false),
      // So it is of 2,000 events; 1.2 % of 1,000 may be chance.
      test([98, 2], true),
      test([49, 0.6], false),
      // 20 % of 200 events is no chance, but fewer than asked for.
      test([8, 2], false),
      // A better challenger.
      test([999, 1], false),
    ]);
  });

  it('take all versions but the champion together where they are discovered', async () => {
    const plan = compare(
      'metrics: [error-rate], minSamples: 400',
      'champion: v1, challenger: { version: v2 }, discover: label',
    );
    const champion = version('v1', 990, 10);
    await testRules(plan, [
      minutes({ ...champion, ...version('v7', 980, 20) }, true, 'FraudWatchErrorRate'),
      minutes(
        { ...champion, ...version('v7', 980, 20), ...version('v8', 9999, 1) },
        false,
        'FraudWatchErrorRate',
      ),
      minutes(champion, false, 'FraudWatchErrorRate'),
    ]);
  });

  it('tell a slower version', async () => {
    const slow = (name: string, above: number): Record<string, string> => ({
      [`model_prediction_latency_seconds_bucket{rev="${name}", le="0.1"}`]: `0+${100 - above}x60`,
      [`model_prediction_latency_seconds_bucket{rev="${name}", le="0.25"}`]: '0+100x60',
      [`model_prediction_latency_seconds_bucket{rev="${name}", le="+Inf"}`]: '0+100x60',
      [`model_prediction_latency_seconds_count{rev="${name}"}`]: '0+100x60',
    });
    await testRules(compare('metrics: [latency-p90], minSamples: 400'), [
      minutes({ ...slow('v1', 5), ...slow('v2', 50) }, true, 'FraudWatchLatencyP90'),
      minutes({ ...slow('v1', 5), ...slow('v2', 6) }, false, 'FraudWatchLatencyP90'),
      minutes({ ...slow('v1', 50), ...slow('v2', 5) }, false, 'FraudWatchLatencyP90'),
    ]);
  });

  it('tell a share of a class that differs either way', async () => {
    const plan = planWith(
      'versions: { champion: v1, challenger: { version: v2 } }, proxies: [{ name: alert-rate, from: requests, class: fraud, statistic: rate, expect: { within: 25% of same-time-last-week } }], monitors: [{ name: watch, over: 20m, compare: { metrics: [alert-rate], minSamples: 400, for: 1m } }]',
    );
    const classes = (name: string, served: number, fraud: number): Record<string, string> => ({
      [`served_total{rev="${name}", class="fraud"}`]: `0+${fraud}x60`,
      [`served_total{rev="${name}", class="other"}`]: `0+${served - fraud}x60`,
    });
    const champion = classes('v1', 1000, 100);
    await testRules(plan, [
      minutes({ ...champion, ...classes('v2', 50, 10) }, true, 'FraudWatchAlertRate'),
      minutes({ ...champion, ...classes('v2', 50, 1) }, true, 'FraudWatchAlertRate'),
      minutes({ ...champion, ...classes('v2', 50, 5) }, false, 'FraudWatchAlertRate'),
    ]);
  });
});

describeWithPrograms(['promtool'], 'monitors of several conditions in promtool', () => {
  const SLOS = 'slos: [{ name: avail, sli: { type: availability }, objective: 99% }]';
  const traffic = '{ of: requests, over: 10m, threshold: { lt: 1/s } }';
  const series = (served: number, failed: number): RuleTest['series'] => version('v1', served, failed);
  const test = (served: number, failed: number, isFiring: boolean): RuleTest => ({
    interval: '60s',
    series: series(served, failed),
    values: fires('40m', { FraudBoth: isFiring }),
  });

  it('need all of them', async () => {
    const plan = planWith(
      `${SLOS}, monitors: [{ name: both, for: 1m, all: [{ slo: fraud-avail }, ${traffic}] }]`,
    );
    await testRules(plan, [test(20, 20, true), test(2000, 2000, false), test(20, 0, false)]);
  });

  it('need any of them, another monitor among them', async () => {
    const plan = planWith(
      `${SLOS}, monitors: [{ name: low, of: requests, over: 10m, threshold: { lt: 1/s } }, { name: both, for: 1m, any: [{ slo: fraud-avail }, { monitor: fraud-low }] }]`,
    );
    await testRules(plan, [test(20, 0, true), test(2000, 2000, true), test(2000, 0, false)]);
  });
});

describeWithPrograms(['promtool'], 'anomalies, costs and proxies in promtool', () => {
  const DAY = 144;
  const day = (before: number, now: number): string => `0+${before}x${DAY} ${before * (DAY + 1)}+${now}x20`;
  const at = `${(DAY + 8) * 10}m`;

  it('tell a rate that is not that of yesterday', async () => {
    const plan = seldom(
      planWith(
        'monitors: [{ name: odd, of: requests, anomaly: { compare: same-time-yesterday, maxIncrease: 50%, maxDecrease: 30%, for: 1m } }]',
      ),
      600,
    );
    const test = (now: number, isFiring: boolean): RuleTest => ({
      interval: '600s',
      series: { served_total: day(1000, now) },
      values: fires(at, { FraudOddUnusual: isFiring }),
    });
    await testRules(plan, [test(1600, true), test(1400, false), test(720, false), test(600, true)]);
  });

  it('project what tokens cost', async () => {
    const plan = planWith(
      'cost: { perToken: { input: 0.000003 USD, output: 0.000015 USD }, budget: 900 USD/day }, monitors: [{ name: cost, for: 1m, cost: { over: 20m, warn: 80% of budget, alert: 100% of budget } }]',
    );
    // 86,400 s × (input × 0.000003 + output × 0.000015) USD: 2,000 and 300 a second are 907.2 USD a day.
    const test = (input: number, output: number, warn: boolean, alert: boolean): RuleTest => ({
      interval: '60s',
      series: {
        'tokens_total{type="input"}': `0+${input * 60}x60`,
        'tokens_total{type="output"}': `0+${output * 60}x60`,
        'tokens_total{type="cached"}': '0+9e9x60',
      },
      values: fires('40m', { FraudCostBudgetWarn: warn, FraudCostOverBudget: alert }),
    });
    await testRules(plan, [
      test(2000, 300, true, true),
      test(2000, 290, true, false),
      test(2000, 150, false, false),
      {
        interval: '60s',
        series: { 'tokens_total{type="output"}': '0+60000x60' },
        values: fires('40m', { FraudCostOverBudget: true }),
      },
    ]);
  });

  it('tell a proxy that is far from its baseline', async () => {
    const plan = planWith(
      'proxies: [{ name: p, from: confidence, statistic: mean, over: 20m, for: 1m, expect: { within: 10% of baseline } }]',
    );
    const test = (mean: number, isFiring: boolean): RuleTest => ({
      interval: '60s',
      series: {
        model_prediction_confidence_sum: `0+${mean * 100}x120`,
        model_prediction_confidence_count: '0+100x120',
        'modelwatch_baseline_value{model="fraud", proxy="p"}': '0.8x120',
        'modelwatch_baseline_value{model="other", proxy="p"}': '0.1x120',
      },
      values: fires('90m', { FraudProxyP: isFiring, FraudProxyPBaselineAbsent: false }),
    });
    const { 'modelwatch_baseline_value{model="fraud", proxy="p"}': _gone, ...without } = test(
      0.1,
      false,
    ).series;
    await testRules(plan, [
      test(0.7, true),
      test(0.75, false),
      test(0.9, true),
      {
        interval: '60s',
        series: without,
        values: fires('90m', { FraudProxyP: false, FraudProxyPBaselineAbsent: true }),
      },
    ]);
  });

  it('page for a proxy only while a second signal holds', async () => {
    const plan = planWith(
      'proxies: [{ name: down, from: feedback, class: down, statistic: share, over: 20m, for: 1m, minSamples: 200, expect: { max: 8% }, severity: page, confirmWith: { proxy: q } }, { name: q, query: overrides, expect: { max: 0.15 } }]',
    );
    const test = (down: number, up: number, overrides: number, isFiring: boolean): RuleTest => ({
      interval: '60s',
      series: {
        'feedback_total{rating="down"}': `0+${down}x60`,
        'feedback_total{rating="up"}': `0+${up}x60`,
        overrides: `${overrides}x60`,
      },
      values: fires('40m', { FraudProxyDown: isFiring }),
    });
    await testRules(plan, [
      test(10, 90, 0.2, true),
      test(10, 90, 0.1, false),
      test(5, 95, 0.2, false),
      test(0.5, 4.5, 0.2, false),
    ]);
  });
});

describeWithPrograms(['promtool'], 'objectives on what is usual in promtool', () => {
  const DAY = 144;
  const at = `${(DAY + 8) * 10}m`;
  const breach = 'modelwatch:sli_breach:bool{slo="fraud-slo"}';
  const slices = (sli: string, ...objects: readonly string[]): Plan =>
    seldom(planWith(`slos: [{ name: slo, slice: 1h, sli: { ${sli} }, objective: 99% }]`, ...objects), 600);
  const isBad = (series: RuleTest['series'], value: 0 | 1 | undefined): RuleTest => ({
    interval: '600s',
    series,
    values: [[at, `sum(${breach})`, value === undefined ? {} : { '{}': value }]],
  });
  const served = (before: number, now: number) => ({
    served_total: `0+${before}x${DAY} ${before * (DAY + 1)}+${now}x20`,
  });

  it('have slices with too little or too much throughput', async () => {
    const band =
      'type: throughput, over: 30m, min: 60% of baseline, max: 150% of baseline, compare: same-time-yesterday';
    await testRules(slices(band), [
      isBad(served(1000, 500), 1),
      isBad(served(1000, 700), 0),
      isBad(served(1000, 1400), 0),
      isBad(served(1000, 1600), 1),
      isBad({ served_total: '_x140 0+1000x30' }, undefined),
    ]);
  });

  it('have slices in which a business metric is breached', async () => {
    const plan = slices(
      'type: business, metric: ctr',
      BUSINESS('compare: same-time-yesterday, minVolume: 1000'),
    );
    const clicks = (before: number, now: number, views: number) => ({
      clicks_total: `0+${before}x${DAY} ${before * (DAY + 1)}+${now}x20`,
      views_total: `0+${views}x${DAY + 20}`,
    });
    await testRules(plan, [
      isBad(clicks(100, 70, 1000), 1),
      isBad(clicks(100, 90, 1000), 0),
      isBad(clicks(10, 7, 100), undefined),
    ]);
  });
});
