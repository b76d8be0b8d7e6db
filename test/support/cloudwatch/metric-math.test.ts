import { describe, expect, it } from 'vitest';
import type { Missing } from './metric-math.ts';
import { evaluateMath } from './metric-math.ts';

/** Values of consecutive minutes; `-` is a missing point, as in the examples of AWS. */
type Points = readonly (number | '-')[];

function evaluated(
  text: string,
  metrics: Readonly<Record<string, Points>>,
  missing: Missing = 'no-point',
): Points {
  const length = Math.max(...Object.values(metrics).map((points) => points.length));
  const starts = Array.from({ length }, (_, i) => i * 60);
  const series = new Map(
    Object.entries(metrics).map(([id, points]) => [
      id,
      new Map(points.flatMap((point, i) => (point === '-' ? [] : [[i * 60, point] as const]))),
    ]),
  );
  const result = evaluateMath(text, { starts, periodSeconds: 60, series, missing });
  return starts.map((start) => result.get(start) ?? '-');
}

describe('metric math', () => {
  it.each([
    ['metric1 < metric2', [0, 0, 1, 0]],
    ['metric1 >= 30', [1, 0, 0, 0]],
    ['metric1 > 15 AND metric2 > 15', [1, 0, 0, 0]],
  ])('compares as the page of AWS shows: %s', (text, expected) => {
    expect(evaluated(text, { metric1: [30, 20, 0, 0], metric2: [20, '-', 20, '-'] }, 'zero')).toEqual(
      expected,
    );
  });

  it.each([
    ['IF(metric1, metric2, metric3)', [30, 0, 20, '-', '-']],
    ['IF(metric1, 5, metric3)', [5, 5, 20, '-', '-']],
    ['IF(metric1, metric2, 5)', [30, 0, 5, 5, '-']],
    ['IF(metric1, metric2)', [30, 0, '-', '-', '-']],
    ['IF(metric1, 10, 2)', [10, 10, 2, 2, '-']],
    ['IF(1, metric2, metric3)', [30, '-', 0, 0, 30]],
    ['IF(0, metric2)', ['-', '-', '-', '-', '-']],
  ])('chooses as the page of AWS shows: %s', (text, expected) => {
    const metrics = {
      metric1: [1, 1, 0, 0, '-'],
      metric2: [30, '-', 0, 0, 30],
      metric3: [0, 0, 20, '-', 20],
    } as const;
    expect(evaluated(text, metrics)).toEqual(expected);
    expect(evaluated(text, metrics, 'zero')).toEqual(expected);
  });

  it.each([
    ['m1 + m2', [3, '-', '-'], [3, 4, 5]],
    ['m1 / m2', [0.5, '-', '-'], [0.5, '-', 0]],
    ['FILL(m1, 0) / FILL(m2, 0)', [0.5, '-', 0], [0.5, '-', 0]],
  ])('drops a point or counts 0 where one side is missing: %s', (text, dropped, zero) => {
    const metrics = { m1: [1, 4, '-'], m2: [2, '-', 5] } as const;
    expect(evaluated(text, metrics)).toEqual(dropped);
    expect(evaluated(text, metrics, 'zero')).toEqual(zero);
  });

  it.each([
    ['2 + 3 * m1', [5, 2, 8]],
    ['(2 + 3) * m1', [5, 0, 10]],
    ['10 - m1 - 1', [8, 9, 7]],
    ['-m1 * 2', [-2, 0, -4]],
    ['2 - -m1', [3, 2, 4]],
    ['m1 / m1', [1, '-', 1]],
    ['m1 == 1 OR m1 == 2 AND m1 > 5', [1, 0, 0]],
    ['m1 != 1', [0, 1, 1]],
    ['m1 <= 1 && 1 || m1 < 0', [1, 1, 0]],
    ['ABS(m1 - 2)', [1, 2, 0]],
    ['m1 / PERIOD(m1)', [1 / 60, 0, 2 / 60]],
    ['EPOCH(m1) - m1', [-1, 60, 118]],
    ['m1 - AVG(m1)', [0, -1, 1]],
    ['m1 + SUM(m1) + MIN(m1) + MAX(m1)', [6, 5, 7]],
    ['m1 * 1e-2', [0.01, 0, 0.02]],
  ])('calculates %s', (text, expected) => {
    expect(evaluated(text, { m1: [1, 0, 2] })).toEqual(expected);
  });

  it.each([
    ['FILL(m1, 7)', [7, 3, 7, 5, 7]],
    ['FILL(m1, -7)', [-7, 3, -7, 5, -7]],
    ['FILL(m1, REPEAT)', ['-', 3, 3, 5, 5]],
    ['EPOCH(m1)', [0, 60, 120, 180, 240]],
  ])('makes a series of every period: %s', (text, expected) => {
    expect(evaluated(text, { m1: ['-', 3, '-', 5, '-'] })).toEqual(expected);
  });

  it.each([
    ['SUM([m1, m2])', [3, 2, '-']],
    ['AVG([m1, m2])', [1.5, 2, '-']],
    ['MIN([m1, m2])', [1, 2, '-']],
    ['MAX([m1, m2])', [2, 2, '-']],
    ['SUM(-[m1, m2])', [-3, -2, '-']],
  ])('reduces a list to a series: %s', (text, expected) => {
    expect(evaluated(text, { m1: [1, '-', '-'], m2: [2, 2, '-'] })).toEqual(expected);
  });

  it.each([
    ['m3 + 1', 'unknown id m3'],
    ['PERIOD(m3) * m1', 'unknown id m3'],
    ['DIFF(m1)', 'unknown function DIFF'],
    ['PERIOD(m1 + 1) * m1', 'PERIOD wants the id of a metric'],
    ['FILL(m1, m1)', 'FILL wants a number or REPEAT'],
    ['FILL(m1)', 'FILL lacks its argument 2'],
    ['AVG(m1)', 'must be one time series'],
    ['[m1]', 'must be one time series'],
    ['m1 +', 'ends too early'],
    ['(m1', 'ends too early'],
    ['m1 m1', 'unexpected m1'],
    ['m1 % 2', 'unexpected character at 2'],
    ['IF(m1, 2', 'ends too early'],
    ['* m1', 'unexpected *'],
  ])('refuses %s', (text, message) => {
    expect(() => evaluated(text, { m1: [1] })).toThrow(message);
  });
});
