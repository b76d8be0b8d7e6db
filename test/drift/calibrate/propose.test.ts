import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Place } from '../../../src/drift/calibrate/place.ts';
import { propose } from '../../../src/drift/calibrate/propose.ts';
import { type Series, shareAt } from '../../../src/drift/calibrate/tally.ts';
import type { Levels } from '../../../src/plan/drift-job.ts';

const TARGET = { rate: 0.01, tighten: false };

function place(levels: Levels, most = Number.POSITIVE_INFINITY): Place {
  return {
    path: ['features', 'numeric'],
    name: 'features.numeric',
    test: 'psi',
    kind: 'distance',
    levels,
    most,
  };
}

/** Runs whose largest effects are these, all of them significant. */
function runs(largest: readonly number[], noise = 0): Series {
  return { kind: 'history', runs: largest.length, largest, significant: largest, noise };
}

const HUNDRED = Array.from({ length: 100 }, (_, index) => (index + 1) / 1000);

describe('levels that fit', () => {
  it('stay as they are', () => {
    expect(propose(place({ warn: 0.096, alert: 0.1 }), [runs(HUNDRED)], TARGET)).toEqual({ state: 'right' });
    expect(propose(place({ alert: 0.12 }), [runs(HUNDRED)], TARGET)).toEqual({ state: 'right' });
    expect(propose(place({ warn: 0.05, alert: 0.12 }), [runs([])], TARGET)).toEqual({ state: 'unknown' });
  });

  it('are above what runs without drift reach, with a margin', () => {
    // One run of a hundred may alert: 0.1 does. 0.099 with 10 % more is 0.1089.
    expect(propose(place({ warn: 0.01, alert: 0.05 }), [runs(HUNDRED)], TARGET)).toEqual({
      state: 'proposed',
      levels: { warn: 0.11, alert: 0.14 },
    });
  });

  it('are those of the sample that varies most', () => {
    const quiet = { ...runs(HUNDRED.map(() => 0.001)), kind: 'resampled' } as const;
    const both = propose(place({ alert: 0.05 }), [quiet, runs(HUNDRED)], TARGET);
    expect(both).toEqual({ state: 'proposed', levels: { alert: 0.11 } });
  });

  it('count what chance does not explain only', () => {
    const byChance: Series = { ...runs(HUNDRED), significant: [] };
    expect(propose(place({ warn: 0.001, alert: 0.002 }), [byChance], TARGET)).toEqual({ state: 'right' });
  });

  it('are not below the noise of the distance', () => {
    expect(propose(place({ alert: 0.05 }), [runs(HUNDRED, 0.4012)], TARGET)).toEqual({
      state: 'proposed',
      levels: { alert: 0.41 },
    });
  });

  it('come down only when asked, and from far above', () => {
    const high = place({ warn: 0.5, alert: 0.9 });
    expect(propose(high, [runs(HUNDRED)], TARGET)).toEqual({ state: 'right' });
    const tight = { ...TARGET, tighten: true };
    const lower = propose(high, [runs(HUNDRED)], tight);
    expect(lower).toEqual({ state: 'proposed', levels: { warn: 0.11, alert: 0.14 } });
    expect(propose(place({ warn: 0.11, alert: 0.14 }), [runs(HUNDRED)], tight)).toEqual({ state: 'right' });
    expect(propose(place({ warn: 0.15, alert: 0.2 }), [runs(HUNDRED)], tight)).toEqual({ state: 'right' });
  });

  it('give a bare test of significance both', () => {
    const bare = { ...place({ alert: 0 }, 1), kind: 'effect', test: 'ks' } as const;
    expect(propose(bare, [runs([...HUNDRED, 0.5])], TARGET)).toMatchObject({
      state: 'proposed',
      levels: { warn: 0.11, alert: 0.14 },
    });
    expect(propose(bare, [{ ...runs(HUNDRED), significant: [] }], TARGET)).toEqual({ state: 'right' });
  });

  it('are none where the test has no values as large', () => {
    const far = runs(HUNDRED.map((effect) => effect * 10));
    expect(propose(place({ alert: 0.2 }, 1), [far], TARGET)).toEqual({ state: 'beyond', needed: 1.1 });
    expect(propose(place({ alert: 0.2 }), [runs([Number.POSITIVE_INFINITY])], TARGET).state).toBe('beyond');
  });

  it('hold for any runs: what is proposed is right, and warns below alerts', () => {
    const effects = fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { minLength: 1, maxLength: 60 });
    const level = fc.double({ min: 0.001, max: 4, noNaN: true });
    fc.assert(
      fc.property(effects, effects, level, level, fc.boolean(), (one, other, a, b, tighten) => {
        fc.pre(a !== b);
        const series = [runs(one), runs(other, 0.01)];
        const target = { rate: 0.02, tighten };
        const proposal = propose(place({ warn: Math.min(a, b), alert: Math.max(a, b) }), series, target);
        if (proposal.state !== 'proposed') {
          expect(proposal.state).toBe('right');
          return;
        }
        const { warn = 0, alert = 0 } = proposal.levels;
        expect(warn).toBeLessThan(alert);
        for (const each of series) {
          expect(shareAt(each, alert)).toBeLessThanOrEqual(0.02);
          expect(shareAt(each, warn)).toBeLessThanOrEqual(0.1);
        }
        expect(propose(place(proposal.levels), series, target)).toEqual({ state: 'right' });
      }),
    );
  });
});
