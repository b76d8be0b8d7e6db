import { describe, expect, it } from 'vitest';
import { scopeOf } from '../../../src/promql/lower/scope.ts';
import {
  baseWindowSeconds,
  burnRateWindow,
  exhaustionWindow,
  ratioWindows,
  roundUpToLadder,
  rungFor,
} from '../../../src/promql/lower/windows.ts';
import { counter, objectiveOf, planOf } from '../../support/plan.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;

function scopeWith(scrapeSeconds: number, cadenceSeconds = scrapeSeconds) {
  return scopeOf(
    planOf({
      cadence: { scrapeSeconds, evaluationSeconds: 30 },
      signals: [
        counter('model:fraud/requests', 'requests_total', { cadenceSeconds: scrapeSeconds }),
        counter('model:fraud/errors', 'errors_total', { cadenceSeconds }),
      ],
    }),
  );
}

const evaluatedEvery = (evaluationSeconds: number) =>
  scopeOf(planOf({ cadence: { scrapeSeconds: 15, evaluationSeconds } })).evaluationSeconds;
const slices = (sliceSeconds: number) =>
  objectiveOf('x', { budgeting: { type: 'timeslices', sliceSeconds } });

describe('the base window', () => {
  it.each([
    [15, 15, 300],
    [60, 60, 300],
    [75, 75, 300],
    [76, 76, 600],
    [30, 120, 600],
    [300, 300, 1800],
    [30, 3600, 6 * HOUR],
  ])('of a scrape every %d s and a signal every %d s is %d s', (scrape, cadence, expected) => {
    expect(baseWindowSeconds(scopeWith(scrape, cadence), objectiveOf('x'))).toBe(expected);
  });

  it('is what a shorter window is read over', () => {
    const objective = objectiveOf('x', { ratioWindowsSeconds: [300, HOUR] });
    expect(ratioWindows(scopeWith(30), objective)).toEqual([300, HOUR, 6 * HOUR]);
    expect(ratioWindows(scopeWith(300), objective)).toEqual([1800, HOUR, 6 * HOUR]);
  });
});

describe('the ladder', () => {
  it('reads the base up to 6 h, sums of 5 m up to 30 d, sums of 1 h beyond', () => {
    expect([300, 6 * HOUR, 6 * HOUR + 1, 30 * DAY, 30 * DAY + 1, 90 * DAY].map(rungFor)).toEqual([
      undefined,
      undefined,
      '5m',
      '5m',
      '1h',
      '1h',
    ]);
  });

  it('rounds up to its rungs, and to whole days above them', () => {
    expect([1, 300, 301, 5 * HOUR, 8 * DAY, 31 * DAY + 1].map(roundUpToLadder)).toEqual([
      300,
      300,
      600,
      6 * HOUR,
      14 * DAY,
      32 * DAY,
    ]);
  });
});

const SCOPE = scopeOf(
  planOf({ signals: [counter('model:fraud/requests', 'r_total'), counter('model:fraud/errors', 'e_total')] }),
);

describe('burn rates', () => {
  it('are shown over 1 h and 6 h, or 12 slices', () => {
    expect(
      [objectiveOf('x'), slices(300), slices(HOUR), slices(DAY)].map((each) => burnRateWindow(SCOPE, each)),
    ).toEqual([HOUR, HOUR, 12 * HOUR, 14 * DAY]);
    expect(
      [objectiveOf('x'), slices(300), slices(HOUR)].map((each) => exhaustionWindow(SCOPE, each)),
    ).toEqual([6 * HOUR, 6 * HOUR, 12 * HOUR]);
  });
});

describe('the interval of rule groups', () => {
  it('is the plan’s, but no longer than a sample counts as current', () => {
    expect([15, 120, 600].map(evaluatedEvery)).toEqual([15, 120, 120]);
  });
});
