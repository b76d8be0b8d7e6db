#!/usr/bin/env node
// Kills `modelwatch drift run` with SIGKILL at random moments, and checks after each kill that every file of its history can be
// read, that the text file, the result and the reports are wholly those of the run before or wholly those of this one, and that the
// next run finds what it should.
//
//   node scripts/kill-drift.mjs [--kills 100] [--seed N]
import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { build } from './build.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
const POLICY = 'drift';
const ROWS = 2000;
/** Two days that are run in turn: of the second the data have moved. */
const DAYS = [
  { day: '2026-11-27', at: '2026-11-28T00:00Z', amount: 'i % 97' },
  { day: '2026-11-28', at: '2026-11-29T00:00Z', amount: 'i % 97 + 60' },
];
const OUTPUTS = {
  textfile: 'drift.prom',
  json: 'result.json',
  report: 'report.html',
  markdown: 'report.md',
};

/**
 * Runs the campaign in an empty folder. Every second kill is at a moment of the whole run; the others wait until something is
 * written. Returns the figures; `wrong` lists what must not happen.
 */
export async function killDriftCampaign({ cli, folder, kills, seed, onKill = () => {} }) {
  const random = mulberry32(seed);
  const database = await (await DuckDBInstance.create(':memory:')).connect();
  try {
    await writeProject(database, folder);
    const expected = [];
    // Twice: the second run of a day knows the run before.
    for (const day of [0, 1, 0, 1]) expected[day] = await runWhole(cli, folder, day);
    const times = await timed(cli, folder, 1);
    const figures = { kills: 0, tooLate: 0, old: 0, new: 0, wrong: [], writing: 0, ...times };
    let before = 1;
    for (let round = 0; figures.kills < kills; round += 1) {
      const next = 1 - before;
      const child = start(cli, folder, next);
      if (round % 2 === 0) await setTimeout(random() * times.runMs);
      else {
        await writeBegun(child, folder);
        await spin(random() * times.writeMs * 1.1);
      }
      const isAlive = isRunning(child);
      child.kill('SIGKILL');
      await ended(child);
      if (isAlive) {
        figures.kills += 1;
        const state = await stateAfter(database, folder, [expected[before], expected[next]]);
        figures.wrong.push(...state.wrong.map((what) => `kill ${figures.kills}: ${what}`));
        figures[state.isNew ? 'new' : 'old'] += 1;
        if (state.isPartial) figures.writing += 1;
      } else {
        figures.tooLate += 1;
        if (figures.tooLate > 10 * kills) throw new Error('the runs end before they can be killed');
      }
      const after = await runWhole(cli, folder, next);
      for (const name of Object.keys(OUTPUTS))
        if (after[name] !== expected[next][name])
          figures.wrong.push(`kill ${figures.kills}: the next run writes another ${OUTPUTS[name]}`);
      const left = leftovers(folder);
      if (left.length > 0)
        figures.wrong.push(`kill ${figures.kills}: the next run leaves ${left.join(', ')}`);
      before = next;
      onKill(figures);
    }
    return figures;
  } finally {
    database.closeSync();
  }
}

async function writeProject(database, folder) {
  fs.mkdirSync(path.join(folder, 'days'), { recursive: true });
  const write = (file, amount, rows) =>
    database.run(
      `COPY (SELECT (${amount})::DOUBLE AS amount, 'k' || (i % 7) AS kind FROM range(${rows}) t(i)) TO '${path.join(folder, file)}' (FORMAT parquet)`,
    );
  await write('training.parquet', DAYS[0].amount, 2 * ROWS);
  for (const { day, amount } of DAYS) await write(`days/${day}.parquet`, amount, ROWS);
  fs.writeFileSync(path.join(folder, 'plan.json'), JSON.stringify(planOfJob()));
}

function column(name) {
  return {
    part: 'features',
    feature: name,
    source: 'serving',
    column: name,
    type: 'auto',
    pii: false,
    delaySeconds: 0,
    test: { test: 'psi', levels: { warn: 0.1, alert: 0.2 }, alpha: 0.01 },
    nulls: { alert: 0.05 },
    unseen: { alert: 0.05 },
  };
}

function planOfJob() {
  return {
    version: 1,
    project: 'acme',
    environment: 'prod',
    sources: [
      { name: 'training', type: 'parquet', path: 'training.parquet' },
      { name: 'serving', type: 'parquet', path: 'days/{date}.parquet' },
    ],
    policies: [
      {
        name: POLICY,
        title: 'Drift',
        model: 'scorer',
        profile: 'modelwatch',
        schedule: { everySeconds: 86_400, timezone: 'UTC' },
        windowSeconds: 86_400,
        lagSeconds: 0,
        baseline: { kind: 'dataset', source: 'training' },
        minSamples: 100,
        correction: 'benjamini-hochberg',
        consecutive: 1,
        segments: [],
        columns: [column('amount'), column('kind')],
        advice: { actions: [] },
      },
    ],
    datasets: [],
  };
}

function start(cli, folder, day) {
  const outputs = Object.entries(OUTPUTS).flatMap(([name, file]) => [`--${name}`, path.join(folder, file)]);
  return spawn(
    process.execPath,
    [
      cli,
      'drift',
      'run',
      '--plan',
      path.join(folder, 'plan.json'),
      '--root',
      folder,
      '--at',
      DAYS[day].at,
    ].concat(['--quiet', '--history', path.join(folder, 'history')], outputs),
    { stdio: 'ignore', env: { ...process.env, TMPDIR: temporaryIn(folder) } },
  );
}

/** Spilled data of runs that were killed stay: here they go with the campaign. */
function temporaryIn(folder) {
  const temporary = path.join(folder, 'tmp');
  fs.mkdirSync(temporary, { recursive: true });
  return temporary;
}

function isRunning(child) {
  return child.exitCode === null && child.signalCode === null;
}

async function ended(child) {
  if (isRunning(child)) await once(child, 'exit');
}

/** The outputs of a run that is left in peace. */
async function runWhole(cli, folder, day) {
  const child = start(cli, folder, day);
  await ended(child);
  if (child.exitCode !== 0) throw new Error(`a run ended with ${child.exitCode ?? child.signalCode}`);
  return outputsOf(folder);
}

/** How long a run takes, and how long it writes at its end, in milliseconds. */
async function timed(cli, folder, day) {
  const begin = performance.now();
  const child = start(cli, folder, day);
  await writeBegun(child, folder);
  const begun = performance.now();
  await ended(child);
  const end = performance.now();
  return { runMs: end - begin, writeMs: end - begun };
}

async function writeBegun(child, folder) {
  const before = namesIn(path.join(folder, 'history', POLICY)).length;
  while (isRunning(child) && namesIn(path.join(folder, 'history', POLICY)).length === before)
    await setImmediate();
}

/** Timers are too coarse for a write of a few milliseconds. */
async function spin(ms) {
  const until = performance.now() + ms;
  while (performance.now() < until) await setImmediate();
}

function namesIn(folder) {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}

/** The outputs that there are, without the times at which runs ended: the texts of two runs of one day are the same then. */
function outputsOf(folder) {
  return Object.fromEntries(
    Object.entries(OUTPUTS).map(([name, file]) => {
      const target = path.join(folder, file);
      const text = fs.existsSync(target) ? fs.readFileSync(target, 'utf8') : '';
      return [name, withoutTimes(text)];
    }),
  );
}

function withoutTimes(text) {
  const today = new Date().toISOString().slice(0, 10);
  const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
  return text
    .replaceAll(/(last_run_timestamp_seconds\{[^}]*\}) \S+/g, '$1 TIME')
    .replaceAll(
      new RegExp(`(?:${today}|${yesterday})[T ]\\d\\d:\\d\\d(?::\\d\\d)?(?:\\.\\d+)?Z?`, 'g'),
      'TIME',
    );
}

/** What a kill has left: each output is of one run or the other, and the history can be read. */
async function stateAfter(database, folder, [old, next]) {
  const now = outputsOf(folder);
  const wrong = [];
  const isNew = Object.fromEntries(Object.keys(OUTPUTS).map((name) => [name, now[name] === next[name]]));
  for (const [name, file] of Object.entries(OUTPUTS))
    if (!isNew[name] && now[name] !== old[name])
      wrong.push(`${file} is neither of the old run nor of the new one`);
  for (const file of namesIn(path.join(folder, 'history', POLICY))) {
    if (/^\..+\.tmp$/.test(file)) continue;
    try {
      const reader = await database.runAndReadAll(
        `SELECT count(*), count(DISTINCT test), any_value(rows) FROM read_parquet('${path.join(folder, 'history', POLICY, file)}')`,
      );
      const [tests, kinds, rows] = reader.getRows()[0].map(Number);
      if (tests < 2 || kinds < 2 || rows !== ROWS) wrong.push(`${file} of the history is not whole`);
    } catch (error) {
      wrong.push(`${file} of the history can't be read: ${error.message.split('\n')[0]}`);
    }
  }
  const states = Object.values(isNew);
  return { wrong, isNew: states.every(Boolean), isPartial: states.some(Boolean) !== states.every(Boolean) };
}

/** Files of killed runs that the next run should have taken away or over. */
function leftovers(folder) {
  const history = path.join(folder, 'history');
  return [
    ...namesIn(history).filter((name) => name !== POLICY),
    ...namesIn(path.join(history, POLICY)).filter((name) => name.startsWith('.')),
    ...namesIn(folder).filter((name) => name.startsWith(`.${OUTPUTS.textfile}.modelwatch-`)),
  ];
}

/** A small generator of random numbers with a seed, by Tommy Ettinger: the kills of a campaign can be had again. */
function mulberry32(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function main() {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '100' },
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
    },
  });
  await build();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'modelwatch-kill-drift-'));
  try {
    const seed = Number(values.seed);
    const cli = path.join(ROOT, 'dist', 'cli.js');
    const figures = await killDriftCampaign({ cli, folder, kills: Number(values.kills), seed });
    const { wrong, ...counts } = figures;
    process.stdout.write(
      `${figures.kills} kills of drift run (seed ${seed}; a run takes ${counts.runMs.toFixed(0)} ms, of which it writes ${counts.writeMs.toFixed(0)} ms): ${counts.old} left the outputs of the run before, ${counts.new} those of the new one, ${counts.writing} some of each; ${wrong.length} wrong\n`,
    );
    for (const what of wrong) process.stdout.write(`  ${String(what)}\n`);
    if (wrong.length > 0) process.exitCode = 1;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] !== undefined && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  await main();
