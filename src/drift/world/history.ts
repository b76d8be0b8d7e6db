import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { removeIfThere, takeName, temporaryBeside } from '../../output/whole-file.ts';
import { errorCode, reasonOf } from '../../support/file-errors.ts';
import { quoteText, sqlDouble, sqlMoment } from '../counting/sql.ts';
import { type Engine, EngineError, StoppedError } from '../engine.ts';
import { type HistoryEntry, zHistoryEntry } from '../history.ts';
import { DriftProblem } from '../problem.ts';
import type { Judgement } from '../run/verdicts.ts';

// The history is a folder of Parquet files, one for each run of each policy: a file is there whole or not at all, whatever
// kills the run, none is ever changed, and any tool can read them: SELECT * FROM 'history/*/*.parquet'.

const NAME = /^(\d{8}T\d{6}Z)_(\d+)\.parquet$/;

const UNFINISHED = /^\..+\.parquet\.\d+\.tmp$/;

/** Columns of a history file; there is a row for each test, and one without a test where there is none. */
const COLUMNS = `policy VARCHAR, window_end TIMESTAMPTZ, ended_at TIMESTAMPTZ, rows BIGINT, drifted_share DOUBLE, policy_verdict VARCHAR, part VARCHAR, feature VARCHAR, test VARCHAR, segment VARCHAR, segment_value VARCHAR, score DOUBLE, effect DOUBLE, adjusted_p DOUBLE, level VARCHAR, verdict VARCHAR`;

/**
 * The newest runs of a policy before a window: at most `most`, the newest first. Files that can't be read are told by `onBroken` and
 * passed over. A folder that is not there has no runs.
 */
export async function readHistory(
  engine: Engine,
  folder: string,
  {
    policy,
    windowEnd,
    most,
    onBroken,
  }: {
    readonly policy: string;
    readonly windowEnd: number;
    readonly most: number;
    readonly onBroken: (file: string, reason: string) => void;
  },
): Promise<HistoryEntry[]> {
  const entries: HistoryEntry[] = [];
  const seen = new Set<string>();
  for (const name of filesOf(path.join(folder, policy)).toReversed()) {
    const [, window = ''] = NAME.exec(name) ?? [];
    // Of several runs of one window the last one counts; names sort by window, then by when the run ended.
    if (seen.has(window) || (Number.isFinite(windowEnd) && stampOf(windowEnd) <= window)) continue;
    try {
      entries.push(await readEntry(engine, path.join(folder, policy, name)));
      seen.add(window);
    } catch (error) {
      if (!(error instanceof EngineError)) throw error;
      onBroken(path.join(policy, name), error.message);
    }
    if (entries.length >= most) break;
  }
  return entries;
}

/** The policies that a history has runs of, sorted. */
export function policiesOf(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
      .map(({ name }) => name)
      .toSorted();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw new DriftProblem('history/unreadable', `the history can't be read: ${reasonOf(error)}`);
  }
}

function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => NAME.test(name))
      .toSorted();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw new DriftProblem('history/unreadable', `the history can't be read: ${reasonOf(error)}`);
  }
}

async function readEntry(engine: Engine, file: string): Promise<HistoryEntry> {
  const rows = await engine.rows(
    `SELECT policy, epoch_ms(window_end), epoch_ms(ended_at), rows, drifted_share, policy_verdict, part, feature, test, segment, segment_value, score, effect, level, verdict FROM read_parquet(${quoteText(file)}) ORDER BY part, feature, test, segment, segment_value`,
  );
  const [first] = rows;
  if (first === undefined) throw new EngineError('it has no rows');
  const [policy, windowEnd, endedAt, count, driftedShare, verdict] = first;
  const entry = zHistoryEntry.safeParse({
    policy,
    windowEnd: Number(windowEnd),
    endedAt: Number(endedAt),
    rows: Number(count),
    driftedShare,
    verdict,
    tests: rows
      .filter((row) => row[8] !== null)
      .map(([, , , , , , part, feature, test, segment, value, score, effect, level, ofTest]) => ({
        key: JSON.stringify([part, feature, test, segment, value]),
        score,
        effect,
        level,
        verdict: ofTest,
      })),
  });
  if (!entry.success) throw new EngineError('it is no history of this program');
  return entry.data;
}

/** Adds a run: the file appears whole. Throws a DriftProblem when it can't be written. */
export async function appendHistory(engine: Engine, folder: string, run: Judgement): Promise<void> {
  const target = path.join(folder, run.policy);
  const file = path.join(target, `${stampOf(run.windowEnd)}_${run.endedAt}.parquet`);
  const temporary = temporaryBeside(file);
  try {
    mkdirSync(target, { recursive: true });
    removeUnfinished(target);
    await engine.run(`CREATE OR REPLACE TEMP TABLE "modelwatch run" (${COLUMNS})`);
    await engine.run(`INSERT INTO "modelwatch run" VALUES ${rowsOf(run).join(', ')}`);
    await engine.run(`COPY "modelwatch run" TO ${quoteText(temporary)} (FORMAT parquet)`);
    takeName(temporary, file);
  } catch (error) {
    removeIfThere(temporary);
    if (error instanceof StoppedError) throw error;
    throw new DriftProblem(
      'history/not-written',
      `the history can't be written to ${folder}: ${reasonOf(error)}`,
      'Without it nothing is confirmed by consecutive runs, and there is nothing to compare with.',
    );
  }
}

function sqlText(value: string | null): string {
  return value === null ? 'NULL' : quoteText(value);
}

function sqlNumber(value: number | null): string {
  return value === null ? 'NULL' : sqlDouble(value);
}

/** What runs that were killed have left; whoever writes holds the history alone. */
function removeUnfinished(folder: string): void {
  for (const name of readdirSync(folder)) if (UNFINISHED.test(name)) removeIfThere(path.join(folder, name));
}

function rowsOf(run: Judgement): string[] {
  const common = [
    sqlText(run.policy),
    sqlMoment(run.windowEnd),
    sqlMoment(run.endedAt),
    String(run.rows),
    sqlNumber(run.driftedShare),
    sqlText(run.verdict),
  ];
  const tests = run.tests.map((test) => [
    ...common,
    sqlText(test.part),
    sqlText(test.feature),
    sqlText(test.test),
    sqlText(test.segment),
    sqlText(test.segmentValue),
    sqlNumber(test.score),
    sqlNumber(test.effect),
    sqlNumber(test.adjustedPValue),
    sqlText(test.level),
    sqlText(test.verdict),
  ]);
  const none = [...common, ...Array.from({ length: 10 }, () => 'NULL')];
  return (tests.length > 0 ? tests : [none]).map((row) => `(${row.join(', ')})`);
}

/** A moment that sorts as a name. */
function stampOf(moment: number): string {
  return new Date(moment).toISOString().replace(/\.\d+/, '').replace(/[-:]/g, '');
}
