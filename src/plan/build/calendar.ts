import {
  type CalendarDate,
  occurrences,
  parseCron,
  parseHolidays,
  type Recurrence,
  type UtcInterval,
  weeklyHours,
} from '../../calendar/index.ts';
import { positionAt } from '../../source/positions.ts';
import { asSentence } from '../../support/sentence.ts';
import { didYouMean, suggest } from '../../support/suggest.ts';
import { knownZones, parseTimeZone } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { TeamHours } from '../route.ts';
import { type BuildContext, reportAt } from './context.ts';

/** The days that calendars are rendered for. Output may not depend on today, so both ends come from the specs. */
export interface CalendarRange {
  readonly from: CalendarDate;
  readonly until: CalendarDate;
}

/** No calendar is needed for days before this one: nothing was compiled then. */
const FIRST_DAY = '2026-01-01';

/**
 * The days up to `calendarUntil`, however far it is: at least its own year and the one before. Reports at the field that
 * needs a calendar when the project has no `calendarUntil`.
 */
export function calendarRange(
  context: BuildContext,
  asking: Entity,
  path: string[],
): CalendarRange | undefined {
  const until = context.workspace.project.spec.calendarUntil;
  if (until === undefined) {
    reportAt(context, asking, path, {
      code: 'project/no-calendar-until',
      severity: 'error',
      message: 'the project does not say how far calendars are rendered',
      expected: 'calendarUntil: a date in the Project, such as 2027-12-31',
      hint: 'What is rendered may not depend on the day it is rendered, so holidays and maintenance need an end that is written down.',
    });
    return undefined;
  }
  const yearBefore = `${String(Number(until.slice(0, 4)) - 1).padStart(4, '0')}-01-01`;
  return { from: yearBefore < FIRST_DAY ? yearBefore : FIRST_DAY, until };
}

/** The working hours of every team that has them, sorted by team. */
export function buildTeamHours(context: BuildContext): TeamHours[] {
  return context.workspace.list('Team').flatMap((team) => {
    checkZone(context, team, ['timezone'], team.spec.timezone);
    const hours = team.spec.businessHours;
    if (hours === undefined) return [];
    if (hours.from.minuteOfDay === hours.to.minuteOfDay) {
      reportAt(context, team, ['businessHours', 'to'], {
        code: 'routing/empty-hours',
        severity: 'error',
        message: 'the working day ends when it begins',
        expected: 'a later time; 00:00 to 24:00 for the whole day',
      });
      return [];
    }
    return [
      {
        team: team.name,
        timezone: team.spec.timezone,
        hours: weeklyHours(hours.days, hours.from.minuteOfDay, hours.to.minuteOfDay),
        holidays: hours.holidays === undefined ? [] : readHolidays(context, team, hours.holidays),
      },
    ];
  });
}

function readHolidays(context: BuildContext, team: Entity<'Team'>, path: string): readonly CalendarDate[] {
  const field = ['businessHours', 'holidays'];
  const range = calendarRange(context, team, field);
  if (range === undefined) return [];
  const text = context.readAuxiliary(path);
  if (text === undefined) {
    reportAt(context, team, field, {
      code: 'calendar/unreadable',
      severity: 'error',
      message: `the calendar ${path} can't be read`,
      expected: 'an iCalendar file in the project, as UTF-8 text',
    });
    return [];
  }
  const { dates, problems } = parseHolidays(text, range);
  for (const problem of problems) {
    const start = positionAt(text, problem.line, problem.column);
    context.report({
      code: 'calendar/broken',
      severity: 'error',
      message: problem.message,
      span: { file: path, start, end: start },
      object: { kind: team.kind, name: team.name },
      related: [{ message: `Team ${team.name} takes its holidays from this calendar`, span: team.span }],
    });
  }
  return dates;
}

/** Reports a zone that has the right form and does not exist. */
export function checkZone(context: BuildContext, entity: Entity, path: string[], zone: string): boolean {
  const parsed = parseTimeZone(zone);
  if (parsed.ok) return true;
  const suggestions = suggest(zone, knownZones());
  const hint = didYouMean(suggestions) ?? (parsed.hint && asSentence(parsed.hint));
  reportAt(context, entity, path, {
    code: 'unit/timezone',
    severity: 'error',
    message: `there is no time zone "${zone}"`,
    expected: parsed.expected,
    ...(hint !== undefined && { hint }),
    ...(suggestions.length > 0 && { suggestions }),
  });
  return false;
}

/** Reports an expression that has the right form and means nothing: a range that runs backwards, a day that no month has. */
function checkCron(context: BuildContext, window: Entity<'MaintenanceWindow'>, cron: string): boolean {
  const parsed = parseCron(cron);
  if (parsed.ok) return true;
  reportAt(context, window, ['schedule', 'cron'], {
    code: 'calendar/cron',
    severity: 'error',
    message: `"${cron}" is no cron expression: ${parsed.message}`,
    expected: 'five cron fields such as "0 2 * * sun"',
    ...(parsed.hint !== undefined && { hint: asSentence(parsed.hint) }),
  });
  return false;
}

/** When a maintenance window is, as a rule and as UTC intervals; undefined (and findings) when it is never, or unknown. */
export function maintenanceTimes(
  context: BuildContext,
  window: Entity<'MaintenanceWindow'>,
): { recurrence: Recurrence; occurrences: readonly UtcInterval[] } | undefined {
  const { schedule } = window.spec;
  if ('from' in schedule) {
    const interval = { startUnixSeconds: schedule.from.unixSeconds, endUnixSeconds: schedule.to.unixSeconds };
    if (interval.startUnixSeconds < interval.endUnixSeconds) {
      return { recurrence: { type: 'once', interval }, occurrences: [interval] };
    }
    reportAt(context, window, ['schedule', 'to'], {
      code: 'calendar/ends-before-start',
      severity: 'error',
      message: 'the window ends before it starts',
      expected: `an instant after ${schedule.from.text}`,
    });
    return undefined;
  }
  const range = calendarRange(context, window, ['schedule', 'cron']);
  const zoneIsKnown = checkZone(context, window, ['schedule', 'timezone'], schedule.timezone);
  const cronIsKnown = checkCron(context, window, schedule.cron);
  if (range === undefined || !zoneIsKnown || !cronIsKnown) return undefined;
  if (
    schedule.duration.seconds < 60 ||
    schedule.duration.seconds > 7 * 86_400 ||
    schedule.duration.seconds % 60 !== 0
  ) {
    reportAt(context, window, ['schedule', 'duration'], {
      code: 'calendar/duration',
      severity: 'error',
      message: `${schedule.duration.text} is no duration of a maintenance window`,
      expected: 'whole minutes, 1m to 7d',
    });
    return undefined;
  }
  const recurrence: Recurrence = {
    type: 'recurring',
    timezone: schedule.timezone,
    cron: schedule.cron,
    durationSeconds: schedule.duration.seconds,
  };
  const found = occurrences(recurrence, range.until, { from: range.from });
  if (found.length === 0) {
    reportAt(context, window, ['schedule', 'cron'], {
      code: 'calendar/never',
      severity: 'error',
      message: `"${schedule.cron}" never happens up to ${range.until}`,
      expected: 'a cron expression that names days that exist',
    });
    return undefined;
  }
  return { recurrence, occurrences: found };
}
