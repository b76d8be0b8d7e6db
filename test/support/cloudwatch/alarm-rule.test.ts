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

  it.each([
    ['AT_LEAST(1, ALARM, (on, off))', true],
    ['AT_LEAST(2, ALARM, (on, off))', false],
    ['AT_LEAST(2, NOT ALARM, (on, off, "dark room"))', true],
    ['AT_LEAST(3, NOT ALARM, (on, off, "dark room"))', false],
    ['AT_LEAST(50%, OK, (on, off))', true],
    ['AT_LEAST(51%, OK, (on, off))', false],
    ['AT_LEAST(34%, INSUFFICIENT_DATA, (on, off, "dark room"))', false],
    ['AT_LEAST(1, ALARM, (on, off)) AND NOT ALARM(off)', true],
  ])('counts alarms as the page of AWS tells: %s is %s', (text, holds) => {
    expect(ruleHolds(parseAlarmRule(text), STATES)).toBe(holds);
  });

  it.each([
    ['OK("with, comma (and brackets)")', 'with, comma (and brackets)'],
    ['OK("a \\"quoted\\" one")', 'a "quoted" one'],
    ['OK(arn:aws:cloudwatch:eu-west-1:123456789012:alarm:cpu)', 'cpu'],
    ['OK("arn:aws:cloudwatch:eu-west-1:123456789012:alarm:cpu: hot")', 'cpu: hot'],
    ['AT_LEAST(1, OK, ("a b"))', 'a b'],
  ])('knows the alarm of %s', (text, alarm) => {
    expect(alarmsOf(parseAlarmRule(text))).toEqual([alarm]);
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
    ['ALARM(a, b)', 'expected ), found ,'],
    ['ALARM()', 'unexpected )'],
    ['AT_LEAST(0, ALARM, (on))', 'AT_LEAST takes 1 to 1 alarms'],
    ['AT_LEAST(2, ALARM, (on))', 'AT_LEAST takes 1 to 1 alarms'],
    ['AT_LEAST(101%, ALARM, (on))', 'AT_LEAST takes 1 to 100 percent'],
    ['AT_LEAST(1, AND, (on))', 'unexpected AND'],
    ['AT_LEAST(1, ALARM, on)', 'expected (, found on'],
  ])('refuses %s', (text, message) => {
    expect(() => parseAlarmRule(text)).toThrow(message);
  });

  it('is refused above 100 alarms, 500 elements and 10,240 characters, and taken there', () => {
    const each = (count: number, of: (i: number) => string) => Array.from({ length: count }, (_, i) => of(i));
    const names = (count: number) => each(count, (i) => `ALARM(a${i})`).join(' OR ');
    const many = (count: number) => each(count, () => 'ALARM(a)').join(' OR ');
    expect(alarmsOf(parseAlarmRule(names(100)))).toHaveLength(100);
    expect(() => parseAlarmRule(names(101))).toThrow('100 is the most');
    expect(alarmsOf(parseAlarmRule(`(${many(498)}) AND TRUE`))).toHaveLength(498);
    expect(() => parseAlarmRule(`(${many(499)}) AND TRUE`)).toThrow('501 elements in a rule');
    const long = (length: number) => `ALARM(${'a'.repeat(length - 7)})`;
    expect(alarmsOf(parseAlarmRule(long(10_240)))).toHaveLength(1);
    expect(() => parseAlarmRule(long(10_241))).toThrow('10240 is the most');
  });

  it('refuses an alarm it does not know, by name', () => {
    expect(() => ruleHolds(parseAlarmRule('OK("gone")'), STATES)).toThrow('unknown alarm gone');
  });
});
