import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { z } from 'zod';

/** Numbers of scipy; what JSON has no number for is a text. */
const told = z
  .union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])])
  .transform((each): number => Number(each));
const list = z.array(told);

const recipe = z.object({
  shape: z.enum(['uniform', 'normal', 'slash']),
  seed: z.number(),
  size: z.number(),
  shift: z.number(),
  scale: z.number(),
  grid: z.number().optional(),
  float32: z.number().optional(),
});
const countRecipe = z.object({ seed: z.number(), size: z.number(), most: z.number(), zeros: z.number() });

const reference = z.object({
  scipy: z.literal('1.17.1'),
  pairs: z.array(
    z.object({
      name: z.string(),
      reference: z.union([recipe, z.array(z.number())]),
      current: z.union([recipe, z.array(z.number())]),
      expected: z.object({
        ks: list,
        wasserstein: told,
        normedWasserstein: told,
        energy: told,
        mannWhitney: list,
        mannWhitneyLess: list,
        andersonDarling: list,
        cramerVonMises: list,
        student: list,
        welch: list,
        moments: list,
      }),
    }),
  ),
  tables: z.array(
    z.object({
      name: z.string(),
      reference: z.union([countRecipe, z.array(z.number())]),
      current: z.union([countRecipe, z.array(z.number())]),
      /** null where scipy throws as a side is empty. */
      expected: z
        .object({
          chiSquare: list,
          chiSquareYates: list,
          g: list,
          gYates: list,
          pooled: list,
          goodnessOfFit: list,
          firstShare: list,
          cramersV: told.optional(),
          biasCorrected: told.optional(),
          largest: told,
        })
        .nullable(),
    }),
  ),
  special: z.object({
    kolmogorov: z.array(list),
    student: z.array(list),
    besselK: z.array(list),
    chiSquared: z.array(list),
  }),
  corrections: z.array(
    z.object({
      p: z.array(z.number()),
      bonferroni: z.array(z.number()),
      holm: z.array(z.number()),
      'benjamini-hochberg': z.array(z.number()),
    }),
  ),
});

/** What test/fixtures/two-sample/make.py wrote. */
export const REFERENCE = reference.parse(
  JSON.parse(
    readFileSync(path.resolve(import.meta.dirname, '../../fixtures/two-sample/reference.json'), 'utf8'),
  ),
);

/** How far a number is off, relative to the other; 0 when both are NaN or the same infinity. */
export function relativeError(actual: number, expected: number): number {
  if (Object.is(actual, expected) || actual === expected) return 0;
  return Number.isFinite(actual) && Number.isFinite(expected)
    ? Math.abs(actual - expected) / Math.max(Math.abs(expected), Number.MIN_VALUE)
    : Number.POSITIVE_INFINITY;
}

/** Fails unless `actual` is within a relative (or, when given, absolute) error of `expected`. */
export function expectNear(
  what: string,
  actual: number,
  expected: number,
  relative: number,
  absolute = 0,
): void {
  const isNear = Math.abs(actual - expected) <= absolute || relativeError(actual, expected) <= relative;
  expect(isNear, `${what}: ${actual}, expected ${expected}`).toBe(true);
}
