import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DATE_PATTERN,
  INSTANT_PATTERN,
  MOMENT_OF_DAY_PATTERN,
  parseDate,
  parseInstant,
  parseMomentOfDay,
  parseTimeOfDay,
  printInstant,
  printTimeOfDay,
  TIME_OF_DAY_PATTERN,
} from '../../src/units/time.ts';
import { isTimeZone, knownZones, parseTimeZone, parseZoneShape, ZONE_PATTERN } from '../../src/units/zone.ts';
import { expectAgreement } from './agree.ts';

function hintOf(parsed: { ok: true } | { ok: false; hint?: string }): string | undefined {
  return parsed.ok ? 'accepted' : parsed.hint;
}

describe('time of day', () => {
  it('reads minutes', () => {
    expect(parseTimeOfDay('00:00')).toEqual({ ok: true, value: 0 });
    expect(parseTimeOfDay('09:30')).toEqual({ ok: true, value: 570 });
    expect(parseTimeOfDay('24:00')).toEqual({ ok: true, value: 1440 });
    expect(parseMomentOfDay('23:59')).toEqual({ ok: true, value: 1439 });
    expect(hintOf(parseMomentOfDay('24:00'))).toBe('24:00 is only an end; midnight is 00:00');
  });

  it.each([
    ['9:30', 'write "09:30"'],
    ['9:30pm', 'write "21:30"'],
    ['12 a.m.', 'write "00:00"'],
    ['5pm', 'write "17:00"'],
    ['09:30:00', 'write "09:30"'],
    ['24:30', 'the day ends at 24:00'],
    [570, 'write it in quotes: "09:30"'],
    [9, 'write hours and minutes in quotes, such as "09:00"'],
    ['noon', undefined],
    [null, undefined],
  ])('refuses %j', (input, hint) => {
    expect(hintOf(parseTimeOfDay(input))).toBe(hint);
  });

  it('prints every minute as it is read', () => {
    for (let minute = 0; minute <= 1440; minute += 1) {
      expect(parseTimeOfDay(printTimeOfDay(minute))).toEqual({ ok: true, value: minute });
    }
  });

  it('accepts what its patterns accept', () => {
    expectAgreement(TIME_OF_DAY_PATTERN, parseTimeOfDay, '0123459:');
    expectAgreement(MOMENT_OF_DAY_PATTERN, parseMomentOfDay, '0123459:');
  });
});

describe('date', () => {
  it('accepts exactly the days of the calendar from 1970 to 2099', () => {
    const pattern = new RegExp(DATE_PATTERN);
    const wrong: string[] = [];
    const check = (text: string, exists: boolean): void => {
      if (parseDate(text).ok !== exists || pattern.test(text) !== exists) wrong.push(text);
    };
    for (let year = 1968; year <= 2101; year += 1) {
      for (let month = 0; month <= 13; month += 1) {
        for (let day = 0; day <= 32; day += 1) {
          const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
          const time = Date.UTC(year, month - 1, day);
          check(text, year >= 1970 && year <= 2099 && new Date(time).toISOString().startsWith(text));
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each([
    ['2026-02-29', 'there is no 2026-02-29 in the calendar'],
    ['2026-2-3', 'write 2026-02-03'],
    ['2026/12/25', 'write 2026-12-25'],
    ['25.12.2026', 'write the year first: YYYY-MM-DD'],
    ['2026-12-25T00:00Z', 'write the date alone'],
    ['1815-06-18', 'years from 1970 to 2099 are accepted'],
    ['tomorrow', undefined],
    [20_261_225, undefined],
  ])('refuses %j', (input, hint) => {
    expect(hintOf(parseDate(input))).toBe(hint);
  });

  it('accepts what its pattern accepts', () => {
    expectAgreement(DATE_PATTERN, parseDate, '0123459-');
  });
});

describe('instant', () => {
  it.each([
    ['1970-01-01T00:00Z', 0],
    ['2026-12-25T06:00:30Z', 1_798_178_430],
    ['2026-12-25T06:00+01:00', 1_798_174_800],
    ['2024-02-29T00:00-14:00', 1_709_215_200],
  ])('reads %s', (text, value) => {
    expect(parseInstant(text)).toEqual({ ok: true, value });
  });

  it.each([
    ['2026-12-25', 'write the time and the zone too: 2026-12-25T00:00Z'],
    ['2026-12-25T06:00', 'in which zone? Add Z for UTC or an offset: 2026-12-25T06:00Z'],
    ['2026-12-25 06:00', 'in which zone? Add Z for UTC or an offset: 2026-12-25T06:00Z'],
    ['2026-12-25 06:00:00.5 +0100', 'write 2026-12-25T06:00:00+01:00'],
    ['2026-12-25t06:00z', 'write 2026-12-25T06:00Z'],
    ['2026-02-30T06:00Z', 'there is no 2026-02-30 in the calendar'],
    ['2026-12-25T24:00Z', undefined],
    ['now', undefined],
    [0, undefined],
  ])('refuses %j', (input, hint) => {
    expect(hintOf(parseInstant(input))).toBe(hint);
  });

  it('prints what is read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_102_444_799 }), (unixSeconds) => {
        expect(parseInstant(printInstant(unixSeconds))).toEqual({ ok: true, value: unixSeconds });
      }),
      { seed: 7 },
    );
  });

  it('accepts what its pattern accepts, and always a number', () => {
    expectAgreement(INSTANT_PATTERN, parseInstant, '0123459-:TZ+');
    fc.assert(
      fc.property(fc.stringMatching(new RegExp(INSTANT_PATTERN)), (text) => {
        const parsed = parseInstant(text);
        expect(parsed.ok && Number.isInteger(parsed.value)).toBe(true);
      }),
      { seed: 8 },
    );
  });
});

describe('time zone', () => {
  it.each([
    'UTC',
    'Europe/London',
    'America/New_York',
    'America/Argentina/Buenos_Aires',
    'America/Port-au-Prince',
    'Asia/Kolkata',
    'Asia/Calcutta',
    'Africa/Dar_es_Salaam',
    'Antarctica/McMurdo',
    'Etc/GMT+1',
  ])('knows %s', (name) => {
    expect(parseTimeZone(name)).toEqual({ ok: true, value: name });
  });

  it.each([
    ['EST', 'an abbreviation does not say when clocks change; name a place, such as America/New_York'],
    ['CET', 'an abbreviation does not say when clocks change; name a place, such as Europe/Berlin'],
    ['+01:00', 'an offset does not say when clocks change; name a place, such as Europe/Paris, or UTC'],
    ['GMT+1', 'an offset does not say when clocks change; name a place, such as Europe/Paris, or UTC'],
    ['UTC+2', 'an offset does not say when clocks change; name a place, such as Europe/Paris, or UTC'],
    ['GMT', 'write UTC'],
    ['utc', 'write UTC'],
    ['Z', 'write UTC'],
    ['europe/london', 'write Europe/London'],
    ['America/New York', 'write America/New_York'],
    ['America/new_york', 'write America/New_York'],
    ['Cuba', 'name a place, such as Europe/London'],
    ['Europe/Lundon', undefined],
    ['Europe/London\n', 'write Europe/London'],
    ['', undefined],
    [0, undefined],
  ])('refuses %j', (input, hint) => {
    expect(parseTimeZone(input)).toMatchObject({ ok: false });
    expect(hintOf(parseTimeZone(input))).toBe(hint);
  });

  it('suggests only zones that it knows', () => {
    const zones = knownZones();
    expect(zones.length).toBeGreaterThan(400);
    expect(zones.filter((zone) => !isTimeZone(zone))).toEqual([]);
    expect(zones).toContain('UTC');
    expect(zones).toContain('Europe/Kyiv');
    expect(zones).toEqual([...new Set(zones)]);
  });

  it('has a pattern for the shape of names', () => {
    expectAgreement(ZONE_PATTERN, parseZoneShape, 'EuropUTC/L_don+1-');
  });
});
