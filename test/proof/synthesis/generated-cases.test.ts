import { describe, expect, it } from 'vitest';
import type { Condition, Measure } from '../../../src/plan/condition.ts';
import { generatedCases } from '../../../src/proof/synthesis/index.ts';
import { KITCHEN_PLAN } from '../../support/kitchen-plan.ts';
import { alertOf, counter, fastBurn, gauge, objectiveOf, planOf } from '../../support/plan.ts';

const PLAN = planOf({
  signals: [
    counter('model:fraud/errors', 'errors_total'),
    gauge('model:fraud/gpu', 'gpu_percent', { unit: 'ratio', prometheus: { scale: 0.01 } }),
    counter('model:fraud/requests', 'requests_total'),
  ],
  objectives: [objectiveOf('availability')],
});

const GPU: Measure = { node: 'gauge', of: { signal: 'model:fraud/gpu' }, aggregate: 'max', unit: 'ratio' };

function above(value: number): Condition {
  return { node: 'compare', left: GPU, op: '>', right: { node: 'constant', value, unit: 'ratio' } };
}

function generated(condition: Condition, holdSeconds = 120) {
  return generatedCases(
    PLAN,
    alertOf('Watch', { kind: 'Monitor', name: 'watch' }, condition, { holdSeconds }),
  );
}

/** Of a plan with everything in it. */
const KITCHEN = KITCHEN_PLAN.alerts.map((alert) => ({
  id: alert.id,
  ...generatedCases(KITCHEN_PLAN, alert),
}));

describe('generated tests', () => {
  it('are the same whenever they are made', () => {
    expect(generated(fastBurn('availability'))).toEqual(generated(fastBurn('availability')));
  });

  it('put a gauge a tenth above its threshold and a tenth below, in the unit of its samples', () => {
    const { fires, quiet } = generated(above(0.5));
    const valuesOf = (series: readonly { readonly series: string; readonly values: string }[] = []) =>
      series.find(({ series: name }) => name.includes('instance="a"'))?.values;
    expect(valuesOf(fires?.series)).toMatch(/^55\+0x/);
    expect(valuesOf(quiet[0]?.series)).toMatch(/^45\+0x/);
  });

  it('fire after the hold, and not at the evaluation before', () => {
    const { fires } = generated(above(0.5), 600);
    const first = fires?.expectations.find(({ state }) => state === 'firing');
    expect(first).toMatchObject({ atSeconds: 600, labels: { env: 'prod', level: '1', team: 'risk' } });
    expect(fires?.expectations).toContainEqual({
      ...first,
      atSeconds: 600 - (fires?.evaluationSeconds ?? 0),
      state: 'not-firing',
    });
  });

  it('have series of another job that would make it fire', () => {
    const { quiet } = generated(above(0.5));
    expect(quiet.flatMap(({ series }) => series)).toContainEqual(
      expect.objectContaining({ series: expect.stringContaining('job="elsewhere"') as string }),
    );
  });

  it('of a burn rate have only the short window burn, only the long one, too few bad events, and none ever', () => {
    const { fires, quiet } = generated(fastBurn('availability'));
    expect(fires).toBeDefined();
    expect(quiet).toHaveLength(5);
    const last = quiet.at(-1);
    expect(last?.series.some(({ series }) => series.startsWith('errors_total{instance="a"'))).toBe(false);
    expect(last?.series.some(({ series }) => series.startsWith('requests_total{instance="a"'))).toBe(true);
  });

  it('of a burn rate that can never be are none that fire', () => {
    const { fires, reason } = generated(fastBurn('availability', 1001));
    expect({ fires, reason }).toEqual({ fires: undefined, reason: 'no series were found that make it fire' });
  });

  it('are none for a query that nobody can make series for, and say which part', () => {
    const raw: Measure = { node: 'raw', language: 'promql', text: 'stddev(x) / 2', unit: 'none' };
    const { fires, quiet, reason } = generated({
      node: 'compare',
      left: raw,
      op: '>',
      right: { node: 'constant', value: 1, unit: 'none' },
    });
    expect({ fires, quiet }).toEqual({ fires: undefined, quiet: [] });
    expect(reason).toContain('stddev(x)');
  });

  it('are there for each kind of condition, or a reason is', () => {
    for (const { id, fires, quiet, reason } of KITCHEN) {
      const isTold = (fires !== undefined && quiet.length > 0) || reason !== undefined;
      expect({ id, isTold }).toEqual({ id, isTold: true });
    }
  });

  it('have series and moments that are whole multiples of their intervals', () => {
    for (const { fires, more, quiet } of KITCHEN) {
      for (const each of [...(fires === undefined ? [] : [fires]), ...more, ...quiet]) {
        expect(each.evaluationSeconds % each.intervalSeconds).toBe(0);
        for (const { atSeconds } of each.expectations) expect(atSeconds % each.evaluationSeconds).toBe(0);
        expect(new Set(each.series.map(({ series }) => series)).size).toBe(each.series.length);
      }
    }
  });
});
