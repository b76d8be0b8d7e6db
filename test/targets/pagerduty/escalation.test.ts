import * as fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { configurationOf, lower, pagedPlan, type Rule, rulesOf, serviceOf } from './rendered.ts';

function minutesOf(rules: readonly Rule[]): number[] {
  return rules.map((rule) => rule.escalation_delay_in_minutes);
}

function minutes(afterSeconds: readonly number[], repeat = 0): number[] {
  return minutesOf(rulesOf(configurationOf(lower(pagedPlan(serviceOf(afterSeconds, { repeat }))))));
}

/** When each level is called, as PagerDuty would have it: after the delays of all levels before. */
function calledAfter(delays: readonly number[]): number[] {
  return delays.map((_, index) => delays.slice(0, index).reduce((sum, delay) => sum + delay, 0));
}

describe('delays', () => {
  it('lead from level to level', () => {
    expect(minutes([0, 900, 2700])).toEqual([15, 30, 30]);
  });

  it('let a level without a next one wait for half an hour', () => {
    expect(minutes([0])).toEqual([30]);
  });

  it('are rounded up, and say so at the level', () => {
    const { notes } = lower(pagedPlan(serviceOf([0, 90])));
    expect(minutes([0, 90])).toEqual([2, 2]);
    expect(notes).toMatchObject([
      { code: 'target/rounded-to-minutes', span: { file: 'org/critical.yaml', start: { line: 3 } } },
    ]);
  });

  it('do not add up their rounding', () => {
    expect(calledAfter(minutes([0, 90, 180, 270, 360]))).toEqual([0, 2, 3, 5, 6]);
  });

  it('keep levels a minute apart', () => {
    expect(minutes([0, 1, 2])).toEqual([1, 1, 1]);
  });
});

/** Levels as policies have them: the first at once, each later than the one before. */
const gaps = fc.array(fc.integer({ min: 1, max: 90_000 }), { maxLength: 8 });
const policies = gaps.map((list) =>
  list.reduce<number[]>((all, gap) => [...all, (all.at(-1) ?? 0) + gap], [0]),
);

test('levels are called when the plan says, up to the minute', () => {
  fc.assert(
    fc.property(policies, fc.integer({ min: 0, max: 9 }), (afterSeconds, repeat) => {
      const output = lower(pagedPlan(serviceOf(afterSeconds, { repeat })));
      const rules = rulesOf(configurationOf(output));
      const delays = minutesOf(rules);
      expect(rules.map(({ target }) => target)).toEqual(
        afterSeconds.map((_, index) => [
          { id: `\${data.pagerduty_schedule.line_${index + 1}.id}`, type: 'schedule_reference' },
        ]),
      );
      expect(delays.every((delay) => Number.isInteger(delay) && delay >= 1)).toBe(true);
      const called = calledAfter(delays);
      for (const [index, after] of afterSeconds.entries()) {
        const late = (called[index] ?? 0) * 60 - after;
        const crowded = index > 0 && called[index] === (called[index - 1] ?? 0) + 1;
        expect(late).toBeGreaterThanOrEqual(0);
        if (!crowded) expect(late).toBeLessThan(60);
      }
      const inexact = afterSeconds.filter((after, index) => (called[index] ?? 0) * 60 !== after);
      expect(output.notes.map(({ code }) => code)).toEqual(inexact.map(() => 'target/rounded-to-minutes'));
    }),
    { seed: 50, numRuns: 300 },
  );
});

test('whole minutes are kept exactly', () => {
  const whole = fc
    .array(fc.integer({ min: 1, max: 1440 }), { minLength: 1, maxLength: 8 })
    .map((list) => list.reduce<number[]>((all, gap) => [...all, (all.at(-1) ?? 0) + gap * 60], [0]));
  fc.assert(
    fc.property(whole, (afterSeconds) => {
      expect(calledAfter(minutes(afterSeconds)).map((each) => each * 60)).toEqual(afterSeconds);
    }),
    { seed: 51, numRuns: 200 },
  );
});

test('a repeated policy loops as often', () => {
  const { resource } = configurationOf(lower(pagedPlan(serviceOf([0, 600], { repeat: 3 }))));
  expect(resource['pagerduty_escalation_policy']?.['risk__primary']).toMatchObject({ num_loops: 3 });
});
