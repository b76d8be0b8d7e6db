import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UtcInterval } from '../../../src/calendar/types.ts';
import type { Expr } from '../../../src/promql/ast.ts';
import { print } from '../../../src/promql/print.ts';
import { activity } from '../../../src/targets/prometheus/maintenance.ts';

const HOUR = 3600;
const DAY = 24 * HOUR;
const WEEK = 7 * DAY;

const ARITHMETIC: Readonly<Record<string, (left: number, right: number) => number>> = {
  '+': (left, right) => left + right,
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '%': (left, right) => left % right,
  '>=': (left, right) => (left >= right ? 1 : 0),
  '<': (left, right) => (left < right ? 1 : 0),
};

/** What PromQL makes of the arithmetic in the expression at a time. */
function evaluate(expr: Expr, now: number): number {
  if (expr.node === 'number') return expr.value;
  if (expr.node === 'call') {
    const [argument] = expr.args;
    return argument === undefined ? now : evaluate(argument as Expr, now);
  }
  if (expr.node !== 'binary') throw new Error(`unexpected ${expr.node}`);
  const left = evaluate(expr.left, now);
  const right = evaluate(expr.right, now);
  const calculate = ARITHMETIC[expr.op];
  if (calculate === undefined) throw new Error(`unexpected ${expr.op}`);
  return calculate(left, right);
}

function intervals(starts: readonly number[], duration: number): readonly UtcInterval[] {
  return starts.map((start) => ({ startUnixSeconds: start, endUnixSeconds: start + duration }));
}

/** Ascending and disjoint, often in step, as a calendar gives them. */
const occurrences = fc
  .array(
    fc.record({
      gap: fc.oneof(fc.constant(DAY), fc.constant(WEEK), fc.integer({ min: 1, max: 3 * WEEK })),
      duration: fc.oneof(fc.constant(3 * HOUR), fc.integer({ min: 1, max: 2 * WEEK })),
    }),
    { maxLength: 12 },
  )
  .map((steps) => {
    let start = 1_700_000_000;
    let end = 0;
    return steps.map(({ gap, duration }): UtcInterval => {
      start = Math.max(start + gap, end + 1);
      end = start + duration;
      return { startUnixSeconds: start, endUnixSeconds: end };
    });
  });

describe('maintenance', () => {
  it('is 1 inside its intervals and 0 outside', () => {
    fc.assert(
      fc.property(occurrences, fc.integer({ min: 0, max: 40 * WEEK }), (list, offset) => {
        const expr = activity(list);
        const edges = list.flatMap(({ startUnixSeconds: start, endUnixSeconds: end }) => [
          start - 1,
          start,
          end - 1,
          end,
        ]);
        for (const now of [1_700_000_000 + offset, ...edges]) {
          const inside = list.some((one) => now >= one.startUnixSeconds && now < one.endUnixSeconds);
          expect(evaluate(expr, now)).toBe(inside ? 1 : 0);
        }
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('says weekly windows in one term from one change of the clock to the next', () => {
    const winter = Date.UTC(2026, 2, 1, 2) / 1000;
    // Sundays at 02:00 in London: from 29 March on an hour earlier in UTC.
    const starts = [0, 1, 2, 3, 4, 5, 6].map((week) => winter + week * WEEK - (week >= 5 ? HOUR : 0));
    expect(print(activity(intervals(starts, 3 * HOUR)))).toMatchInlineSnapshot(
      `"vector((time() >= bool 1772330400) * (time() < bool 1774760400) * ((time() - 1772330400) % 604800 < bool 10800) + (time() >= bool 1775350800) * (time() < bool 1775966400) * ((time() - 1775350800) % 604800 < bool 10800))"`,
    );
  });

  it('says daily and single windows shortly, and none at all', () => {
    const start = Date.UTC(2026, 0, 1) / 1000;
    const daily = Array.from({ length: 30 }, (_, day) => start + day * DAY);
    expect(print(activity(intervals(daily, HOUR)))).toMatchInlineSnapshot(
      `"vector((time() >= bool 1767225600) * (time() < bool 1769734800) * ((time() - 1767225600) % 86400 < bool 3600))"`,
    );
    expect(print(activity(intervals([start], HOUR)))).toMatchInlineSnapshot(
      `"vector((time() >= bool 1767225600) * (time() < bool 1767229200))"`,
    );
    expect(print(activity([]))).toMatchInlineSnapshot(`"vector(0)"`);
  });
});
