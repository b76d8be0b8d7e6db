import { describe, expect, it } from 'vitest';
import type { Objective } from '../../../src/plan/objective.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import { objectiveResources } from '../../../src/targets/aws/application-signals.ts';
import {
  AVAILABILITY,
  cloudWatchPlan,
  FRESHNESS,
  LATENCY,
  SATURATION,
  SIGNALS,
  withMetric,
} from '../../support/cloudwatch-plan.ts';

function render(objective: Objective, parts: Partial<Plan> = {}) {
  const result = objectiveResources(cloudWatchPlan({ objectives: [objective], ...parts }));
  return {
    properties: result.parts[0]?.resource.Properties,
    notes: result.notes,
    messages: result.notes.map(({ code, message }) => `${code} ${message}`),
  };
}

function metricOf(name: string, stat: string, period = 60) {
  return {
    MetricStat: {
      Metric: {
        Namespace: 'ML/Serving',
        MetricName: name,
        Dimensions: [expect.objectContaining({ Name: expect.any(String) })],
      },
      Period: period,
      Stat: stat,
    },
  };
}

describe('objectiveResources', () => {
  it('counts bad requests in all of them', () => {
    const { properties, notes } = render(AVAILABILITY);
    expect(properties).toMatchObject({
      Name: 'acme-prod-fraud-availability',
      Description: 'Fraud answers',
      RequestBasedSli: {
        RequestBasedSliMetric: {
          TotalRequestCountMetric: [
            { Id: 'total1', ...metricOf('Requests', 'Sum'), ReturnData: false },
            { Id: 'total2', ...metricOf('Errors', 'Sum'), ReturnData: false },
            { Id: 'totals', Expression: 'FILL(total1, 0) + FILL(total2, 0)', ReturnData: true },
          ],
          MonitoredRequestCountMetric: {
            BadCountMetric: [{ Id: 'bad1', ...metricOf('Errors', 'Sum'), ReturnData: true }],
          },
        },
      },
    });
    expect(notes).toEqual([]);
  });

  it('has the goal in percent, exactly, and warns where an alert does', () => {
    expect(render(AVAILABILITY).properties?.['Goal']).toEqual({
      AttainmentGoal: 99.9,
      WarningThreshold: 25,
      Interval: { RollingInterval: { DurationUnit: 'DAY', Duration: 30 } },
    });
    const hours = render({ ...LATENCY, target: 0.99995, periodSeconds: 36 * 3600 }).properties;
    expect(hours?.['Goal']).toEqual({
      AttainmentGoal: 99.995,
      Interval: { RollingInterval: { DurationUnit: 'HOUR', Duration: 36 } },
    });
  });

  it('keeps the windows of the burn-rate policy, as far as they fit', () => {
    const windows = (properties: Readonly<Record<string, unknown>> | undefined) =>
      properties?.['BurnRateConfigurations'];
    expect(windows(render(AVAILABILITY).properties)).toEqual(
      [5, 30, 60, 360].map((minutes) => ({ LookBackWindowMinutes: minutes })),
    );
    expect(windows(render(LATENCY).properties)).toBeUndefined();
    const slow = AVAILABILITY.burnTiers.map((tier) => ({ ...tier, longSeconds: 14 * 86_400 }));
    const { properties, messages } = render({ ...AVAILABILITY, burnTiers: slow });
    expect(windows(properties)).toEqual([5, 30].map((minutes) => ({ LookBackWindowMinutes: minutes })));
    expect(messages).toEqual([
      'target/limit fraud-availability looks back over 14d, but AWS allows at most 10080 minutes in the look-back window of a burn rate: no burn rate over it is kept',
    ]);
  });

  it('keeps at most ten windows', () => {
    const [tier] = AVAILABILITY.burnTiers;
    const burnTiers = tier
      ? [1, 2, 3, 4, 5, 6].map((n) => ({ ...tier, shortSeconds: n * 60, longSeconds: n * 3600 }))
      : [];
    const { properties, messages } = render({ ...AVAILABILITY, burnTiers });
    expect(properties?.['BurnRateConfigurations']).toHaveLength(10);
    expect(messages).toEqual([expect.stringContaining('looks at 12 windows')]);
  });

  it('counts what is slower than the threshold, in the unit of the metric', () => {
    const countOf = (parts: Partial<Plan>) =>
      JSON.stringify(render(LATENCY, parts).properties?.['RequestBasedSli']);
    expect(countOf({})).toContain('"Stat":"TC(0.25:)"');
    expect(countOf({})).toContain('"Stat":"SampleCount"');
    const microseconds = { signals: withMetric('latency', { unit: 'Microseconds', scale: 1e-6 }) };
    expect(countOf(microseconds)).toContain('"Stat":"TC(250000:)"');
  });

  it('judges periods by a gauge', () => {
    expect(render(SATURATION).properties?.['Sli']).toEqual({
      SliMetric: {
        MetricDataQueries: [
          { Id: 'm1', ...metricOf('Gpu', 'Maximum', 300), ReturnData: false },
          { Id: 'value', Expression: 'm1 * 0.01', ReturnData: true },
        ],
      },
      ComparisonOperator: 'LessThanOrEqualTo',
      MetricThreshold: 0.85,
    });
  });

  it.each([
    ['>', 'LessThanOrEqualTo'],
    ['>=', 'LessThan'],
    ['<', 'GreaterThanOrEqualTo'],
    ['<=', 'GreaterThan'],
  ] as const)('turns what is bad, %s, into what is good', (badWhen, operator) => {
    if (SATURATION.indicator.type !== 'time-in-bounds') throw new Error('no gauge');
    const objective = { ...SATURATION, indicator: { ...SATURATION.indicator, badWhen } };
    expect(render(objective).properties?.['Sli']).toMatchObject({ ComparisonOperator: operator });
  });

  it('judges minutes by an age and says so', () => {
    const { properties, notes } = render(FRESHNESS);
    expect(properties?.['Sli']).toMatchObject({
      SliMetric: {
        MetricDataQueries: [
          { Id: 'm1', ...metricOf('LastSuccess', 'Minimum', 60) },
          { Id: 'value', Expression: 'EPOCH(FILL(m1, REPEAT)) - FILL(m1, REPEAT)' },
        ],
      },
      MetricThreshold: 5400,
    });
    expect(notes.map(({ code }) => code)).toEqual(['target/approximated']);
  });

  it.each([
    [3600, 900, 'sloPeriod'],
    [30, 60, 'sloPeriodShortest'],
  ])('takes the nearest period for slices of %i s', (sliceSeconds, period, limit) => {
    const { properties, notes } = render({ ...SATURATION, budgeting: { type: 'timeslices', sliceSeconds } });
    expect(JSON.stringify(properties)).toContain(`"Period":${period},`);
    expect(notes.map(({ code, data }) => [code, data?.['limit']])).toEqual([['target/limit', limit]]);
  });

  it('judges periods by the ratio of events where slices are budgeted', () => {
    const { properties } = render({ ...AVAILABILITY, budgeting: { type: 'timeslices', sliceSeconds: 300 } });
    expect(properties).not.toHaveProperty('RequestBasedSli');
    expect(properties?.['Sli']).toMatchObject({
      ComparisonOperator: 'LessThanOrEqualTo',
      MetricThreshold: 0.001,
    });
    expect(JSON.stringify(properties?.['Sli'])).toContain(
      'FILL(bad1, 0) / (FILL(total1, 0) + FILL(total2, 0))',
    );
  });

  it('says what it leaves out of the budget', () => {
    const { messages } = render({ ...AVAILABILITY, excludedMaintenance: ['backfill'] });
    expect(messages).toEqual([
      expect.stringMatching(/^target\/unsupported aws: backfill of fraud-availability/),
    ]);
  });

  it('says that a measure cannot be said in metric math', () => {
    if (SATURATION.indicator.type !== 'time-in-bounds') throw new Error('no gauge');
    const measure = {
      node: 'ago',
      of: SATURATION.indicator.measure,
      bySeconds: 604_800,
      unit: 'ratio',
    } as const;
    const { properties, messages } = render({
      ...SATURATION,
      indicator: { ...SATURATION.indicator, measure },
    });
    expect(properties).toBeUndefined();
    expect(messages).toEqual([expect.stringContaining('fraud-saturation in Application Signals')]);
  });

  it('leaves out, without a word, what CloudWatch does not keep', () => {
    const signals = SIGNALS.filter(({ role }) => role !== 'errors');
    expect(render(AVAILABILITY, { signals })).toMatchObject({ properties: undefined, notes: [] });
    const byVersion = {
      ...LATENCY,
      indicator: {
        type: 'histogram-threshold',
        of: { signal: 'model:fraud/latency', where: { version: 'v1' } },
        thresholdSeconds: 0.25,
      },
    } as const;
    expect(render(byVersion)).toMatchObject({ properties: undefined, notes: [] });
  });

  it('tells of a name that is too long', () => {
    const { properties, messages } = render({ ...LATENCY, id: 'x'.repeat(130) });
    expect(String(properties?.['Name']).length).toBeLessThanOrEqual(128);
    expect(messages).toEqual([expect.stringMatching(/^target\/renamed the service level objective/)]);
  });

  it('leaves out an objective of more metrics than Application Signals takes', () => {
    const total = Array.from({ length: 11 }, (_, index) => ({
      signal: 'model:fraud/requests',
      where: { version: `v${index}` },
    }));
    const indicator = { type: 'events', total, bad: [{ signal: 'model:fraud/errors' }] } as const;
    const { properties, messages } = render({ ...AVAILABILITY, indicator });
    expect(properties).toBeUndefined();
    expect(messages).toEqual([expect.stringContaining('fraud-availability is made of 11 metrics')]);
  });
});
