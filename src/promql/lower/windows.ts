import type { Objective } from '../../plan/objective.ts';
import { indicatorSelections } from '../../plan/walk.ts';
import { type Scope, signalOf } from './scope.ts';

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The windows that anything is recorded over. */
const LADDER = [
  ...[5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 3, 7, 14, 30].map((days) => days * DAY),
];

/** Below 4 samples a rate hangs on a single one that was late. */
const FEWEST_SAMPLES = 4;

/** Slices that a window of burn must hold, or it would only know a few values. */
const FEWEST_SLICES = 12;

/** Windows up to this length read the base series itself; longer ones the rung recorded every 5 m. */
export const LONGEST_FROM_BASE = 6 * HOUR;
/** Windows up to this length read the 5 m rung; longer ones the rung recorded every hour. */
export const LONGEST_FROM_5M = 30 * DAY;

/** The rungs of the ladder above the base series. */
export type Rung = '5m' | '1h';
export const RUNG_SECONDS: Readonly<Record<Rung, number>> = { '5m': 5 * MINUTE, '1h': HOUR };

export function roundUpToLadder(seconds: number): number {
  return LADDER.find((window) => window >= seconds) ?? Math.ceil(seconds / DAY) * DAY;
}

/**
 * Seconds of the window that an objective's base rates are taken over: 5 m, or more where its signals are sampled so rarely
 * that 5 m would hold fewer than 4 samples.
 */
export function baseWindowSeconds(scope: Scope, objective: Objective): number {
  const cadences = indicatorSelections(objective.indicator).map(
    (selection) => signalOf(scope, selection.signal).cadenceSeconds,
  );
  return roundUpToLadder(FEWEST_SAMPLES * Math.max(scope.plan.cadence.scrapeSeconds, ...cadences));
}

/** Which series a window is summed from; undefined for the base series itself. */
export function rungFor(seconds: number): Rung | undefined {
  if (seconds <= LONGEST_FROM_BASE) return undefined;
  return seconds <= LONGEST_FROM_5M ? '5m' : '1h';
}

/** Window of the burn rate that is shown: 1 h, or 12 slices. */
export function burnRateWindow(scope: Scope, objective: Objective): number {
  return ratioWindowOf(scope, objective, atLeastSlices(HOUR, objective.budgeting));
}

/** Window of the burn rate that the time to exhaustion goes by: 6 h, or 12 slices. */
export function exhaustionWindow(scope: Scope, objective: Objective): number {
  return ratioWindowOf(scope, objective, atLeastSlices(6 * HOUR, objective.budgeting));
}

function atLeastSlices(seconds: number, budgeting: Objective['budgeting']): number {
  return budgeting.type === 'events'
    ? seconds
    : roundUpToLadder(Math.max(seconds, FEWEST_SLICES * budgeting.sliceSeconds));
}

/** Every window whose error ratio is recorded, ascending: those that alerts read, and those of the burn rates shown. */
export function ratioWindows(scope: Scope, objective: Objective): readonly number[] {
  const windows = [
    ...objective.ratioWindowsSeconds.map((seconds) => ratioWindowOf(scope, objective, seconds)),
    burnRateWindow(scope, objective),
    exhaustionWindow(scope, objective),
  ];
  return [...new Set(windows)].toSorted((a, b) => a - b);
}

/** The recorded window that serves for one asked for: no shorter than the base window, or a slice. */
export function ratioWindowOf(scope: Scope, objective: Objective, seconds: number): number {
  const { budgeting } = objective;
  const least = budgeting.type === 'events' ? baseWindowSeconds(scope, objective) : budgeting.sliceSeconds;
  return Math.max(seconds, least);
}
