import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { EVIDENTLY_TESTS, type EvidentlyTest } from '../../../src/drift/evidently/catalogue.ts';
import { columnType, type EvidentlyType } from '../../../src/drift/evidently/choose.ts';
import type { EvidentlySide } from '../../../src/drift/evidently/column.ts';
import {
  compareAsEvidently,
  datasetAsEvidently,
  type EvidentlyOutcome,
} from '../../../src/drift/evidently/compare.ts';
import { shapeOf, sideOf, zSide } from './recipes.ts';

// reference.json was written by the real Evidently; make.py beside it says how.

const zNumber = z
  .union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])])
  .transform((value) => Number(value));
const zRaised = z.object({ error: z.string(), message: z.string() });
const zScored = z.object({
  score: zNumber,
  threshold: z.number(),
  drifted: z.boolean(),
  test: z.string().optional(),
  reordered: z.array(zNumber).default([]),
});
const zAnswer = z.union([zScored, zRaised]);
type Answer = z.output<typeof zAnswer>;

const zPair = z.object({
  name: z.string(),
  reference: zSide,
  current: zSide,
  declared: z.enum(['num', 'cat']).nullable(),
  type: z.string(),
  drift: zAnswer.optional(),
  tests: z.record(z.string(), zAnswer).default({}),
});
type Pair = z.output<typeof zPair>;

const zReference = z.object({
  table: z.object({
    of: z.array(z.string()),
    columns: z.record(z.string(), zScored),
    count: z.object({ count: z.number(), share: z.number() }),
  }),
  pairs: z.array(zPair),
});

const file = new URL('../../fixtures/evidently/reference.json', import.meta.url);
const { table, pairs } = zReference.parse(JSON.parse(readFileSync(file, 'utf8')));

const TITLES = new Map(Object.entries(EVIDENTLY_TESTS).map(([name, { title }]) => [title as string, name]));

/** Where Evidently raises by a mistake of its own and the number is known all the same (docs/drift-evidently.md). */
const MENDED: Readonly<Record<string, readonly string[]>> = {
  // Its drawing raises after the test has answered.
  default: ['constant 1e300', 'range beyond float64'],
  // Its copy of the exact p-value adds whole numbers of two types.
  cramer_von_mises: ['8 and 7 rows', '8 and 7 rows with ties'],
};

/** Evidently turns all values of a mixed column into texts when it permutes them, and so "1" is 1 there. */
const MIXED = "1, True and '1'";

/** The exact p-value of so few rows is computed in half precision by Evidently. */
const HALF_PRECISION = '9 and 9 rows';

interface Case {
  readonly pair: Pair;
  readonly test: EvidentlyTest | undefined;
  readonly theirs: Answer;
  readonly ours: EvidentlyOutcome;
}

const sides = new Map<string, readonly [EvidentlySide, EvidentlySide]>();

function sidesOf(pair: Pair): readonly [EvidentlySide, EvidentlySide] {
  const known = sides.get(pair.name) ?? [sideOf(pair.reference), sideOf(pair.current)];
  sides.set(pair.name, known);
  return known;
}

function compared(pair: Pair, test?: EvidentlyTest): EvidentlyOutcome {
  const [reference, current] = sidesOf(pair);
  return compareAsEvidently(reference, current, { type: typeOf(pair), test });
}

/** A date that is the only one is the time stamp of Evidently's rows, which it calls `data`. */
function typeOf(pair: Pair): EvidentlyType {
  return pair.type === 'data' ? 'datetime' : z.enum(['num', 'cat', 'text', 'unknown']).parse(pair.type);
}

function isTest(name: string): name is EvidentlyTest {
  return name in EVIDENTLY_TESTS;
}

const cases: readonly Case[] = pairs.flatMap((pair) => {
  const asked = Object.entries(pair.tests).map(([name, theirs]): Case => {
    if (!isTest(name)) throw new Error(name);
    return { pair, test: name, theirs, ours: compared(pair, name) };
  });
  if (pair.drift === undefined) return asked;
  return [{ pair, test: undefined, theirs: pair.drift, ours: compared(pair) }, ...asked];
});

function isMended({ pair, test }: Case): boolean {
  return MENDED[test ?? 'default']?.includes(pair.name) ?? false;
}

function isPValue(test: EvidentlyTest): boolean {
  return EVIDENTLY_TESTS[test].flag.startsWith('<');
}

/** How far our score may be from Evidently's. */
function toleranceOf({ pair, test }: Case, theirs: z.output<typeof zScored>, chosen: EvidentlyTest): number {
  // Four standard errors of a share of 1000 permutations.
  if (chosen === 'TVD') return Math.max(0.004, 4 * Math.sqrt((theirs.score * (1 - theirs.score)) / 1000));
  if (test === 'cramer_von_mises' && pair.name === HALF_PRECISION) return 2e-3;
  // What Evidently's own score moves by when rows come in another order.
  const ownSpread = Math.max(0, ...theirs.reordered.map((other) => Math.abs(other - theirs.score)));
  // p-values as 1 − F end at multiples of 1e-16, and scipy adds float32 values up in float32.
  if (isPValue(chosen)) return 1e-6 * theirs.score + 1e-14 + 4 * ownSpread;
  // √(1 − overlap) and √(Σ p ln p/q) near 0 are roots of rounding errors.
  return 1e-9 * Math.abs(theirs.score) + (theirs.score < 1e-7 ? 3e-8 : 0) + 4 * ownSpread;
}

describe('compared with real Evidently', () => {
  it('covers what there is', () => {
    expect(pairs.length).toBeGreaterThan(70);
    const answered = cases.filter(({ theirs }) => 'score' in theirs);
    expect(answered.length).toBeGreaterThan(700);
    const tests = new Set(answered.map(({ test }) => test));
    const computed = Object.keys(EVIDENTLY_TESTS).filter((name) => !name.includes('text'));
    expect(computed.filter((name) => !isTest(name) || !tests.has(name))).toEqual([]);
  });

  it('columns have the same type', () => {
    const inferred = pairs.filter(({ declared }) => declared === null);
    for (const pair of inferred) expect.soft(columnType(shapeOf(pair.current)), pair.name).toBe(typeOf(pair));
  });

  it('the same test is chosen', () => {
    const chosen = cases.filter(({ test, theirs }) => test === undefined && 'score' in theirs);
    expect(chosen.length).toBeGreaterThan(60);
    for (const { pair, theirs, ours } of chosen)
      expect.soft(ours.test, pair.name).toBe('test' in theirs ? TITLES.get(theirs.test ?? '') : undefined);
  });

  it('scores are the same', () => {
    for (const each of cases) {
      const { pair, test, theirs, ours } = each;
      if (!('score' in theirs) || pair.type === 'text' || (test === 'TVD' && pair.name === MIXED)) continue;
      const what = `${pair.name}, ${test ?? 'chosen'}: ${ours.score} instead of ${theirs.score}`;
      expect.soft(ours.error, what).toBeUndefined();
      expect.soft(ours.threshold, what).toBe(theirs.threshold);
      const isSame =
        Object.is(ours.score, theirs.score) ||
        Math.abs(ours.score - theirs.score) <= toleranceOf(each, theirs, ours.test ?? 'psi');
      expect.soft(isSame, what).toBe(true);
    }
  });

  it('flags are the same, but where a share of permutations falls on the threshold', () => {
    for (const each of cases) {
      const { pair, test, theirs, ours } = each;
      if (!('score' in theirs) || pair.type === 'text') continue;
      const isClose =
        Math.abs(theirs.score - theirs.threshold) < toleranceOf(each, theirs, ours.test ?? 'psi');
      if (ours.test === 'TVD' && (isClose || pair.name === MIXED)) continue;
      expect.soft(ours.drifted, `${pair.name}, ${test ?? 'chosen'}`).toBe(theirs.drifted);
    }
  });

  it('what raises there has no score here, but where Evidently is mistaken', () => {
    const raising = cases.filter(({ theirs }) => 'error' in theirs);
    expect(raising.length).toBeGreaterThan(15);
    for (const each of raising) {
      const what = `${each.pair.name}, ${each.test ?? 'chosen'}`;
      expect.soft(each.ours.error === undefined, what).toBe(isMended(each));
      if (isMended(each)) expect.soft(each.ours.score, what).toBeGreaterThanOrEqual(0);
    }
  });

  it('the dataset has the same share of drifted columns', () => {
    const outcomes = table.of.map((name) => {
      const pair = pairs.find((each) => each.name === name);
      if (pair === undefined) throw new Error(name);
      const outcome = compared(pair);
      expect.soft(outcome.drifted, name).toBe(table.columns[name]?.drifted);
      return outcome;
    });
    const { columns, drifted, share, drift } = datasetAsEvidently(outcomes);
    expect({ count: drifted, share }).toEqual(table.count);
    expect(columns).toBe(table.of.length);
    expect(drift).toBe(table.count.share >= 0.5);
  });
});
