import { weeklyWindows } from '../../../calendar/index.ts';
import type { Recurrence } from '../../../calendar/types.ts';
import type { Alert } from '../../../plan/alert.ts';
import { code, type Inline, md, text } from '../../../support/markdown.ts';
import { printInstant } from '../../../units/index.ts';
import type { RunbookContext } from '../context.ts';
import { lasting } from '../words/amount.ts';
import { weeklyHoursWords } from '../words/hours.ts';

interface MaintenanceRow {
  readonly name: Inline;
  readonly when: Inline;
  readonly budget: Inline;
}

/** The maintenance windows that mute an alert. */
export function maintenanceOf(context: RunbookContext, alert: Alert): readonly MaintenanceRow[] {
  return (context.maintenance.get(alert.name) ?? []).map(({ id, recurrence, excludeFromBudget }) => ({
    name: code(id),
    when: recurrenceWords(recurrence),
    budget: excludeFromBudget ? md`does not count` : md`counts as any other time`,
  }));
}

/** When it is: as hours of the week if it is weekly, else as its cron fields. */
function recurrenceWords(recurrence: Recurrence): Inline {
  if (recurrence.type === 'once') {
    const { startUnixSeconds, endUnixSeconds } = recurrence.interval;
    return text(`${printInstant(startUnixSeconds)} to ${printInstant(endUnixSeconds)}`);
  }
  const weekly = weeklyWindows(recurrence);
  const when =
    weekly === undefined
      ? md`cron ${code(recurrence.cron)}, ${lasting(recurrence.durationSeconds)} each time`
      : weeklyHoursWords(weekly.hours);
  return md`${when} (${text(recurrence.timezone)})`;
}
