import type { CatalogueEntry } from './entry.ts';

/** What is reported about calendars, hours and schedules. */
export const CALENDAR_CODES: readonly CatalogueEntry[] = [
  {
    code: 'calendar/unreadable',
    title: 'calendar that cannot be read',
    exit: 'invalid-spec',
    explain:
      'The iCalendar file with the holidays does not exist, is no UTF-8 text or may not be read. Without it tickets would be held or told on the wrong days, so nothing is rendered.',
  },
  {
    code: 'calendar/broken',
    title: 'calendar that is not valid',
    exit: 'invalid-spec',
    explain:
      'The iCalendar file (RFC 5545) has a line that cannot be understood or is not supported. Only whole days are taken as holidays. Export it again, or correct the line; part of a calendar would be worse than none.',
  },
  {
    code: 'calendar/cron',
    title: 'cron expression that is not valid',
    exit: 'invalid-spec',
    explain:
      'Five fields: minute, hour, day of month, month, day of week, such as `0 2 * * sun`. Lists, ranges, names and steps are accepted. Ranges that run backwards, days that no month has, seconds, years and the extensions L, W and # are not: programs disagree about them.',
  },
  {
    code: 'calendar/never',
    title: 'schedule that never happens',
    exit: 'invalid-spec',
    explain:
      'The cron expression is valid, and no day up to calendarUntil fits it, such as the 29th of February before the next leap year. Correct it, or move calendarUntil.',
  },
  {
    code: 'calendar/duration',
    title: 'impossible length of a maintenance window',
    exit: 'invalid-spec',
    explain:
      'A maintenance window lasts whole minutes, from 1m to 7d. Alertmanager mutes by minutes; a longer quiet is a change of the specs, not maintenance.',
  },
  {
    code: 'calendar/ends-before-start',
    title: 'window that ends before it starts',
    exit: 'invalid-spec',
    explain: '`to` is not after `from`. Mind the offsets: 09:00+02:00 is earlier than 08:00+00:00.',
  },
];
