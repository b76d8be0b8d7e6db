import { z } from 'zod';
import { LEVELS, type Level, type TestResult } from './result.ts';

/** One run of one policy, as it is kept: what later runs and people ask. */
export const zHistoryEntry = z.strictObject({
  policy: z.string(),
  /** End of the window, Unix milliseconds: a run of the same window again takes the place of the first. */
  windowEnd: z.number(),
  endedAt: z.number(),
  rows: z.int(),
  driftedShare: z.number().nullable(),
  verdict: z.enum(LEVELS),
  tests: z.array(
    z.strictObject({
      key: z.string(),
      score: z.number().nullable(),
      effect: z.number().nullable(),
      level: z.enum(LEVELS),
      verdict: z.enum(LEVELS),
    }),
  ),
});
export type HistoryEntry = z.output<typeof zHistoryEntry>;

/** What tells a test apart from all others of its policy, over runs. */
export function testKey(
  test: Pick<TestResult, 'part' | 'feature' | 'test' | 'segment' | 'segmentValue'>,
): string {
  return JSON.stringify([test.part, test.feature, test.test, test.segment, test.segmentValue]);
}

/** The runs of a policy before a window, the newest first; of several runs of one window the last. */
export function runsBefore(
  entries: readonly HistoryEntry[],
  policy: string,
  windowEnd: number,
): HistoryEntry[] {
  const byWindow = new Map<number, HistoryEntry>();
  for (const entry of entries) {
    if (entry.policy === policy && entry.windowEnd < windowEnd) byWindow.set(entry.windowEnd, entry);
  }
  return [...byWindow.values()].toSorted((a, b) => b.windowEnd - a.windowEnd);
}

/** The levels of a test in earlier runs, the newest first; it ends with the first run that did not have the test. */
export function earlierLevels(
  runs: readonly HistoryEntry[],
  key: string,
): { readonly levels: Level[]; readonly last: Level } {
  const levels: Level[] = [];
  let last: Level | undefined;
  for (const { tests } of runs) {
    const test = tests.find((each) => each.key === key);
    if (test === undefined) break;
    last ??= test.verdict;
    levels.push(test.level);
  }
  return { levels, last: last ?? 'none' };
}
