import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type EvidentlySide, type NumericSide, pairedCounts } from '../../../src/drift/evidently/column.ts';
import { BINNED_DISTANCES } from '../../../src/statistics/binned-distances.ts';
import { largestShareDifference } from '../../../src/statistics/two-sample/association.ts';
import { wassersteinDistance } from '../../../src/statistics/two-sample/distances.ts';
import { chiSquareHomogeneity } from '../../../src/statistics/two-sample/homogeneity.ts';
import { kolmogorovSmirnov } from '../../../src/statistics/two-sample/kolmogorov-smirnov.ts';
import { pooled } from '../../../src/statistics/two-sample/pooled.ts';
import { sideOf, zSide } from '../evidently/recipes.ts';
import { binned, type LeftoverCounts } from './bins.ts';

// reference.json was written by the real NannyML; make.py beside it says how. Our statistics on NannyML's bins must be its numbers.

const zMethod = z.object({ value: z.number(), pValue: z.number().optional(), alert: z.boolean().optional() });
const zReference = z.object({
  pairs: z.array(
    z.object({
      name: z.string(),
      reference: zSide,
      current: zSide,
      methods: z.record(z.string(), zMethod),
    }),
  ),
});
const file = new URL('../../fixtures/nannyml/reference.json', import.meta.url);
const pairs = zReference.parse(JSON.parse(readFileSync(file, 'utf8'))).pairs.map((pair) => ({
  ...pair,
  reference: sideOf(pair.reference),
  current: sideOf(pair.current),
}));

/** From so many rows of reference on NannyML estimates from 10,000 bins. */
const EXACT_BELOW = 10_000;

function isNumeric(side: EvidentlySide): side is NumericSide {
  return side.kind === 'numeric';
}

/** Jensen-Shannon with logarithms of base 2, and Hellinger, of the same counts. */
function distances(counts: LeftoverCounts): Readonly<Record<string, number>> {
  return {
    jensen_shannon:
      BINNED_DISTANCES['jensen-shannon'](counts.reference, counts.current) / Math.sqrt(Math.LN2),
    hellinger: BINNED_DISTANCES.hellinger(counts.reference, counts.current),
  };
}

/** Categories that the reference lacks are one to NannyML. */
function withLeftover({ reference, current }: LeftoverCounts): LeftoverCounts {
  const isKnown = (_: number, i: number): boolean => (reference[i] ?? 0) > 0;
  const unseen = current.reduce((sum, count, i) => sum + (isKnown(0, i) ? 0 : count), 0);
  return { reference: [...reference.filter(isKnown), 0], current: [...current.filter(isKnown), unseen] };
}

function expectClose(ours: number, theirs: number | undefined, what: string): void {
  if (theirs === undefined) throw new Error(what);
  const off = Math.abs(ours - theirs);
  expect.soft(off <= 1e-9 * Math.abs(theirs) + 1e-15, `${what}: ${ours} instead of ${theirs}`).toBe(true);
}

describe('compared with real NannyML', () => {
  it.each(pairs)('$name', ({ reference, current, methods }) => {
    const ours: Record<string, number> = {};
    if (isNumeric(reference) && isNumeric(current)) {
      Object.assign(ours, distances(binned(reference.values, current.values)));
      const samples = pooled(reference.values.toSorted(), current.values.toSorted());
      if (reference.values.length < EXACT_BELOW) {
        ours['kolmogorov_smirnov'] = kolmogorovSmirnov(samples).statistic;
        ours['wasserstein'] = wassersteinDistance(samples);
      }
    } else {
      const counts = pairedCounts(reference, current);
      Object.assign(ours, distances(withLeftover(counts)));
      const yates = chiSquareHomogeneity(counts.reference, counts.current, { yates: true });
      ours['chi2'] = yates.statistic;
      ours['l_infinity'] = largestShareDifference(counts.reference, counts.current);
      expectClose(yates.pValue, methods['chi2']?.pValue, 'p-value');
      expect(yates.pValue < 0.05).toBe(methods['chi2']?.alert);
    }
    expect(Object.keys(ours).length).toBeGreaterThanOrEqual(2);
    for (const [method, value] of Object.entries(ours)) expectClose(value, methods[method]?.value, method);
  });

  it('its estimates from 10,000 bins lie within a bin of what is exact', () => {
    const large = pairs.filter(
      ({ reference }) => isNumeric(reference) && reference.values.length >= EXACT_BELOW,
    );
    expect(large).toHaveLength(1);
    for (const { reference, current, methods } of large) {
      if (!(isNumeric(reference) && isNumeric(current))) throw new Error('not numeric');
      const samples = pooled(reference.values.toSorted(), current.values.toSorted());
      const sorted = reference.values.toSorted();
      const width = ((sorted.at(-1) ?? 0) - (sorted[0] ?? 0)) / 10_000;
      expect(Math.abs(wassersteinDistance(samples) - (methods['wasserstein']?.value ?? 9))).toBeLessThan(
        width,
      );
      const off = kolmogorovSmirnov(samples).statistic - (methods['kolmogorov_smirnov']?.value ?? 9);
      expect(Math.abs(off)).toBeLessThan(0.002);
    }
  });
});
