#!/usr/bin/env node
// Runs the drift job on data without any drift and on data with one changed column, with the levels that policies have by default:
// how many runs are flagged, and how often the change is found. Ends with 1 when more than 5 % of the runs without drift are flagged, or a
// change is found in less than 80 %. The tests do a slice of it.
//
//   node scripts/drift-campaign.mjs [--runs 200] [--power 100] [--seed N] [--rows N] [--stored] [--only TEXT] [--evidently PYTHON] [--evidently-runs 40]
//
// With --stored the baseline is captured first and only read as bins and counts. Without --rows each side without drift has 1,000 to 50,000 rows. --evidently names the Python of an environment with scripts/python/drift-peers.txt: its DataDriftPreset is asked about the same files.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const ROOT = path.resolve(import.meta.dirname, '..');

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '200' },
    power: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    rows: { type: 'string' },
    stored: { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    evidently: { type: 'string' },
    'evidently-runs': { type: 'string', default: '40' },
  },
});
const seed = Number(values.seed);

const MOST_FLAGGED = 0.05;
const LEAST_FOUND = 0.8;

// As deep as the sources, from where packages are found.
const bundle = path.join(ROOT, '.cache/drift-campaign', `${process.pid}.mjs`);
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'modelwatch-drift-campaign-'));
let engine;
let peer;
try {
  const campaign = await load();
  engine = await campaign.openDuckDb({ memoryLimit: '1GB', threads: 1 });
  if (Number(values.runs) > 0) await withoutDrift(campaign);
  if (Number(values.power) > 0) await power(campaign);
} finally {
  engine?.close();
  peer?.end();
  fs.rmSync(bundle, { force: true });
  fs.rmSync(folder, { recursive: true, force: true });
}

async function load() {
  await build({
    stdin: {
      contents: `
        export { openDuckDb } from './src/drift/world/duckdb.ts';
        export { POWER_CASES } from './test/drift/campaign/columns.ts';
        export { falseAlarms, power } from './test/drift/campaign/figures.ts';
        export { withoutDrift } from './test/drift/campaign/run.ts';`,
      resolveDir: ROOT,
      loader: 'ts',
    },
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    external: ['@duckdb/node-api'],
    logLevel: 'error',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  return import(pathToFileURL(bundle).href);
}

async function withoutDrift({ falseAlarms, withoutDrift: sidesOf }) {
  const sides = Array.from({ length: Number(values.runs) }, (_, index) =>
    sidesOf(seed + index, values.rows === undefined ? undefined : Number(values.rows)),
  );
  peer = values.evidently === undefined ? undefined : openPeer(values.evidently);
  const evidently = { runs: 0, flagged: 0, columns: 0, drifted: 0, datasets: 0 };
  const figures = await falseAlarms(engine, folder, sides, {
    isStored: values.stored,
    onRun: async () => {
      if (peer === undefined || evidently.runs >= Number(values['evidently-runs'])) return;
      const { columns, drifted } = await peer.ask(folder);
      evidently.runs += 1;
      evidently.flagged += drifted.length > 0 ? 1 : 0;
      evidently.columns += columns;
      evidently.drifted += drifted.length;
      evidently.datasets += drifted.length >= columns / 2 ? 1 : 0;
    },
  });
  console.log(
    `Without drift, seed ${seed}: ${percent(figures.flagged, figures.runs)} of ${figures.runs} runs flagged, ${percent(figures.alerted, figures.runs)} with an alert.`,
  );
  check(figures.flagged <= MOST_FLAGGED * figures.runs, 'too many runs without drift are flagged');
  console.log(`At most 5 % of these runs are flagged up to α = ${figures.largestAlpha.toPrecision(3)}.\n`);
  console.log('| test | runs flagged | tests | p ≤ 0.01 before correction |\n|---|---|---|---|');
  for (const [name, { runs, tests, significant }] of Object.entries(figures.byTest))
    console.log(
      `| ${name} | ${percent(runs, figures.runs)} | ${tests} | ${(100 * significant).toFixed(2)} % |`,
    );
  for (const each of figures.cases) console.log(JSON.stringify(each));
  if (evidently.runs > 0)
    console.log(
      `\nEvidently on the first ${evidently.runs} of them: ${percent(evidently.flagged, evidently.runs)} of the runs have a drifted column, ${percent(evidently.drifted, evidently.columns)} of the columns drift, ${evidently.datasets} data sets drift.`,
    );
}

async function power({ power: powerOf, POWER_CASES }) {
  const seeds = Array.from({ length: Number(values.power) }, (_, index) => seed + 100_000 + index);
  console.log(
    '\n| one of 40 columns changed, 5,000 rows each | at least | found | by its own test | effect reached | another column flagged |\n|---|---|---|---|---|---|',
  );
  for (const each of POWER_CASES.filter(({ name }) => name.includes(values.only))) {
    const { name, atLeast, runs, found, byAspect, reached, others } = await powerOf(
      engine,
      folder,
      each,
      seeds,
      values.stored,
    );
    const cells = [found, byAspect, reached, others].map((count) => percent(count, runs));
    console.log(`| ${name} | ${atLeast} | ${cells.join(' | ')} |`);
    check(found >= LEAST_FOUND * runs, `${name} is found too seldom`);
  }
}

function check(isRight, wrong) {
  if (isRight) return;
  console.error(wrong);
  process.exitCode = 1;
}

function percent(count, of) {
  return `${((100 * count) / of).toFixed(1)} %`;
}

/** A process that is asked about one folder after the other: its imports take seconds. */
function openPeer(python) {
  const child = spawn(python, [path.join(ROOT, 'scripts/bench/drift-peers.py'), 'evidently'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    ask: async (folder) => {
      child.stdin.write(`${folder}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('Evidently ended early');
      return JSON.parse(value);
    },
    end: () => child.stdin.end(),
  };
}
