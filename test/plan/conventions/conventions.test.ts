import { describe, expect, it } from 'vitest';
import { conventions } from '../../../src/plan/conventions/registry.ts';
import { METRIC_CONVENTIONS } from '../../../src/spec/kinds/model.ts';
import { file, object, PROJECT, TEAM } from '../../support/specs.ts';
import { findings, objectiveOf, signalOf, soundPlan } from '../build/built.ts';

const ALL = Object.values(conventions);

describe('the metric conventions', () => {
  it('are those that specs may name, under the same names', () => {
    expect(Object.keys(conventions)).toEqual([...METRIC_CONVENTIONS]);
    expect(ALL.map(({ name }) => name)).toEqual([...METRIC_CONVENTIONS]);
  });

  it.each(ALL)(
    '$name says where its names come from, and gives names and buckets that Prometheus takes',
    (convention) => {
      expect(convention.source).toMatch(/^https:\/\/\S+$/);
      expect(convention.version).not.toBe('');
      for (const { name, instrument, buckets, labels } of Object.values(convention.roles)) {
        expect(name).toMatch(/^[a-zA-Z_:][a-zA-Z0-9_:]*$/);
        if (buckets) expect(instrument).toBe('histogram');
        expect(buckets ?? []).toEqual((buckets ?? []).toSorted((a, b) => a - b));
        for (const label of Object.values(labels ?? {})) expect(label).toMatch(/^[a-zA-Z_]\w*$/);
      }
    },
  );

  it.each(ALL)('$name counts requests, and measures latency where its software does', ({ roles, name }) => {
    expect(['counter', 'histogram']).toContain(roles['requests']?.instrument);
    // Triton keeps sums of latencies, without buckets.
    expect(roles['latency']?.instrument).toBe(name === 'triton' ? undefined : 'histogram');
  });
});

const model = (convention: string, more: string) =>
  file(
    PROJECT,
    TEAM,
    object('Model', 'm', `{ owner: ml, metricConvention: ${convention}, select: { model: m }, ${more} }`),
  );
const AVAILABILITY = 'slos: [{ name: up, sli: { type: availability }, objective: 99% }]';

describe('a model of another convention', () => {
  it('adds failures to successes where they are counted apart', () => {
    const plan = soundPlan(model('triton', AVAILABILITY));
    expect(objectiveOf(plan, 'm-up').indicator).toEqual({
      type: 'events',
      total: [{ signal: 'model:m/requests' }, { signal: 'model:m/errors' }],
      bad: [{ signal: 'model:m/errors' }],
    });
    expect(signalOf(plan, 'model:m/errors')).toMatchObject({
      metric: 'nv_inference_request_failure',
      prometheus: { labels: { model: 'm' }, facetLabels: { version: 'version' } },
    });
  });

  it('does not count failures twice where the total has them', () => {
    const plan = soundPlan(model('sagemaker', AVAILABILITY));
    expect(objectiveOf(plan, 'm-up').indicator).toMatchObject({ total: [{ signal: 'model:m/requests' }] });
  });

  it('has buckets of its own for latency objectives', () => {
    const slo = (threshold: string) =>
      model(
        'vllm',
        `slos: [{ name: fast, sli: { type: latency, threshold: ${threshold} }, objective: 95% }]`,
      );
    expect(soundPlan(slo('2500ms')).objectives).toHaveLength(1);
    expect(findings(slo('3s'))).toEqual(['metrics/threshold-not-a-bucket sli.threshold']);
  });

  it('has other roles, and is told of those that it lacks', () => {
    expect(
      soundPlan(
        model(
          'otel-genai',
          'slos: [{ name: first, sli: { type: latency, of: timeToFirstToken, threshold: 1s }, objective: 95% }]',
        ),
      ).signals.map(({ metric }) => metric),
    ).toEqual(['gen_ai_server_time_to_first_token_seconds']);
    expect(findings(model('otel-genai', AVAILABILITY))).toEqual(['metrics/unknown-role sli.bad.0']);
  });

  it('of SageMaker is found in CloudWatch without a mapping, in microseconds', () => {
    const source = object('DataSource', 'cw', '{ type: cloudwatch, namespace: ML/Serving }');
    const plan = soundPlan(
      `${model('sagemaker', 'cloudwatch: { dimensions: { EndpointName: m } }, slos: [{ name: fast, sli: { type: latency, threshold: 200ms }, objective: 99% }]')}---\n${source}`,
    );
    expect(signalOf(plan, 'model:m/latency').cloudwatch).toMatchObject({
      found: true,
      metric: { namespace: 'AWS/SageMaker', name: 'ModelLatency', unit: 'Microseconds', scale: 1e-6 },
    });
  });
});
