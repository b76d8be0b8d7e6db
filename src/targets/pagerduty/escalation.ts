import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { PagingService } from '../../plan/paging.ts';
import { note } from './notes.ts';

/** Of the last level where no delay is known that it could repeat. */
const LONELY_LEVEL_MINUTES = 30;

export interface Delays {
  /** How long each level has until the next, in whole minutes. */
  readonly minutes: readonly number[];
  readonly notes: readonly Diagnostic[];
}

/**
 * How long each level of a service waits for somebody to acknowledge. Levels begin at the whole minute at or after their
 * `afterSeconds`, and at least a minute apart: the sums of the delays are rounded, not each delay, so that no error adds up.
 *
 * PagerDuty wants a delay of the last level, too. It is the time until the policy begins anew when it is repeated, of which
 * the specs say nothing, so the delay before it is taken (30 minutes where there is one level only). When nothing is
 * repeated it has no effect: the incident stays with the last level.
 * https://support.pagerduty.com/main/docs/escalation-policies
 */
export function delaysOf({ id, levels }: Pick<PagingService, 'id' | 'levels'>): Delays {
  const starts: number[] = [];
  const notes: Diagnostic[] = [];
  for (const { afterSeconds, origin } of levels) {
    const before = starts.at(-1);
    const start = Math.max(Math.ceil(afterSeconds / 60), before === undefined ? 0 : before + 1);
    starts.push(start);
    if (start * 60 === afterSeconds) continue;
    notes.push(
      note('target/rounded-to-minutes', origin, {
        message: `pagerduty: level ${starts.length} of ${id} is called after ${start} min, not ${afterSeconds} s: delays are whole minutes, and levels at least one apart`,
      }),
    );
  }
  const between = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
  return { minutes: [...between, between.at(-1) ?? LONELY_LEVEL_MINUTES].slice(0, levels.length), notes };
}
