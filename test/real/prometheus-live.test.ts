import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Plan } from '../../src/plan/plan.ts';
import { prometheusTarget } from '../../src/targets/prometheus/index.ts';
import { backfill, queryValue } from '../support/backfill.ts';
import { alertOf, counter, gauge, objectiveOf, planOf } from '../support/plan.ts';
import { type Service, useServices } from '../support/processes.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { startPrometheus } from '../support/servers.ts';
import { until } from '../support/until.ts';
import { portOf } from '../support/webhook.ts';

const DAY = 86_400;

const requests = counter('model:fraud/requests', 'requests_total', { prometheus: { labels: {} } });
const errors = counter('model:fraud/errors', 'errors_total', { prometheus: { labels: {} } });
const updated = gauge('feature-set:transactions/freshness', 'updated_timestamp_seconds', {
  prometheus: { labels: {} },
});

function rulesOf(plan: Plan): Readonly<Record<string, string>> {
  const { files } = prometheusTarget.lower(plan, prometheusTarget.options.parse({}), () => undefined);
  const rules = files.filter(({ path }) => path.startsWith('rules/'));
  return Object.fromEntries(rules.map(({ path, text }) => [path, text]));
}

/** How many times faster time passes in the rules below: 5 m become 1.5 s, 1 h becomes 18 s. */
const SPEED = 200;
const UNIT_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000 };

function faster(duration: string): string {
  let milliseconds = 0;
  for (const [, count, unit] of duration.matchAll(/(\d+)([dhms])/gu)) {
    milliseconds += Number(count) * (UNIT_MS[unit ?? ''] ?? 0);
  }
  return `${milliseconds / SPEED}ms`;
}

/** The same rules with every interval and every range shorter. */
function timeLapse(text: string): string {
  const data = parse(text) as { groups: { interval: string; rules: { expr: string }[] }[] };
  for (const group of data.groups) {
    group.interval = faster(group.interval);
    for (const rule of group.rules) {
      rule.expr = rule.expr.replaceAll(/\[(\w+)\]/gu, (_, range: string) => `[${faster(range)}]`);
    }
  }
  return stringify(data);
}

/** For how many seconds after its first scrape the service below updates its features. */
const FRESH_SECONDS = 10;

/** A service one of whose five requests fails, and whose features are no longer updated after a while. */
function exposition(start: number): string {
  const elapsed = (Date.now() - start) / 1000;
  const served = Math.floor(elapsed * 1000);
  return [
    '# TYPE requests_total counter',
    `requests_total ${served}`,
    '# TYPE errors_total counter',
    `errors_total ${Math.floor(served / 5)}`,
    '# TYPE updated_timestamp_seconds gauge',
    `updated_timestamp_seconds ${start / 1000 + Math.min(elapsed, FRESH_SECONDS)}`,
    '',
  ].join('\n');
}

describeWithPrograms(['prometheus'], 'the ladder in a real Prometheus, in fast motion', () => {
  const services = useServices();
  let prometheus: Service;
  let start: number | undefined;
  const server = createServer((_, response) => {
    start ??= Date.now();
    response.setHeader('content-type', 'text/plain').end(exposition(start));
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const events = objectiveOf('served', {
      target: 0.9,
      periodSeconds: 90 * DAY,
      ratioWindowsSeconds: [300, 3600, DAY],
    });
    const slices = objectiveOf('fresh', {
      target: 0.9,
      periodSeconds: DAY,
      indicator: {
        type: 'time-in-bounds',
        measure: { node: 'age', of: { signal: updated.id }, aggregate: 'oldest', unit: 'seconds' },
        badWhen: '>',
        limit: 2,
        signals: [{ signal: updated.id }],
      },
      budgeting: { type: 'timeslices', sliceSeconds: 300 },
      ratioWindowsSeconds: [3600],
    });
    const plan = planOf({
      signals: [requests, errors, updated],
      objectives: [events, slices],
      alerts: [
        alertOf(
          'Sustained',
          { kind: 'SLO', name: 'fresh' },
          { node: 'sustained', objective: 'fresh', slices: 3 },
        ),
      ],
    });
    prometheus = await startPrometheus(services, {
      config: [
        'global: { scrape_interval: 150ms, scrape_timeout: 150ms }',
        'rule_files: [rules/*.yaml]',
        `scrape_configs: [{ job_name: fraud, static_configs: [{ targets: ['127.0.0.1:${portOf(server)}'] }] }]`,
      ].join('\n'),
      files: Object.fromEntries(Object.entries(rulesOf(plan)).map(([name, text]) => [name, timeLapse(text)])),
      args: ['--query.lookback-delta=1500ms'],
    });
    await until(
      async () => ((await value('count_over_time(modelwatch:sli_bad:rate5m_sum1h[2m])')) ?? 0) >= 2,
      {
        what: 'two steps of the slowest rung',
        timeoutMs: 120_000,
      },
    );
  });
  afterAll(() => server.close());

  const value = (query: string): Promise<number | undefined> => queryValue(prometheus, query);

  it('keeps the ratios current that read slow rungs inside functions over time', async () => {
    // Of the last 9 s (half a step of the slowest rung), 60 moments.
    expect(
      await value('count_over_time(modelwatch:slo_error_ratio:period{slo="served"}[9s:150ms])'),
    ).toBeGreaterThanOrEqual(58);
    expect(await value('count_over_time(modelwatch:sli_bad:ratio_rate1d[9s:150ms])')).toBeGreaterThanOrEqual(
      58,
    );
    // The rung itself is current for 1.5 s after each of its evaluations.
    expect((await value('count_over_time(modelwatch:sli_bad:rate5m_sum1h[9s:150ms])')) ?? 0).toBeLessThan(20);
  });

  it.each(['modelwatch:slo_error_ratio:period{slo="served"}', 'modelwatch:sli_bad:ratio_rate1d'])(
    'records the share of bad events in %s',
    async (series) => {
      const ratio = (await value(series)) ?? Number.NaN;
      expect(Math.abs(ratio / 0.2 - 1)).toBeLessThan(0.02);
    },
  );

  it('knows that it has seen little of the period yet, and that little of the budget is spent', async () => {
    // One sample an hour is expected, 2160 in 90 days.
    const observed = Math.round(((await value('modelwatch:slo_period_observed:ratio')) ?? 0) * 2160);
    const steps = (await value('count_over_time(modelwatch:sli_total:rate5m_sum1h[1h])')) ?? 0;
    expect(steps).toBeGreaterThanOrEqual(2);
    expect(steps - observed).toBeGreaterThanOrEqual(0);
    expect(steps - observed).toBeLessThanOrEqual(1);
    // Twice as much fails as may, but for a few of 2160 hours.
    expect(await value('modelwatch:slo_budget_remaining:ratio{slo="served"}')).toBeGreaterThan(0.98);
  });

  it('ends a slice once in its length, and counts those that there are', async () => {
    // Six in 9 s, of sixty evaluations; a busy machine may miss one.
    const slices = (await value('count_over_time(modelwatch:sli_breach:max5m[9s])')) ?? 0;
    expect(slices).toBeGreaterThanOrEqual(4);
    expect(slices).toBeLessThanOrEqual(6);
    const known = (await value('max_over_time(modelwatch:slo_slices_without_data:ratio[30s])')) ?? 0;
    expect(known).toBeGreaterThan(0);
    expect(known).toBeLessThan(1);
    // 288 slices in the period; the newest may have ended since the share was recorded.
    const recordedSlices = Math.round(
      (1 - ((await value('modelwatch:slo_slices_without_data:ratio')) ?? 0)) * 288,
    );
    const all = (await value('count_over_time(modelwatch:sli_breach:max5m[1h])')) ?? 0;
    expect(all - recordedSlices).toBeGreaterThanOrEqual(0);
    expect(all - recordedSlices).toBeLessThanOrEqual(1);
  });

  it('tells of bad slices in a row', async () => {
    await until(async () => (await value('sum(ALERTS{alertname="Sustained", alertstate="firing"})')) === 1, {
      what: 'the alert on bad slices',
    });
    // It was not so from the start.
    expect(await value('min_over_time(modelwatch:sli_breach:max5m[1h])')).toBe(0);
  });
});

describeWithPrograms(['promtool', 'prometheus'], 'a counter that vanished while Prometheus was down', () => {
  const services = useServices();

  it('is missed by what was recorded before', async () => {
    const now = Math.floor(Date.now() / 1000);
    const gone = { env: 'prod', signal: errors.id };
    const plan = planOf({
      cadence: { scrapeSeconds: 1, evaluationSeconds: 1 },
      signals: [requests, errors],
      alerts: [requests, errors].map(({ id }, index) =>
        alertOf(
          index === 0 ? 'NeverThere' : 'Vanished',
          { kind: 'Model', name: 'fraud' },
          { node: 'absent', of: { signal: id }, existedWithinSeconds: 7 * DAY },
        ),
      ),
    });
    const data = services.folder();
    await backfill(data, [
      {
        series: `modelwatch:signal_series:count{env="${gone.env}",project="acme",signal="${gone.signal}"}`,
        samples: Array.from({ length: 60 }, (_, minute) => [now - 3 * DAY + minute * 60, 1]),
      },
    ]);
    const prometheus = await startPrometheus(services, {
      config: 'rule_files: [rules/*.yaml]\n',
      files: rulesOf(plan),
      data,
    });
    const firing = (name: string): Promise<number | undefined> =>
      queryValue(prometheus, `sum(ALERTS{alertname="${name}", alertstate="firing"})`);
    await until(async () => (await firing('Vanished')) === 1, {
      what: 'the alert on the counter that was there',
    });
    expect(await firing('NeverThere')).toBeUndefined();
  });
});
