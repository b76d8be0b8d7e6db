import { describe, expect, it } from 'vitest';
import {
  minimumDetectableEffect,
  trialsPerSide,
  twoProportionTest,
  wilsonInterval,
} from '../../src/statistics/proportions.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { repeat, shareOf } from './samples.ts';

describe("Wilson's interval", () => {
  it('has the values of the textbook and stays within 0 and 1', () => {
    // Newcombe 1998, table I: 81 of 263.
    const [low, high] = wilsonInterval(81 / 263, 263);
    expect([low, high].map((each) => Number(each.toFixed(4)))).toEqual([0.2553, 0.3662]);
    expect(wilsonInterval(0, 20)[0]).toBe(0);
    expect(wilsonInterval(1, 20)[1]).toBeCloseTo(1, 12);
    expect(wilsonInterval(0.5, 0)).toEqual([0, 1]);
  });

  it('holds the true share in 95% of samples', () => {
    const random = createRandom(41);
    const held = repeat(4000, () => {
      const [low, high] = wilsonInterval(random.binomial(60, 0.1) / 60, 60);
      return low <= 0.1 && 0.1 <= high;
    });
    expect(Math.abs(shareOf(held, Boolean) - 0.95)).toBeLessThan(0.03);
  });
});

describe('the test of two shares', () => {
  it('is what it is by hand', () => {
    // 20/100 against 30/100: pooled 0.25, standard error 0.06124.
    const { difference, z, p } = twoProportionTest({
      successes1: 20,
      trials1: 100,
      successes2: 30,
      trials2: 100,
    });
    expect(difference).toBeCloseTo(0.1, 12);
    expect(z).toBeCloseTo(1.63299, 5);
    expect(p).toBeCloseTo(0.10247, 5);
  });

  it('cries wolf as often as it says', () => {
    const random = createRandom(42);
    const flags = repeat(6000, () => {
      const test = {
        successes1: random.binomial(800, 0.05),
        trials1: 800,
        successes2: random.binomial(3000, 0.05),
        trials2: 3000,
      };
      return twoProportionTest(test).p < 0.05;
    });
    expect(Math.abs(shareOf(flags, Boolean) - 0.05)).toBeLessThan(0.01);
  });

  it('finds no difference where there is nothing to compare', () => {
    expect(twoProportionTest({ successes1: 0, trials1: 0, successes2: 3, trials2: 9 })).toEqual({
      difference: 0,
      z: 0,
      p: 1,
    });
    expect(twoProportionTest({ successes1: 5, trials1: 5, successes2: 9, trials2: 9 }).p).toBe(1);
  });
});

describe('what a comparison can see', () => {
  it('is seen in four of five comparisons', () => {
    const random = createRandom(43);
    const [trials1, trials2, rate] = [9000, 1000, 0.02];
    const effect = minimumDetectableEffect({ rate, trials1, trials2 }) ?? 0;
    const seen = repeat(4000, () => {
      const test = {
        successes1: random.binomial(trials1, rate),
        trials1,
        successes2: random.binomial(trials2, rate + effect),
        trials2,
      };
      return twoProportionTest(test).p < 0.05;
    });
    expect(Math.abs(shareOf(seen, Boolean) - 0.8)).toBeLessThan(0.03);
  });

  it('agrees with the trials that it takes', () => {
    // Fleiss: 60 % against 70 % takes 356 on each side at 5 % and 80 %.
    expect(trialsPerSide({ rate: 0.6, effect: 0.1 })).toBe(356);
    expect(minimumDetectableEffect({ rate: 0.6, trials1: 356, trials2: 356 })).toBeCloseTo(0.1, 3);
    expect(trialsPerSide({ rate: 0.6, effect: 0 })).toBe(Number.POSITIVE_INFINITY);
    expect(trialsPerSide({ rate: 0.3, effect: -0.1 })).toBe(trialsPerSide({ rate: 0.2, effect: 0.1 }));
  });

  it('is nothing on too few trials', () => {
    expect(minimumDetectableEffect({ rate: 0.5, trials1: 2, trials2: 2 })).toBeUndefined();
    expect(minimumDetectableEffect({ rate: 0.5, trials1: 0, trials2: 5 })).toBeUndefined();
  });
});
