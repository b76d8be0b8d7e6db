import { LIMITS, windowLimitOf } from '../limits.ts';

/** How many periods an alarm looks at, and how many of them must breach. */
export interface Timing {
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  /** True when hold or keep are not as asked. */
  readonly isHoldRounded: boolean;
  readonly isKeepRounded: boolean;
  /** True when the evaluation window has no room for them. */
  readonly isCut: boolean;
}

/**
 * Whole periods for a hold: those that it takes, at least one; a period longer than the hold stands for it. To keep firing,
 * the alarm looks at so many periods more and needs no more of them to breach, so that it ends that long after the last
 * breach. Breaches then need not follow one another, which `keep_firing_for` of Prometheus asks for. What would not fit the
 * evaluation window is cut.
 */
export function timingOf(periodSeconds: number, holdSeconds: number, keepSeconds: number): Timing {
  const most = Math.floor(LIMITS[windowLimitOf(periodSeconds)].value / periodSeconds);
  const wantedHold = Math.max(1, Math.ceil(holdSeconds / periodSeconds));
  const datapoints = Math.min(wantedHold, most);
  const wantedKeep = Math.ceil(keepSeconds / periodSeconds);
  const keep = Math.min(wantedKeep, most - datapoints);
  return {
    evaluationPeriods: datapoints + keep,
    datapointsToAlarm: datapoints,
    isHoldRounded: holdSeconds > 0 && datapoints * periodSeconds !== holdSeconds,
    isKeepRounded: keepSeconds > 0,
    isCut: datapoints < wantedHold || keep < wantedKeep,
  };
}

/** The shortest period of standard metrics in which every emitter has told something: whole minutes. */
export function periodOfCadence(cadenceSeconds: number): number {
  const step = LIMITS.alarmPeriodStep.value;
  return Math.min(LIMITS.alarmPeriod.value, Math.max(1, Math.ceil(cadenceSeconds / step)) * step);
}
