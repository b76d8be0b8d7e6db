#!/usr/bin/env node
// Compiles many specs that were changed at random, as text and as data: none may crash, hang for a second or be refused without a
// place, and what is rendered must be accepted by promtool and amtool. The tests do the same with 2,000.
//
//   node scripts/fuzz-campaign.mjs [--mutants 100000] [--seed N]
import { randomInt } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { findProgram } from './programs.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
/** So many at a time, so that what is rendered need not all be held. */
const ROUND = 5000;

const { values } = parseArgs({
  options: {
    mutants: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
  },
});

function programOf(name) {
  const found = findProgram(name);
  if (found === undefined) throw new Error(`${name} is missing; run: node scripts/setup.mjs`);
  return found;
}

// As deep as the sources, which find the examples from where they are.
const bundle = path.join(ROOT, '.cache/fuzz', `${process.pid}.mjs`);
try {
  await build({
    stdin: {
      contents: `
        export { exampleProject } from './test/support/example-project.ts';
        export { fuzz, inOneEnvironment } from './test/support/fuzz-campaign.ts';
        export { readInBatches } from './test/support/read-in-batches.ts';`,
      resolveDir: ROOT,
      loader: 'ts',
    },
    outfile: bundle,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  const { exampleProject, fuzz, inOneEnvironment, readInBatches } = await import(pathToFileURL(bundle).href);
  const projects = [
    exampleProject('minimal'),
    ...['fraud-detector', 'home-ranker', 'demand-forecast', 'support-assistant']
      .filter((name) => fs.existsSync(path.join(ROOT, 'examples', name)))
      .map((name) => inOneEnvironment(exampleProject(name), 'prod')),
  ];
  const total = { mutants: 0, accepted: 0, refused: 0, files: 0, slowest: 0 };
  const failures = [];
  const wanted = Number(values.mutants);
  for (let round = 0; total.mutants < wanted; round++) {
    const count = Math.min(ROUND, wanted - total.mutants);
    const figures = fuzz(projects, {
      count,
      seed: Number(values.seed) + 1000 * round,
      mostMilliseconds: 1000,
    });
    for (const key of ['mutants', 'accepted', 'refused']) total[key] += figures[key];
    total.files += figures.rendered.length;
    total.slowest = Math.max(total.slowest, figures.slowestMilliseconds);
    failures.push(...figures.failures, ...(await readInBatches(figures.rendered, programOf)));
    console.log(
      `${total.mutants} mutants: ${total.accepted} accepted, ${total.refused} refused, ${failures.length} failures`,
    );
  }
  console.log(
    `seed ${values.seed}; slowest compile ${Math.round(total.slowest)} ms of CPU; ${total.files} rendered files read by promtool and amtool`,
  );
  for (const failure of failures.slice(0, 50)) console.log(failure);
  if (failures.length > 0) process.exitCode = 1;
} finally {
  fs.rmSync(bundle, { force: true });
}
