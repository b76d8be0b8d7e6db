import type { DriftState, OnlineDetector } from './detector.ts';

export interface DdmOptions {
  /** Values up to which nothing is said. */
  readonly warmStart?: number;
  /** Standard deviations above the lowest error rate. */
  readonly warningThreshold?: number;
  readonly driftThreshold?: number;
}

/**
 * The drift detection method for a stream of errors (1) and right answers (0) (Gama, Medas, Castillo and Rodrigues 2004); defaults
 * and numbers of river 0.23's DDM. Sees only rises of the error rate. Throws a RangeError for values outside of [0, 1].
 */
export function createDdm({
  warmStart = 30,
  warningThreshold = 2,
  driftThreshold = 3,
}: DdmOptions = {}): OnlineDetector {
  let state = beginning();
  return {
    update(value: number): DriftState {
      if (!(value >= 0 && value <= 1)) throw new RangeError(`${value} is no error between 0 and 1`);
      state.count += 1;
      state.rate += (1 / state.count) * (value - state.rate);
      if (state.count <= warmStart) return 'none';
      // A mean of ones may lie above 1 by rounding.
      const deviation = Math.sqrt(Math.max(0, (state.rate * (1 - state.rate)) / state.count));
      const level = state.rate + deviation;
      if (level <= state.lowestRate + state.lowestDeviation) {
        state.lowestRate = state.rate;
        state.lowestDeviation = deviation;
      }
      if (level > state.lowestRate + driftThreshold * state.lowestDeviation) {
        state = beginning();
        return 'drift';
      }
      return level > state.lowestRate + warningThreshold * state.lowestDeviation ? 'warning' : 'none';
    },
  };
}

function beginning() {
  return { count: 0, rate: 0, lowestRate: Number.POSITIVE_INFINITY, lowestDeviation: 0 };
}
