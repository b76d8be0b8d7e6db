import type { JobColumn, JobPolicy } from '../../plan/drift-job.ts';
import { createRandom, type Random } from '../../statistics/random.ts';
import type { BaselineColumn } from '../baseline.ts';
import type { ColumnCounts } from '../counting/counts.ts';
import { type Judged, judge } from '../decide.ts';
import { candidatesOf } from '../run/candidates.ts';
import { type Drawer, drawerOf } from './draw.ts';

/** A column whose baseline is counted, with the rows that a run finds of it. */
export interface BootstrapColumn {
  readonly column: JobColumn;
  readonly baseline: BaselineColumn;
  /** Rows of the current window, missing values included. */
  readonly rows: number;
}

/** Baselines that are drawn: runs share one, as they do in fact, and what it has by chance is in all of them. */
const BASELINES = 10;
const SEED = 20_260_722;

interface Drawn {
  readonly source: BootstrapColumn;
  readonly groups: readonly {
    readonly name: string;
    readonly rows: number;
    readonly draw: Drawer;
    readonly baselineRows: number;
  }[];
}

/**
 * Runs without any drift: in each, all columns are drawn anew from what the baseline has, at the rows of the baseline and of a run, and
 * judged as in a run. Columns are independent of each other, and segments of the whole. Gives sequences of runs that share a
 * baseline; always the same ones.
 */
export function* resampledRuns(
  columns: readonly BootstrapColumn[],
  policy: JobPolicy,
  runs: number,
): Generator<Judged[][]> {
  const random = createRandom(SEED);
  const drawn = columns.map(drawnOf);
  for (let index = 0; index < BASELINES; index += 1) {
    const baselines = drawn.map((each) => baselineOf(random, each));
    const length = Math.floor(((index + 1) * runs) / BASELINES) - Math.floor((index * runs) / BASELINES);
    yield Array.from({ length }, () =>
      judge(
        drawn.flatMap((each, at) => {
          const baseline = baselines[at];
          const { column } = each.source;
          return baseline === undefined
            ? []
            : candidatesOf({ column, baseline, current: currentOf(random, each), exact: new Map() }, policy);
        }),
        policy,
      ),
    );
  }
}

function drawnOf(source: BootstrapColumn): Drawn {
  const { baseline, rows } = source;
  const all = baseline.groups.get('')?.rows ?? 0;
  return {
    source,
    groups: [...baseline.groups].map(([name, counts]) => ({
      name,
      rows: all > 0 ? Math.round((rows * counts.rows) / all) : 0,
      draw: drawerOf(counts),
      baselineRows: counts.rows,
    })),
  };
}

function baselineOf(random: Random, { source, groups }: Drawn): BaselineColumn {
  return {
    ...source.baseline,
    groups: new Map(groups.map(({ name, draw, baselineRows }) => [name, draw(random, baselineRows)])),
  };
}

function currentOf(random: Random, { groups }: Drawn): ReadonlyMap<string, ColumnCounts> {
  return new Map(groups.map(({ name, draw, rows }) => [name, draw(random, rows)]));
}
