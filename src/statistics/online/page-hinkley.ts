import { type DriftState, finite, type OnlineDetector } from './detector.ts';

export interface PageHinkleyOptions {
  /** Values before which nothing is said. */
  readonly minInstances?: number;
  /** Slack that a deviation from the mean has, in units of the values. */
  readonly delta?: number;
  /** What the accumulated deviations must pass, in units of the values: to be chosen for the stream's scale. */
  readonly threshold?: number;
  /** Share of the past sum that is kept at every step. */
  readonly alpha?: number;
  readonly mode?: 'up' | 'down' | 'both';
}

/**
 * The test of Page (1954) and Hinkley (1971) for a change of the mean, with forgetting; defaults and numbers of river 0.23's
 * PageHinkley. In units of the values: on 5000 values of a stationary N(0, 1) stream its defaults fire three times, on a
 * stream of large values at once, so the threshold must be scaled.
 */
export function createPageHinkley({
  minInstances = 30,
  delta = 0.005,
  threshold = 50,
  alpha = 1 - 0.0001,
  mode = 'both',
}: PageHinkleyOptions = {}): OnlineDetector {
  let state = beginning();
  return {
    update(value: number): DriftState {
      state.count += 1;
      state.mean += (1 / state.count) * (finite(value) - state.mean);
      const deviation = value - state.mean;
      state.up = alpha * state.up + deviation - delta;
      state.down = alpha * state.down + deviation + delta;
      state.lowest = Math.min(state.lowest, state.up);
      state.highest = Math.max(state.highest, state.down);
      if (state.count < minInstances) return 'none';
      const rises = mode !== 'down' && state.up - state.lowest > threshold;
      const falls = mode !== 'up' && state.highest - state.down > threshold;
      if (!(rises || falls)) return 'none';
      state = beginning();
      return 'drift';
    },
  };
}

function beginning() {
  // The highest begins at −1 as river's does.
  return { count: 0, mean: 0, up: 0, down: 0, lowest: Number.POSITIVE_INFINITY, highest: -1 };
}
