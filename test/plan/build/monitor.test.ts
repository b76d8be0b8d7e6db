import { describe, expect, it } from 'vitest';
import type { Condition } from '../../../src/plan/condition.ts';
import { file, object, PROJECT, TEAM } from '../../support/specs.ts';
import { alertIds, alertOf, findings, onlyFinding, soundPlan, withMonitor } from './built.ts';

const GAUGE = 'gpu: { name: gpu_percent, type: gauge, unit: percent }';
const QUEUE = 'queue: { name: queue_length, type: gauge }';
const TRAINED = 'trained: { name: trained_seconds, type: gauge, unit: unix-seconds }';
const METRICS = `metrics: { ${GAUGE}, ${QUEUE}, ${TRAINED}, confidence: { labels: { version: rev } } }`;

const planOf = (monitor: string, more = METRICS) => soundPlan(withMonitor(monitor, more));
const alert = (monitor: string, more = METRICS) =>
  alertOf(planOf(monitor, more), 'monitor:fraud-monitor/threshold');

/** What a monitor compares, and with what. */
function compared(monitor: string) {
  const { condition } = alert(monitor);
  if (condition.node !== 'compare' || condition.right.node !== 'constant') throw new Error('no comparison');
  return { left: condition.left, op: condition.op, value: condition.right.value, unit: condition.right.unit };
}

describe('a statistic of a role', () => {
  const requests = { signal: 'model:fraud/requests' };
  const latency = { signal: 'model:fraud/latency' };
  const gpu = { signal: 'model:fraud/gpu' };

  it.each([
    [
      'of: requests, threshold: { lt: 50/min }',
      { node: 'rate', of: requests, overSeconds: 1800, unit: 'events-per-second' },
      50 / 60,
    ],
    [
      'of: requests, statistic: increase, over: 1h, threshold: { lt: 100 }',
      { node: 'increase', of: requests, overSeconds: 3600, unit: 'events' },
      100,
    ],
    [
      'of: latency, threshold: { gt: 250ms }',
      { node: 'mean', of: latency, overSeconds: 1800, unit: 'seconds' },
      0.25,
    ],
    [
      'of: latency, statistic: p99, threshold: { gt: 1s }',
      { node: 'quantile', of: latency, quantile: 0.99, overSeconds: 1800, unit: 'seconds' },
      1,
    ],
    [
      'of: latency, statistic: p50, threshold: { gt: 1s }',
      { node: 'quantile', of: latency, quantile: 0.5, overSeconds: 1800, unit: 'seconds' },
      1,
    ],
    [
      'of: latency, statistic: rate, threshold: { lt: 1/s }',
      { node: 'rate', of: latency, overSeconds: 1800, unit: 'events-per-second' },
      1,
    ],
    [
      'of: latency, statistic: increase, threshold: { lt: 7 }',
      { node: 'increase', of: latency, overSeconds: 1800, unit: 'events' },
      7,
    ],
    ['of: gpu, threshold: { gt: 90% }', { node: 'gauge', of: gpu, aggregate: 'max', unit: 'ratio' }, 0.9],
    [
      'of: gpu, statistic: avg, threshold: { gt: 0.9 }',
      { node: 'gauge', of: gpu, aggregate: 'mean', unit: 'ratio' },
      0.9,
    ],
    [
      'of: queue, statistic: min, threshold: { lt: -1.5 }',
      { node: 'gauge', of: { signal: 'model:fraud/queue' }, aggregate: 'min', unit: 'none' },
      -1.5,
    ],
    [
      'of: queue, statistic: sum, threshold: { gt: 100 }',
      { node: 'gauge', of: { signal: 'model:fraud/queue' }, aggregate: 'sum', unit: 'none' },
      100,
    ],
    [
      'of: trained, threshold: { gt: 30d }',
      { node: 'age', of: { signal: 'model:fraud/trained' }, aggregate: 'oldest', unit: 'seconds' },
      2_592_000,
    ],
    [
      'of: trained, statistic: age, threshold: { gt: 30d }',
      { node: 'age', of: { signal: 'model:fraud/trained' }, aggregate: 'oldest', unit: 'seconds' },
      2_592_000,
    ],
  ])('%s', (monitor, left, value) => {
    expect(compared(monitor)).toMatchObject({ left, value, unit: left.unit });
  });

  it.each([
    ['gt', '>'],
    ['gte', '>='],
    ['lt', '<'],
    ['lte', '<='],
  ])('%s is %s', (key, op) => {
    expect(compared(`of: queue, threshold: { ${key}: 3 }`).op).toBe(op);
  });

  it.each([
    [
      'of: requests, statistic: p99, threshold: { gt: 1 }',
      'p99 means nothing for model_predictions_total, a counter',
      'rate, increase, share',
    ],
    [
      'of: latency, statistic: share, class: a, threshold: { gt: 1% }',
      'share means nothing for model_prediction_latency_seconds, a histogram',
      'mean, p50, p75, p90, p95, p99, rate, increase',
    ],
    [
      'of: gpu, statistic: mean, threshold: { gt: 1% }',
      'mean means nothing for gpu_percent, a gauge',
      'max, min, avg, sum',
    ],
    [
      'of: gpu, statistic: age, threshold: { gt: 1h }',
      'age means nothing for gpu_percent, a gauge of unit ratio',
      'max, min, avg, sum',
    ],
    [
      'of: trained, statistic: max, threshold: { gt: 1 }',
      'max means nothing for trained_seconds, a gauge of unit unix-seconds',
      'age',
    ],
  ])('that the metric does not have is refused: %s', (monitor, message, fitting) => {
    expect(onlyFinding(withMonitor(monitor, METRICS))).toMatchObject({
      code: 'monitor/statistic',
      field: 'spec.statistic',
      message,
      expected: `one of ${fitting}`,
    });
  });

  it('is over four scrapes at least', () => {
    const slow = `${METRICS}, scrape: { targets: ["f:80"], interval: 5m }`;
    expect(alert('of: requests, over: 10m, threshold: { lt: 1/s }', slow).condition).toMatchObject({
      left: { overSeconds: 1200 },
    });
  });

  it('is said in words, with the value and the threshold as they were written', () => {
    const { prose } = alert(
      'of: latency, statistic: p99, over: 1h30m, version: v2, threshold: { gt: 250ms }',
      'metrics: { latency: { labels: { version: v } } }',
    );
    expect(prose.summary).toEqual([
      { text: 'fraud-monitor: p99 of latency v2 over 1h30m of fraud is ' },
      { value: 'seconds' },
      { text: ', above 250ms' },
    ]);
  });
});

describe('one class, one version', () => {
  it('are chosen by the labels that the mapping names', () => {
    expect(compared('of: requests, class: fraud, version: v2, threshold: { gt: 1/s }').left).toMatchObject({
      of: { signal: 'model:fraud/requests', where: { class: 'fraud', version: 'v2' } },
    });
    expect(compared('of: confidence, version: v2, threshold: { lt: 50% }').left).toMatchObject({
      of: { where: { version: 'v2' } },
    });
  });

  it('a share is of one class among all of the version', () => {
    expect(
      compared('of: requests, statistic: share, class: fraud, version: v2, threshold: { gt: 5% }'),
    ).toEqual({
      op: '>',
      value: 0.05,
      unit: 'ratio',
      left: {
        node: 'ratio',
        unit: 'ratio',
        numerator: {
          node: 'rate',
          of: { signal: 'model:fraud/requests', where: { class: 'fraud', version: 'v2' } },
          overSeconds: 1800,
          unit: 'events-per-second',
        },
        denominator: {
          node: 'rate',
          of: { signal: 'model:fraud/requests', where: { version: 'v2' } },
          overSeconds: 1800,
          unit: 'events-per-second',
        },
      },
    });
  });

  it('a share without a class is refused', () => {
    expect(onlyFinding(withMonitor('of: requests, statistic: share, threshold: { gt: 5% }'))).toMatchObject({
      code: 'monitor/share-without-class',
      field: 'spec.statistic',
    });
  });

  it.each([
    ['of: latency, class: fraud', 'class', 'model_prediction_latency_seconds has no label for the class'],
    ['of: latency, version: v2', 'version', 'model_prediction_latency_seconds has no label for the version'],
    [
      'of: errors, class: fraud, statistic: rate',
      'class',
      'model_prediction_errors_total has no label for the class',
    ],
  ])('without a label are refused: %s', (monitor, field, message) => {
    const threshold = monitor.includes('errors') ? '1/s' : '1s';
    expect(onlyFinding(withMonitor(`${monitor}, threshold: { gt: ${threshold} }`))).toMatchObject({
      code: 'metrics/no-label',
      field: `spec.${field}`,
      message,
    });
  });
});

describe('minSamples', () => {
  /** The other half of the condition. */
  function samples(monitor: string): Condition | undefined {
    const { condition } = alert(monitor);
    return condition.node === 'all' ? condition.of[1] : undefined;
  }
  const atLeast = (of: object, value: number) => ({
    node: 'compare',
    left: { node: 'increase', of, overSeconds: 1800, unit: 'events' },
    op: '>=',
    right: { node: 'constant', value, unit: 'events' },
  });

  it('counts what the statistic is made of', () => {
    expect(samples('of: latency, statistic: p99, threshold: { gt: 1s }, minSamples: 50')).toEqual(
      atLeast({ signal: 'model:fraud/latency' }, 50),
    );
    expect(samples('of: requests, class: a, threshold: { gt: 1/s }, minSamples: 1')).toEqual(
      atLeast({ signal: 'model:fraud/requests', where: { class: 'a' } }, 1),
    );
  });

  it('of a share counts all, not only the class', () => {
    expect(
      samples('of: requests, statistic: share, class: a, threshold: { gt: 5% }, minSamples: 200'),
    ).toEqual(atLeast({ signal: 'model:fraud/requests' }, 200));
  });

  it('is refused for gauges', () => {
    expect(onlyFinding(withMonitor('of: gpu, threshold: { gt: 90% }, minSamples: 5', METRICS))).toMatchObject(
      {
        code: 'monitor/no-samples',
        field: 'spec.minSamples',
      },
    );
  });
});

describe('recover', () => {
  it('keeps the alert until the value is back', () => {
    expect(alert('of: gpu, threshold: { gt: 90% }, recover: { lt: 80% }').condition).toMatchObject({
      node: 'latched',
      trigger: { op: '>', right: { value: 0.9 } },
      // While it is not yet back below 80%.
      release: { op: '>=', right: { value: 0.8 } },
    });
    expect(alert('of: gpu, threshold: { lte: 10% }, recover: { gte: 20% }').condition).toMatchObject({
      trigger: { op: '<=', right: { value: 0.1 } },
      release: { op: '<', right: { value: 0.2 } },
    });
  });

  it('may be the threshold itself', () => {
    expect(findings(withMonitor('of: gpu, threshold: { gt: 90% }, recover: { lte: 90% }', METRICS))).toEqual(
      [],
    );
  });

  it('holds together with minSamples', () => {
    expect(
      alert('of: latency, threshold: { gt: 1s }, recover: { lt: 500ms }, minSamples: 5').condition,
    ).toMatchObject({ node: 'all', of: [{ node: 'latched' }, { node: 'compare', op: '>=' }] });
  });

  it.each([
    ['{ gt: 90% }', '{ lt: 95% }', '{ lt: … } of at most 90%'],
    ['{ gt: 90% }', '{ gt: 80% }', '{ lt: … } of at most 90%'],
    ['{ lt: 10% }', '{ gt: 5% }', '{ gt: … } of at least 10%'],
    ['{ lte: 10% }', '{ lt: 20% }', '{ gt: … } of at least 10%'],
  ])('beyond the threshold is refused: %s, %s', (threshold, recover, expected) => {
    expect(
      onlyFinding(withMonitor(`of: gpu, threshold: ${threshold}, recover: ${recover}`, METRICS)),
    ).toMatchObject({ code: 'monitor/recover-beyond-threshold', field: 'spec.recover', expected });
  });
});

describe('thresholds', () => {
  it.each([
    [
      'of: latency, threshold: { gt: 250 }',
      'threshold.gt',
      '250 is not a duration such as 250ms, 15m or 1h30m',
    ],
    ['of: requests, threshold: { lt: 5 }', 'threshold.lt', '5 is not a rate such as 50/s, 100/min or 3/week'],
    ['of: gpu, threshold: { gt: 90 }', 'threshold.gt', '90 is not a ratio'],
    ['of: queue, threshold: { gt: 5s }', 'threshold.gt', '"5s" is not a number such as 0.25'],
    ['of: gpu, threshold: { gt: 90% }, recover: { lt: 80 }', 'recover.lt', '80 is not a ratio'],
  ])('are in the unit of what is measured: %s', (monitor, field, message) => {
    const finding = onlyFinding(withMonitor(monitor, METRICS));
    expect(finding).toMatchObject({ code: 'unit/threshold', field: `spec.${field}` });
    expect(finding.message.startsWith(message)).toBe(true);
  });
});

describe('a query', () => {
  it('is taken as it is, in its unit', () => {
    expect(alert('query: "  sum(rate(x[5m])) ", unit: ratio, threshold: { gt: 5% }').condition).toEqual({
      node: 'compare',
      left: { node: 'raw', language: 'promql', text: 'sum(rate(x[5m]))', unit: 'ratio' },
      op: '>',
      right: { node: 'constant', value: 0.05, unit: 'ratio' },
    });
    expect(alert('query: up, threshold: { lt: 1 }').condition).toMatchObject({ left: { unit: 'none' } });
  });

  it.each(['statistic: rate', 'class: a', 'version: v1'])('says %s itself', (field) => {
    const finding = onlyFinding(withMonitor(`query: up, threshold: { lt: 1 }, ${field}`));
    expect(finding).toMatchObject({
      code: 'monitor/not-with-query',
      field: `spec.${field.split(':')[0] ?? ''}`,
    });
  });

  it('or a role, not both and not neither', () => {
    expect(onlyFinding(withMonitor('of: requests, query: up, threshold: { lt: 1/s }')).message).toBe(
      'the monitor says both "of" and "query"',
    );
    expect(onlyFinding(withMonitor('threshold: { lt: 1 }')).message).toBe(
      'the monitor says neither "of" nor "query"',
    );
  });

  it('alone has a unit of its own', () => {
    expect(onlyFinding(withMonitor('of: requests, unit: events, threshold: { lt: 1/s }'))).toMatchObject({
      code: 'monitor/only-with-query',
      field: 'spec.unit',
    });
  });
});

describe('missing data', () => {
  const absent = (monitor: string) =>
    planOf(monitor).alerts.filter(({ id }) => id.includes('absent') || id.endsWith('/no-data'));

  it('is nothing unless asked for', () => {
    expect(absent('of: latency, threshold: { gt: 1s }')).toEqual([]);
  });

  it('of a role is the absence of its signal', () => {
    expect(absent('of: latency, threshold: { gt: 1s }, onNoData: alert, severity: page')).toMatchObject([
      { id: 'model:fraud/latency-absent', severity: 'page', condition: { node: 'absent' } },
    ]);
  });

  it('of a query is that it has no value', () => {
    expect(absent('query: up, threshold: { lt: 1 }, onNoData: alert')).toMatchObject([
      {
        id: 'monitor:fraud-monitor/no-data',
        name: 'FraudMonitorNoData',
        class: 'absence',
        severity: 'ticket',
        condition: { node: 'no-value', of: { node: 'raw', text: 'up' } },
      },
    ]);
  });

  it('of one class or version is that of its series: the others hide it', () => {
    expect(absent('of: requests, version: v2, threshold: { lt: 1/s }, onNoData: alert')).toMatchObject([
      {
        id: 'monitor:fraud-monitor/no-data',
        condition: { node: 'absent', of: { signal: 'model:fraud/requests', where: { version: 'v2' } } },
      },
    ]);
  });

  it('of a share is that of all of which it is one: a class without predictions has a share of 0', () => {
    expect(
      absent('of: requests, statistic: share, class: a, threshold: { lt: 1% }, onNoData: alert'),
    ).toMatchObject([{ id: 'model:fraud/requests-absent' }]);
    expect(
      absent('of: requests, statistic: share, class: a, version: v2, threshold: { lt: 1% }, onNoData: alert'),
    ).toMatchObject([{ condition: { of: { where: { version: 'v2' } } } }]);
  });
});

describe('what is upstream', () => {
  const upstream = (monitor: string) =>
    alertOf(
      soundPlan(
        withMonitor(
          monitor,
          `${METRICS}, dependsOn: [{ pipeline: ingest }]`,
          object('Pipeline', 'ingest', '{ owner: ml }'),
        ),
      ),
      'monitor:fraud-monitor/threshold',
    ).upstream;

  it.each(['confidence, threshold: { lt: 50% }', 'gpu, threshold: { gt: 90% }'])(
    'explains a monitor of %s',
    (of) => {
      expect(upstream(`of: ${of}`)).toEqual(['pipeline:ingest']);
      expect(upstream(`of: ${of}, inhibit: none`)).toEqual([]);
    },
  );

  it.each([
    'latency, threshold: { gt: 1s }',
    'requests, threshold: { lt: 1/s }',
    'errors, threshold: { gt: 1/s }',
  ])('does not explain what users feel unless asked: %s', (of) => {
    expect(upstream(`of: ${of}`)).toEqual([]);
    expect(upstream(`of: ${of}, inhibit: upstream`)).toEqual(['pipeline:ingest']);
  });

  it('explains a query', () => {
    expect(upstream('query: up, threshold: { lt: 1 }')).toEqual(['pipeline:ingest']);
  });
});

describe('a monitor of a pipeline or a feature set', () => {
  const objects = file(
    PROJECT,
    TEAM,
    object('Pipeline', 'ingest', '{ owner: ml, freshness: { metric: ok_seconds, page: 1h } }'),
    object('Pipeline', 'silent', '{ owner: ml }'),
    object('FeatureSet', 'features', '{ owner: ml, freshness: { max: 1h } }'),
  );
  const of = (subject: string, role: string) =>
    file(objects, object('Monitor', 'old', `{ ${subject}, of: ${role}, threshold: { gt: 2h } }`));

  it.each([
    ['pipeline: ingest', 'pipeline:ingest/freshness'],
    ['featureSet: features', 'feature-set:features/freshness'],
  ])('looks at its age: %s', (subject, signal) => {
    expect(alertOf(soundPlan(of(subject, 'freshness')), 'monitor:old/threshold').condition).toMatchObject({
      left: { node: 'age', of: { signal } },
      right: { value: 7200 },
    });
  });

  it.each([
    ['pipeline: ingest', 'latency', 'freshness'],
    ['pipeline: silent', 'freshness', 'a query: the subject maps no metrics'],
    ['featureSet: features', 'records', 'freshness'],
  ])('has no other role: %s, %s', (subject, role, expected) => {
    expect(onlyFinding(of(subject, role))).toMatchObject({ code: 'metrics/unknown-role', expected });
  });

  it('needs one subject', () => {
    expect(findings(of('pipeline: ingest, featureSet: features', 'freshness'))).toEqual([
      'schema/one-subject',
    ]);
  });
});

it('holds, keeps and tells as the spec says', () => {
  expect(
    alert('of: queue, threshold: { gt: 5 }, for: 3m, keepFiringFor: 1m, severity: info, impact: "Slow."'),
  ).toMatchObject({
    holdSeconds: 180,
    keepFiringSeconds: 60,
    severity: 'info',
    class: 'threshold',
    name: 'FraudMonitor',
    prose: { impact: [{ text: 'Slow.' }] },
  });
  expect(
    alertIds(planOf('of: queue, threshold: { gt: 5 }')).filter((id) => !id.startsWith('project:')),
  ).toEqual(['monitor:fraud-monitor/threshold']);
});
