#!/usr/bin/env node
// Kills `modelwatch compile` of the example at random moments, and checks that after the next command its output is wholly
// that of the old specs or wholly that of the new ones.
//
//   node scripts/kill-compile.mjs [--kills 200] [--seed N]
import { randomInt } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { killCampaign, reportFigures } from './kill-campaign.mjs';

const ROOT = path.resolve(import.meta.dirname, '..');
const EXAMPLE = path.join(ROOT, 'examples', 'fraud-detector');

/** What makes the second version: another number, another text, another name; and there is one environment more. */
const CHANGES = [
  ['models/fraud-detector/latency.yaml', '250ms', '500ms'],
  ['models/fraud-detector/model.yaml', 'displayName: Fraud detector', 'displayName: Fraud detector 2'],
  ['models/fraud-detector/availability.yaml', 'name: fraud-availability', 'name: fraud-success'],
];

/** A copy of the example in `folder`, and the commands that compile one of two versions of it. */
export function alternatingCompile(cli, folder) {
  // Tests render nothing, and they would miss what is renamed.
  const apart = ['modelwatch.yaml', 'calendars', 'tests'];
  const specs = fs.readdirSync(EXAMPLE).filter((name) => !apart.includes(name));
  for (const version of ['a', 'b']) {
    for (const name of specs) {
      fs.cpSync(path.join(EXAMPLE, name), path.join(folder, 'versions', version, name), { recursive: true });
    }
  }
  fs.cpSync(path.join(EXAMPLE, 'calendars'), path.join(folder, 'calendars'), { recursive: true });
  const project = fs.readFileSync(path.join(EXAMPLE, 'modelwatch.yaml'), 'utf8');
  fs.writeFileSync(
    path.join(folder, 'modelwatch.yaml'),
    replaced(replaced(project, /include: .*/, 'include: ["specs/**"]'), /\n {2}environments: .*/, ''),
  );
  for (const [name, text, other] of CHANGES) {
    const file = path.join(folder, 'versions', 'b', name);
    fs.writeFileSync(file, replaced(fs.readFileSync(file, 'utf8'), text, other));
  }
  const environments = path.join(folder, 'versions', 'b', 'envs');
  const dev = fs.readFileSync(path.join(environments, 'dev.yaml'), 'utf8');
  fs.writeFileSync(path.join(environments, 'qa.yaml'), replaced(dev, /\bdev( })/g, 'qa$1'));

  const run = (...args) => `exec ${[process.execPath, cli, ...args, folder].map(quoted).join(' ')}`;
  // The specs are a link that is moved at once: what is killed is compile, and not a copy of specs.
  const write = (version) => [
    'sh',
    '-c',
    `cd ${quoted(folder)} && ln -s versions/${version} specs.$$ && mv -T specs.$$ specs; ${run('compile', '--quiet')}`,
  ];
  return {
    outDir: path.join(folder, 'generated', 'acme-ml'),
    writeA: write('a'),
    writeB: write('b'),
    recover: ['sh', '-c', run('validate', '--quiet')],
  };
}

function replaced(text, what, by) {
  const result = text.replace(what, by);
  if (result === text) throw new Error(`the example no longer has ${what}`);
  return result;
}

function quoted(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

async function main() {
  const { values } = parseArgs({
    options: {
      kills: { type: 'string', default: '200' },
      seed: { type: 'string', default: String(randomInt(1_000_000)) },
    },
  });
  await build();
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'modelwatch-kill-compile-'));
  try {
    const commands = alternatingCompile(path.join(ROOT, 'dist', 'cli.js'), path.join(scratch, 'project'));
    const seed = Number(values.seed);
    const figures = await killCampaign({ ...commands, kills: Number(values.kills), seed });
    process.stdout.write(reportFigures(figures, seed));
    if (figures.mixed.length > 0) process.exitCode = 1;
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

if (process.argv[1] !== undefined && fs.realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  await main();
