import { monthlyWindows, weeklyWindows } from '../calendar/index.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Maintenance } from '../plan/maintenance.ts';
import type { Plan } from '../plan/plan.ts';
import { note } from './note.ts';
import {
  type IntervalSpec,
  instantIntervals,
  isWithinMinutes,
  type TimeIntervalNode,
  weeklyIntervals,
  windowIntervals,
} from './time-intervals.ts';

/** Which alerts are muted when. */
export interface Mutes {
  /** Time intervals of the windows that mute the alert, by its name; absent where none does. */
  readonly ofAlert: ReadonlyMap<string, readonly TimeIntervalNode[]>;
  readonly notes: readonly Diagnostic[];
}

/** Which program mutes, and how the intervals are called there. */
export interface MuteNames {
  readonly program: string;
  maintenance(id: string): string;
}

export function maintenanceMutes(plan: Plan, names: MuteNames): Mutes {
  const ofAlert = new Map<string, TimeIntervalNode[]>();
  const notes: Diagnostic[] = [];
  for (const maintenance of plan.maintenance) {
    if (maintenance.alertNames.length === 0) continue;
    const interval: TimeIntervalNode = {
      name: names.maintenance(maintenance.id),
      intervals: intervalsOf(maintenance),
      origin: maintenance.origin,
    };
    notes.push(...notesOn(maintenance, names.program));
    for (const name of maintenance.alertNames) ofAlert.set(name, [...(ofAlert.get(name) ?? []), interval]);
  }
  return { ofAlert, notes };
}

/** Recurring windows as hours of their zone; what cannot be said so, and what happens once, as dates of UTC. */
function intervalsOf({ recurrence, occurrences }: Maintenance): IntervalSpec[] {
  if (recurrence.type === 'once') return instantIntervals([recurrence.interval]);
  const weekly = weeklyWindows(recurrence);
  if (weekly !== undefined) return weeklyIntervals(weekly.hours, recurrence.timezone);
  const monthly = monthlyWindows(recurrence);
  if (monthly !== undefined) return windowIntervals(monthly, recurrence.timezone);
  return instantIntervals(occurrences);
}

function notesOn({ recurrence, occurrences, origin }: Maintenance, program: string): Diagnostic[] {
  const { name } = origin.object;
  const notes: Diagnostic[] = [];
  const dated = recurrence.type === 'once' ? [recurrence.interval] : occurrences;
  const isWrittenOut = recurrence.type === 'recurring' && monthlyWindows(recurrence) === undefined;
  if (isWrittenOut) {
    notes.push(
      note('target/explicit-dates', origin, {
        message: `the maintenance ${name} is written out as dates, since ${program} cannot say how it recurs; after the last of them nothing is muted`,
        hint: 'Compile again with a later calendarUntil before the dates run out.',
      }),
    );
  }
  if ((isWrittenOut || recurrence.type === 'once') && dated.some(isWithinMinutes)) {
    notes.push(
      note('target/rounded-to-minutes', origin, {
        message: `the maintenance ${name} mutes whole minutes, since ${program} knows no seconds: it begins up to a minute earlier and ends up to a minute later`,
      }),
    );
  }
  return notes;
}
