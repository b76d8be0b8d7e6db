import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/plan/plan.ts';
import { prometheusTarget } from '../../../src/targets/prometheus/index.ts';
import { alertOf, counter, objectiveOf, originOf, planOf } from '../../support/plan.ts';

const DAY = 86_400;

function notes(parts: Partial<Plan>) {
  const plan = planOf({
    signals: [counter('model:fraud/requests', 'r_total'), counter('model:fraud/errors', 'e_total')],
    objectives: [objectiveOf('served', { origin: originOf('SLO', 'served', 'slos/served.yaml', 4) })],
    ...parts,
  });
  return prometheusTarget.lower(plan, prometheusTarget.options.parse({}), () => undefined).notes;
}

describe('retention', () => {
  it('is enough when it holds the longest range', () => {
    expect(notes({ metricStore: { retentionSeconds: 30 * DAY } })).toEqual([]);
    expect(
      notes({ metricStore: {}, objectives: [objectiveOf('served', { periodSeconds: 7 * DAY })] }),
    ).toEqual([]);
  });

  it('that is declared too short is a warning', () => {
    expect(notes({ metricStore: { retentionSeconds: 20 * DAY } })).toMatchObject([
      {
        code: 'target/retention-too-short',
        severity: 'warning',
        message: 'modelwatch:slo_error_ratio:period reads the last 30d, but the data source keeps only 20d',
        hint: 'Keep samples for 30d or more, or shorten the window.',
        span: { file: 'slos/served.yaml' },
        object: { kind: 'SLO', name: 'served' },
        data: { readsSeconds: 30 * DAY, keptSeconds: 20 * DAY },
      },
    ]);
  });

  it('that nobody declared is told for information', () => {
    expect(notes({ metricStore: {} })).toMatchObject([
      {
        severity: 'info',
        message:
          'modelwatch:slo_error_ratio:period reads the last 30d, and Prometheus keeps 15d unless it is told otherwise',
        hint: "Start Prometheus with --storage.tsdb.retention.time=30d or more, and say so in the data source's retention.",
      },
    ]);
  });

  it('counts ranges and offsets of alerts, also in queries of users', () => {
    const query = 'sum(rate(x[1d] offset 60d)) / sum(rate(y[1d]))';
    const alert = alertOf(
      'Watch',
      { kind: 'Monitor', name: 'watch' },
      {
        node: 'compare',
        left: { node: 'raw', language: 'promql', text: query, unit: 'ratio' },
        op: '>',
        right: { node: 'constant', value: 2, unit: 'ratio' },
      },
    );
    expect(notes({ metricStore: { retentionSeconds: 60 * DAY }, alerts: [alert] })).toMatchObject([
      { message: 'Watch reads the last 61d, but the data source keeps only 60d' },
    ]);
  });
});
