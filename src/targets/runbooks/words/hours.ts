import { WEEKDAYS } from '../../../calendar/index.ts';
import type { CalendarDate, Weekday, WeeklyHours } from '../../../calendar/types.ts';
import type { TeamHours } from '../../../plan/route.ts';
import { code, type Inline, joined, listed, md, text } from '../../../support/markdown.ts';
import { printTimeOfDay } from '../../../units/index.ts';

const DAY_NAMES: Readonly<Record<Weekday, Inline>> = {
  mon: md`Monday`,
  tue: md`Tuesday`,
  wed: md`Wednesday`,
  thu: md`Thursday`,
  fri: md`Friday`,
  sat: md`Saturday`,
  sun: md`Sunday`,
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Monday to Friday 09:00–17:30, Saturday 10:00–12:00`; days in a row with the same hours go together. */
export function weeklyHoursWords(hours: WeeklyHours): Inline {
  const groups: { days: Weekday[]; ranges: string }[] = [];
  for (const day of WEEKDAYS) {
    const ranges = (hours[day] ?? []).map(({ from, to }) => `${printTimeOfDay(from)}–${printTimeOfDay(to)}`);
    const last = groups.at(-1);
    if (last !== undefined && last.ranges === ranges.join(' and ')) last.days.push(day);
    else groups.push({ days: [day], ranges: ranges.join(' and ') });
  }
  const open = groups.filter(({ ranges }) => ranges !== '');
  return joined(
    open.map(({ days, ranges }) => md`${dayRange(days)} ${text(ranges)}`),
    ', ',
  );
}

/** `every day`, `Monday to Friday`, `Saturday and Sunday`. */
export function dayRange(days: readonly Weekday[]): Inline {
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return md`no day`;
  if (days.length === WEEKDAYS.length) return md`every day`;
  const follow = WEEKDAYS.indexOf(last) - WEEKDAYS.indexOf(first) === days.length - 1;
  return days.length > 2 && follow
    ? md`${DAY_NAMES[first]} to ${DAY_NAMES[last]}`
    : listed(
        days.map((day) => DAY_NAMES[day]),
        'and',
      );
}

/** A team's business hours with their zone, and its days off. */
export function teamHoursWords({ team, timezone, hours, holidays }: TeamHours): Inline {
  const when = md`Business hours of team ${code(team)} are ${weeklyHoursWords(hours)} (${text(timezone)})`;
  return holidays.length === 0
    ? md`${when}, holidays or not.`
    : md`${when}, but not on its holidays: ${holidayWords(holidays)}.`;
}

/** `2026: 25 Dec, 28 Dec; 2027: 1 Jan`. */
function holidayWords(holidays: readonly CalendarDate[]): Inline {
  const years = [...new Set(holidays.map((date) => date.slice(0, 4)))];
  const words = years.map((year) => {
    const days = holidays
      .filter((date) => date.startsWith(year))
      .map((date) => `${Number(date.slice(8, 10))} ${MONTHS[Number(date.slice(5, 7)) - 1] ?? ''}`);
    return `${year}: ${days.join(', ')}`;
  });
  return text(words.join('; '));
}
