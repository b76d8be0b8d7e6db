#!/usr/bin/env node
// Compares what our own check and the JSON Schemas say of many documents made from the examples by random changes; the
// tests do the same with 2,000.
//
//   node scripts/mutate-campaign.mjs [--mutants 100000] [--seed N]
import { randomInt } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const ROOT = path.resolve(import.meta.dirname, '..');

const { values } = parseArgs({
  options: {
    mutants: { type: 'string', default: '100000' },
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
  },
});

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'modelwatch-mutate-'));
try {
  const outfile = path.join(scratch, 'mutate.mjs');
  await build({
    stdin: {
      contents: `
        export { judge, kindOf } from './test/support/schema-twins.ts';
        export { documentsOf } from './test/support/example-documents.ts';
        export { mutants, mutate } from './test/spec/mutants.ts';
        export { default as fc } from 'fast-check';`,
      resolveDir: ROOT,
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
  });
  const { judge, kindOf, documentsOf, mutants, mutate, fc } = await import(pathToFileURL(outfile).href);
  const examples = path.join(ROOT, 'examples');
  const documents = fs
    .readdirSync(examples, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .flatMap((name) => documentsOf(fs.readFileSync(path.join(examples, name), 'utf8')));
  const verdict = judge();
  const figures = { compared: 0, accepted: 0, refused: 0, otherKind: 0 };
  const disagreements = [];
  const count = Number(values.mutants);
  const start = performance.now();
  fc.assert(
    fc.property(mutants(documents.length), ({ document, mutations }) => {
      const mutant = mutate(documents[document], mutations, documents);
      const kind = kindOf(mutant);
      if (kind === undefined) {
        figures.otherKind += 1;
        return;
      }
      const { ours, kindSchema, unionSchema } = verdict(kind, mutant);
      figures.compared += 1;
      figures[ours ? 'accepted' : 'refused'] += 1;
      if (kindSchema !== ours || unionSchema !== ours)
        disagreements.push({ ours, kindSchema, unionSchema, mutant });
    }),
    { seed: Number(values.seed), numRuns: count },
  );
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${count} mutants of ${documents.length} documents (seed ${values.seed}) in ${seconds} s`);
  console.log(
    `  compared ${figures.compared}: ${figures.accepted} accepted and ${figures.refused} refused by both, ${disagreements.length} disagreements`,
  );
  console.log(`  ${figures.otherKind} were no longer of a kind`);
  for (const each of disagreements.slice(0, 20)) console.log(JSON.stringify(each));
  if (disagreements.length > 0) process.exitCode = 1;
} finally {
  fs.rmSync(scratch, { recursive: true, force: true });
}
