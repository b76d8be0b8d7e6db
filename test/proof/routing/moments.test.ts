import { describe, expect, it } from 'vitest';
import { parseMoment } from '../../../src/proof/routing/moments.ts';
import { printUntil } from '../../../src/proof/routing/words.ts';

// A Wednesday.
const NOW = Date.parse('2026-03-25T10:00:00Z');

function at(text: string, zone = 'Europe/London', now = NOW): string {
  const result = parseMoment(text, now);
  return 'problem' in result ? result.problem : new Date(result.at(zone)).toISOString();
}

describe('moments', () => {
  it.each([
    ['wed 10:00', 'Europe/London', '2026-03-25T10:00:00.000Z'],
    ['wed 09:59', 'Europe/London', '2026-04-01T08:59:00.000Z'],
    ['Sunday 3:00', 'Europe/London', '2026-03-29T02:00:00.000Z'],
    // The clock skips 01:00 to 02:00.
    ['sun 01:30', 'Europe/London', '2026-03-29T01:30:00.000Z'],
    ['wed 10:00', 'Asia/Kathmandu', '2026-04-01T04:15:00.000Z'],
    ['2026-12-25T03:00Z', 'Europe/London', '2026-12-25T03:00:00.000Z'],
    ['2026-07-01 09:00', 'Europe/London', '2026-07-01T08:00:00.000Z'],
    ['2026-07-01T09:00:30', 'UTC', '2026-07-01T09:00:30.000Z'],
  ])('%s in %s is %s', (text, zone, expected) => {
    expect(at(text, zone)).toBe(expected);
  });

  it('are refused when they are none', () => {
    expect(at('tomorow')).toBe('"tomorow" is no moment');
    expect(at('2026-02-30 10:00')).toBe('there is no 2026-02-30 10:00 in the calendar');
    expect(parseMoment('sunn 10:00', NOW)).toEqual({
      problem: '"sunn" is no weekday',
      hint: expect.stringMatching(/^Did you mean .*"sun/),
    });
  });

  it('are told as shortly as is clear', () => {
    const until = (text: string) => printUntil('Europe/London', Date.parse(text), NOW);
    expect(until('2026-03-25T17:00Z')).toBe('17:00');
    expect(until('2026-03-30T08:00Z')).toBe('Mon 09:00');
    expect(until('2026-04-25T08:00Z')).toBe('Sat 2026-04-25 09:00');
  });
});
