#!/usr/bin/env node
// Changes each rendered rule that an alert depends on (a comparison flipped, a threshold halved or doubled, `for` dropped, a label
// matcher removed, good and bad swapped) and runs the generated tests on the changed rules: they must notice. Survivors are listed,
// and so are changes that no series can tell from the rule as it is, with the reason. `npm test` does the same with some of one world.
//
//   node scripts/mutant-campaign.mjs [EXAMPLE[/ENVIRONMENT] …] [--mutants N] [--seed N] [--least 0.95]
//
// Without arguments all examples that render Prometheus rules are taken, with their first environment each but prod where there is one.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { findProgram } from './programs.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
const EXAMPLES = path.join(ROOT, 'examples');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    mutants: { type: 'string' },
    seed: { type: 'string', default: '1' },
    least: { type: 'string', default: '0.95' },
  },
});

const promtool = findProgram('promtool');
if (promtool === undefined) {
  console.error('promtool is missing; run: node scripts/setup.mjs');
  process.exit(3);
}

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'modelwatch-mutants-'));
try {
  const outfile = path.join(scratch, 'campaign.mjs');
  await build({
    stdin: {
      contents: `
        export { loadProject } from './src/load.ts';
        export { render } from './test/support/compiled.ts';
        export { failures, provenAlerts, runCampaign, sampleOf, summary, trialsOf } from './test/support/mutant-campaign.ts';
        export { compile } from './src/compile.ts';`,
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
  const campaign = await import(pathToFileURL(outfile).href);
  const worlds = positionals.length > 0 ? positionals : exampleWorlds(campaign);
  const total = { caught: 0, survived: 0, equivalent: 0 };
  for (const world of worlds) {
    const result = await attack(campaign, world);
    total.caught += result.caught.length;
    total.survived += result.survivors.length;
    total.equivalent += result.equivalent.length;
  }
  const share = total.caught / Math.max(1, total.caught + total.survived);
  console.log(
    `all: ${total.caught} of ${total.caught + total.survived} caught (${(100 * share).toFixed(1)}%), ${total.equivalent} that nothing can tell apart`,
  );
  if (share < Number(values.least)) process.exitCode = 1;
} finally {
  fs.rmSync(scratch, { recursive: true, force: true });
}

/** Examples that render rules, with the environment prod, else the first one. */
function exampleWorlds({ loadProject, compile }) {
  return fs
    .readdirSync(EXAMPLES, { withFileTypes: true })
    .filter(
      (entry) => entry.isDirectory() && fs.existsSync(path.join(EXAMPLES, entry.name, 'modelwatch.yaml')),
    )
    .map(({ name }) => name)
    .toSorted()
    .flatMap((name) => {
      const { files } = compile(loadProject(path.join(EXAMPLES, name)).input);
      const names = [
        ...new Set(
          files
            .filter(({ path: file }) => file.includes('/prometheus/rules/'))
            .map(({ environment }) => environment),
        ),
      ];
      const environment = names.includes('prod') ? 'prod' : names[0];
      return environment === undefined ? [] : [`${name}/${environment}`];
    });
}

async function attack(
  { loadProject, render, failures, provenAlerts, runCampaign, sampleOf, summary, trialsOf },
  world,
) {
  const [name, environment] = world.split('/');
  const start = performance.now();
  const proven = provenAlerts(render(loadProject(path.join(EXAMPLES, name)).input, environment));
  const broken = await failures(
    proven.map(({ rules, cases }) => ({ rules, cases })),
    promtool,
  );
  if (broken.length > 0) throw new Error(`the tests fail on the rules as they are:\n${broken.join('\n')}`);
  const trials = trialsOf(proven);
  const some =
    values.mutants === undefined ? trials : sampleOf(trials, Number(values.mutants), Number(values.seed));
  const result = await runCampaign(some, promtool);
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  const cases = proven.reduce((sum, each) => sum + each.cases.length, 0);
  console.log(
    `${world}: ${proven.length} alerts, ${cases} tests, ${some.length} mutants of ${trials.length}, ${seconds} s`,
  );
  for (const { alert, generated } of proven)
    if (generated.reason !== undefined) console.log(`  ${alert.name}: ${generated.reason}`);
  console.log(summary(result).replace(/^/gm, '  '));
  return result;
}
