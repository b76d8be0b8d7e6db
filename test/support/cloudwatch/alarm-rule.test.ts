import { describe, expect, it } from 'vitest';
import type { AlarmState } from './alarm-rule.ts';
import { alarmsOf, parseAlarmRule, ruleHolds } from './alarm-rule.ts';

const STATES: ReadonlyMap<string, AlarmState> = new Map<string, AlarmState>([
  ['on', 'ALARM'],
  ['off', 'OK'],
  ['dark room', 'INSUFFICIENT_DATA'],
]);

describe('the rule of a composite alarm', () => {
  it.each([
    ['ALARM("on")', true],
    ['ALARM(on)', true],
    ['ALARM("off")', false],
    ['OK("off")', true],
    ['INSUFFICIENT_DATA("dark room")', true],
    ['ALARM("on") AND ALARM("off")', false],
    ['ALARM("off") OR ALARM("on")', true],
    ['NOT ALARM("off")', true],
    ['NOT (ALARM("off") OR OK("off"))', false],
    ['NOT ALARM("on") OR TRUE', true],
    ['TRUE OR TRUE AND FALSE', true],
    ['(TRUE OR TRUE) AND FALSE', false],
    ['NOT NOT FALSE', false],
  ])('%s is %s', (text, holds) => {
    expect(ruleHolds(parseAlarmRule(text), STATES)).toBe(holds);
  });

  it('names the alarms it looks at', () => {
    expect(alarmsOf(parseAlarmRule('NOT (ALARM("a b") AND OK(c)) OR TRUE'))).toEqual(['a b', 'c']);
  });

  it.each([
    ['ALARM("on"', 'ends too early'],
    ['ALARM "on"', 'expected ('],
    ['ALARM("on") ALARM("off")', 'unexpected ALARM'],
    ['BROKEN("on")', 'unexpected BROKEN'],
    ['', 'ends too early'],
    ['ALARM("on', 'unexpected character'],
  ])('refuses %s', (text, message) => {
    expect(() => parseAlarmRule(text)).toThrow(message);
  });

  it('refuses an alarm it does not know, by name', () => {
    expect(() => ruleHolds(parseAlarmRule('OK("gone")'), STATES)).toThrow('unknown alarm gone');
  });
});
