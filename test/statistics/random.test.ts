import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/statistics/random.ts';
import { average, repeat } from './samples.ts';

const variance = (values: readonly number[]) => {
  const mean = average(values);
  return average(values.map((each) => (each - mean) ** 2));
};

describe('numbers that look random', () => {
  it('are the same for the same seed and others for another', () => {
    const draw = (seed: number) => {
      const random = createRandom(seed);
      return repeat(5, () => random.uniform());
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    // Pinned: results that were computed with them must not change with a rewrite.
    expect(draw(1).map((each) => each.toFixed(6))).toMatchInlineSnapshot(`
      [
        "0.568606",
        "0.753929",
        "0.889394",
        "0.490020",
        "0.470582",
      ]
    `);
  });

  it('have the mean and spread that they should', () => {
    const random = createRandom(5);
    const uniforms = repeat(50_000, () => random.uniform());
    expect(average(uniforms)).toBeCloseTo(0.5, 2);
    expect(variance(uniforms)).toBeCloseTo(1 / 12, 2);
    const normals = repeat(50_000, () => random.normal());
    expect(Math.abs(average(normals))).toBeLessThan(0.015);
    expect(variance(normals)).toBeCloseTo(1, 1);
    expect(average(normals.map((each) => each ** 4))).toBeCloseTo(3, 0);
  });

  it.each([
    [5, 0.3],
    [100, 0.02],
    [100, 0.4],
    [1000, 0.97],
    [1e9, 1e-8],
    [1e9, 0.3],
  ])('counts successes among %d trials of probability %d', (trials, share) => {
    const random = createRandom(11);
    const counts = repeat(20_000, () => random.binomial(trials, share));
    const deviation = Math.sqrt(trials * share * (1 - share));
    expect(counts.every((each) => Number.isInteger(each) && each >= 0 && each <= trials)).toBe(true);
    expect(Math.abs(average(counts) - trials * share) / deviation).toBeLessThan(0.03);
    expect(variance(counts) / deviation ** 2).toBeGreaterThan(0.95);
    expect(variance(counts) / deviation ** 2).toBeLessThan(1.05);
  });

  it('has each count as often as the binomial distribution says, where it is drawn by rejection', () => {
    const random = createRandom(3);
    const repeats = 100_000;
    const seen = repeat(41, () => 0);
    for (let index = 0; index < repeats; index += 1) {
      const count = random.binomial(40, 0.3);
      seen[count] = (seen[count] ?? 0) + 1;
    }
    let probability = 0.7 ** 40;
    let distance = 0;
    for (let count = 0; count <= 40; count += 1) {
      if (probability * repeats >= 5)
        distance += ((seen[count] ?? 0) - probability * repeats) ** 2 / (probability * repeats);
      probability *= ((40 - count) / (count + 1)) * (0.3 / 0.7);
    }
    // χ² with some 24 degrees of freedom: 99.9% is 51.
    expect(distance).toBeLessThan(51);
  });

  it('spreads a total over shares', () => {
    const random = createRandom(4);
    const shares = [0.5, 0.3, 0.15, 0.05];
    const draws = repeat(5000, () => random.multinomial(200, shares));
    expect(draws.every((counts) => counts.reduce((sum, each) => sum + each, 0) === 200)).toBe(true);
    shares.forEach((share, index) => {
      expect(average(draws.map((counts) => counts[index] ?? 0)) / (200 * share)).toBeCloseTo(1, 1);
    });
    expect(random.multinomial(7, [1])).toEqual([7]);
  });
});
