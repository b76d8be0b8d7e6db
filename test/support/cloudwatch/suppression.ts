import type { AlarmState } from './alarm-rule.ts';

/**
 * When a composite alarm with a suppressor takes its actions.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm_Suppression.html
 */

/** Times in seconds. */
export interface Suppressor {
  readonly alarm: string;
  readonly waitSeconds: number;
  readonly extensionSeconds: number;
}

/** A change of state whose actions are still held back; `until` is open while the suppressor is in ALARM. */
export interface Held {
  readonly state: AlarmState;
  readonly at: number;
  readonly until: number | 'suppressor ends';
}

export interface Step {
  readonly held: Held | undefined;
  /** A change whose actions run now. */
  readonly run?: Held;
  /** A change whose actions never run, because the state changed again. */
  readonly dropped?: Held;
}

/**
 * What happens at `now` to the actions of a composite alarm. `changedTo` is its new state if it changes now. A change
 * waits WaitPeriod for the suppressor; while the suppressor is in ALARM it is held; once that ends it is held for
 * ExtensionPeriod more; another change of state discards what was held and starts a new wait.
 */
export function suppressionStep(
  suppressor: Suppressor,
  suppressing: boolean,
  now: number,
  held: Held | undefined,
  changedTo: AlarmState | undefined,
): Step {
  if (changedTo !== undefined) {
    const next: Held = {
      state: changedTo,
      at: now,
      until: suppressing ? 'suppressor ends' : now + suppressor.waitSeconds,
    };
    const step = released(next, now);
    return held === undefined ? step : { ...step, dropped: held };
  }
  if (held === undefined) return { held };
  if (suppressing) return { held: { ...held, until: 'suppressor ends' } };
  if (held.until === 'suppressor ends') {
    return released({ ...held, until: now + suppressor.extensionSeconds }, now);
  }
  return released(held, now);
}

function released(held: Held, now: number): Step {
  return held.until !== 'suppressor ends' && held.until <= now ? { held: undefined, run: held } : { held };
}
