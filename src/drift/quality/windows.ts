import type { JobQuality, JobQualityMetric } from '../../plan/drift-job-quality.ts';
import { currentWindow, lastScheduled, type Window } from '../windows.ts';

const DAY_SECONDS = 86_400;
/** Of naive forecasts by the last value: a series that has had none for so long has none. */
const LAST_VALUE_SECONDS = 28 * DAY_SECONDS;
/** Labels that come later than so many times the delay of nearly all are not waited for. */
const LATEST_DELAYS = 2;

/** The stretches of time that an evaluation of quality looks at, in Unix milliseconds. */
export interface EvaluationTimes {
  /** The moment for which it is: labels that came in later are not known yet. */
  readonly at: number;
  /** Predictions by when they were made, or labels by when they came in. */
  readonly window: Required<Window>;
  /** Predictions by when they were made whose labels should have come: the matured share is of these. */
  readonly due: Required<Window>;
  /** Predictions that are read. */
  readonly predictions: Window;
  /** Labels that are read, by the time of their source. */
  readonly labels: Window;
}

/**
 * When an evaluation at `now` (Unix milliseconds) looks at what. The window ends `offset` before the last scheduled moment. Of a
 * window by event time the predictions themselves are due; of one by label arrival those of an equally long stretch that ended
 * as long ago as nearly all labels take, since what is in the window is labelled by definition. Without a known delay of labels
 * those of a window by arrival may belong to any earlier prediction, and all are read.
 */
export function evaluationTimes(
  now: number,
  { schedule, delaySeconds }: Pick<JobQuality, 'schedule' | 'delaySeconds'>,
  metric: Pick<JobQualityMetric, 'by' | 'everySeconds' | 'windowSeconds' | 'offsetSeconds'>,
  naive: readonly string[] = [],
): EvaluationTimes {
  const own = { ...schedule, everySeconds: metric.everySeconds };
  const cut = (lagSeconds: number): Required<Window> =>
    currentWindow(now, { schedule: own, windowSeconds: metric.windowSeconds, lagSeconds });
  const at = lastScheduled(now, own);
  const window = cut(metric.offsetSeconds);
  const season = Math.max(0, ...naive.map(naiveSeconds)) * 1000;
  if (metric.by === 'event-time') {
    return {
      at,
      window,
      due: window,
      predictions: { from: window.from - season, to: window.to },
      // A forecast is made for a day, and its label is of that day: perhaps of a moment before.
      labels: { from: window.from - season - DAY_SECONDS * 1000, to: at },
    };
  }
  const due = cut(Math.max(metric.offsetSeconds, delaySeconds ?? 0));
  if (delaySeconds === undefined)
    return { at, window, due, predictions: { to: window.to }, labels: { to: at } };
  const from = Math.min(window.from - LATEST_DELAYS * delaySeconds * 1000, due.from) - season;
  return {
    at,
    window,
    due,
    predictions: { from, to: window.to },
    labels: { from: from - DAY_SECONDS * 1000, to: at },
  };
}

/** How far back a naive forecast looks: its season, or four weeks for the last value. */
export function naiveSeconds(naive: string): number {
  const [, count, unit] = /^seasonal-(\d+)([hdw])$/.exec(naive) ?? [];
  if (count === undefined) return LAST_VALUE_SECONDS;
  const units: Readonly<Record<string, number>> = { h: 3600, d: DAY_SECONDS, w: 7 * DAY_SECONDS };
  return Number(count) * (units[unit ?? ''] ?? 0);
}

/** Whether a naive forecast is the last value, in place of that of a season ago. */
export function isLastValue(naive: string): boolean {
  return naive === 'last-value';
}
