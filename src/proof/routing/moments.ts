import { Temporal } from 'temporal-polyfill';
import { didYouMean, suggest } from '../../support/suggest.ts';
import { parseInstant } from '../../units/index.ts';

/** Moments as people type them. */

export type MomentResult =
  /** In epoch milliseconds, by the clock of a zone. */
  { readonly at: (zone: string) => number } | { readonly problem: string; readonly hint?: string };

export const MOMENT_EXPECTED =
  'a weekday and a time such as "sun 03:00", or a date and time such as 2026-12-25T03:00Z; without Z or an offset it is read by the clock of the team';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

/**
 * `sun 03:00` is the next such time, `now` (epoch milliseconds) included; a time that the clock skips is the one after the gap,
 * and of one that it repeats the first is meant. A date and time without an offset is read in the zone that it is asked for.
 */
export function parseMoment(text: string, now: number): MomentResult {
  const instant = parseInstant(text.trim().replace(/^(\d{4}-\d\d-\d\d) (?=\d)/, '$1T'));
  if (instant.ok) return { at: () => instant.value * 1000 };
  const [, date, clock] = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)$/.exec(text.trim()) ?? [];
  if (date !== undefined && clock !== undefined) {
    try {
      const local = Temporal.PlainDateTime.from(`${date}T${clock}`);
      return { at: (zone) => local.toZonedDateTime(zone).epochMilliseconds };
    } catch {
      return { problem: `there is no ${text.trim()} in the calendar` };
    }
  }
  const [, name, hour, minute] =
    /^([a-z]+)\s+([01]?\d|2[0-3]):([0-5]\d)$/.exec(text.trim().toLowerCase()) ?? [];
  if (name === undefined) return { problem: `"${text}" is no moment` };
  const index = WEEKDAYS.findIndex((day) => day === name || day.slice(0, 3) === name);
  if (index < 0) {
    const hint = didYouMean(suggest(name, [...WEEKDAYS, ...WEEKDAYS.map((day) => day.slice(0, 3))]));
    return { problem: `"${name}" is no weekday`, ...(hint !== undefined && { hint }) };
  }
  const time = new Temporal.PlainTime(Number(hour), Number(minute));
  return { at: (zone) => nextWeekday(index + 1, time, zone, now) };
}

function nextWeekday(dayOfWeek: number, time: Temporal.PlainTime, zone: string, now: number): number {
  const today = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(zone).toPlainDate();
  const days = (dayOfWeek - today.dayOfWeek + 7) % 7;
  for (const ahead of [days, days + 7]) {
    const found = today.add({ days: ahead }).toPlainDateTime(time).toZonedDateTime(zone).epochMilliseconds;
    if (found >= now) return found;
  }
  throw new RangeError('there is such a weekday within two weeks');
}
