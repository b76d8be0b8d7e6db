import type { JobSchedule } from '../../plan/drift-job-parts.ts';
import { printDuration } from '../../units/index.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
const WEEK = 7 * DAY;

/** Intervals after which the same minutes and hours come again, longest first. */
const TOLD_BY_CALENDARS = [
  WEEK,
  DAY,
  ...[12, 8, 6, 4, 3, 2, 1].map((hours) => hours * HOUR),
  ...[30, 20, 15, 12, 10, 6, 5].map((minutes) => minutes * MINUTE),
];

/** Moments at which a job runs, on the clocks of a time zone. */
export interface Calendar {
  readonly timezone: string;
  readonly everySeconds: number;
  /** False where the schedule asks for an interval that no calendar tells; then it is the next shorter one. */
  readonly isExact: boolean;
  readonly minutes: readonly number[];
  /** Empty for every hour. */
  readonly hours: readonly number[];
  /** On Mondays only. */
  readonly isWeekly: boolean;
}

/** When a schedule runs its job: at its time of day (midnight by default), and as often around it. */
export function calendarOf({ everySeconds, at = '00:00', timezone }: JobSchedule): Calendar {
  const told = TOLD_BY_CALENDARS.find((each) => each <= everySeconds) ?? 5 * MINUTE;
  const [hour = 0, minute = 0] = at.split(':').map(Number);
  return {
    timezone,
    everySeconds: told,
    isExact: told === everySeconds,
    minutes: told < HOUR ? around(minute, told / MINUTE, 60) : [minute],
    hours: told <= HOUR ? [] : told < DAY ? around(hour, told / HOUR, 24) : [hour],
    isWeekly: told === WEEK,
  };
}

/** All that are so many steps from `start`, below `end`. */
function around(start: number, step: number, end: number): number[] {
  return Array.from({ length: end / step }, (_, index) => (start % step) + index * step);
}

/** Five fields of cron: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/crontab.html. */
export function cronText({ minutes, hours, isWeekly }: Calendar): string {
  return `${minutes.join(',')} ${hours.length === 0 ? '*' : hours.join(',')} * * ${isWeekly ? '1' : '*'}`;
}

/** A calendar event of systemd.time(7). */
export function onCalendarText({ minutes, hours, isWeekly, timezone }: Calendar): string {
  const hour = hours.length === 0 ? '*' : hours.map(twoDigits).join(',');
  return `${isWeekly ? 'Mon ' : ''}*-*-* ${hour}:${minutes.map(twoDigits).join(',')}:00 ${timezone}`;
}

/** "daily at 06:00 Europe/London", "every 6h from 00:30 UTC". */
export function calendarWords({ everySeconds, minutes, hours, timezone }: Calendar): string {
  const first = `${twoDigits(hours[0] ?? 0)}:${twoDigits(minutes[0] ?? 0)}`;
  if (everySeconds === WEEK) return `on Mondays at ${first} ${timezone}`;
  if (everySeconds === DAY) return `daily at ${first} ${timezone}`;
  return `every ${printDuration(everySeconds)} from ${first} ${timezone}`;
}

/** A part of names: `daily-0600-europe-london`. */
export function calendarName({ everySeconds, minutes, hours, timezone }: Calendar): string {
  const often =
    everySeconds === WEEK
      ? 'weekly'
      : everySeconds === DAY
        ? 'daily'
        : `every-${printDuration(everySeconds)}`;
  const zone = timezone
    .toLowerCase()
    .replaceAll('+', '-plus-')
    .replaceAll(/[^a-z0-9]+/g, '-');
  return `${often}-${twoDigits(hours[0] ?? 0)}${twoDigits(minutes[0] ?? 0)}-${zone}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
