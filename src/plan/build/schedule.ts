import { parseCron, utcOffsets, WEEKDAYS } from '../../calendar/index.ts';
import { printDuration, printTimeOfDay } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { DueTimes } from '../condition.ts';
import { calendarRange, checkZone } from './calendar.ts';
import { type BuildContext, reportAt } from './context.ts';

const DAY_SECONDS = 86_400;
const WEEK_SECONDS = 604_800;
const DAY_MINUTES = 1440;
/** 1970-01-01 was a Thursday. */
const EPOCH_WEEKDAY = WEEKDAYS.indexOf('thu');

/** When the runs of a pipeline start, in the zone of its schedule. */
export interface Starts {
  readonly weekdays: readonly number[];
  readonly minutesOfDay: readonly number[];
}

/** The field that asks by when a run must be done. */
export interface DeadlineAsked {
  readonly entity: Entity;
  readonly path: (string | number)[];
  readonly minuteOfDay: number;
}

/** Least time between two starts of a pipeline; undefined when its schedule says nothing, or nothing that is weekly. */
export function scheduleSeconds({ spec: { schedule } }: Entity<'Pipeline'>): number | undefined {
  if (schedule?.every) return schedule.every.seconds;
  const starts = schedule?.cron === undefined ? undefined : startsOf(schedule.cron);
  if (starts === undefined) return undefined;
  const inWeek = minutesOfWeek(starts);
  const gaps = inWeek.map((minute, index) => {
    const next = inWeek[(index + 1) % inWeek.length] ?? minute;
    return ((next - minute + 7 * DAY_MINUTES - 1) % (7 * DAY_MINUTES)) + 1;
  });
  return 60 * Math.min(...gaps);
}

function minutesOfWeek({ weekdays, minutesOfDay }: Starts): number[] {
  return weekdays
    .flatMap((weekday) => minutesOfDay.map((minute) => weekday * DAY_MINUTES + minute))
    .toSorted((a, b) => a - b);
}

/** Reports a schedule that says neither or both of every and cron, or asks of every what only cron can tell. */
export function checkSchedule(context: BuildContext, pipeline: Entity<'Pipeline'>): boolean {
  const { schedule } = pipeline.spec;
  if (schedule === undefined) return true;
  if ((schedule.every === undefined) === (schedule.cron === undefined)) {
    reportAt(context, pipeline, schedule.every === undefined ? ['schedule'] : ['schedule', 'every'], {
      code: 'schedule/every-or-cron',
      severity: 'error',
      message: `the schedule says ${schedule.every === undefined ? 'neither' : 'both'} "every" ${schedule.every === undefined ? 'nor' : 'and'} "cron"`,
      expected: 'exactly one of: every, a duration; cron, five fields',
    });
    return false;
  }
  if (schedule.every && schedule.deadline) {
    reportAt(context, pipeline, ['schedule', 'deadline'], {
      code: 'schedule/deadline-without-cron',
      severity: 'error',
      message: 'a deadline needs to know when a run starts',
      expected: 'cron: … in place of every; or freshness: { page: … }',
    });
    return false;
  }
  if (schedule.cron === undefined) return true;
  const parsed = parseCron(schedule.cron);
  if (!parsed.ok) {
    reportAt(context, pipeline, ['schedule', 'cron'], {
      code: 'calendar/cron',
      severity: 'error',
      message: `"${schedule.cron}" is no cron expression: ${parsed.message}`,
      expected: 'five cron fields such as "0 3 * * *"',
    });
  }
  return parsed.ok && checkZone(context, pipeline, ['schedule', 'timezone'], schedule.timezone);
}

function startsOf(cron: string): Starts | undefined {
  const parsed = parseCron(cron);
  if (!parsed.ok) return undefined;
  const { minutes, hours, months, daysOfMonth, weekdays } = parsed.fields;
  if (months !== undefined || daysOfMonth !== undefined) return undefined;
  return {
    weekdays: (weekdays ?? WEEKDAYS).map((day) => WEEKDAYS.indexOf(day)),
    minutesOfDay: hours.flatMap((hour) => minutes.map((minute) => 60 * hour + minute)),
  };
}

/**
 * When runs of a pipeline are due, by a deadline of the day. Reports and returns undefined when the schedule does not tell
 * one run from the next by it: without cron, with several runs a day, or on days of the month.
 */
export function dueTimes(
  context: BuildContext,
  pipeline: Entity<'Pipeline'>,
  asked: DeadlineAsked,
): DueTimes | undefined {
  const { schedule } = pipeline.spec;
  const refuse = (message: string, expected: string): undefined => {
    reportAt(context, asked.entity, asked.path, {
      code: 'schedule/deadline',
      severity: 'error',
      message,
      expected,
      related: [{ message: 'the pipeline', span: pipeline.span }],
    });
    return undefined;
  };
  if (schedule?.cron === undefined)
    return refuse(
      `Pipeline ${pipeline.name} does not say when it starts`,
      'schedule: { cron: "0 3 * * *" } on it',
    );
  const starts = startsOf(schedule.cron);
  if (starts === undefined) {
    // What is no cron expression at all is told where it stands.
    if (!parseCron(schedule.cron).ok) return undefined;
    return refuse(
      `"${schedule.cron}" goes by days of the month, which a deadline of the day cannot follow`,
      'a daily or weekly schedule, or maxAge',
    );
  }
  const [start, ...others] = starts.minutesOfDay;
  if (start === undefined || others.length > 0)
    return refuse(
      `the pipeline starts ${starts.minutesOfDay.length} times a day, and one deadline fits one of them`,
      'one start a day, or maxAge',
    );
  const allowedMinutes = (asked.minuteOfDay - start + DAY_MINUTES) % DAY_MINUTES;
  if (allowedMinutes === 0)
    return refuse(
      `the run starts at ${printTimeOfDay(start)}, so it cannot be done then`,
      'a later time of day',
    );
  const stretches = stretchesOf(context, pipeline, starts.weekdays, 60 * (start + allowedMinutes));
  return stretches && { stretches, allowedSeconds: 60 * allowedMinutes };
}

/** `dueSeconds` from the midnight that begins each day of start. */
function stretchesOf(
  context: BuildContext,
  pipeline: Entity<'Pipeline'>,
  weekdays: readonly number[],
  dueSeconds: number,
): DueTimes['stretches'] | undefined {
  const zone = pipeline.spec.schedule?.timezone ?? 'UTC';
  const isDaily = weekdays.length === 7;
  const periodSeconds = isDaily ? DAY_SECONDS : WEEK_SECONDS;
  const anchors = (offsetSeconds: number) =>
    (isDaily ? [0] : weekdays.map((weekday) => (weekday - EPOCH_WEEKDAY) * DAY_SECONDS))
      .map((day) => -modulo(offsetSeconds - day - dueSeconds, periodSeconds))
      .toSorted((a, b) => a - b);
  if (zone === 'UTC') return [{ periodSeconds, anchorsUnixSeconds: anchors(0) }];
  const range = calendarRange(context, pipeline, ['schedule', 'timezone']);
  if (range === undefined || !checkZone(context, pipeline, ['schedule', 'timezone'], zone)) return undefined;
  const offsets = utcOffsets(zone, range.from, range.until);
  return offsets.map(({ startUnixSeconds, offsetSeconds }, index) => {
    const next = offsets[index + 1];
    return {
      ...(index > 0 && { fromUnixSeconds: startUnixSeconds }),
      ...(next && { untilUnixSeconds: next.startUnixSeconds }),
      periodSeconds,
      anchorsUnixSeconds: anchors(offsetSeconds),
    };
  });
}

function modulo(value: number, period: number): number {
  return ((value % period) + period) % period;
}

/** "05:30 (2h30m after the start)". */
export function deadlineWords({ allowedSeconds }: DueTimes, minuteOfDay: number): string {
  return `${printTimeOfDay(minuteOfDay)} (${printDuration(allowedSeconds)} after its start)`;
}
