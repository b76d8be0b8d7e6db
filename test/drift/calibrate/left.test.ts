import { describe, expect, it } from 'vitest';
import { leftUncounted, leftUndecided } from '../../../src/drift/calibrate/left.ts';
import { Places } from '../../../src/drift/calibrate/place.ts';
import type { JobColumn } from '../../../src/plan/drift-job.ts';
import { jobColumn } from '../../support/drift-data.ts';

const LEVELS = { levels: { alert: 0.2 }, alpha: 0.01 } as const;
const NUMBERS = { kind: 'numeric', rows: 4, nulls: 0, nonFinite: 0, min: 1, max: 2 } as const;
const DECIDED = { ...NUMBERS, bins: [2, 2], sum: 6, sumOfSquares: 10 } as const;
const SCHEME = { kind: 'numeric', edges: [1], shift: 0 } as const;

describe('columns that are not calibrated', () => {
  it.each([
    [{ part: 'embeddings', feature: 'image', test: { test: 'mmd', ...LEVELS } }, 'it compares vectors'],
    [{ part: 'text', feature: 'title', test: { test: 'domain-classifier', ...LEVELS } }, 'it compares texts'],
  ] as const)('are told: %j', (changes, reason) => {
    expect(leftUncounted(jobColumn('x', changes as Partial<JobColumn>))).toEqual([
      expect.objectContaining({ column: 'x', test: changes.test.test, reason }),
    ]);
  });

  it.each([
    ['numeric', 'psi', DECIDED, []],
    ...(['energy', 'mann-whitney', 'anderson-darling', 'cramer-von-mises'] as const).map(
      (test) => ['numeric', test, DECIDED, ['it compares every value']] as const,
    ),
    ['auto', 'psi', DECIDED, ['it has no declared type, by which the policy has thresholds']],
    ['numeric', 'psi', { ...DECIDED, nulls: 4, bins: [0, 0] }, ['the baseline has no values']],
    [
      'numeric',
      't',
      { ...DECIDED, sumOfSquares: Number.POSITIVE_INFINITY },
      ['values are too large or too small for t: their squares are no numbers any more'],
    ],
  ] as const)('are told with what keeps a test from deciding: %s, %s', (type, test, counts, reasons) => {
    const column = jobColumn('x', { type, test: { test, ...LEVELS } });
    const baseline = {
      as: 'numeric',
      valueClass: 'number',
      scheme: SCHEME,
      groups: new Map([['', counts]]),
    } as const;
    const places = new Places({ columns: [column] }, {
      features: { overrides: [] },
    } as unknown as ConstructorParameters<typeof Places>[1]);
    const left = leftUndecided({ column, baseline, rows: 4 }, { minSamples: 1 }, places);
    expect(left.map(({ reason }) => reason)).toEqual(reasons);
  });
});
