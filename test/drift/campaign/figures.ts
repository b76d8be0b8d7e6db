import type { Engine } from '../../../src/drift/engine.ts';
import type { Level, TestResult } from '../../../src/drift/result.ts';
import { type PowerCase } from './columns.ts';
import { type CampaignRun, CHANGED, flagged, runSides, type Sides, withChange } from './run.ts';

/** What runs without any drift came to. */
export interface FalseAlarms {
  readonly runs: number;
  /** Runs in which something warned or alerted, and in which something alerted. */
  readonly flagged: number;
  readonly alerted: number;
  readonly byTest: Readonly<Record<string, TestFigures>>;
  /** The α up to which at most 5 % of the runs would have been flagged, with the same levels. */
  readonly largestAlpha: number;
  /** What was flagged, for whoever wants to know why. */
  readonly cases: readonly {
    readonly seed: number;
    readonly rows: string;
    readonly kind: string;
    readonly test: string;
    readonly effect: number | null;
    readonly pValue: number | null;
  }[];
}

export interface TestFigures {
  /** Runs in which it warned or alerted. */
  readonly runs: number;
  /** Of all its tests: how many there were, and the share with p ≤ 0.01 before correction, whatever their effect. */
  readonly tests: number;
  readonly significant: number;
}

const ALPHA = 0.01;
const GOAL = 0.05;

/** Runs without drift. `onRun` is called after each, with the data still in the folder. */
export async function falseAlarms(
  engine: Engine,
  folder: string,
  sides: readonly Sides[],
  {
    isStored = false,
    onRun = () => undefined,
  }: { readonly isStored?: boolean; readonly onRun?: () => void | Promise<void> } = {},
): Promise<FalseAlarms> {
  const byTest = new Map<string, { runs: number; tests: number; significant: number }>();
  const cases: FalseAlarms['cases'][number][] = [];
  const alphas: number[] = [];
  let [flaggedRuns, alerted] = [0, 0];
  for (const each of sides) {
    const run = await runSides(engine, folder, each, isStored);
    await onRun();
    const found = flagged(run);
    if (found.length > 0) flaggedRuns += 1;
    if (found.some(({ level }) => level === 'alert')) alerted += 1;
    alphas.push(leastAlpha(run));
    for (const test of run.policy.tests) {
      if (test.pValue === null) continue;
      const known = byTest.get(test.test) ?? { runs: 0, tests: 0, significant: 0 };
      known.tests += 1;
      if (test.pValue <= ALPHA) known.significant += 1;
      byTest.set(test.test, known);
    }
    for (const name of new Set(found.map(({ test }) => test))) (byTest.get(name) ?? { runs: 0 }).runs += 1;
    for (const { feature, test, effect, pValue } of found) {
      const kind = each.columns.find(({ name }) => name === feature)?.kind ?? '';
      cases.push({ seed: each.seed, rows: `${each.baselineRows}/${each.rows}`, kind, test, effect, pValue });
    }
  }
  const sorted = alphas.toSorted((a, b) => a - b);
  return {
    runs: sides.length,
    flagged: flaggedRuns,
    alerted,
    byTest: Object.fromEntries(
      [...byTest].map(([name, { runs, tests, significant }]) => [
        name,
        { runs, tests, significant: significant / tests },
      ]),
    ),
    largestAlpha: sorted[Math.floor(GOAL * sorted.length)] ?? 1,
    cases,
  };
}

/** The least α with which something of a run would have been flagged; 1 for none. */
function leastAlpha({ policy }: CampaignRun): number {
  const reached = policy.tests.filter(reachesLevel).map(({ adjustedPValue }) => adjustedPValue ?? 1);
  return Math.min(1, ...reached);
}

function reachesLevel({ effect, levels }: TestResult): boolean {
  const least = levels.warn ?? levels.alert;
  return effect !== null && least !== null && effect >= least;
}

/** How often a change was found. */
export interface Power {
  readonly name: string;
  readonly atLeast: Level;
  readonly runs: number;
  /** Runs in which the changed column had at least that level, by whatever aspect. */
  readonly found: number;
  /** Of these the runs in which the aspect that was changed had it. */
  readonly byAspect: number;
  /** Runs in which the effect reached the level, whatever the p-value. */
  readonly reached: number;
  /** Runs in which another column was flagged, too. */
  readonly others: number;
}

export async function power(
  engine: Engine,
  folder: string,
  each: PowerCase,
  seeds: readonly number[],
  isStored = false,
): Promise<Power> {
  let [found, byAspect, reached, others] = [0, 0, 0, 0];
  for (const seed of seeds) {
    const run = await runSides(engine, folder, withChange(each, seed), isStored);
    const own = run.policy.tests.filter(({ feature }) => feature === CHANGED);
    const isEnough = ({ level }: TestResult): boolean =>
      level === 'alert' || (level === 'warn' && each.atLeast === 'warn');
    if (own.some(isEnough)) found += 1;
    if (own.some((test) => test.aspect === each.aspect && isEnough(test))) byAspect += 1;
    if (
      own.some(
        (test) => test.aspect === each.aspect && (test.effect ?? 0) >= (test.levels[each.atLeast] ?? 1),
      )
    )
      reached += 1;
    if (flagged(run).some(({ feature }) => feature !== CHANGED)) others += 1;
  }
  return { name: each.name, atLeast: each.atLeast, runs: seeds.length, found, byAspect, reached, others };
}
