import { describe, expect, it } from 'vitest';
import { alertIds, alertOf, soundPlan, withModel } from './built.ts';

const BATCH = 'serving: { mode: batch, expectedRows: { typical: 1200000, tolerance: 3% } }';

describe('the rows that a batch model is expected to score', () => {
  it('have an alert for more, and one for fewer, by what is tolerated', () => {
    const plan = soundPlan(withModel(BATCH));
    expect(alertOf(plan, 'model:fraud/rows-high')).toMatchObject({
      class: 'volume',
      severity: 'ticket',
      condition: { left: { node: 'gauge', aggregate: 'sum' }, op: '>', right: { value: 1_236_000 } },
    });
    expect(alertOf(plan, 'model:fraud/rows-low').condition).toMatchObject({
      op: '<',
      right: { value: 1_164_000 },
    });
    expect(alertIds(plan)).toContain('model:fraud/rows-absent');
  });

  it('leave fewer to an objective on coverage', () => {
    const slo = 'slos: [{ name: covered, sli: { type: coverage, min: 97% }, objective: 99% }]';
    const ids = alertIds(soundPlan(withModel(`${BATCH}, ${slo}`)));
    expect(ids).toContain('model:fraud/rows-high');
    expect(ids).not.toContain('model:fraud/rows-low');
  });

  it('have none without a tolerance', () => {
    const ids = alertIds(soundPlan(withModel('serving: { mode: batch, expectedRows: { typical: 5 } }')));
    expect(ids.filter((id) => id.includes('rows'))).toEqual([]);
  });
});
