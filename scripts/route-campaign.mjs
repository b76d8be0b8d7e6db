#!/usr/bin/env node
// Compares what our router and the real amtool say of many random trees of routes, label sets and lines of matchers; the tests
// do the same with 2,500 pairs and 200 lines.
//
//   node scripts/route-campaign.mjs [--pairs 100000] [--lines 3000] [--seed N]
import { randomInt } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { findProgram } from './programs.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');

const { values } = parseArgs({
  options: {
    pairs: { type: 'string', default: '100000' },
    lines: { type: 'string', default: '3000' },
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
  },
});

const amtool = findProgram('amtool');
if (amtool === undefined) throw new Error('amtool is missing; run: node scripts/setup.mjs');

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'modelwatch-routes-'));
let failed = true;
try {
  const outfile = path.join(scratch, 'campaign.mjs');
  await build({
    entryPoints: [path.join(ROOT, 'test/proof/routing/against-amtool.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  const { compareLines, compareRoutes } = await import(pathToFileURL(outfile).href);
  const seed = Number(values.seed);
  const start = performance.now();
  const routes = await compareRoutes(amtool, path.join(scratch, 'routes'), {
    count: Number(values.pairs),
    seed,
  });
  const lines = await compareLines(amtool, path.join(scratch, 'lines'), {
    count: Number(values.lines),
    seed,
  });
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    `seed ${seed}: ${routes.pairs} pairs of tree and labels (${routes.below} below the top), ` +
      `${lines.accepted} lines read and ${lines.refused} refused, in ${seconds} s`,
  );
  const disagreements = [...routes.disagreements, ...lines.disagreements];
  for (const each of disagreements.slice(0, 20)) console.log(each);
  failed = disagreements.length > 0;
  console.log(failed ? `${disagreements.length} disagreements; files in ${scratch}` : 'no disagreement');
} finally {
  if (!failed) fs.rmSync(scratch, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;
