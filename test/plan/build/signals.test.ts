import { describe, expect, it } from 'vitest';
import { rawValue } from '../../../src/plan/signal.ts';
import {
  alertOf,
  findings,
  objectiveOf,
  onlyFinding,
  signalOf,
  soundPlan,
  withMonitor,
  withSlo,
} from './built.ts';

const LATENCY = 'sli: { type: latency, threshold: 250ms }, objective: 99%';

const latencyOf = (more: string) => signalOf(soundPlan(withSlo(LATENCY, more)), 'model:fraud/latency');

describe('a role that the model does not map', () => {
  it('is what the convention says', () => {
    expect(latencyOf('')).toMatchObject({
      metric: 'model_prediction_latency_seconds',
      instrument: 'histogram',
      unit: 'seconds',
      prometheus: {
        scale: 1,
        labels: {},
        histogram: { kind: 'classic', buckets: [0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1] },
      },
      emitter: 'service',
    });
  });

  it('has the labels of the convention', () => {
    const plan = soundPlan(withSlo('sli: { type: availability }, objective: 99%'));
    expect(signalOf(plan, 'model:fraud/requests')).toMatchObject({
      metric: 'model_predictions_total',
      prometheus: { facetLabels: { version: 'model_version', class: 'prediction_class' } },
    });
    expect(signalOf(plan, 'model:fraud/errors').prometheus.facetLabels).toStrictEqual({
      version: 'model_version',
      reason: 'reason',
    });
  });

  it('points at the model', () => {
    expect(latencyOf('').origin.object).toEqual({ kind: 'Model', name: 'fraud' });
  });
});

describe('a mapping', () => {
  it('changes what it says and keeps the rest of the convention', () => {
    const signal = latencyOf(
      'select: { job: f, zone: a }, metrics: { latency: { match: { zone: b, path: /p } } }',
    );
    expect(signal.metric).toBe('model_prediction_latency_seconds');
    // What the role says is stronger than what the model says of all.
    expect(signal.prometheus.labels).toEqual({ job: 'f', zone: 'b', path: '/p' });
  });

  it('gives labels one by one', () => {
    const plan = soundPlan(
      withSlo(
        'sli: { type: availability }, objective: 99%',
        'metrics: { requests: { labels: { version: rev } }, errors: { labels: { class: kind } } }',
      ),
    );
    expect(signalOf(plan, 'model:fraud/requests')).toMatchObject({
      prometheus: { facetLabels: { version: 'rev', class: 'prediction_class' } },
    });
    expect(signalOf(plan, 'model:fraud/errors')).toMatchObject({
      prometheus: { facetLabels: { version: 'model_version', class: 'kind' } },
    });
  });

  it('has the buckets of the convention only while the metric is the convention’s', () => {
    expect(latencyOf('metrics: { latency: { name: other_seconds } }').prometheus.histogram).toEqual({
      kind: 'classic',
    });
    expect(
      latencyOf('metrics: { latency: { name: model_prediction_latency_seconds } }').prometheus.histogram
        ?.buckets,
    ).toHaveLength(9);
    expect(
      latencyOf('metrics: { latency: { name: x_seconds, buckets: [0.1, 0.25] } }').prometheus.histogram,
    ).toEqual({
      kind: 'classic',
      buckets: [0.1, 0.25],
    });
  });

  it('of a native histogram has no buckets', () => {
    expect(latencyOf('metrics: { latency: { native: true } }').prometheus.histogram).toEqual({
      kind: 'native',
    });
  });

  it.each([
    ['milliseconds', 'seconds', 0.001],
    ['microseconds', 'seconds', 0.000_001],
    ['seconds', 'seconds', 1],
    ['percent', 'ratio', 0.01],
    ['ratio', 'ratio', 1],
    ['bytes', 'bytes', 1],
    ['none', 'none', 1],
  ])('in %s is measured in %s, times %d', (unit, planned, scale) => {
    const plan = soundPlan(
      withMonitor(
        `of: size, threshold: { gt: ${{ seconds: '1s', ratio: '50%', bytes: '2Gi' }[planned] ?? '5'} }`,
        `metrics: { size: { name: size, type: gauge, unit: ${unit} } }`,
      ),
    );
    expect(signalOf(plan, 'model:fraud/size')).toMatchObject({ unit: planned, prometheus: { scale } });
  });

  it.each([
    ['{ name: things_total }', 'counter'],
    ['{ name: things, buckets: [1, 2] }', 'histogram'],
    ['{ name: things, native: true }', 'histogram'],
    ['{ name: things_total, type: gauge }', 'gauge'],
  ])('of a role that the convention does not know: %s is a %s', (mapping, instrument) => {
    const threshold = instrument === 'counter' ? '5/s' : '5';
    const plan = soundPlan(
      withMonitor(`of: things, threshold: { gt: ${threshold} }`, `metrics: { things: ${mapping} }`),
    );
    expect(signalOf(plan, 'model:fraud/things').instrument).toBe(instrument);
  });

  it.each([
    ['{ type: gauge }', 'role things has no name', 'the name of its metric'],
    ['{ name: things }', 'role things has no type', 'type: counter, gauge or histogram'],
  ])('that says too little is refused: %s', (mapping, message, expected) => {
    const finding = onlyFinding(
      withMonitor('of: things, threshold: { gt: 5 }', `metrics: { things: ${mapping} }`),
    );
    expect(finding).toMatchObject({
      code: 'metrics/incomplete-mapping',
      message,
      expected,
      object: { kind: 'Model', name: 'fraud' },
      field: 'spec.metrics.things',
    });
  });
});

describe('a role that nobody maps', () => {
  it('is refused at the field that asks for it, with the nearest one', () => {
    const finding = onlyFinding(withSlo('sli: { type: availability, bad: [errors, erors] }, objective: 99%'));
    expect(finding).toMatchObject({
      code: 'metrics/unknown-role',
      message: 'no metric of fraud plays the role "erors"',
      object: { kind: 'SLO', name: 'fraud-slo' },
      field: 'spec.sli.bad.1',
      hint: 'Did you mean "errors"?',
      suggestions: ['errors'],
    });
  });

  it('is told with the model’s own roles, and how to map it when none is near', () => {
    const finding = onlyFinding(
      withSlo(
        'sli: { type: latency, of: timeToFirstToken, threshold: 1s }, objective: 99%',
        'metrics: { queue: { name: queue_length, type: gauge } }',
      ),
    );
    expect(finding.expected).toBe(
      'one of confidence, errors, featureFreshness, labelled, latency, queue, requests, rows, score',
    );
    expect(finding.hint).toBe('Map it under metrics of Model fraud: timeToFirstToken: { name: …, type: … }.');
  });

  it.each(['constructor', 'toString', 'hasOwnProperty'])(
    'is not found in the language itself: %s',
    (role) => {
      expect(findings(withMonitor(`of: ${role}, threshold: { gt: 5 }`))).toEqual(['metrics/unknown-role of']);
    },
  );
});

describe('an instrument that does not fit', () => {
  it.each([
    [
      'sli: { type: latency, of: requests, threshold: 1s }',
      'role requests of fraud is a counter',
      'a histogram',
    ],
    ['sli: { type: saturation, of: errors, max: 90% }', 'role errors of fraud is a counter', 'a gauge'],
    ['sli: { type: freshness, of: latency, maxAge: 1h }', 'role latency of fraud is a histogram', 'a gauge'],
    [
      'sli: { type: availability, total: featureFreshness }',
      'role featureFreshness of fraud is a gauge',
      'a counter or a histogram',
    ],
  ])('is refused: %s', (sli, message, expected) => {
    expect(onlyFinding(withSlo(`${sli}, objective: 99%`))).toMatchObject({
      code: 'metrics/wrong-instrument',
      severity: 'error',
      message,
      expected,
    });
  });
});

describe('buckets', () => {
  it.each([
    ['[0.25, 0.1]', '[0.1, 0.25]'],
    ['[0.1, 0.25, 0.25]', '[0.1, 0.25]'],
  ])('that do not ascend are refused: %s', (buckets, expected) => {
    expect(onlyFinding(withSlo(LATENCY, `metrics: { latency: { buckets: ${buckets} } }`))).toMatchObject({
      code: 'metrics/buckets-not-ascending',
      expected,
      field: 'spec.metrics.latency.buckets',
    });
  });
});

describe('the threshold of a latency objective', () => {
  const planWith = (threshold: string, mapping: string) =>
    soundPlan(
      withSlo(
        `sli: { type: latency, threshold: ${threshold} }, objective: 99%`,
        `metrics: { latency: ${mapping} }`,
      ),
    );

  it.each([
    ['250ms', '{ name: l, type: histogram, unit: milliseconds, buckets: [100, 250, 500] }', 250, 0.25],
    ['250ms', '{ name: l, type: histogram, unit: microseconds, buckets: [250000] }', 250_000, 0.25],
    ['1m', '{ name: l, type: histogram, unit: milliseconds, buckets: [60000] }', 60_000, 60],
    ['100ms', '{ name: l, type: histogram, unit: microseconds, buckets: [100000] }', 100_000, 0.1],
    // In floating point 0.07 / 0.001 is 70.00000000000001.
    ['70ms', '{ name: l, type: histogram, unit: milliseconds, buckets: [70] }', 70, 0.07],
    ['250ms', '{}', 0.25, 0.25],
    // No bucket is needed, and none is known.
    ['333ms', '{ native: true }', 0.333, 0.333],
    ['333ms', '{ name: other }', 0.333, 0.333],
  ])('%s on %s is %d in its unit', (threshold, mapping, raw, seconds) => {
    const withType = mapping.replace('{ name: other }', '{ name: other, type: histogram }');
    const plan = planWith(threshold, withType);
    expect(objectiveOf(plan, 'fraud-slo').indicator).toEqual({
      type: 'histogram-threshold',
      of: { signal: 'model:fraud/latency' },
      thresholdSeconds: seconds,
    });
    expect(rawValue(signalOf(plan, 'model:fraud/latency').prometheus, seconds)).toBe(raw);
  });

  it.each([
    // Between two buckets, below the first, above the last.
    ['200ms', '0.1, 0.25', 'Use 250ms, or add 0.2 to'],
    ['5ms', '0.01', 'Use 10ms, or add 0.005 to'],
    ['2s', '1', 'Use 1s, or add 2 to'],
  ])('%s is no bucket of the convention', (threshold, near, hint) => {
    const finding = onlyFinding(withSlo(`sli: { type: latency, threshold: ${threshold} }, objective: 99%`));
    expect(finding).toMatchObject({
      code: 'metrics/threshold-not-a-bucket',
      field: 'spec.sli.threshold',
      object: { kind: 'SLO', name: 'fraud-slo' },
      expected: `one of the buckets near it: ${near}`,
      hint: `${hint} metrics.latency.buckets of Model fraud and to the instrumentation.`,
    });
    expect(finding.related?.map(({ message }) => message)).toEqual([
      "the model uses the convention's buckets",
    ]);
  });

  it('is told in the unit of the buckets, and the way out as a duration', () => {
    const finding = onlyFinding(
      withSlo(
        'sli: { type: latency, threshold: 200ms }, objective: 99%',
        'metrics: { latency: { name: l, unit: milliseconds, buckets: [100, 250] } }',
      ),
    );
    expect(finding.message).toBe('200 is not a bucket of l');
    expect(finding.hint).toMatch(/^Use 250ms, or add 200 to /);
    expect(finding.related?.map(({ message }) => message)).toEqual(['the buckets']);
    expect(finding.data).toEqual({ threshold: 200, buckets: [100, 250] });
  });

  it('is not told to be what no spec can say', () => {
    const finding = onlyFinding(
      withSlo(
        'sli: { type: latency, threshold: 1ms }, objective: 99%',
        'metrics: { latency: { name: l, unit: microseconds, buckets: [500, 1500] } }',
      ),
    );
    expect(finding.hint).toMatch(/^Add 1000 to metrics\.latency\.buckets/);
  });

  it('needs a histogram of time', () => {
    expect(
      onlyFinding(withSlo('sli: { type: latency, of: confidence, threshold: 1s }, objective: 99%')),
    ).toMatchObject({
      code: 'metrics/unit-mismatch',
      message: 'role confidence is measured in ratio, a latency in seconds',
      field: 'spec.sli.of',
    });
  });
});

it('a role is one signal, whoever asks for it', () => {
  const plan = soundPlan(
    withSlo(LATENCY, 'monitors: [{ name: p99, of: latency, statistic: p99, threshold: { gt: 1s } }]'),
  );
  expect(plan.signals.map(({ id }) => id)).toEqual(['model:fraud/latency']);
  expect(alertOf(plan, 'monitor:fraud-p99/threshold').condition).toMatchObject({
    left: { of: { signal: 'model:fraud/latency' } },
  });
});
