import { describe, expect, it } from 'vitest';
import { alertIds, alertOf, findings, soundPlan, withModel } from './built.ts';

const GAUGES =
  'metrics: { gpu: { name: gpu_util, type: gauge, unit: percent }, waiting: { name: queue_length, type: gauge } }';

describe('the resources of a model', () => {
  it('are watched for saturation, each in its unit', () => {
    const plan = soundPlan(
      withModel(
        `${GAUGES}, resources: { gpu: { max: 90%, severity: info }, queue: { of: waiting, max: 40, for: 5m } }`,
      ),
    );
    expect(alertOf(plan, 'model:fraud/gpu-saturated')).toMatchObject({
      class: 'saturation',
      severity: 'info',
      holdSeconds: 900,
      condition: { left: { aggregate: 'max' }, op: '>', right: { value: 0.9, unit: 'ratio' } },
    });
    expect(alertOf(plan, 'model:fraud/queue-saturated')).toMatchObject({
      severity: 'ticket',
      holdSeconds: 300,
      condition: { right: { value: 40, unit: 'none' } },
    });
    expect(alertIds(plan)).toContain('model:fraud/waiting-absent');
  });

  it.each([
    ['resources: { cpu: { max: 80% } }', 'metrics/unknown-role resources.cpu'],
    [`${GAUGES}, resources: { gpu: { of: waiting, max: 80% } }`, 'metrics/unit-mismatch resources.gpu'],
    [`${GAUGES}, resources: { queue: { of: gpu, max: 3 } }`, 'metrics/unit-mismatch resources.queue'],
    ['resources: { gpu: { of: requests, max: 80% } }', 'metrics/wrong-instrument resources.gpu.of'],
    [`${GAUGES}, resources: { gpu: { max: 90 } }`, 'unit/ratio resources.gpu.max'],
  ])('are refused where they mean nothing: %s', (more, finding) => {
    expect(findings(withModel(more))).toEqual([finding]);
  });
});
