import type { Recurrence, UtcInterval } from '../calendar/types.ts';
import type { AlertClass } from './alert.ts';
import type { Origin } from './origin.ts';

/** Planned quiet: alerts that match are muted while it lasts. All given criteria must match; absent ones match all. */
export interface Maintenance {
  readonly id: string;
  readonly recurrence: Recurrence;
  /** The same times as UTC intervals, ascending and disjoint, up to `Project.spec.calendarUntil`. */
  readonly occurrences: readonly UtcInterval[];
  readonly match: {
    readonly model?: string;
    readonly pipeline?: string;
    readonly featureSet?: string;
    readonly team?: string;
    readonly classes?: readonly AlertClass[];
  };
  readonly excludeFromBudget: boolean;
  /** Names of the alerts it mutes, sorted. */
  readonly alertNames: readonly string[];
  readonly origin: Origin;
}
