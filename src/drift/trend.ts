import { createAdwin } from '../statistics/online/adwin.ts';
import { createDdm } from '../statistics/online/ddm.ts';
import type { OnlineDetector } from '../statistics/online/detector.ts';
import { createPageHinkley } from '../statistics/online/page-hinkley.ts';
import { sum } from '../support/sum.ts';
import type { HistoryEntry } from './history.ts';

export const DETECTORS = ['adwin', 'page-hinkley', 'ddm'] as const;
export type DetectorName = (typeof DETECTORS)[number];

/** A moment from which on a test is otherwise than before. */
export interface Change {
  readonly key: string;
  /** End of the window in which the detector saw it, Unix milliseconds. */
  readonly windowEnd: number;
  /** Means of the effect over the runs before, since the last change, and of that run. */
  readonly before: number;
  readonly at: number;
}

/** Runs of a history from which the scale of a test is learned. */
const LEARNED = 10;

/**
 * Where the effects of tests change over the runs of a policy (oldest first), by a detector for streams: small steps that no single
 * run calls drift. `adwin` and `page-hinkley` look at the effect, in standard deviations of its first ten runs, since Page-Hinkley's
 * threshold has the unit of the stream; `ddm` looks at whether runs were at warn or above, as at errors. Tests with fewer than ten
 * runs have no changes.
 */
export function changesOf(runs: readonly HistoryEntry[], name: DetectorName): Change[] {
  const keys = [...new Set(runs.flatMap(({ tests }) => tests.map(({ key }) => key)))];
  return keys.flatMap((key) => {
    const points = runs.flatMap(({ windowEnd, tests }) => {
      const test = tests.find((each) => each.key === key);
      return test === undefined || test.effect === null
        ? []
        : [{ windowEnd, effect: test.effect, level: test.level }];
    });
    return points.length < LEARNED ? [] : changesOfTest(key, points, name);
  });
}

interface Point {
  readonly windowEnd: number;
  readonly effect: number;
  readonly level: string;
}

function changesOfTest(key: string, points: readonly Point[], name: DetectorName): Change[] {
  const detector = DETECTOR[name]();
  const scale = scaleOf(points.slice(0, LEARNED).map(({ effect }) => effect));
  const changes: Change[] = [];
  let since: number[] = [];
  for (const { windowEnd, effect, level } of points) {
    const value = name === 'ddm' ? Number(level !== 'none') : effect / scale;
    if (detector.update(value) === 'drift' && since.length > 0) {
      changes.push({ key, windowEnd, before: mean(since), at: effect });
      since = [];
    }
    since.push(effect);
  }
  return changes;
}

/** Runs are few beside the items of a stream: detectors begin early, and Page-Hinkley's threshold is in standard deviations. */
const DETECTOR: Readonly<Record<DetectorName, () => OnlineDetector>> = {
  adwin: () => createAdwin({ clock: 1, gracePeriod: LEARNED }),
  'page-hinkley': () => createPageHinkley({ minInstances: LEARNED, threshold: 10, delta: 0.5 }),
  ddm: () => createDdm({ warmStart: LEARNED }),
};

function scaleOf(values: readonly number[]): number {
  const middle = mean(values);
  const variance = mean(values.map((value) => (value - middle) ** 2));
  return variance > 0 ? Math.sqrt(variance) : Math.max(Math.abs(middle), Number.MIN_VALUE);
}

function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}
