import { describe, expect, it } from 'vitest';
import { AVAILABILITY, documents, exampleModel, exampleObject } from '../../../src/lint/example.ts';
import { cellOf } from './coverage.ts';

const slo = (sli: string, more = '') =>
  exampleModel([`slos: [{ name: a, sli: { ${sli} }, objective: 99%${more} }]`]);
const monitor = (fields: string, ...lines: string[]) =>
  exampleModel([...lines, `monitors: [{ name: m, ${fields} }]`]);

const job = (...lines: string[]) =>
  exampleObject('Pipeline', 'name: nightly', ['owner: ml', 'runbook: fraud', ...lines]);
const batch = (...lines: string[]) =>
  exampleModel([
    'serving: { mode: batch, producedBy: nightly, expectedRows: { typical: 1000000 } }',
    ...lines,
  ]);
const DEADLINE = 'schedule: { cron: "0 3 * * *", deadline: "05:30" }';
const FRESHNESS = 'freshness: { metric: last_success_timestamp_seconds, warn: 26h }';
const ROWS = 'slos: [{ name: rows, sli: { type: coverage, min: 97% }, objective: 99%, window: 90d }]';

describe('a model that answers requests', () => {
  it('has its latency covered by an objective or a monitor', () => {
    expect(cellOf('latency', slo('type: latency, threshold: 250ms'))).toBe('covered by SLO/fraud-a');
    expect(cellOf('latency', monitor('of: latency, statistic: p99, threshold: { gt: 250ms }'))).toBe(
      'covered by Monitor/fraud-m',
    );
    expect(cellOf('latency', exampleModel([AVAILABILITY]))).toBe('missing: an SLO of type latency');
  });

  it('is not covered by an objective that alerts nobody', () => {
    const silent = ', alerting: { burnPolicy: none }';
    expect(cellOf('latency', slo('type: latency, threshold: 250ms', silent))).toBe(
      'missing: an alert of SLO fraud-a, which has none',
    );
    expect(cellOf('error-rates', slo('type: availability', silent))).toBe(
      'missing: an alert of SLO fraud-a, which has none',
    );
  });

  it('has no latency in a comparison of versions: both may be slow', () => {
    const compared = monitor(
      'compare: { metrics: [latency-p99, error-rate] }',
      'versions: { champion: "1", challenger: { version: "2" } }',
      'metrics: { latency: { name: model_prediction_latency_seconds, labels: { version: model_version }, buckets: [0.1, 1] } }',
    );
    expect(cellOf('latency', compared)).toBe('missing: an SLO of type latency');
    expect(cellOf('error-rates', compared)).toBe('missing: an SLO of type availability');
  });

  it('has its throughput covered by an objective, or a monitor of the rate', () => {
    expect(cellOf('throughput', slo('type: throughput, min: 10/s'))).toBe('covered by SLO/fraud-a');
    expect(cellOf('throughput', monitor('of: requests, statistic: rate, threshold: { lt: 1/s }'))).toBe(
      'covered by Monitor/fraud-m',
    );
    expect(
      cellOf('throughput', monitor('of: requests, statistic: share, class: x, threshold: { lt: 1% }')),
    ).toBe('missing: an SLO of type throughput, or a monitor on the rate of requests');
  });

  it('has its errors covered by availability, or a monitor of them', () => {
    expect(cellOf('error-rates', exampleModel([AVAILABILITY]))).toBe('covered by SLO/fraud-availability');
    expect(cellOf('error-rates', monitor('of: errors, statistic: rate, threshold: { gt: 1/s }'))).toBe(
      'covered by Monitor/fraud-m',
    );
    expect(cellOf('error-rates', slo('type: latency, threshold: 250ms'))).toBe(
      'missing: an SLO of type availability',
    );
  });

  it('has its resources covered by their limits, an objective, or a monitor', () => {
    const gpu = 'metrics: { gpu: { name: gpu_utilisation_ratio, type: gauge, unit: ratio } }';
    expect(cellOf('resource-usage', exampleModel([gpu, 'resources: { gpu: { max: 90% } }']))).toBe(
      'covered by Model/fraud',
    );
    const saturation = 'slos: [{ name: gpu, sli: { type: saturation, of: gpu, max: 90% }, objective: 95% }]';
    expect(cellOf('resource-usage', exampleModel([gpu, saturation]))).toBe('covered by SLO/fraud-gpu');
    expect(cellOf('resource-usage', monitor('of: gpu, statistic: max, threshold: { gt: 90% }', gpu))).toBe(
      'covered by Monitor/fraud-m',
    );
    expect(cellOf('resource-usage', exampleModel([gpu]))).toBe(
      'missing: resources of the model (cpu, memory, gpu, queue), or an SLO of type saturation',
    );
  });
});

describe('a model that scores batches', () => {
  it('has its latency covered by the deadline of what runs it', () => {
    expect(cellOf('latency', documents(job(DEADLINE, FRESHNESS), batch()))).toBe(
      'covered by Pipeline/nightly',
    );
    expect(cellOf('latency', documents(job(FRESHNESS), batch()))).toBe(
      'missing: schedule: { deadline: … } on Pipeline nightly',
    );
    const onTime = exampleObject('SLO', 'name: on-time', [
      'pipeline: nightly',
      'sli: { type: freshness, deadline: "05:30" }',
      'objective: 98%',
    ]);
    const scheduled = job('schedule: { cron: "0 3 * * *" }', FRESHNESS);
    expect(cellOf('latency', documents(scheduled, batch(), onTime))).toBe('covered by SLO/on-time');
    expect(cellOf('error-rates', documents(scheduled, batch(), onTime))).toBe('covered by Pipeline/nightly');
  });

  it('has its throughput covered by the rows that are expected', () => {
    expect(cellOf('throughput', documents(job(FRESHNESS), batch(ROWS)))).toBe('covered by SLO/fraud-rows');
    expect(cellOf('throughput', documents(job(FRESHNESS), batch()))).toBe(
      'missing: serving.expectedRows and an SLO of type coverage',
    );
  });

  it('has its errors covered by the age of the last success', () => {
    expect(cellOf('error-rates', documents(job(FRESHNESS), batch()))).toBe('covered by Pipeline/nightly');
    expect(cellOf('error-rates', documents(job(), batch()))).toBe(
      'missing: freshness of Pipeline nightly: the age of its last success',
    );
  });

  it('is told to name what runs it', () => {
    const orphan = exampleModel(['serving: { mode: batch }', AVAILABILITY]);
    expect(cellOf('latency', orphan)).toBe(
      'missing: serving.producedBy, with a deadline in the schedule of that pipeline',
    );
    expect(cellOf('error-rates', orphan)).toBe('covered by SLO/fraud-availability');
  });
});
