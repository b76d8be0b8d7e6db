import { parseHolidays } from '../../src/calendar/holidays.ts';
import { isWithin, weeklyHours } from '../../src/calendar/hours.ts';
import { occurrences } from '../../src/calendar/occurrences.ts';
import { datesToUtcIntervals, utcOffsets } from '../../src/calendar/offsets.ts';
import { parseDate, parseInstant, printInstant } from '../../src/units/time.ts';
import { knownZones, parseTimeZone } from '../../src/units/zone.ts';
import { unix } from './clock.ts';

const ICS = `BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260101
RRULE:FREQ=YEARLY
EXDATE;VALUE=DATE:20270101
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=Europe/London:20260329T000000
DTEND;TZID=Europe/London:20260331T000000
END:VEVENT
BEGIN:VEVENT
DTSTART:20261101T000000
DTEND:20261102T000000
RRULE:FREQ=MONTHLY;BYDAY=1SU;UNTIL=20270401T000000Z
END:VEVENT
END:VCALENDAR
`;

/** Everything that knows of time, once: the same text wherever the host is. */
export function probe(): string {
  const hours = weeklyHours(['mon', 'sun'], 1380, 120);
  const moments = Array.from({ length: 24 * 21 }, (_, hour) => unix('2026-03-01T00:00:00Z') + hour * 3600);
  return JSON.stringify({
    holidays: parseHolidays(ICS, { until: '2028-12-31' }),
    windows: ['Europe/London', 'America/New_York', 'Pacific/Apia'].map((timezone) =>
      occurrences(
        { type: 'recurring', timezone, cron: '30 1 1,8 * sun', durationSeconds: 10_800 },
        '2026-12-31',
        { from: '2026-01-01' },
      ),
    ),
    offsets: utcOffsets('America/New_York', '2026-01-01', '2027-12-31'),
    days: datesToUtcIntervals(['2026-03-08', '2026-03-29', '2026-11-01'], 'America/New_York'),
    within: moments.filter((now) => isWithin(hours, ['2026-03-15'], 'America/New_York', now)),
    units: [
      parseDate('2026-03-08'),
      parseInstant('2026-03-08T02:30-05:00'),
      parseInstant('2026-03-29T01:30Z'),
      printInstant(1_772_955_000),
      parseTimeZone('Pacific/Apia'),
      knownZones().length,
    ],
  });
}
