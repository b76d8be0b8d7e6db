import { WEEKDAYS } from '../../calendar/index.ts';
import type { MinuteRange, Weekday, WeeklyHours } from '../../calendar/types.ts';
import { printTimeOfDay } from '../../units/index.ts';

/**
 * Conditions in PagerDuty's condition language.
 * https://developer.pagerduty.com/docs/ZG9jOjM1NTE0MDc0-pcl-overview
 */

/** Limits of one condition, and of the conditions of a rule, any of which will do. */
export const PCL_LIMITS = { bytesPerCondition: 2048, operatorsPerCondition: 64, conditionsPerRule: 25 };

const MINUTES_PER_DAY = 1440;

/**
 * `(now in Mon,Tue 01:00:00 to 03:00:00 Europe/London or …)`. A time up to midnight ends at 23:59:59, the last that the
 * language has: an event of that very second may still raise an incident.
 */
export function withinHours(hours: WeeklyHours, zone: string): { text: string; operators: number } {
  const days = new Map<string, { range: MinuteRange; days: Weekday[] }>();
  for (const day of WEEKDAYS) {
    for (const range of hours[day] ?? []) {
      const key = `${range.from}-${range.to}`;
      const known = days.get(key) ?? { range, days: [] };
      days.set(key, { range, days: [...known.days, day] });
    }
  }
  const terms = [...days.values()].map(
    ({ range, days: names }) =>
      `now in ${names.map(dayName).join(',')} ${clock(range.from)} to ${clock(range.to)} ${zone}`,
  );
  return { text: `(${terms.join(' or ')})`, operators: terms.length - 1 };
}

function dayName(day: Weekday): string {
  return day.charAt(0).toUpperCase() + day.slice(1);
}

function clock(minute: number): string {
  if (minute === MINUTES_PER_DAY) return '23:59:59';
  return `${printTimeOfDay(minute)}:00`;
}

/** Where an event has the name of the alert. */
export type AlertField = 'alertmanager' | 'cloudwatch';

/**
 * The event is of one of the alerts. Our receivers in Alertmanager send the name as `class`; the name of an alarm of
 * CloudWatch has the alert's as one of its words.
 */
export function ofAlerts(field: AlertField, alertNames: readonly string[]): string {
  const names = alertNames.map(escaped).join('|');
  return field === 'alertmanager'
    ? `event.class matches regex '^(${names})$'`
    : `event.custom_details.AlarmName matches regex '(^|[^A-Za-z0-9])(${names})([^A-Za-z0-9]|$)'`;
}

/** In RE2, inside single quotes. */
function escaped(text: string): string {
  return text.replace(/[^A-Za-z0-9_]/g, (character) => `[${/[\\\]^'-]/.test(character) ? '.' : character}]`);
}
