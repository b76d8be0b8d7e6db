import * as fc from 'fast-check';
import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { parseHolidays } from '../../src/calendar/holidays.ts';

const UNTIL = { until: '2030-12-31' };

function calendar(...lines: string[]): string {
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test', ...lines, 'END:VCALENDAR', ''].join('\r\n');
}

function event(...lines: string[]): string {
  return ['BEGIN:VEVENT', 'UID:a@example.com', 'SUMMARY:A day off', ...lines, 'END:VEVENT'].join('\r\n');
}

function datesOf(...lines: string[]): readonly string[] {
  const { dates, problems } = parseHolidays(calendar(event(...lines)), UNTIL);
  expect(problems).toEqual([]);
  return dates;
}

function problemsOf(text: string): string[] {
  return parseHolidays(text, UNTIL).problems.map(
    ({ line, column, message }) => `${line}:${column} ${message}`,
  );
}

/** The problems of one event, whose lines begin on line 7. */
function problemsOfEvent(...lines: string[]): string[] {
  const { dates, problems } = parseHolidays(calendar(event(...lines)), UNTIL);
  expect(dates).toEqual([]);
  return problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}

describe('days', () => {
  it('reads the days of a public calendar', () => {
    const text = calendar(
      'METHOD:PUBLISH',
      event('DTEND;VALUE=DATE:20261229', 'DTSTART;VALUE=DATE:20261228', 'TRANSP:TRANSPARENT'),
      event('DTSTART;VALUE=DATE:20261225', 'DTEND;VALUE=DATE:20261226', 'SEQUENCE:0'),
      event('DTSTART;VALUE=DATE:20261225'),
    );
    expect(parseHolidays(text, UNTIL)).toEqual({ dates: ['2026-12-25', '2026-12-28'], problems: [] });
  });

  it('counts an end as the day after the last', () => {
    expect(datesOf('DTSTART;VALUE=DATE:20261230', 'DTEND;VALUE=DATE:20270102')).toEqual([
      '2026-12-30',
      '2026-12-31',
      '2027-01-01',
    ]);
    expect(datesOf('DTSTART;VALUE=DATE:20261225', 'DURATION:P2D')).toEqual(['2026-12-25', '2026-12-26']);
    expect(datesOf('DTSTART;VALUE=DATE:20261225', 'DURATION:P1W')).toHaveLength(7);
    // Some programs write the day itself.
    expect(datesOf('DTSTART;VALUE=DATE:20261225', 'DTEND;VALUE=DATE:20261225')).toEqual(['2026-12-25']);
    expect(datesOf('DTSTART:20261225')).toEqual(['2026-12-25']);
  });

  it('takes times that cover whole days in the zone of the event', () => {
    expect(datesOf('DTSTART:20261225T000000', 'DTEND:20261226T000000')).toEqual(['2026-12-25']);
    expect(
      datesOf('DTSTART;TZID=Europe/London:20261225T000000', 'DTEND;TZID="Europe/London":20261227T000000'),
    ).toEqual(['2026-12-25', '2026-12-26']);
    expect(datesOf('DTSTART:20261225T000000', 'DURATION:P1DT0H0M0S')).toEqual(['2026-12-25']);
  });

  it('leaves out what is cancelled', () => {
    const text = calendar(
      event('DTSTART;VALUE=DATE:20261225', 'STATUS:CANCELLED'),
      event('DTSTART;VALUE=DATE:20261226'),
    );
    expect(parseHolidays(text, UNTIL)).toEqual({ dates: ['2026-12-26'], problems: [] });
  });

  it('stays between from and until, both included', () => {
    const text = calendar(event('DTSTART;VALUE=DATE:20261220', 'DTEND;VALUE=DATE:20270110'));
    expect(parseHolidays(text, { from: '2026-12-31', until: '2027-01-01' }).dates).toEqual([
      '2026-12-31',
      '2027-01-01',
    ]);
    expect(parseHolidays(text, { from: '2028-01-01', until: '2029-01-01' })).toEqual({
      dates: [],
      problems: [],
    });
  });

  it('reads folded lines, any line ends, any case, a byte-order mark, and passes over the rest', () => {
    const text =
      '\uFEFFbegin:vcalendar\nBEGIN:VTIMEZONE\nTZID:X\nBEGIN:DAYLIGHT\nDTSTART:19700101T000000\nRRULE:FREQ=SECONDLY\nEND:DAYLIGHT\nEND:VTIMEZONE\n' +
      'BEGIN:VEVENT\r\nDTSTART;VALUE=\r\n DATE:2026\r\n\t1225\r\nX-LONG;X="a:b;c":\n  d\nBEGIN:VALARM\nDTSTART:garbage\nEND:VALARM\n\nend:VEVENT\nEND:vcalendar';
    expect(parseHolidays(text, UNTIL)).toEqual({ dates: ['2026-12-25'], problems: [] });
  });
});

function list(min: number, max: number): fc.Arbitrary<string> {
  return fc
    .uniqueArray(fc.integer({ min, max }), { minLength: 1, maxLength: 3 })
    .map((values) => values.join(','));
}

describe('recurrence', { timeout: 60_000 }, () => {
  it.each<[string, string, string, string[]]>([
    [
      'yearly',
      '20261225',
      'FREQ=YEARLY',
      ['2026-12-25', '2027-12-25', '2028-12-25', '2029-12-25', '2030-12-25'],
    ],
    ['with a count', '20261225', 'FREQ=YEARLY;COUNT=2', ['2026-12-25', '2027-12-25']],
    ['with an end', '20261225', 'FREQ=YEARLY;UNTIL=20271225', ['2026-12-25', '2027-12-25']],
    ['with an end in UTC', '20261225', 'FREQ=YEARLY;UNTIL=20271225T000000Z', ['2026-12-25', '2027-12-25']],
    ['every other year', '20261225', 'FREQ=YEARLY;INTERVAL=2', ['2026-12-25', '2028-12-25', '2030-12-25']],
    ['on leap days', '20240229', 'FREQ=YEARLY', ['2024-02-29', '2028-02-29']],
    [
      'on the fourth Thursday of November',
      '20261126',
      'FREQ=YEARLY;BYMONTH=11;BYDAY=4TH',
      ['2026-11-26', '2027-11-25', '2028-11-23', '2029-11-22', '2030-11-28'],
    ],
    [
      'on the last Monday of May',
      '20280529',
      'FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO',
      ['2028-05-29', '2029-05-28', '2030-05-27'],
    ],
    [
      'on the first Monday of the year',
      '20280103',
      'FREQ=YEARLY;BYDAY=1MO',
      ['2028-01-03', '2029-01-01', '2030-01-07'],
    ],
    [
      'on the 256th day',
      '20270913',
      'FREQ=YEARLY;BYYEARDAY=256',
      ['2027-09-13', '2028-09-12', '2029-09-13', '2030-09-13'],
    ],
    [
      'at the end of each month',
      '20300831',
      'FREQ=MONTHLY;BYMONTHDAY=-1',
      ['2030-08-31', '2030-09-30', '2030-10-31', '2030-11-30', '2030-12-31'],
    ],
    ['on the 31st', '20300831', 'FREQ=MONTHLY', ['2030-08-31', '2030-10-31', '2030-12-31']],
    [
      'on the last workday',
      '20301031',
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
      ['2030-10-31', '2030-11-29', '2030-12-31'],
    ],
    ['on Friday the 13th', '20300913', 'FREQ=MONTHLY;BYMONTHDAY=13;BYDAY=FR', ['2030-09-13', '2030-12-13']],
    [
      'every other week',
      '20301202',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU',
      ['2030-12-02', '2030-12-08', '2030-12-16', '2030-12-22', '2030-12-30'],
    ],
    [
      'every other week from Sunday',
      '20301202',
      'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU',
      ['2030-12-02', '2030-12-15', '2030-12-16', '2030-12-29', '2030-12-30'],
    ],
    [
      'every third day',
      '20301222',
      'FREQ=DAILY;INTERVAL=3',
      ['2030-12-22', '2030-12-25', '2030-12-28', '2030-12-31'],
    ],
    ['on a first day outside of the rule, too', '20301231', 'FREQ=DAILY;BYMONTH=1', ['2030-12-31']],
    ['lower case', '20291225', 'freq=yearly', ['2029-12-25', '2030-12-25']],
  ])('%s', (_, start, rule, dates) => {
    expect(datesOf(`DTSTART;VALUE=DATE:${start}`, `RRULE:${rule}`)).toEqual(dates);
  });

  it('leaves out exceptions, adds further dates, and keeps the length', () => {
    expect(
      datesOf(
        'DTSTART;VALUE=DATE:20261225',
        'DTEND;VALUE=DATE:20261227',
        'RRULE:FREQ=YEARLY;UNTIL=20291231',
        'EXDATE;VALUE=DATE:20271225,20281225',
        'EXDATE:20291225T000000Z',
        'RDATE;VALUE=DATE:20270401',
      ),
    ).toEqual(['2026-12-25', '2026-12-26', '2027-04-01', '2027-04-02']);
  });

  it('moves and cancels single occurrences', () => {
    const text = calendar(
      event('DTSTART;VALUE=DATE:20270101', 'RRULE:FREQ=YEARLY'),
      event('RECURRENCE-ID;VALUE=DATE:20280101', 'DTSTART;VALUE=DATE:20280103'),
      event('RECURRENCE-ID;VALUE=DATE:20290101', 'DTSTART;VALUE=DATE:20290101', 'STATUS:CANCELLED'),
    );
    expect(parseHolidays(text, UNTIL)).toEqual({
      dates: ['2027-01-01', '2028-01-03', '2030-01-01'],
      problems: [],
    });
  });

  it('agrees with an independent expansion', () => {
    const weekdays = fc
      .subarray(['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'], { minLength: 1 })
      .map((days) => days.join(','));
    const numbered = fc
      .tuple(fc.constantFrom(1, 2, 3, 4, -1, -2), fc.constantFrom('MO', 'WE', 'SU'))
      .map(([nth, day]) => `${nth}${day}`);
    const interval = fc.integer({ min: 1, max: 3 }).map((n) => `INTERVAL=${n}`);
    // Of each frequency, the forms that the other expansion gets right too.
    const rule = fc.oneof(
      fc.tuple(fc.constant('FREQ=DAILY'), interval),
      fc.tuple(
        fc.constant('FREQ=WEEKLY'),
        interval,
        weekdays.map((days) => `BYDAY=${days}`),
      ),
      fc.tuple(
        fc.constant('FREQ=MONTHLY'),
        interval,
        list(1, 28).map((days) => `BYMONTHDAY=${days}`),
      ),
      fc.tuple(
        fc.constant('FREQ=MONTHLY'),
        interval,
        numbered.map((day) => `BYDAY=${day}`),
      ),
      fc.tuple(fc.constant('FREQ=YEARLY'), interval),
      fc.tuple(
        fc.constant('FREQ=YEARLY'),
        fc.integer({ min: 1, max: 12 }).map((month) => `BYMONTH=${month}`),
        numbered.map((day) => `BYDAY=${day}`),
      ),
      fc.tuple(
        fc.constant('FREQ=YEARLY'),
        list(1, 365).map((days) => `BYYEARDAY=${days}`),
      ),
    );
    const start = fc
      .integer({ min: 0, max: 700 })
      .map((days) => Temporal.PlainDate.from('2026-01-01').add({ days }).toString());
    let occurrences = 0;
    fc.assert(
      fc.property(rule, start, (parts, date) => {
        const text = parts.join(';');
        const iterator = ICAL.Recur.fromString(text).iterator(ICAL.Time.fromDateString(date));
        // The other expansion leaves the first day out when the rule does not name it.
        const expected = new Set([date]);
        for (
          let next = iterator.next();
          next !== null && next.toString() <= '2030-12-31';
          next = iterator.next()
        ) {
          expected.add(next.toString());
        }
        const dates = datesOf(`DTSTART;VALUE=DATE:${date.replaceAll('-', '')}`, `RRULE:${text}`);
        occurrences += dates.length;
        expect([text, date, dates]).toEqual([text, date, [...expected].toSorted()]);
      }),
      { seed: 10, numRuns: 300 },
    );
    expect(occurrences).toBeGreaterThan(10_000);
  });
});

describe('problems', () => {
  it.each<[string, string, string[]]>([
    ['an empty file', '', ['1:1 the file is empty: a calendar begins with BEGIN:VCALENDAR']],
    ['blank lines', '\n\n \n', ['1:1 the file is empty: a calendar begins with BEGIN:VCALENDAR']],
    [
      'HTML',
      '<!DOCTYPE html>\n<html>',
      ['1:1 this is no iCalendar file: it does not begin with BEGIN:VCALENDAR'],
    ],
    [
      'bytes',
      '\u0000\u0001\uFFFD'.repeat(5000),
      ['1:1 this is no iCalendar file: it does not begin with BEGIN:VCALENDAR'],
    ],
    ['no events', calendar(), ['1:1 the calendar has no events']],
    [
      'a cut file',
      calendar(event('DTSTART;VALUE=DATE:20261225')).slice(0, 120),
      ['4:1 BEGIN:VEVENT is never closed: the file is cut short'],
    ],
    [
      'a calendar never closed',
      'BEGIN:VCALENDAR\n',
      ['1:1 BEGIN:VCALENDAR is never closed: the file is cut short'],
    ],
    [
      'crossed components',
      'BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR',
      ['3:1 END:VCALENDAR where BEGIN:VEVENT of line 2 is still open'],
    ],
    [
      'too many ends',
      `${calendar(event('DTSTART;VALUE=DATE:20261225'))}END:VCALENDAR\n`,
      ['10:1 there is something after END:VCALENDAR'],
    ],
    [
      'a line without a name',
      calendar('hello', event('DTSTART;VALUE=DATE:20261225')),
      ['4:1 this is no line of iCalendar, which is NAME:value'],
    ],
    [
      'another calendar',
      calendar('CALSCALE:CHINESE', event('DTSTART;VALUE=DATE:20261225')),
      ['4:10 only the Gregorian calendar is supported'],
    ],
  ])('%s', (_, text, expected) => {
    expect(problemsOf(text)).toEqual(expected);
  });

  it.each<[string, string[], string]>([
    ['no start', ['DTEND;VALUE=DATE:20261226'], '4:1 the event has no DTSTART'],
    [
      'two starts',
      ['DTSTART;VALUE=DATE:20261225', 'DTSTART;VALUE=DATE:20261226'],
      '8:20 an event has one DTSTART, and this is the second',
    ],
    ['a start that is no date', ['DTSTART;VALUE=DATE:soon'], '7:20 DTSTART is no date such as 20261225'],
    [
      'a start with more behind it',
      ['DTSTART;VALUE=DATE:20261225xyz'],
      '7:20 DTSTART is no date such as 20261225',
    ],
    [
      'a date that does not exist',
      ['DTSTART;VALUE=DATE:20260229'],
      '7:20 DTSTART is no date of the calendar from 1600 on',
    ],
    ['the year 1', ['DTSTART;VALUE=DATE:00010101'], '7:20 DTSTART is no date of the calendar from 1600 on'],
    ['another type', ['DTSTART;VALUE=TEXT:20261225'], '7:20 DTSTART is no date'],
    ['a type from the prototype', ['DTSTART;VALUE=__proto__:20261225'], '7:25 DTSTART is no date'],
    ['a broken parameter', ['DTSTART;=:20261225'], '7:11 DTSTART cannot be read'],
    [
      'a time',
      ['DTSTART:20261225T090000', 'DTEND:20261225T170000'],
      '7:9 the event begins at a time (20261225T090000), and only whole days can be holidays: write DTSTART;VALUE=DATE:20261225',
    ],
    [
      'midnight in UTC',
      ['DTSTART:20261225T000000Z', 'DTEND:20261226T000000Z'],
      '7:9 the event begins at a time (20261225T000000Z), and only whole days can be holidays: write DTSTART;VALUE=DATE:20261225',
    ],
    [
      'an end within a day',
      ['DTSTART:20261225T000000', 'DTEND:20261225T170000'],
      '7:9 the event does not end with a day (20261225T170000), and only whole days can be holidays: write DTSTART;VALUE=DATE:20261225',
    ],
    [
      'an end in another zone',
      ['DTSTART;TZID=Asia/Tokyo:20261225T000000', 'DTEND:20261226T000000'],
      '7:25 the event does not end with a day (20261226T000000), and only whole days can be holidays: write DTSTART;VALUE=DATE:20261225',
    ],
    [
      'a time without an end',
      ['DTSTART:20261225T000000'],
      '7:9 the event has no end, and only whole days can be holidays: write DTSTART;VALUE=DATE:20261225',
    ],
    [
      'no length',
      ['DTSTART:20261225T000000', 'DTEND:20261225T000000'],
      '7:9 the event has no length, and only whole days can be holidays: write DTSTART;VALUE=DATE:20261225',
    ],
    [
      'an end before the start',
      ['DTSTART;VALUE=DATE:20261225', 'DTEND;VALUE=DATE:20261224'],
      '7:20 the event ends before it begins',
    ],
    [
      'hours',
      ['DTSTART;VALUE=DATE:20261225', 'DURATION:PT8H'],
      '7:20 the event lasts PT8H, which is no number of whole days',
    ],
    [
      'no rule',
      ['DTSTART;VALUE=DATE:20261225', 'RRULE:'],
      '8:7 the rule has a part that is not NAME=value: ',
    ],
    ['no frequency', ['DTSTART;VALUE=DATE:20261225', 'RRULE:COUNT=3'], '8:7 the rule has no FREQ'],
    [
      'every second',
      ['DTSTART;VALUE=DATE:20261225', 'RRULE:FREQ=SECONDLY;COUNT=1000000000'],
      '8:7 FREQ=SECONDLY is no frequency of whole days: YEARLY, MONTHLY, WEEKLY or DAILY',
    ],
    [
      'an interval of nothing',
      ['DTSTART;VALUE=DATE:20261225', 'RRULE:FREQ=DAILY;INTERVAL=0'],
      '8:7 INTERVAL=0 is not valid in a rule',
    ],
    [
      'a month 13',
      ['DTSTART;VALUE=DATE:20261225', 'RRULE:FREQ=YEARLY;BYMONTH=13'],
      '8:7 BYMONTH=13 is not valid in a rule',
    ],
    [
      'a number with letters',
      ['DTSTART;VALUE=DATE:20261225', 'RRULE:FREQ=YEARLY;BYMONTH=1x'],
      '8:7 BYMONTH=1X is not valid in a rule',
    ],
    [
      'a weekday XX',
      ['DTSTART;VALUE=DATE:20261225', 'RRULE:FREQ=YEARLY;BYDAY=XX'],
      '8:7 BYDAY=XX is not valid in a rule',
    ],
    [
      'an end that does not exist',
      ['DTSTART;VALUE=DATE:20261225', 'RRULE:FREQ=YEARLY;UNTIL=20270230'],
      '8:7 UNTIL=20270230 is not valid in a rule',
    ],
    [
      'two ends',
      ['DTSTART;VALUE=DATE:20261225', 'RRULE:FREQ=YEARLY;COUNT=2;UNTIL=20270101'],
      '8:7 a rule has COUNT or UNTIL, not both',
    ],
    [
      'a part twice',
      ['DTSTART;VALUE=DATE:20261225', 'RRULE:FREQ=YEARLY;FREQ=DAILY'],
      '8:7 the rule has FREQ twice',
    ],
    [
      'a lunar year',
      ['DTSTART;VALUE=DATE:20270206', 'RRULE:RSCALE=CHINESE;FREQ=YEARLY'],
      '8:7 RSCALE is not supported in a rule of whole days',
    ],
    [
      'hours of a day',
      ['DTSTART;VALUE=DATE:20261225', 'RRULE:FREQ=DAILY;BYHOUR=9'],
      '8:7 BYHOUR is not supported in a rule of whole days',
    ],
    [
      'a numbered weekday of a week',
      ['DTSTART;VALUE=DATE:20261225', 'RRULE:FREQ=WEEKLY;BYDAY=2MO'],
      '8:7 a numbered weekday in BYDAY goes with FREQ=YEARLY or MONTHLY only',
    ],
    [
      'a day of the month in a week',
      ['DTSTART;VALUE=DATE:20261225', 'RRULE:FREQ=WEEKLY;BYMONTHDAY=2'],
      '8:7 BYMONTHDAY does not go with FREQ=WEEKLY',
    ],
    [
      'an exclusion rule',
      ['DTSTART;VALUE=DATE:20261225', 'EXRULE:FREQ=YEARLY'],
      '8:8 EXRULE is not supported: list the days with EXDATE',
    ],
    [
      'a period',
      ['DTSTART;VALUE=DATE:20261225', 'RDATE;VALUE=PERIOD:20261225T000000Z/P1D'],
      '8:20 RDATE is no date such as 20261225',
    ],
    [
      'a change of all the future',
      ['RECURRENCE-ID;RANGE=THISANDFUTURE;VALUE=DATE:20261225', 'DTSTART;VALUE=DATE:20261225'],
      '7:46 a change of this and all future occurrences (RANGE) is not supported: end the rule and begin another',
    ],
  ])('%s', (_, lines, expected) => {
    expect(problemsOfEvent(...lines)).toEqual([expected]);
  });

  it('keeps the good events of a file with a bad one', () => {
    const text = calendar(
      event('DTSTART;VALUE=DATE:20261225'),
      event('SUMMARY:no date'),
      event('DTSTART;VALUE=DATE:20261226'),
    );
    expect(parseHolidays(text, UNTIL)).toEqual({
      dates: ['2026-12-25', '2026-12-26'],
      problems: [{ line: 9, column: 1, message: 'the event has no DTSTART' }],
    });
  });

  it('names the first fifty of many problems', () => {
    const { problems } = parseHolidays(
      calendar('?\r\n'.repeat(5000), event('DTSTART;VALUE=DATE:20261225')),
      UNTIL,
    );
    expect(problems).toHaveLength(51);
    expect(problems.at(-1)).toEqual({ line: 54, column: 1, message: '4950 more problems from here on' });
  });
});

describe('rules that are made to take for ever', { timeout: 60_000 }, () => {
  it.each([
    ['never met, daily', '20260101', 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30', ['2026-01-01']],
    ['never met, monthly', '20250203', 'FREQ=MONTHLY;INTERVAL=48;BYDAY=5MO', ['2025-02-03']],
    ['never met, yearly', '20260101', 'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31', ['2026-01-01']],
    ['never met, by position', '20260101', 'FREQ=YEARLY;BYMONTH=1;BYSETPOS=366', ['2026-01-01']],
    ['a huge step', '20260101', 'FREQ=DAILY;INTERVAL=999999999999', ['2026-01-01']],
    ['a huge step of years', '20260101', 'FREQ=YEARLY;INTERVAL=999999999999', ['2026-01-01']],
    ['a huge step of months', '20260101', 'FREQ=MONTHLY;INTERVAL=999999999999', ['2026-01-01']],
    ['a start after the end', '99991231', 'FREQ=DAILY', []],
  ])('%s', (_, start, rule, dates) => {
    expect(datesOf(`DTSTART;VALUE=DATE:${start}`, `RRULE:${rule}`)).toEqual(dates);
  });

  it('ends at until, however many a rule counts and however long an event is', () => {
    const daily = datesOf('DTSTART;VALUE=DATE:20260101', 'RRULE:FREQ=DAILY;COUNT=1000000000');
    expect([daily.length, daily.at(-1)]).toEqual([1826, '2030-12-31']);
    const long = datesOf('DTSTART;VALUE=DATE:20260101', 'DURATION:P99999D', 'RRULE:FREQ=DAILY');
    expect(long).toEqual(daily);
  });

  it('gives up on a file that repeats without end, with a problem', () => {
    const daily = event('DTSTART;VALUE=DATE:16000101', 'RRULE:FREQ=DAILY;INTERVAL=1');
    const { problems } = parseHolidays(calendar(...Array<string>(100).fill(daily)), UNTIL);
    expect(problems.map(({ message }) => message)).toEqual([
      'the calendar repeats too often for one of holidays',
    ]);
  });

  it('reads deep nesting and long lines', () => {
    const deep = `BEGIN:VCALENDAR\n${'BEGIN:X\n'.repeat(100_000)}`;
    expect(problemsOf(deep)).toEqual(['100001:1 BEGIN:X is never closed: the file is cut short']);
    const folded = calendar(
      event(
        `DESCRIPTION:${'x\r\n '.repeat(200_000)}`,
        `X;A="${'"'.repeat(9)}:`,
        'DTSTART;VALUE=DATE:20261225',
      ),
    );
    expect(parseHolidays(folded, UNTIL).dates).toEqual(['2026-12-25']);
  });
});

describe('any text', { timeout: 60_000 }, () => {
  const good = calendar(
    event(
      'DTSTART;VALUE=DATE:20261225',
      'DTEND;VALUE=DATE:20261227',
      'RRULE:FREQ=YEARLY;COUNT=3;BYMONTH=12',
      'EXDATE;VALUE=DATE:20271225',
    ),
    event('DTSTART;TZID=Europe/London:20261225T000000', 'DURATION:P1D', 'STATUS:CONFIRMED'),
  );

  it('gives sorted dates and problems with places, and never throws', () => {
    const damaged = fc
      .array(
        fc.tuple(
          fc.nat(good.length),
          fc.nat(12),
          fc.constantFrom(
            '',
            ':',
            ';',
            '=',
            '\n',
            '9',
            'BEGIN:VEVENT\n',
            'END:VEVENT\n',
            'RRULE:FREQ=DAILY\n',
            '\u0000',
            '"',
          ),
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map((edits) =>
        edits.reduce((text, [at, cut, insert]) => text.slice(0, at) + insert + text.slice(at + cut), good),
      );
    let clean = 0;
    fc.assert(
      fc.property(fc.oneof({ arbitrary: damaged, weight: 9 }, fc.string()), (text) => {
        const { dates, problems } = parseHolidays(text, { from: '2026-01-01', until: '2028-12-31' });
        expect(dates).toEqual([...new Set(dates)].toSorted());
        for (const date of dates) expect(date >= '2026-01-01' && date <= '2028-12-31').toBe(true);
        const lines = text.split(/\r\n|\n|\r/).length;
        for (const { line, column, message } of problems) {
          expect(line >= 1 && line <= lines && column >= 1 && message.length > 0).toBe(true);
        }
        if (problems.length === 0) clean += 1;
      }),
      { seed: 11, numRuns: 2000 },
    );
    expect(clean).toBeGreaterThan(50);
    expect(clean).toBeLessThan(1900);
  });
});
