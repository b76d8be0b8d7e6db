import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../src/plan/condition.ts';
import { object } from '../../support/specs.ts';
import { alertOf, findings, soundPlan, withModel } from './built.ts';

describe('a monitor of several conditions', () => {
  const ALSO = [
    object(
      'BusinessMetric',
      'ctr',
      '{ owner: ml, query: "a / b", direction: higher-is-better, baseline: { compare: same-time-last-week, maxDecrease: 8%, fallback: { min: 1 } } }',
    ),
    object('SLO', 'avail', '{ model: fraud, sli: { type: availability }, objective: 99.9% }'),
    object(
      'Monitor',
      'slow',
      '{ model: fraud, of: latency, statistic: p99, threshold: { gt: 1s }, recover: { lt: 500ms } }',
    ),
  ];
  const project = (monitor: string, ...objects: string[]) =>
    withModel(`monitors: [{ name: monitor, ${monitor} }]`, ...ALSO, ...objects);
  const joinedIn = (monitor: string): Condition =>
    alertOf(soundPlan(project(monitor)), 'monitor:fraud-monitor/threshold').condition;

  it('inlines the conditions of others', () => {
    const plan = soundPlan(project('all: [{ businessMetric: ctr }, { monitor: slow }]'));
    const { condition } = alertOf(plan, 'monitor:fraud-monitor/threshold');
    const breach = alertOf(plan, 'business-metric:ctr/breached').condition;
    const slow = alertOf(plan, 'monitor:slow/threshold').condition;
    // The latch of the other monitor waits for the other monitor's alert, which this one does not stand on.
    expect(condition).toEqual({
      node: 'all',
      of: [breach, slow.node === 'latched' ? slow.trigger : undefined],
    });
  });

  it('knows how fast a budget burns, and whether it is gone', () => {
    expect(joinedIn('any: [{ slo: avail }, { slo: avail, state: exhausted }]')).toMatchObject({
      node: 'any',
      of: [
        {
          node: 'any',
          of: [
            { node: 'burn-rate', factor: 14.4 },
            { node: 'burn-rate', factor: 6 },
            { node: 'burn-rate', factor: 3 },
            { node: 'burn-rate', factor: 1 },
          ],
        },
        { node: 'budget-remaining', objective: 'avail', op: '<=', ratio: 0 },
      ],
    });
  });

  it('has thresholds of its own', () => {
    expect(
      joinedIn(
        'all: [{ of: requests, threshold: { lt: 1/s }, minSamples: 5 }, { query: x, unit: ratio, threshold: { gt: 5% } }]',
      ),
    ).toMatchObject({
      node: 'all',
      of: [
        {
          node: 'all',
          of: [
            { op: '<', right: { value: 1 } },
            { op: '>=', right: { value: 5 } },
          ],
        },
        { op: '>', left: { node: 'raw' }, right: { value: 0.05 } },
      ],
    });
  });

  it('says in words what holds', () => {
    const { prose } = alertOf(
      soundPlan(
        project('all: [{ businessMetric: ctr }, { of: latency, statistic: p99, threshold: { gt: 1s } }]'),
      ),
      'monitor:fraud-monitor/threshold',
    );
    expect(prose.summary).toEqual([
      {
        text: 'fraud-monitor: of fraud, business metric ctr is breached, and p99 of latency over 30m is above 1s',
      },
    ]);
  });

  it.each([
    ['all: [{ businessMetric: ctx }, { slo: avail }]', 'reference/unknown all.0.businessMetric'],
    ['all: [{ slo: avail }, { monitor: sloww }]', 'reference/unknown all.1.monitor'],
    ['all: [{ slo: avail }, { monitor: fraud-monitor }]', 'monitor/cycle all.1.monitor'],
    ['any: [{ slo: avail }, { of: latency, threshold: { gt: 5% } }]', 'unit/threshold any.1.threshold.gt'],
    ['any: [{ slo: avail }, { of: latenzy, threshold: { gt: 5s } }]', 'metrics/unknown-role any.1.of'],
    [
      'any: [{ slo: avail }, { of: latency, query: x, threshold: { gt: 5s } }]',
      'monitor/of-or-query any.1.query',
    ],
  ])('reports { %s } where it stands', (monitor, finding) => {
    expect(findings(project(monitor))).toContain(finding);
  });

  it('reports a circle of several at each of its references', () => {
    const other = object(
      'Monitor',
      'other',
      '{ model: fraud, any: [{ monitor: fraud-monitor }, { slo: avail }] }',
    );
    expect(findings(project('all: [{ monitor: other }, { slo: avail }]', other))).toEqual([
      'monitor/cycle all.0.monitor',
      'monitor/cycle any.0.monitor',
    ]);
  });

  it('reports a state that an SLO never has', () => {
    const quiet = object(
      'SLO',
      'quiet',
      '{ model: fraud, sli: { type: availability, bad: [errors] }, objective: 99%, alerting: { burnPolicy: none, remaining: {} } }',
    );
    expect(findings(project('all: [{ slo: quiet }, { slo: avail }]', quiet))).toContain(
      'monitor/no-such-state all.0.state',
    );
  });
});
