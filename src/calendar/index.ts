export { CRON_PATTERN, type CronFields, type ParsedCron, parseCron } from './cron.ts';
export { fromDayNumber, toDayNumber, WEEKDAYS } from './date.ts';
export { type Holidays, parseHolidays } from './holidays.ts';
export { complementHours, hoursPerWeek, isWithin, weeklyHours } from './hours.ts';
export type { IcsProblem } from './ics/problem.ts';
export { occurrences } from './occurrences.ts';
export { datesToUtcIntervals, mergeIntervals, type OffsetPeriod, utcOffsets } from './offsets.ts';
export type { CalendarDate, MinuteRange, Recurrence, UtcInterval, Weekday, WeeklyHours } from './types.ts';
export { type CalendarWindow, monthlyWindows, weeklyWindows } from './windows.ts';
