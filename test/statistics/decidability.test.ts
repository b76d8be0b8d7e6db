import { describe, expect, it } from 'vitest';
import {
  calibrationNoise,
  labelsNeeded,
  type QualitySample,
  qualityHalfWidth,
  segmentDistanceThreshold,
  segmentMargin,
} from '../../src/statistics/decidability.ts';
import { noiseFloor } from '../../src/statistics/noise-floor.ts';
import { createRandom } from '../../src/statistics/random.ts';
import { average, off, quantileOf, repeat } from './samples.ts';

const width = (sample: QualitySample) => qualityHalfWidth(sample).halfWidth;

/** Half of the range that 95 % of the values lie in. */
function spread(values: readonly number[]): number {
  return (quantileOf(values, 0.975) - quantileOf(values, 0.025)) / 2;
}

describe('how far a measured quality can be off', () => {
  const random = createRandom(51);

  it('is six points for precision on 120 positives a day, and enough in two weeks', () => {
    const fraud = { metric: 'precision', value: 0.88, predictedPositiveRate: 0.002 } as const;
    const day = qualityHalfWidth({ ...fraud, labels: 60_000 });
    expect(day.halfWidth).toBeCloseTo(0.06, 2);
    expect(day).toMatchObject({ decidedBy: 'predicted-positives', count: 120, bound: 'about' });
    expect(width({ ...fraud, labels: 14 * 60_000 })).toBeLessThan(0.03);
    const days = labelsNeeded(fraud, 0.88 - 0.85) / 60_000;
    expect(days).toBeGreaterThan(3);
    expect(days).toBeLessThan(5);
  });

  it('is what samples show for accuracy, precision and recall', () => {
    const drawn = spread(repeat(4000, () => random.binomial(300, 0.8) / 300));
    for (const sample of [
      { metric: 'accuracy', value: 0.8, labels: 300 },
      { metric: 'precision', value: 0.8, labels: 3000, predictedPositiveRate: 0.1 },
      { metric: 'recall', value: 0.8, labels: 3000, positiveRate: 0.1 },
    ] as const)
      expect(off(width(sample), drawn)).toBeLessThan(0.06);
  });

  it('is what samples show for F1', () => {
    // 10 % positives, recall and precision 0.8: 2 of 90 negatives are called positive.
    const values = repeat(4000, () => {
      const [tp = 0, fn = 0, fp = 0] = random.multinomial(2000, [0.08, 0.02, 0.02, 0.88]);
      return (2 * tp) / (2 * tp + fn + fp);
    });
    expect(
      off(width({ metric: 'f1', value: 0.8, labels: 2000, positiveRate: 0.1 }), spread(values)),
    ).toBeLessThan(0.06);
  });

  it('is what samples show for AUC, and what Hanley and McNeil tell of it', () => {
    // Two normal distributions 1.19 apart have an AUC of 0.8.
    const [positives, negatives] = [60, 140];
    const values = repeat(1000, () => {
      const high = repeat(positives, () => random.normal() + 1.1902);
      const low = repeat(negatives, () => random.normal());
      return average(high.map((each) => low.filter((other) => other < each).length / negatives));
    });
    const sample = { metric: 'auc', value: 0.8, labels: 200, positiveRate: 0.3 } as const;
    expect(off(width(sample), spread(values))).toBeLessThan(0.12);
    // By hand from their formula: Q1 = 0.6667, Q2 = 0.7111, variance 11.618 / 8400.
    expect(width(sample) / 1.96).toBeCloseTo(0.03719, 4);
  });

  it('is what samples show for errors of forecasts, relative to the error', () => {
    const errors = () => repeat(400, () => random.normal() * 7);
    const rmse = repeat(3000, () => Math.sqrt(average(errors().map((each) => each * each))));
    expect(off(width({ metric: 'rmse', value: 7, labels: 400 }), spread(rmse))).toBeLessThan(0.07);
    const mae = repeat(3000, () => average(errors().map(Math.abs)));
    expect(off(width({ metric: 'mae', value: average(mae), labels: 400 }), spread(mae))).toBeLessThan(0.07);
    expect(qualityHalfWidth({ metric: 'wape', value: 0.2, labels: 400 })).toMatchObject({
      decidedBy: 'labels',
      bound: 'at-least',
    });
  });

  it('is what samples show for mean scores, and never more than the scale allows', () => {
    const scores = repeat(3000, () =>
      average(repeat(100, () => Math.min(1, Math.max(0, 0.7 + random.normal() / 10)))),
    );
    expect(
      off(width({ metric: 'mean-score', value: 0.7, labels: 100, deviation: 0.1 }), spread(scores)),
    ).toBeLessThan(0.07);
    const least = qualityHalfWidth({ metric: 'ndcg', value: 0.7, labels: 100 });
    expect(least.bound).toBe('at-most');
    expect(least.halfWidth).toBeCloseTo(1.96 * Math.sqrt(0.21 / 100), 4);
    expect(width({ metric: 'mean-score', value: 4, labels: 100, range: [1, 5] })).toBeCloseTo(
      1.96 * Math.sqrt(3 / 100),
      4,
    );
  });

  it('is at most that for calibration, whose noise is apart', () => {
    const [labels, bins, rate] = [2000, 10, 0.2];
    const values = repeat(2000, () =>
      average(repeat(bins, () => Math.abs(random.binomial(labels / bins, rate) / (labels / bins) - rate))),
    );
    expect(off(calibrationNoise(labels, bins, rate), average(values))).toBeLessThan(0.05);
    expect(width({ metric: 'ece', value: 0.02, labels, positiveRate: rate })).toBeGreaterThan(spread(values));
  });

  it('is that of average precision on its positives', () => {
    expect(
      qualityHalfWidth({ metric: 'average-precision', value: 0.4, labels: 10_000, positiveRate: 0.01 }),
    ).toMatchObject({
      decidedBy: 'positives',
      count: 100,
    });
  });

  it('is boundless without anything to measure it on', () => {
    expect(width({ metric: 'recall', value: 0.8, labels: 1000, positiveRate: 0 })).toBe(
      Number.POSITIVE_INFINITY,
    );
    expect(width({ metric: 'rmse', value: 3, labels: 0 })).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('the labels that are needed', () => {
  const metrics = [
    'accuracy',
    'precision',
    'recall',
    'f1',
    'auc',
    'average-precision',
    'ece',
    'ndcg',
    'rmse',
  ] as const;

  it.each(metrics)('of %s are the fewest with which the margin is wider than chance', (metric) => {
    const sample = { metric, value: 0.7, positiveRate: 0.05 } as const;
    const labels = labelsNeeded(sample, -0.02);
    expect(Number.isInteger(labels)).toBe(true);
    expect(width({ ...sample, labels })).toBeLessThanOrEqual(0.02);
    expect(width({ ...sample, labels: labels - 1 })).toBeGreaterThan(0.02);
  });

  it('are endless without a margin or without positives', () => {
    expect(labelsNeeded({ metric: 'recall', value: 0.8 }, 0)).toBe(Number.POSITIVE_INFINITY);
    expect(labelsNeeded({ metric: 'recall', value: 0.8, positiveRate: 0 }, 0.1)).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});

describe('a segment', () => {
  it('has a wider margin, and a wider noise part', () => {
    expect(segmentMargin(0.03, 10_000, 400)).toBeCloseTo(0.15, 12);
    expect(segmentMargin(0.03, 100, 400)).toBe(0.03);
    const noise = noiseFloor({ test: 'psi', n: 10_000, m: Number.POSITIVE_INFINITY, bins: 10 }).mean;
    expect(segmentDistanceThreshold(0.1, noise, 10_000, 400)).toBeCloseTo(0.1 - 0.0009 + 0.0225, 10);
    expect(segmentDistanceThreshold(0.1, 0.2, 10_000, 5000)).toBeCloseTo(0.2, 12);
  });
});
