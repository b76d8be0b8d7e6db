import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Level, PolicyResult } from '../../../src/drift/result.ts';
import { tempFolder } from '../../support/cli.ts';
import {
  codesOf,
  driftPlan,
  jobPolicy,
  jobSource,
  NOW,
  testOf,
  useDriftBench,
} from '../../support/drift-data.ts';

const bench = useDriftBench();
const DAY = 86_400_000;
let history: string;

beforeEach(() => {
  history = tempFolder();
});

const CONSECUTIVE = 3;
const PLAN = driftPlan(
  [jobSource('training', 'training.parquet'), jobSource('serving', 'days/{date}.parquet')],
  [jobPolicy(['amount'], { consecutive: CONSECUTIVE })],
);
/** Rows of days as far from the baseline as leads to a level. */
const AMOUNTS: Readonly<Record<Level, string>> = {
  none: 'i % 97',
  warn: 'CASE WHEN i % 7 = 0 THEN 0 ELSE i % 97 END',
  alert: 'i % 97 + 60',
};

async function day(number: number, level: Level): Promise<void> {
  const date = new Date(NOW + (number - 1) * DAY).toISOString().slice(0, 10);
  await bench.write(
    `days/${date}.parquet`,
    `SELECT (${AMOUNTS[level]})::DOUBLE AS amount FROM range(2000) t(i)`,
  );
}

let clock = NOW;

/** The run after a day, ending a second after the run before. */
async function run(number: number, changes: Parameters<typeof bench.run>[1] = {}): Promise<PolicyResult> {
  await bench.write('training.parquet', `SELECT (${AMOUNTS.none})::DOUBLE AS amount FROM range(4000) t(i)`);
  clock += 1000;
  const endedAt = clock;
  return bench.runPolicy(PLAN, { now: NOW + number * DAY, endedAt: () => endedAt, history, ...changes });
}

async function verdicts(
  levels: readonly Level[],
): Promise<(readonly [Level | undefined, Level | undefined])[]> {
  const told: (readonly [Level | undefined, Level | undefined])[] = [];
  for (const [number, level] of levels.entries()) {
    await day(number, level);
    const test = testOf(await run(number), 'amount');
    told.push([test?.level, test?.verdict]);
  }
  return told;
}

describe('verdicts over runs', () => {
  it('rise after so many runs in a row, to what all of them reach, and fall likewise', async () => {
    expect(
      await verdicts([
        'none',
        'alert',
        'alert',
        'none',
        'alert',
        'warn',
        'alert',
        'alert',
        'alert',
        'none',
        'none',
        'alert',
        'none',
        'none',
        'none',
      ]),
    ).toEqual([
      ['none', 'none'],
      ['alert', 'none'],
      ['alert', 'none'],
      ['none', 'none'],
      ['alert', 'none'],
      ['warn', 'none'],
      // Warn at least, three times.
      ['alert', 'warn'],
      ['alert', 'warn'],
      ['alert', 'alert'],
      ['none', 'alert'],
      ['none', 'alert'],
      ['alert', 'alert'],
      ['none', 'alert'],
      ['none', 'alert'],
      ['none', 'none'],
    ]);
  });

  it('without a history nothing is confirmed', async () => {
    await day(0, 'alert');
    for (let again = 0; again < 4; again += 1)
      expect(testOf(await run(0, { history: undefined }), 'amount')).toMatchObject({
        level: 'alert',
        verdict: 'none',
      });
  });

  it('a window that is run again takes the place of its first run, and is counted once', async () => {
    for (let number = 0; number < 2; number += 1) await day(number, 'alert');
    for (const number of [0, 0, 0, 1, 1]) expect(testOf(await run(number), 'amount')?.verdict).toBe('none');
    await day(2, 'alert');
    expect(testOf(await run(2), 'amount')?.verdict).toBe('alert');
    // Now the data of the second day come again, without drift: its last run is what counts.
    await day(1, 'none');
    await run(1);
    expect(testOf(await run(2), 'amount')?.verdict).toBe('none');
    expect(readdirSync(path.join(history, 'drift')).length).toBe(8);
  });

  it('tells what has changed since the run before', async () => {
    await verdicts(['alert', 'alert', 'alert']);
    await day(3, 'alert');
    const { previous } = await run(3);
    expect(previous).toMatchObject({ verdict: 'alert', changed: [] });
    for (const number of [4, 5, 6]) await day(number, 'none');
    await run(4);
    await run(5);
    expect((await run(6)).previous).toMatchObject({ verdict: 'alert', changed: ['amount'] });
  });
});

describe('a history that is damaged', () => {
  it.each([
    ['cut', (file: string, bytes: Buffer) => writeFileSync(file, bytes.subarray(0, bytes.length / 2))],
    ['empty', (file: string) => writeFileSync(file, '')],
    ['of another kind', (file: string) => writeFileSync(file, 'hello\n')],
  ])('is passed over where it is: a file that is %s', async (_name, damage) => {
    await verdicts(['alert', 'alert']);
    const folder = path.join(history, 'drift');
    const [first = '', second = ''] = readdirSync(folder).toSorted();
    damage(path.join(folder, second), readFileSync(path.join(folder, second)));
    writeFileSync(path.join(folder, 'notes.txt'), 'mine');
    await day(2, 'alert');
    const result = await run(2);
    expect(codesOf(result)).toEqual(['history/broken']);
    expect(result.findings[0]?.message).toContain(path.join('drift', second));
    // Of three runs one can't be read.
    expect(testOf(result, 'amount')?.verdict).toBe('none');
    await day(3, 'alert');
    expect(testOf(await run(3), 'amount')?.verdict).toBe('alert');
    expect(readdirSync(folder)).toContain(first);
  });

  it('of another program with the same name of a file is passed over', async () => {
    await verdicts(['alert']);
    const [first = ''] = readdirSync(path.join(history, 'drift'));
    await bench.engine.run(
      `COPY (SELECT 1 AS x) TO '${path.join(history, 'drift', first)}' (FORMAT parquet)`,
    );
    await day(1, 'alert');
    expect(codesOf(await run(1))).toEqual(['history/broken']);
  });

  it('of which the folder is a file leaves the policy undecided', async () => {
    writeFileSync(path.join(history, 'drift'), 'hello');
    await day(0, 'alert');
    const result = await run(0);
    expect(result).toMatchObject({ completed: false, verdict: 'none' });
    expect(result.findings).toMatchObject([{ code: 'history/unreadable', severity: 'error' }]);
  });
});

it('what runs that were killed have left is cleared away', async () => {
  await verdicts(['none']);
  const folder = path.join(history, 'drift');
  writeFileSync(path.join(folder, '.20261129T000000Z_1.parquet.4711.tmp'), 'half');
  await day(1, 'none');
  await run(1);
  expect(readdirSync(folder).every((name) => /^\d{8}T\d{6}Z_\d+\.parquet$/.test(name))).toBe(true);
});

it('is read by any tool', async () => {
  await verdicts(['none', 'alert']);
  const rows = await bench.engine.rows(
    `SELECT policy, strftime(window_end AT TIME ZONE 'UTC', '%Y-%m-%d'), rows, feature, test, level, verdict FROM '${history}/*/*.parquet' WHERE test = 'psi' ORDER BY window_end`,
  );
  expect(rows).toEqual([
    ['drift', '2026-11-29', 2000n, 'amount', 'psi', 'none', 'none'],
    ['drift', '2026-11-30', 2000n, 'amount', 'psi', 'alert', 'none'],
  ]);
});
