import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/plan/plan.ts';
import type { CloudWatchMetric } from '../../../src/plan/signal.ts';
import type { PredictionLog } from '../../../src/plan/telemetry.ts';
import { metricFilters } from '../../../src/targets/aws/metric-filters.ts';
import {
  AVAILABILITY,
  cloudWatchPlan,
  keptNowhere,
  LOG,
  metricOf,
  SIGNALS,
  withMetric,
} from '../../support/cloudwatch-plan.ts';
import { alertOf } from '../../support/plan.ts';

function render(parts: Partial<Plan> = {}) {
  const result = metricFilters(cloudWatchPlan(parts));
  const byKey = new Map(result.parts.map(({ key, resource }) => [key, resource.Properties]));
  return {
    keys: [...byKey.keys()],
    pattern: (key: string) => byKey.get(key)?.['FilterPattern'],
    transformation: (key: string) =>
      (byKey.get(key)?.['MetricTransformations'] as unknown[] | undefined)?.[0],
    notes: result.notes,
    messages: result.notes.map(({ code, message }) => `${code} ${message}`),
  };
}

const withLog = (log: Partial<PredictionLog>): Partial<Plan> => ({ predictionLogs: [{ ...LOG, ...log }] });
const latency = (metric: Partial<CloudWatchMetric>, log: Partial<PredictionLog> = {}) =>
  render({ signals: withMetric('latency', metric), ...withLog({ roles: ['latency'], ...log }) });

describe('metricFilters', () => {
  it('counts successes as requests and failures as errors', () => {
    const { pattern, transformation, notes } = render();
    expect(pattern('fraud requests filter')).toBe('{ ($.model_name = "fraud") && ($.error NOT EXISTS) }');
    expect(pattern('fraud errors filter')).toBe('{ ($.model_name = "fraud") && ($.error = "*") }');
    expect(transformation('fraud errors filter')).toEqual({
      MetricNamespace: 'ML/Serving',
      MetricName: 'Errors',
      MetricValue: '1',
      Unit: 'Count',
      Dimensions: [{ Key: 'model', Value: '$.model_name' }],
    });
    expect(notes).toEqual([]);
  });

  it('counts every line as a request where the objective does not add errors to them', () => {
    const including = {
      ...AVAILABILITY,
      indicator: {
        type: 'events',
        total: [{ signal: 'model:fraud/requests' }],
        bad: [{ signal: 'model:fraud/errors' }],
      },
    } as const;
    expect(render({ objectives: [including] }).pattern('fraud requests filter')).toBe(
      '{ $.model_name = "fraud" }',
    );
  });

  it('publishes what the line measures', () => {
    const { pattern, transformation } = render();
    expect(pattern('fraud latency filter')).toBe('{ ($.model_name = "fraud") && ($.latency_seconds = *) }');
    expect(transformation('fraud latency filter')).toMatchObject({
      MetricValue: '$.latency_seconds',
      Unit: 'Seconds',
    });
  });

  it('publishes once more by each facet that the log carries', () => {
    const { pattern, transformation } = render();
    expect(pattern('fraud requests by class filter')).toContain('($.decision.class = "*")');
    expect(transformation('fraud requests by version filter')).toMatchObject({
      Dimensions: [
        { Key: 'model', Value: '$.model_name' },
        { Key: 'model_version', Value: '$.model_version' },
      ],
    });
  });

  it('publishes by version and class together when something asks for both', () => {
    const alert = alertOf(
      'FraudShare',
      { kind: 'Monitor', name: 'fraud-share' },
      {
        node: 'absent',
        of: { signal: 'model:fraud/requests', where: { version: 'v1', class: 'fraud' } },
      },
    );
    expect(render().keys).not.toContain('fraud requests by version and class filter');
    expect(render({ alerts: [alert] }).keys).toContain('fraud requests by version and class filter');
  });

  it('takes every line when nothing tells lines apart', () => {
    const { pattern, transformation } = render({
      signals: withMetric('requests', { dimensions: {} }),
      ...withLog({ roles: ['requests'], fields: {} }),
    });
    expect(pattern('fraud requests filter')).toBe('');
    expect(transformation('fraud requests filter')).not.toHaveProperty('Dimensions');
  });

  it('leaves out what is kept in another unit, at the line of the log', () => {
    const { keys, notes, messages } = latency({ unit: 'Milliseconds', scale: 0.001 });
    expect(keys).toEqual([]);
    expect(messages).toEqual([
      "target/unsupported aws: the metric Latency of role latency is part of the log of predictions; left out: a metric filter cannot multiply, and the metric is kept in Milliseconds, the log's field in seconds",
    ]);
    expect(notes[0]?.span).toMatchObject({ file: 'datasources.yaml', start: { line: 4 } });
  });

  it.each([
    ['no field of the log carries its dimension region', { dimensions: { model: 'fraud', region: 'eu' } }],
    ['no filter pattern can hold a*b, the model of fraud, as it is', { dimensions: { model: 'a*b' } }],
    ['nobody but AWS publishes to the namespace AWS/SageMaker', { namespace: 'AWS/SageMaker' }],
    ["a metric filter's namespace has only letters, digits and . - _ / #", { namespace: 'ML Serving' }],
    ["the name of a metric filter's metric has no : * $", { name: 'a:b' }],
  ])('leaves out: %s', (why, metric) => {
    const { keys, messages } = latency(metric);
    expect(keys).toEqual([]);
    expect(messages).toEqual([expect.stringContaining(why)]);
  });

  it('asks for the field that a role needs', () => {
    const { keys, notes } = render(withLog({ roles: ['errors', 'latency', 'confidence'], fields: {} }));
    expect(keys).toEqual([]);
    expect(notes.map(({ hint }) => hint)).toEqual([
      'Name it under fields: { error: … }.',
      'Name it under fields: { latency: … }.',
      'Name it under fields: { confidence: … }.',
    ]);
  });

  it('leaves out a metric of more than three dimensions', () => {
    const dimensions = { a: '1', b: '2', c: '3', d: '4' };
    const { keys, messages } = latency(
      { dimensions },
      { dimensionFields: { a: 'a', b: 'b', c: 'c', d: 'd' } },
    );
    expect(keys).toEqual([]);
    expect(messages).toEqual([
      'target/limit Latency of fraud has 4, but AWS allows at most 3 dimensions of a metric made by a metric filter: the metric is left out',
    ]);
  });

  it('says that a facet asked for is carried by no field', () => {
    const alert = alertOf(
      'FraudTimeouts',
      { kind: 'Monitor', name: 'fraud-timeouts' },
      { node: 'absent', of: { signal: 'model:fraud/errors', where: { reason: 'timeout' } } },
    );
    const signals = withMetric('errors', { facetDimensions: { reason: 'reason' } });
    const { keys, messages } = render({ alerts: [alert], signals, ...withLog({ roles: ['errors'] }) });
    expect(keys).toEqual(['fraud errors filter']);
    expect(messages).toEqual([expect.stringContaining('the metric Errors by reason of role errors')]);
  });

  it('leaves out a pattern that is too long', () => {
    const { messages } = latency({ dimensions: { model: 'x'.repeat(1024) } });
    expect(messages).toEqual([
      expect.stringMatching(/^target\/limit the pattern for fraud latency has \d+, but/),
    ]);
  });

  it('publishes no metric twice', () => {
    const signals = withMetric('requests', { name: 'Errors', facetDimensions: {} });
    const { keys, messages } = render({ signals, ...withLog({ roles: ['errors', 'requests'] }) });
    expect(keys).toEqual(['fraud errors filter']);
    expect(messages).toEqual([expect.stringContaining('left out: it is fraud errors already')]);
  });

  it('publishes no counts into a distribution', () => {
    const signals = SIGNALS.map((signal) =>
      signal.role === 'requests' ? { ...signal, instrument: 'histogram' as const } : signal,
    );
    const { keys, messages } = render({ signals, ...withLog({ roles: ['requests'] }) });
    expect(keys).toEqual([]);
    expect(messages).toEqual([expect.stringContaining('left out: it is no counter')]);
  });

  it('says nothing of roles that CloudWatch does not keep', () => {
    const signals = keptNowhere();
    expect(render({ signals })).toMatchObject({ keys: [], notes: [] });
  });

  it('keeps to a hundred filters a log group', () => {
    const models = Array.from({ length: 101 }, (_, index) => `m${index}`);
    const [latencySignal] = SIGNALS.filter(({ role }) => role === 'latency');
    const { keys, messages } = render({
      signals: models.flatMap((name) =>
        latencySignal
          ? [
              {
                ...latencySignal,
                id: `model:${name}/latency`,
                ...metricOf('Latency', { dimensions: { model: name } }),
              },
            ]
          : [],
      ),
      predictionLogs: models.map((name) => ({
        ...LOG,
        subject: { kind: 'Model', name },
        roles: ['latency'],
      })),
    });
    expect(keys).toHaveLength(100);
    expect(messages).toEqual([
      'target/limit 101 metrics are made of the log group /ml/fraud/predictions, but AWS allows at most 100 metric filters on a log group: the first 100 are rendered',
    ]);
  });
});
