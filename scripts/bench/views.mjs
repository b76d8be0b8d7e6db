// What dashboards of many models cost `modelwatch compile`: time, memory and bytes, of Grafana's and Perses', beside the rules alone.
//   node scripts/bench/views.mjs [MODELS]
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from '../build.mjs';
import { SLOS_PER_MODEL, writeProject } from './projects.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const CLI = path.join(ROOT, 'dist', 'cli.js');
const MODELS = Number(process.argv[2] ?? 1000);
const RUNS = 3;
const CASES = [
  ['rules alone', ['prometheus: {}']],
  ['with grafana', ['prometheus: {}', 'grafana: {}']],
  ['with grafana, compact', ['prometheus: {}', 'grafana: { compact: true }']],
  ['with perses', ['prometheus: {}', 'perses: {}']],
  ['with perses, compact', ['prometheus: {}', 'perses: { compact: true }']],
];

await build(ROOT);
const folder = mkdtempSync(path.join(tmpdir(), 'modelwatch-views-'));
try {
  console.log(
    `${MODELS} models with ${SLOS_PER_MODEL} objectives each, least of ${RUNS} runs, node ${process.version}`,
  );
  for (const [name, targets] of CASES) {
    const project = path.join(folder, name.replaceAll(/\W+/g, '-'));
    writeProject(project, MODELS * SLOS_PER_MODEL, ['placeholder']);
    const file = path.join(project, 'modelwatch.yaml');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace('    placeholder: {}', targets.map((line) => `    ${line}`).join('\n')));
    const runs = Array.from({ length: RUNS }, (_, run) => measure(project, path.join(folder, `${run}-out`)));
    const least = (key) => Math.min(...runs.map((each) => each[key]));
    const { bytes, files, largest } = runs[0];
    console.log(
      `${name}: ${least('cpuSeconds').toFixed(2)} s CPU, ${least('wallSeconds').toFixed(2)} s, ${least('peakMiB').toFixed(0)} MiB peak; ${files} dashboards, ${(bytes / 2 ** 20).toFixed(1)} MiB, largest ${(largest / 1024).toFixed(0)} KiB`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function measure(project, out) {
  rmSync(out, { recursive: true, force: true });
  const report = `${out}.time`;
  const start = performance.now();
  execFileSync(
    '/usr/bin/time',
    ['-o', report, '-f', '%U %S %M', process.execPath, CLI, 'compile', project, '--out', out, '--quiet'],
    { stdio: 'ignore' },
  );
  const wallSeconds = (performance.now() - start) / 1000;
  const [user, system, peakKiB] = readFileSync(report, 'utf8').trim().split(' ').map(Number);
  const sizes = readdirSync(out, { recursive: true })
    .filter((name) => /(grafana|perses)[\\/]dashboards[\\/]/.test(name))
    .map((name) => statSync(path.join(out, name)).size);
  return {
    wallSeconds,
    cpuSeconds: user + system,
    peakMiB: peakKiB / 1024,
    files: sizes.length,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    largest: Math.max(0, ...sizes),
  };
}
