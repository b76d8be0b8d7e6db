#!/usr/bin/env node
// Kills a compile with SIGKILL at random moments and checks that after the next command the output folder is wholly the
// old tree or wholly the new one.
//
//   node scripts/kill-campaign.mjs [--kills 200] [--seed 1]
//       [--out FOLDER --write-a COMMAND --write-b COMMAND --recover COMMAND]
//
// The two write commands lead FOLDER (the one that holds MANIFEST.json) to two different trees; the recover command is any
// other command that is expected to mend it. Commands are split at spaces, without a shell, so that the process killed is
// the one that writes. By default a small process of our own is killed that uses the output room directly.
import { spawn } from 'node:child_process';
import { createHash, randomInt } from 'node:crypto';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const TX_NAME = '.modelwatch-tx';
const HERE = path.dirname(fileURLToPath(import.meta.url));

/** Bundles the small process into one file that plain Node runs. Returns its path. */
export async function bundleKillChild(folder) {
  const { build } = await import('esbuild');
  const outfile = path.join(folder, 'kill-child.mjs');
  await build({
    entryPoints: [path.join(HERE, 'kill-child.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    logLevel: 'error',
  });
  return outfile;
}

/** The commands that use the small process. */
export function killChildCommands(bundle, outDir) {
  const command = (what) => [process.execPath, bundle, what, outDir];
  return { writeA: command('write-a'), writeB: command('write-b'), recover: command('recover') };
}

/**
 * Runs the campaign. Every second kill is at a moment of the whole run; the others wait until the write has begun, since it
 * is a small part of the run. Returns the figures; `mixed` lists what must not happen.
 */
export async function killCampaign({ outDir, writeA, writeB, recover, kills, seed, onKill = () => {} }) {
  const random = mulberry32(seed);
  await runWhole(writeA);
  const treeA = treeOf(outDir);
  const whole = await timed(writeB, outDir);
  const treeB = treeOf(outDir);
  if (treeA === treeB)
    throw new Error('the two write commands lead to the same tree: nothing would be tested');
  const back = await timed(writeA, outDir);
  const runMs = Math.max(whole.runMs, back.runMs);
  const writeMs = Math.max(whole.writeMs, back.writeMs);
  if (treeOf(outDir) !== treeA) throw new Error('the first tree does not come back');

  const figures = {
    kills: 0,
    tooLate: 0,
    old: 0,
    new: 0,
    mixed: [],
    staged: 0,
    committed: 0,
    mixedBefore: 0,
    runMs,
    writeMs,
  };
  for (let round = 0; figures.kills < kills; round += 1) {
    const old = treeOf(outDir);
    const [command, next] = old === treeA ? [writeB, treeB] : [writeA, treeA];
    const child = start(command);
    if (round % 2 === 0) await setTimeout(random() * runMs);
    else {
      await writeBegun(child, outDir);
      await spin(random() * writeMs * 1.1);
    }
    const alive = isRunning(child);
    child.kill('SIGKILL');
    await ended(child);
    if (!alive) {
      figures.tooLate += 1;
      if (figures.tooLate > 10 * kills) throw new Error('the commands end before they can be killed');
      continue;
    }
    figures.kills += 1;
    const state = transactionState(outDir);
    if (state !== 'none') figures[state] += 1;
    if (state === 'committed' && ![treeA, treeB].includes(treeOf(outDir, TX_NAME))) figures.mixedBefore += 1;
    await runWhole(recover);
    const now = treeOf(outDir);
    if (now === old) figures.old += 1;
    else if (now === next) figures.new += 1;
    else {
      figures.mixed.push({ kill: figures.kills, state, tree: now });
      await runWhole(writeA);
      if (treeOf(outDir) !== treeA)
        throw new Error(`kill ${figures.kills} left a folder that a compile cannot mend`);
    }
    onKill(figures);
  }
  return figures;
}

function start([program, ...args]) {
  return spawn(program, args, { stdio: ['ignore', 'ignore', 'ignore'] });
}

function isRunning(child) {
  return child.exitCode === null && child.signalCode === null;
}

async function ended(child) {
  if (isRunning(child)) await once(child, 'exit');
}

async function runWhole(command) {
  const child = start(command);
  await ended(child);
  // 1 is a finding, such as the warning about the recovery itself; more means that the command did not do its work.
  if (child.exitCode === null || child.exitCode > 1)
    throw new Error(`${command.join(' ')} ended with ${child.exitCode ?? child.signalCode}`);
}

/** How long a run takes, and how long the write within it, in milliseconds. */
async function timed(command, outDir) {
  const before = performance.now();
  const child = start(command);
  await writeBegun(child, outDir);
  const begun = performance.now();
  await ended(child);
  const end = performance.now();
  return { runMs: end - before, writeMs: end - begun };
}

async function writeBegun(child, outDir) {
  while (isRunning(child) && !fs.existsSync(path.join(outDir, TX_NAME))) await setTimeout(1);
}

/** Timers are too coarse for a write of a few milliseconds. */
async function spin(ms) {
  const until = performance.now() + ms;
  while (performance.now() < until) await setImmediate();
}

function transactionState(outDir) {
  if (fs.existsSync(path.join(outDir, TX_NAME, 'journal.json'))) return 'committed';
  return fs.existsSync(path.join(outDir, TX_NAME)) ? 'staged' : 'none';
}

/** Everything below a folder as one text: a line for each file with its hash, and for each empty folder. */
function treeOf(folder, except = '') {
  const lines = [];
  const walk = (relative) => {
    const entries = fs.readdirSync(path.join(folder, relative), { withFileTypes: true });
    if (entries.length === 0) lines.push(`${relative}/`);
    for (const entry of entries) {
      if (entry.name === except) continue;
      const below = path.posix.join(relative, entry.name);
      if (entry.isDirectory()) walk(below);
      else {
        const hash = createHash('sha256').update(fs.readFileSync(path.join(folder, below)));
        lines.push(`${below} ${hash.digest('hex')}`);
      }
    }
  };
  walk('');
  return lines.toSorted((a, b) => (a < b ? -1 : 1)).join('\n');
}

/** A small seeded generator (mulberry32): the same seed draws the same moments. */
function mulberry32(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

async function main() {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '200' },
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
      out: { type: 'string' },
      'write-a': { type: 'string' },
      'write-b': { type: 'string' },
      recover: { type: 'string' },
    },
  });
  const given = [values.out, values['write-a'], values['write-b'], values.recover];
  if (given.some((value) => value !== undefined) && given.includes(undefined)) {
    throw new Error('--out, --write-a, --write-b and --recover belong together');
  }
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'modelwatch-kill-'));
  try {
    const outDir = values.out ?? path.join(scratch, 'generated', 'campaign');
    const commands =
      values.out === undefined
        ? killChildCommands(await bundleKillChild(scratch), outDir)
        : Object.fromEntries(
            [
              ['writeA', 'write-a'],
              ['writeB', 'write-b'],
              ['recover', 'recover'],
            ].map(([key, option]) => [key, values[option].split(' ')]),
          );
    const seed = Number(values.seed);
    const figures = await killCampaign({
      ...commands,
      outDir,
      kills: Number(values.kills),
      seed,
      onKill: progress,
    });
    process.stdout.write(reportFigures(figures, seed));
    if (figures.mixed.length > 0) process.exitCode = 1;
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

function progress({ kills, mixed }) {
  if (kills % 20 === 0) process.stderr.write(`${kills} kills, ${mixed.length} mixed trees\n`);
}

/** The figures as text for people. */
export function reportFigures(figures, seed) {
  const lines = [
    `${figures.kills} kills at random moments (seed ${seed}; a run takes ${figures.runMs.toFixed(0)} ms, ${figures.writeMs.toFixed(0)} ms of them writing)`,
    `  found begun: ${figures.staged} before the commit, ${figures.committed} after it, ${figures.mixedBefore} with a mix of old and new files`,
    `  after the next command: ${figures.old} old trees, ${figures.new} new trees, ${figures.mixed.length} mixed`,
    ...figures.mixed.map(({ kill, state, tree }) => `kill ${kill} (${state}):\n${tree}`),
  ];
  return `${lines.join('\n')}\n`;
}

if (process.argv[1] !== undefined && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  await main();
