import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../src/plan/condition.ts';
import { object } from '../../support/specs.ts';
import { alertIds, alertOf, findings, onlyFinding, soundPlan, withModel, withMonitor } from './built.ts';

const VERSIONED =
  'metrics: { latency: { labels: { version: rev } }, confidence: { labels: { version: rev } }, tokens: { name: tokens_total, labels: { kind: type } } }';
const VERSIONS = 'versions: { champion: v1, challenger: { version: v2 } }';
const DISCOVERED = 'versions: { champion: v1, challenger: { version: v2 }, discover: label }';
const PROXIES =
  'proxies: [{ name: alert-rate, from: requests, class: fraud, statistic: rate, expect: { max: 5/s } }, { name: override, query: "a / b", expect: { max: 1 } }, { name: traffic, from: requests, expect: { max: 5/s } }]';
const MORE = [VERSIONED, VERSIONS, PROXIES].join(', ');
const CHANNEL =
  '{ channels: { slack: { apiUrlFile: secrets/slack }, webhooks: { actions: { urlFile: secrets/a } } } }';

const conditionOf = (monitor: string, more: string, aspect: string): Condition =>
  alertOf(soundPlan(withMonitor(monitor, more)), `monitor:fraud-monitor/${aspect}`).condition;

const champion = { version: 'v1' };
const challenger = { version: 'v2' };
const increase = (role: string, selection: object) => ({
  node: 'increase',
  of: { signal: `model:fraud/${role}`, ...selection },
  overSeconds: 1800,
  unit: 'events',
});

describe('a comparison of versions', () => {
  it('has one alert a metric', () => {
    const plan = soundPlan(
      withMonitor(
        'compare: { metrics: [latency-p99, error-rate, confidence-mean, alert-rate], for: 2h }',
        MORE,
      ),
    );
    const own = alertIds(plan).filter((id) => id.startsWith('monitor:'));
    expect(own).toEqual([
      'monitor:fraud-monitor/alert-rate',
      'monitor:fraud-monitor/confidence-mean',
      'monitor:fraud-monitor/error-rate',
      'monitor:fraud-monitor/latency-p99',
    ]);
    expect(alertOf(plan, 'monitor:fraud-monitor/error-rate')).toMatchObject({
      name: 'FraudMonitorErrorRate',
      class: 'comparison',
      severity: 'ticket',
      holdSeconds: 7200,
    });
  });

  it('of a percentile stands on the tolerance and on enough samples of both', () => {
    const quantile = (where: object) => ({
      node: 'quantile',
      of: { signal: 'model:fraud/latency', where },
      quantile: 0.99,
      overSeconds: 1800,
      unit: 'seconds',
    });
    expect(conditionOf('compare: { metrics: [latency-p99], minSamples: 50 }', MORE, 'latency-p99')).toEqual({
      node: 'all',
      of: [
        {
          node: 'compare',
          left: quantile(challenger),
          op: '>',
          right: { node: 'scaled', of: quantile(champion), factor: 1.1, unit: 'seconds' },
        },
        ...[challenger, champion].map((where) => ({
          node: 'compare',
          left: increase('latency', { where }),
          op: '>=',
          right: { node: 'constant', value: 50, unit: 'events' },
        })),
      ],
    });
  });

  it('of a share also stands on a test in the direction that is bad', () => {
    const total = (where: object) => ({
      node: 'combine',
      by: 'sum',
      of: [increase('requests', { where }), increase('errors', { where })],
      unit: 'events',
    });
    const proportion = (where: object) => ({ events: increase('errors', { where }), of: total(where) });
    expect(conditionOf('compare: { metrics: [error-rate] }', MORE, 'error-rate')).toMatchObject({
      node: 'all',
      of: [
        {
          op: '>',
          left: {
            node: 'ratio',
            numerator: increase('errors', { where: challenger }),
            denominator: total(challenger),
          },
        },
        {
          op: '>',
          left: { node: 'proportion-z', left: proportion(challenger), right: proportion(champion) },
          right: { value: 1.645 },
        },
        { op: '>=', left: total(challenger) },
        { op: '>=', left: total(champion) },
      ],
    });
  });

  it('of what is bad either way tests both, at a level of its own', () => {
    const more = MORE.replace(
      'expect: { max: 5/s } }, { name: override',
      'expect: { within: 25% of same-time-last-week } }, { name: override',
    );
    const condition = conditionOf('compare: { metrics: [alert-rate] }', more, 'alert-rate');
    expect(condition).toMatchObject({
      node: 'all',
      of: [
        {
          node: 'any',
          of: [
            {
              node: 'all',
              of: [
                { op: '>', right: { factor: 1.1 } },
                { op: '>', right: { value: 1.96 } },
              ],
            },
            {
              node: 'all',
              of: [
                { op: '<', right: { factor: 0.9 } },
                { op: '<', right: { value: -1.96 } },
              ],
            },
          ],
        },
        {},
        {},
      ],
    });
  });

  it('takes every version but the champion where they are discovered, and misses none of them', () => {
    const discovered = [VERSIONED, DISCOVERED].join(', ');
    expect(conditionOf('compare: { metrics: [latency-p99] }', discovered, 'latency-p99')).toMatchObject({
      of: [{ left: { of: { whereNot: champion } } }, { left: { of: { whereNot: champion } } }, {}],
    });
    const ids = (more: string) =>
      alertIds(soundPlan(withMonitor('of: requests, threshold: { lt: 1/s }, onNoData: alert', more))).filter(
        (id) => id.endsWith('-absent'),
      );
    expect(ids([VERSIONED, VERSIONS].join(', '))).toContain('model:fraud/challenger-absent');
    expect(ids(discovered)).toEqual(['model:fraud/champion-absent', 'model:fraud/requests-absent']);
  });

  it('is not told of symptoms for what is upstream', () => {
    const upstream = object(
      'Pipeline',
      'ingest',
      '{ owner: ml, freshness: { metric: x_seconds, page: 1h } }',
    );
    const plan = soundPlan(
      withModel(
        `monitors: [{ name: monitor, compare: { metrics: [latency-p99, confidence-mean] } }], ${MORE}, dependsOn: [{ pipeline: ingest }]`,
        upstream,
      ),
    );
    expect(alertOf(plan, 'monitor:fraud-monitor/latency-p99').upstream).toEqual([]);
    expect(alertOf(plan, 'monitor:fraud-monitor/confidence-mean').upstream).toEqual(['pipeline:ingest']);
  });

  it.each([
    ['compare: { metrics: [latencyp99] }', MORE, 'schema/value'],
    ['compare: { metrics: [latency-99] }', MORE, 'monitor/compare-metric compare.metrics.0'],
    ['compare: { metrics: [override] }', MORE, 'monitor/compare-metric compare.metrics.0'],
    ['compare: { metrics: [traffic] }', MORE, 'monitor/compare-metric compare.metrics.0'],
    ['compare: { metrics: [latency-p99] }', VERSIONS, 'metrics/no-label compare.metrics.0'],
    ['compare: { metrics: [latency-p99] }', VERSIONED, 'monitor/no-version compare.left'],
    ['compare: { left: chalenger, metrics: [error-rate] }', MORE, 'monitor/no-version compare.left'],
    ['compare: { left: v1, metrics: [error-rate] }', MORE, 'monitor/no-version compare.right'],
    ['compare: { left: v3, right: v1, metrics: [error-rate] }', MORE, undefined],
  ])('reports { %s } where it stands', (monitor, more, finding) => {
    const found = findings(withMonitor(monitor, more));
    if (finding === undefined) expect(found).toEqual([]);
    else if (finding !== 'schema/value') expect(new Set(found)).toContain(finding);
    else expect(found.length).toBeGreaterThan(0);
  });

  it('tells what was meant', () => {
    expect(
      onlyFinding(withMonitor('compare: { left: chalenger, metrics: [error-rate] }', MORE)),
    ).toMatchObject({
      suggestions: ['challenger'],
    });
    expect(onlyFinding(withMonitor('compare: { metrics: [eror-rate] }', MORE))).toMatchObject({
      suggestions: ['error-rate'],
    });
  });

  it('triggers an action on a difference of its own', () => {
    const action = object('Action', 'rollback', '{ type: webhook, guard: { cooldown: 6h, maxPerWeek: 1 } }');
    const withAction = (when: string) =>
      withModel(
        `monitors: [{ name: monitor, compare: { metrics: [latency-p99, error-rate] }, actions: [{ do: rollback${when} }] }], ${MORE}`,
        action,
      ).replace('{ channels: { slack: { apiUrlFile: secrets/slack } } }', CHANNEL);
    const plan = soundPlan(withAction(', when: { metric: error-rate, by: { gt: 50% } }'));
    const alert = alertOf(plan, 'monitor:fraud-monitor/action-1-rollback');
    expect(alert).toMatchObject({ action: 'rollback', class: 'action', severity: 'none' });
    expect(alert.condition).toMatchObject({ of: [{ right: { factor: 1.5 } }, {}, {}, {}] });
    const always = alertOf(soundPlan(withAction('')), 'monitor:fraud-monitor/action-1-rollback');
    expect(always.condition).toMatchObject({ node: 'any', of: [{}, {}] });
    expect(findings(withAction(', when: { by: { gt: 50% } }'))).toEqual([
      'monitor/action-when actions.0.when',
    ]);
    expect(findings(withAction(', when: { metric: cost, by: { gt: 50% } }'))).toEqual([
      'monitor/action-when actions.0.when.metric',
    ]);
    expect(findings(withAction(', when: { metric: error-rate, by: { gt: 5% } }'))).toEqual([
      'monitor/action-when actions.0.when.by.gt',
    ]);
  });
});
