import { describe, expect, it } from 'vitest';
import { Places } from '../../../src/drift/calibrate/place.ts';
import { resampledRuns } from '../../../src/drift/calibrate/resample.ts';
import { shareAt, Tally } from '../../../src/drift/calibrate/tally.ts';
import type { JobPolicy } from '../../../src/plan/drift-job.ts';
import { driftPolicySpec } from '../../../src/spec/kinds/drift-policy.ts';
import { jobColumn, jobPolicy } from '../../support/drift-data.ts';

const COLUMN = jobColumn('country', {
  type: 'category',
  test: { test: 'chi-square', levels: { alert: 0 }, alpha: 0.2 },
  nulls: { alert: 0.1 },
  unseen: {},
});

const POLICY = jobPolicy([COLUMN], { correction: 'none', consecutive: 2 });

const SPEC = driftPolicySpec.parse({
  model: 'm',
  features: { category: { test: 'chi-square', pValue: 0.2 }, nulls: { alert: '10%' } },
});

/** So many runs of a column with ten categories of 500 rows each. */
function tallied(runs: number, policy: JobPolicy = POLICY, rows = 1000): Tally {
  const values = new Map(Array.from({ length: 10 }, (_, index) => [`v${index}`, 500]));
  const counts = { kind: 'category', rows: 5000, nulls: 0, rest: 0, values } as const;
  const baseline = {
    as: 'category',
    valueClass: 'text',
    scheme: { kind: 'category' },
    groups: new Map([['', counts]]),
  } as const;
  const tally = new Tally('resampled', new Places(policy, SPEC));
  for (const sequence of resampledRuns([{ column: COLUMN, baseline, rows }], policy, runs))
    tally.add(sequence);
  return tally;
}

describe('runs without drift', () => {
  it('are significant as often as the level of the test says', () => {
    const drawn = tallied(3000);
    expect(drawn.runs).toBe(3000);
    const verdicts = drawn.verdicts(() => ({ alert: 0 }), { consecutive: 1 });
    // 20 % at most, since the p-value of two tests together is a bound; runs in tens of 300 share a baseline.
    expect(verdicts.alert).toBeGreaterThan(0.12);
    expect(verdicts.alert).toBeLessThan(0.27);
    // Two in a row of one baseline: more than 4 %, less than 20 %.
    const confirmed = drawn.verdicts(() => ({ alert: 0 }), { consecutive: 2 });
    expect(confirmed.alert).toBeGreaterThan(0.02);
    expect(confirmed.alert).toBeLessThan(verdicts.alert);
  });

  it('are always the same', () => {
    const levels = () => ({ warn: 0.02, alert: 0.05 });
    expect(tallied(50).verdicts(levels, POLICY)).toEqual(tallied(50).verdicts(levels, POLICY));
  });

  it('reach lower levels more often, and none where rows are too few', () => {
    const drawn = tallied(500);
    const share = (alert: number) => drawn.verdicts(() => ({ alert }), { consecutive: 1 }).alert;
    expect(share(0)).toBeGreaterThanOrEqual(share(0.03));
    expect(share(0.03)).toBeGreaterThan(share(0.2));
    expect(share(0.2)).toBe(0);
    const few = tallied(100, { ...POLICY, minSamples: 2000 });
    expect([few.runs, few.decided]).toEqual([100, 0]);
    expect(few.verdicts(() => ({ alert: 0 }), POLICY)).toEqual({ warn: 0, alert: 0 });
  });

  it('are told by the place of their thresholds', () => {
    const known = new Places(POLICY, SPEC);
    expect(known.list().map(({ name, kind }) => `${name} ${kind}`)).toEqual([
      'features.category effect',
      'features.nulls share',
    ]);
    const tally = new Tally('resampled', known);
    const [category] = known.list();
    if (category === undefined) throw new Error('no place');
    expect(known.columnsOf(category)).toBe(1);
    expect(shareAt(tally.at(category), 0)).toBe(0);
  });
});
