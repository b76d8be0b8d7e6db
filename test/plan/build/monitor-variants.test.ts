import { describe, expect, it } from 'vitest';
import { object } from '../../support/specs.ts';
import { alertOf, findings, onlyFinding, soundPlan, withModel, withMonitor } from './built.ts';

const VERSIONED =
  'metrics: { latency: { labels: { version: rev } }, tokens: { name: tokens_total, labels: { kind: type } } }';
const VERSIONS = 'versions: { champion: v1, challenger: { version: v2 } }';
const MORE = [VERSIONED, VERSIONS].join(', ');

describe('what a monitor alerts on', () => {
  it.each([
    ['of: latency', 'monitor/one-condition spec'],
    [
      'of: latency, threshold: { gt: 1s }, anomaly: { compare: same-time-yesterday, maxIncrease: 5% }',
      'monitor/one-condition anomaly',
    ],
    ['compare: { metrics: [latency-p99] }, threshold: { gt: 1s }', 'monitor/one-condition compare'],
    ['compare: { metrics: [latency-p99] }, for: 5m', 'monitor/no-effect for'],
    ['compare: { metrics: [latency-p99] }, of: latency', 'monitor/no-effect of'],
    ['cost: { alert: 100% of budget }, over: 5m', 'monitor/no-effect over'],
    ['any: [{ monitor: fraud-monitor }, { slo: fraud-x }], onNoData: alert', 'reference/unknown any.1.slo'],
    [
      'of: latency, recover: { lt: 1s }, anomaly: { compare: same-time-yesterday, maxIncrease: 5% }',
      'monitor/no-effect recover',
    ],
  ])('is exactly one thing, with its own fields: { %s }', (monitor, finding) => {
    expect(findings(withMonitor(monitor, MORE))).toContain(finding);
  });

  it('is told at the second field, by line and column', () => {
    const text = withMonitor('compare: { metrics: [latency-p99] }, threshold: { gt: 1s }', MORE);
    const { span } = onlyFinding(text);
    const line = text.split('\n')[(span?.start.line ?? 0) - 1] ?? '';
    expect(line.slice((span?.start.column ?? 0) - 1)).toMatch(/^\{ metrics: \[latency-p99\] \}/);
  });

  it('takes fields that Defaults give to all monitors without a word', () => {
    const defaults = object('Defaults', 'all', '[{ match: { kind: Monitor }, set: { for: 5m } }]');
    expect(
      findings(
        withModel(`monitors: [{ name: monitor, compare: { metrics: [latency-p99] } }], ${MORE}`, defaults),
      ),
    ).toEqual([]);
  });
});

describe('an anomaly', () => {
  it('compares a statistic with other weeks, on enough events', () => {
    const monitor =
      'of: requests, anomaly: { compare: [same-time-last-week, same-time-2-weeks-ago], maxIncrease: 50%, maxDecrease: 30%, minVolume: 100, for: 2h }';
    const plan = soundPlan(withMonitor(monitor));
    const alert = alertOf(plan, 'monitor:fraud-monitor/unusual');
    expect(alert).toMatchObject({ class: 'anomaly', holdSeconds: 7200, severity: 'ticket' });
    expect(alert.condition).toMatchObject({
      node: 'all',
      of: [
        {
          node: 'any',
          of: [
            { op: '<', right: { factor: 0.7, of: { node: 'combine', by: 'median' } } },
            { op: '>', right: { factor: 1.5 } },
          ],
        },
        { op: '>=', left: { node: 'increase' }, right: { value: 100 } },
      ],
    });
    expect(alertOf(plan, 'monitor:fraud-monitor/no-history').severity).toBe('info');
  });

  it.each([
    ['of: requests, anomaly: { compare: same-time-last-week }', 'baseline/no-bound anomaly'],
    [
      'of: requests, anomaly: { compare: last-week, maxIncrease: 5% }',
      'schema/invalid-value anomaly.compare',
    ],
  ])('reports { %s } where it stands', (monitor, finding) => {
    expect(findings(withMonitor(monitor))).toContain(finding);
  });
});

describe('the cost of a model', () => {
  const COST = 'cost: { perToken: { input: 0.000003 USD, output: 0.000015 USD }, budget: 900 USD/day }';
  const project = (monitor: string, cost = COST) => withMonitor(monitor, [VERSIONED, cost].join(', '));
  const tokens = (kind: string, price: number) => ({
    node: 'scaled',
    of: {
      node: 'amount-rate',
      of: { signal: 'model:fraud/tokens', where: { kind } },
      overSeconds: 3600,
      unit: 'none',
    },
    factor: price,
    unit: 'money',
  });

  it('is projected from the last hour, and compared with shares of the budget', () => {
    const plan = soundPlan(project('cost: { forecast: 1d, warn: 80% of budget, alert: 100% of budget }'));
    const alert = alertOf(plan, 'monitor:fraud-monitor/over-budget');
    expect(alert).toMatchObject({ class: 'cost', severity: 'ticket' });
    expect(alert.condition).toEqual({
      node: 'compare',
      left: {
        node: 'scaled',
        of: {
          node: 'combine',
          by: 'sum',
          of: [tokens('input', 0.000003), tokens('output', 0.000015)],
          unit: 'money',
        },
        factor: 86_400,
        unit: 'money',
      },
      op: '>',
      right: { node: 'constant', value: 900, unit: 'money' },
    });
    const warn = alertOf(plan, 'monitor:fraud-monitor/budget-warn');
    expect(warn).toMatchObject({ severity: 'info', condition: { right: { value: 720 } } });
    expect(warn.prose.summary).toEqual([
      { text: 'fraud-monitor: at the pace of the last 1h, fraud costs ' },
      { value: 'money' },
      { text: ' USD in 1d, more than 720 USD; the budget is 900 USD/day' },
    ]);
  });

  it.each([
    ['cost: { alert: 100% of budget }', VERSIONS, 'cost/no-budget cost'],
    [
      'cost: { warn: 100% of budget, alert: 100% of budget }',
      COST,
      'monitor/warn-not-before-alert cost.warn',
    ],
    ['cost: { alert: 90% }', COST, 'unit/relative cost.alert'],
    [
      'cost: { alert: 100% of budget }',
      COST.replace('0.000015 USD', '0.000015 EUR'),
      'unit/currency cost.perToken.output',
    ],
    ['cost: { alert: 100% of budget }', COST.replace('900 USD/day', '900/day'), 'unit/money cost.budget'],
    ['cost: { alert: 100% of budget }', COST.replace('900 USD', '0 USD'), 'cost/no-price cost.budget'],
    [
      'cost: { alert: 100% of budget }',
      'cost: { perToken: {}, budget: 9 USD/day }',
      'cost/no-price cost.perToken',
    ],
  ])('reports { %s } with { %s } where it stands', (monitor, cost, finding) => {
    expect(findings(project(monitor, cost))).toContain(finding);
  });

  it('triggers actions, and holds for others, beyond the alert, not at the warning', () => {
    const plan = soundPlan(
      withModel(
        [
          VERSIONED,
          COST,
          'monitors: [{ name: cost, cost: { warn: 80% of budget, alert: 100% of budget }, actions: [{ do: stop }] }, { name: both, any: [{ monitor: fraud-cost }, { of: latency, threshold: { gt: 1s } }] }]',
        ].join(', '),
        object('Action', 'stop', '{ type: webhook, webhook: stop, guard: { cooldown: 1h, maxPerWeek: 1 } }'),
      ).replace(
        '{ slack: { apiUrlFile: secrets/slack } }',
        '{ slack: { apiUrlFile: secrets/slack }, webhooks: { stop: { urlFile: secrets/stop } } }',
      ),
    );
    const { condition } = alertOf(plan, 'monitor:fraud-cost/over-budget');
    expect(alertOf(plan, 'monitor:fraud-cost/action-1-stop').condition).toEqual(condition);
    expect(alertOf(plan, 'monitor:fraud-both/threshold').condition).toMatchObject({ of: [condition, {}] });
  });

  it('needs tokens that are told by kind', () => {
    const monitor = 'monitors: [{ name: monitor, cost: { alert: 100% of budget } }]';
    const without = (metrics: string) => findings(withModel([monitor, metrics, COST].join(', ')));
    expect(without('metrics: { tokens: { name: tokens_total } }')).toEqual(['metrics/no-label cost']);
    expect(without('metrics: {}')).toEqual(['metrics/unknown-role cost']);
  });
});
