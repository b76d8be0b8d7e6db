import { Cron } from 'croner';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CRON_PATTERN, type CronFields, parseCron } from '../../src/calendar/cron.ts';

function fieldsOf(text: string): CronFields {
  const parsed = parseCron(text);
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.fields;
}

describe('parseCron', () => {
  it.each<[string, CronFields]>([
    ['0 2 * * sun', { minutes: [0], hours: [2], weekdays: ['sun'] }],
    ['0 2 * * 7', { minutes: [0], hours: [2], weekdays: ['sun'] }],
    ['0 2 * * 0', { minutes: [0], hours: [2], weekdays: ['sun'] }],
    [
      '*/20 9-17/4 * * MON-Fri',
      { minutes: [0, 20, 40], hours: [9, 13, 17], weekdays: ['mon', 'tue', 'wed', 'thu', 'fri'] },
    ],
    ['5,1,5 0 1,15 jan,JUL *', { minutes: [1, 5], hours: [0], daysOfMonth: [1, 15], months: [1, 7] }],
    ['0 0 * * fri-sun', { minutes: [0], hours: [0], weekdays: ['fri', 'sat', 'sun'] }],
    ['0 0 * * sun-tue', { minutes: [0], hours: [0], weekdays: ['mon', 'tue', 'sun'] }],
    ['0 0 1 * mon', { minutes: [0], hours: [0], daysOfMonth: [1], weekdays: ['mon'] }],
    ['0 0 1-31 1-12 0-6', { minutes: [0], hours: [0] }],
    // One or the other: every day is a day of the month.
    ['0 0 1-31 * mon', { minutes: [0], hours: [0] }],
    ['0 0 */10 * *', { minutes: [0], hours: [0], daysOfMonth: [1, 11, 21, 31] }],
    ['0 0 31 2,3 *', { minutes: [0], hours: [0], daysOfMonth: [31], months: [2, 3] }],
    ['0 0 30 2 mon', { minutes: [0], hours: [0], daysOfMonth: [30], months: [2], weekdays: ['mon'] }],
    ['0 0 29 2 *', { minutes: [0], hours: [0], daysOfMonth: [29], months: [2] }],
    ['00\t 08  * * *', { minutes: [0], hours: [8] }],
  ])('reads %j', (text, fields) => {
    expect(parseCron(text)).toEqual({ ok: true, fields });
  });

  it.each([
    [
      '',
      'a cron expression has five fields (minute, hour, day of month, month, day of week), not 0',
      'write * for a field that allows everything, such as 0 2 * * sun',
    ],
    [
      '0 2 * *',
      'a cron expression has five fields (minute, hour, day of month, month, day of week), not 4',
      'write * for a field that allows everything, such as 0 2 * * sun',
    ],
    [
      '0 0 2 * * sun',
      'a cron expression has five fields (minute, hour, day of month, month, day of week), not 6',
      'there is no field for seconds or years',
    ],
    [' 0 2 * * sun', 'spaces around the cron expression', 'write 0 2 * * sun'],
    ['@daily', '@daily is no cron expression of five fields', 'write 0 0 * * *'],
    [
      '60 2 * * *',
      '60 is no value of the field minute',
      'write 0 to 59, lists with commas, ranges with -, steps as */5',
    ],
    [
      '0 24 * * *',
      '24 is no value of the field hour',
      'write 0 to 23, lists with commas, ranges with -, steps as */5',
    ],
    [
      '0 2 0 * *',
      '0 is no value of the field day of month',
      'write 1 to 31, lists with commas, ranges with -, steps as */5',
    ],
    [
      '0 2 * juni *',
      'juni is no value of the field month',
      'write 1 to 12 or jan to dec, lists with commas, ranges with -, steps as */5',
    ],
    [
      '0 2 * * 8',
      '8 is no value of the field day of week',
      'write 0 to 7 or sun to sat, lists with commas, ranges with -, steps as */5',
    ],
    [
      '0 2, * * *',
      'nothing is no value of the field hour',
      'write 0 to 23, lists with commas, ranges with -, steps as */5',
    ],
    [
      '0 2 L * *',
      'L is no value of the field day of month',
      'L, W, #, ? and + are extensions that are not accepted: write out the days',
    ],
    [
      '0 2 * * 5#2',
      '5#2 is no value of the field day of week',
      'L, W, #, ? and + are extensions that are not accepted: write out the days',
    ],
    [
      '0 2 ? * *',
      '? is no value of the field day of month',
      'L, W, #, ? and + are extensions that are not accepted: write out the days',
    ],
    ['5/10 * * * *', '5/10 in the field minute steps from a single value', 'write 5-59/10'],
    [
      '0 17-9 * * *',
      'the range 17-9 in the field hour runs backwards',
      'write it as two ranges, separated by a comma',
    ],
    [
      '0 0 * * fri-mon',
      'the range fri-mon in the field day of week runs backwards',
      'write it as two ranges, separated by a comma',
    ],
    ['*/0 * * * *', 'the step of */0 in the field minute must be 1 to 59', undefined],
    ['*/60 * * * *', 'the step of */60 in the field minute must be 1 to 59', undefined],
    ['0 0 30 2 *', 'no month has such a day: this never happens', 'the last days of a month are 28 to 31'],
    [
      '0 0 31 4,6,9 *',
      'no month has such a day: this never happens',
      'the last days of a month are 28 to 31',
    ],
    [
      '0 0 */2 * mon',
      'cron programs disagree about a step from * together with another restriction of days',
      'write out the days instead of the step',
    ],
    [
      '0 0 1 * */2',
      'cron programs disagree about a step from * together with another restriction of days',
      'write out the days instead of the step',
    ],
    [
      '0 2 * * __proto__',
      '__proto__ is no value of the field day of week',
      'write 0 to 7 or sun to sat, lists with commas, ranges with -, steps as */5',
    ],
    [
      '1-2-3 2 * * *',
      '1-2-3 is no value of the field minute',
      'write 0 to 59, lists with commas, ranges with -, steps as */5',
    ],
    [
      '*-5 2 * * *',
      '*-5 is no value of the field minute',
      'write 0 to 59, lists with commas, ranges with -, steps as */5',
    ],
    [
      '0 2 * * *\n',
      '*\n is no value of the field day of week',
      'write 0 to 7 or sun to sat, lists with commas, ranges with -, steps as */5',
    ],
  ])('refuses %j', (text, message, hint) => {
    expect(parseCron(text)).toEqual(
      hint === undefined ? { ok: false, message } : { ok: false, message, hint },
    );
  });
});

/** Expressions that are valid, of every form. */
function cronField(min: number, max: number): fc.Arbitrary<string> {
  const value = fc.integer({ min, max });
  const range = fc.tuple(value, value).map(([a, b]) => `${Math.min(a, b)}-${Math.max(a, b)}`);
  const stepped = fc.tuple(range, fc.integer({ min: 1, max: max - min })).map(([r, step]) => `${r}/${step}`);
  const item = fc.oneof(value.map(String), range, stepped);
  return fc.oneof(
    fc.constant('*'),
    fc.array(item, { minLength: 1, maxLength: 3 }).map((items) => items.join(',')),
  );
}

const cronExpression = fc
  .tuple(cronField(0, 59), cronField(0, 23), cronField(1, 31), cronField(1, 12), cronField(0, 6))
  .map((fields) => fields.join(' '));

describe('CRON_PATTERN', { timeout: 60_000 }, () => {
  const pattern = new RegExp(CRON_PATTERN, 'u');

  it('accepts all that is read', () => {
    const character = fc.constantFrom(...Array.from('0123456789*/-, sunMONjA'));
    let read = 0;
    fc.assert(
      fc.property(cronExpression, fc.nat(), fc.nat(2), character, (text, at, kind, insert) => {
        expect(text).toMatch(pattern);
        const index = at % (text.length + 1);
        const changed =
          text.slice(0, index) + (kind === 0 ? '' : insert) + text.slice(kind === 1 ? index : index + 1);
        if (parseCron(changed).ok) {
          read += 1;
          expect(changed).toMatch(pattern);
        }
      }),
      { seed: 6, numRuns: 2000 },
    );
    expect(read).toBeGreaterThan(200);
  });

  it('accepts nothing that is refused for more than arithmetic', () => {
    const arithmetic = /runs backwards|the step of|no month has such a day|cron programs disagree/;
    fc.assert(
      fc.property(fc.stringMatching(new RegExp(CRON_PATTERN)), (text) => {
        const parsed = parseCron(text);
        if (!parsed.ok) expect(parsed.message).toMatch(arithmetic);
      }),
      { seed: 8, numRuns: 1000 },
    );
  });
});

describe('agreement with an independent cron', { timeout: 60_000 }, () => {
  it('finds the same minutes', () => {
    const minute = fc.integer({ min: Date.UTC(2026, 0, 1) / 60_000, max: Date.UTC(2028, 0, 1) / 60_000 });
    let matched = 0;
    fc.assert(
      fc.property(cronExpression, fc.array(minute, { minLength: 20, maxLength: 20 }), (text, minutes) => {
        const parsed = parseCron(text);
        fc.pre(parsed.ok);
        const { fields } = parsed;
        const other = new Cron(text, { paused: true, timezone: 'UTC', mode: '5-part' });
        // Random minutes seldom match, so the next one that does is looked at too.
        const next = other.nextRun(new Date((minutes[0] ?? 0) * 60_000));
        const moments = [...minutes.map((m) => new Date(m * 60_000)), ...(next === null ? [] : [next])];
        for (const moment of moments) {
          const weekday =
            (['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const)[moment.getUTCDay()] ?? 'sun';
          const free = fields.daysOfMonth === undefined && fields.weekdays === undefined;
          const matches =
            fields.minutes.includes(moment.getUTCMinutes()) &&
            fields.hours.includes(moment.getUTCHours()) &&
            (fields.months?.includes(moment.getUTCMonth() + 1) ?? true) &&
            (free ||
              (fields.daysOfMonth?.includes(moment.getUTCDate()) ?? false) ||
              (fields.weekdays?.includes(weekday) ?? false));
          if (matches) matched += 1;
          expect([text, moment.toISOString(), matches]).toEqual([
            text,
            moment.toISOString(),
            other.match(moment),
          ]);
        }
      }),
      { seed: 7, numRuns: 400 },
    );
    expect(matched).toBeGreaterThan(300);
    expect(fieldsOf('0 0 1 * mon').weekdays).toEqual(['mon']);
  });
});
