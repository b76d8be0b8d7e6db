import { describe, expect, it } from 'vitest';
import { object } from '../../support/specs.ts';
import { alertIds, alertOf, findings, onlyFinding, signalOf, soundPlan, withModel } from './built.ts';

const METRICS = 'metrics: { feedback: { name: feedback_total, labels: { value: rating } } }';
const INFO = object(
  'EscalationPolicy',
  'default',
  '{ severities: [page, ticket, info], routes: { page: { levels: [{ after: 0m, notify: [{ slack: team }] }] }, ticket: { levels: [{ after: 0m, notify: [{ slack: team }] }] }, info: { levels: [{ after: 0m, notify: [{ slack: team }] }] } } }',
);
const withProxies = (...proxies: string[]) =>
  withModel(`proxies: [${proxies.join(', ')}], escalation: default, ${METRICS}`, INFO);
const planOf = (...proxies: string[]) => soundPlan(withProxies(...proxies));
const conditionOf = (proxy: string) => alertOf(planOf(proxy), 'model:fraud/proxy-p').condition;

const rate = (selection: object = {}) => ({
  node: 'rate',
  of: { signal: 'model:fraud/requests', ...selection },
  overSeconds: 1800,
  unit: 'events-per-second',
});
const WITHIN = 'expect: { within: 25% of same-time-last-week }';

describe('a proxy', () => {
  it('is compared with its value a week ago, either way', () => {
    const now = rate({ where: { class: 'fraud' } });
    const ago = { node: 'ago', of: now, bySeconds: 604_800, unit: 'events-per-second' };
    const scaled = (factor: number) => ({ node: 'scaled', of: ago, factor, unit: 'events-per-second' });
    expect(conditionOf(`{ name: p, from: requests, class: fraud, ${WITHIN} }`)).toEqual({
      node: 'any',
      of: [
        { node: 'compare', left: now, op: '<', right: scaled(0.75) },
        { node: 'compare', left: now, op: '>', right: scaled(1.25) },
      ],
    });
  });

  it('tells while there is no week of history, unless it has a fixed bound as well', () => {
    const plan = planOf(`{ name: p, from: requests, ${WITHIN} }`);
    expect(alertOf(plan, 'model:fraud/proxy-p-no-history')).toMatchObject({
      severity: 'info',
      condition: { node: 'unless', of: { node: 'no-value' }, exception: { node: 'no-value', of: rate() } },
    });
    const both = planOf(
      '{ name: p, from: requests, expect: { within: 25% of same-time-last-week, min: 1/s } }',
    );
    expect(alertIds(both)).not.toContain('model:fraud/proxy-p-no-history');
    expect(alertOf(both, 'model:fraud/proxy-p').condition).toMatchObject({
      node: 'any',
      of: [{ op: '<', right: { node: 'constant', value: 1 } }, {}, {}],
    });
  });

  it('is compared with the baseline that the drift job writes, whose absence is told', () => {
    const plan = planOf(
      '{ name: p, from: confidence, statistic: mean, expect: { within: 10% of baseline } }',
    );
    expect(signalOf(plan, 'model:fraud/proxy-p-baseline')).toMatchObject({
      metric: 'modelwatch_baseline_value',
      emitter: 'drift-job',
      unit: 'ratio',
      prometheus: { labels: { model: 'fraud', proxy: 'p' } },
    });
    expect(alertOf(plan, 'model:fraud/proxy-p').condition).toMatchObject({
      of: [
        {
          op: '<',
          right: { factor: 0.9, of: { node: 'gauge', of: { signal: 'model:fraud/proxy-p-baseline' } } },
        },
        { op: '>', right: { factor: 1.1 } },
      ],
    });
    expect(alertOf(plan, 'model:fraud/proxy-p-baseline-absent').severity).toBe('info');
  });

  it('finds its class among ratings and outcomes too', () => {
    const share =
      '{ name: p, from: feedback, class: down, statistic: share, expect: { max: 8% }, minSamples: 200 }';
    expect(conditionOf(share)).toMatchObject({
      node: 'all',
      of: [
        { left: { numerator: { of: { where: { value: 'down' } } } }, op: '>', right: { value: 0.08 } },
        {
          left: { node: 'increase', of: { signal: 'model:fraud/feedback' } },
          op: '>=',
          right: { value: 200 },
        },
      ],
    });
    expect(conditionOf('{ name: p, from: labelled, class: wrong, expect: { max: 1/s } }')).toMatchObject({
      left: { of: { where: { outcome: 'wrong' } } },
    });
  });

  it('is an alert of its model, explained by what is upstream', () => {
    const alert = alertOf(
      planOf('{ name: p, query: "a / b", unit: ratio, expect: { max: 15% } }'),
      'model:fraud/proxy-p',
    );
    expect(alert).toMatchObject({
      name: 'FraudProxyP',
      class: 'quality',
      severity: 'ticket',
      subject: { kind: 'Model', name: 'fraud' },
      condition: { left: { node: 'raw', text: 'a / b' }, op: '>', right: { value: 0.15 } },
    });
    expect(alert.prose.summary).toEqual([
      { text: 'fraud: proxy p is ' },
      { value: 'ratio' },
      { text: '; expected is at most 15%' },
    ]);
  });

  it('is a share where a percentage is expected of a query', () => {
    expect(conditionOf('{ name: p, query: "a / b", expect: { max: 15% } }')).toMatchObject({
      left: { unit: 'ratio' },
      right: { value: 0.15, unit: 'ratio' },
    });
    expect(findings(withProxies('{ name: p, query: x, unit: seconds, expect: { max: 15% } }'))).toEqual([
      'unit/threshold proxies.0.expect.max',
    ]);
  });

  it('has an alert on missing data where that is asked for', () => {
    const plan = planOf('{ name: p, query: "a / b", expect: { max: 15 }, onNoData: alert }');
    expect(alertOf(plan, 'model:fraud/proxy-p-no-data').condition).toMatchObject({ node: 'no-value' });
    const role = planOf('{ name: p, from: confidence, expect: { max: 15% }, onNoData: alert }');
    expect(alertIds(role)).toContain('model:fraud/confidence-absent');
  });

  it('pages only together with a second signal', () => {
    const other = '{ name: q, query: "c / d", expect: { max: 2 } }';
    const paging = '{ name: p, query: "a / b", expect: { max: 1 }, severity: page';
    const found = onlyFinding(withProxies(`${paging} }`));
    expect(found).toMatchObject({ code: 'proxy/page-alone', field: 'spec.proxies.0.severity' });
    const alert = alertOf(planOf(`${paging}, confirmWith: { proxy: q } }`, other), 'model:fraud/proxy-p');
    expect(alert).toMatchObject({
      severity: 'page',
      condition: {
        node: 'all',
        of: [{ left: { text: 'a / b' } }, { left: { text: 'c / d' }, right: { value: 2 } }],
      },
    });
  });

  it('is confirmed by a monitor, or by an objective whose budget burns', () => {
    const more = (confirm: string) =>
      withModel(
        `proxies: [{ name: p, query: "a / b", expect: { max: 1 }, severity: page, confirmWith: ${confirm} }], slos: [{ name: avail, sli: { type: availability }, objective: 99.9% }], monitors: [{ name: slow, of: latency, threshold: { gt: 1s } }]`,
      );
    const condition = (confirm: string) => alertOf(soundPlan(more(confirm)), 'model:fraud/proxy-p').condition;
    expect(condition('{ monitor: fraud-slow }')).toMatchObject({
      of: [{}, { right: { value: 1, unit: 'seconds' } }],
    });
    expect(condition('{ slo: fraud-avail }')).toMatchObject({ of: [{}, { node: 'any' }] });
    expect(findings(more('{ monitor: slow }'))).toEqual(['reference/unknown proxies.0.confirmWith.monitor']);
  });

  it.each([
    ['{ name: p, from: requests, expect: {} }', 'proxy/no-bound proxies.0.expect'],
    ['{ name: p, expect: { max: 1 } }', 'monitor/of-or-query proxies.0'],
    ['{ name: p, from: requests, query: x, expect: { max: 1 } }', 'monitor/of-or-query proxies.0.query'],
    ['{ name: p, from: requezts, expect: { max: 1/s } }', 'metrics/unknown-role proxies.0.from'],
    ['{ name: p, from: requests, expect: { max: 5% } }', 'unit/threshold proxies.0.expect.max'],
    [
      '{ name: p, from: requests, expect: { min: 5/s, max: 1/s } }',
      'baseline/bounds-crossed proxies.0.expect.min',
    ],
    ['{ name: p, from: requests, expect: { within: 5% } }', 'unit/relative proxies.0.expect.within'],
    [
      '{ name: p, from: requests, expect: { within: 0% of baseline } }',
      'baseline/unreachable proxies.0.expect.within',
    ],
    ['{ name: p, from: latency, class: a, expect: { max: 1s } }', 'metrics/no-label proxies.0.class'],
    [
      '{ name: p, query: x, expect: { max: 1 }, confirmWith: { proxy: p } }',
      'proxy/unknown proxies.0.confirmWith.proxy',
    ],
    [
      '{ name: p, query: x, expect: { max: 1 } }, { name: p, query: y, expect: { max: 1 } }',
      'proxy/duplicate-name proxies.1.name',
    ],
  ])('is refused as %s, where it stands', (proxy, finding) => {
    expect(findings(withProxies(proxy))).toContain(finding);
  });
});
