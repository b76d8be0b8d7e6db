import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { BadInterval, readTimeInterval } from '../../../src/proof/routing/read-time-interval.ts';
import { isIn, stretchesOfInterval } from '../../../src/proof/routing/stretches-of-time.ts';
import { containsInstant, type TimeInterval } from '../../../src/proof/routing/time-interval.ts';
import { type IntervalTexts, intervalTexts } from './random-times.ts';

const SEED = 20_261_128;

function intervalOf(texts: IntervalTexts): TimeInterval {
  const { times, weekdays, days_of_month: daysOfMonth, months, years, location } = texts;
  const list = times?.map(({ start_time: start, end_time: end }) => ({ start, end }));
  return {
    name: 'random',
    specs: [readTimeInterval({ times: list, weekdays, daysOfMonth, months, years, location })],
  };
}

/** The same question answered from the texts, with Temporal's clock: shares nothing with what it judges. */
function oracle(texts: IntervalTexts, instant: number): boolean {
  const clock = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(texts.location ?? 'UTC');
  const minute = clock.hour * 60 + clock.minute;
  const days = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
  const sundayFirst = (name: string) => (days.indexOf(name) + 1) % 7;
  const minutes = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
  const inRange = (value: number, read: (part: string) => number) => (text: string) => {
    const [first = '', last = first] = text.split(':');
    return read(first) <= value && value <= read(last);
  };
  const fromEnd = (part: string) => (Number(part) < 0 ? clock.daysInMonth + 1 + Number(part) : Number(part));
  return (
    (texts.times ?? [{ start_time: '00:00', end_time: '24:00' }]).some(
      (each) => minutes(each.start_time) <= minute && minute < minutes(each.end_time),
    ) &&
    (texts.weekdays ?? ['sunday:saturday']).some(inRange(clock.dayOfWeek % 7, sundayFirst)) &&
    (texts.days_of_month ?? ['1:31']).some(inRange(clock.day, fromEnd)) &&
    (texts.months ?? ['1:12']).some(inRange(clock.month, Number)) &&
    (texts.years ?? ['0:9999']).some(inRange(clock.year, Number))
  );
}

/** Around changes of clocks in some zone or other, and anywhere in five years. */
const instant = fc.oneof(
  fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2028, 11, 31) }),
  fc
    .tuple(
      fc.constantFrom(
        '2026-03-29T01:00Z',
        '2026-10-25T01:00Z',
        '2026-03-08T07:00Z',
        '2026-11-01T06:00Z',
        '2026-04-04T15:00Z',
        '2027-02-06T02:00Z',
      ),
      fc.integer({ min: -180, max: 180 }),
    )
    .map(([at, minutes]) => Date.parse(at) + minutes * 60_000),
);

describe('time intervals', () => {
  it('hold when the clock of their zone says so, in both evaluations', () => {
    let inside = 0;
    fc.assert(
      fc.property(intervalTexts, fc.array(instant, { minLength: 5, maxLength: 5 }), (texts, instants) => {
        const interval = intervalOf(texts);
        for (const at of instants) {
          const expected = oracle(texts, at);
          if (expected) inside += 1;
          expect(
            containsInstant(interval, at),
            `${JSON.stringify(texts)} at ${new Date(at).toISOString()}`,
          ).toBe(expected);
          const stretches = stretchesOfInterval(interval, { from: at - 90_000_000, to: at + 90_000_000 });
          expect(
            isIn(stretches, at),
            `stretches of ${JSON.stringify(texts)} at ${new Date(at).toISOString()}`,
          ).toBe(expected);
        }
      }),
      { numRuns: 1000, seed: SEED },
    );
    expect(inside).toBeGreaterThan(300);
  });

  it('begin and end where the stretches say', () => {
    fc.assert(
      fc.property(intervalTexts, (texts) => {
        const interval = intervalOf(texts);
        const range = { from: Date.UTC(2026, 1, 20), to: Date.UTC(2026, 3, 10) };
        for (const { from, to } of stretchesOfInterval(interval, range)) {
          expect([containsInstant(interval, from), containsInstant(interval, to - 1)]).toEqual([true, true]);
          if (from > range.from) expect(containsInstant(interval, from - 1)).toBe(false);
          if (to < range.to) expect(containsInstant(interval, to)).toBe(false);
        }
      }),
      { numRuns: 300, seed: SEED },
    );
  });

  it.each([
    [{ times: [{ start_time: '17:00', end_time: '09:00' }] }, 'the start 17:00 is not before the end 09:00'],
    [{ times: [{ start_time: '9:00', end_time: '10:00' }] }, '"9:00" is no time of day such as 09:00'],
    [{ weekdays: ['friday:monday'] }, 'the range friday:monday runs backwards'],
    [{ weekdays: ['fri'] }, '"fri" is no weekday such as monday'],
    [{ days_of_month: ['-1:5'] }, 'the range -1:5 runs backwards'],
    [{ days_of_month: ['0'] }, '"0" is no day of a month or range of such'],
    [{ months: ['december:january'] }, 'the range december:january runs backwards'],
    [{ location: 'Europe/Lodnon' }, '"Europe/Lodnon" is no time zone'],
  ] as const)('refuse %j', (texts, message) => {
    expect(() => intervalOf(texts)).toThrow(new BadInterval(message));
  });
});
