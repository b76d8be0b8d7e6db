// Measures `modelwatch compile` on generated projects, and the cold start: `npm run bench`. Figures, no verdicts in tests.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { linearRegression, linearRegressionLine, median, rSquared } from 'simple-statistics';
import { build } from './build.mjs';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const CLI = path.join(ROOT, 'dist', 'cli.js');
const USAGE = path.join(ROOT, 'scripts', 'usage.mjs');
const SIZES = [1, 1000, 2000, 4000];
const RUNS = 3;
const SLOS_PER_MODEL = 4;
const MODELS_PER_FILE = 50;

await build(ROOT);
const folder = mkdtempSync(path.join(tmpdir(), 'modelwatch-bench-'));
try {
  console.log(
    `node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), median of ${RUNS} runs\n`,
  );
  coldStart();
  const rows = SIZES.map(compileRow);
  console.log('\nmodelwatch compile: generated SLOs, one environment, all targets, into an empty folder');
  print([
    ['SLOs', 'wall s', 'CPU s', 'peak MiB', 'files', 'MiB written', 'CPU ms per SLO'],
    ...rows.map(cells),
  ]);
  growth(rows);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function coldStart() {
  const runs = Array.from({ length: 10 }, () => measure(['--help'], ROOT));
  const cpu = median(runs.map((run) => run.cpuSeconds)) * 1000;
  const bare =
    median(Array.from({ length: 10 }, () => measure([], ROOT, '--version')).map((run) => run.cpuSeconds)) *
    1000;
  console.log(
    `modelwatch --help: ${cpu.toFixed(0)} ms CPU (modelwatch --version: ${bare.toFixed(0)} ms), median of 10 cold processes`,
  );
}

function compileRow(slos) {
  const project = path.join(folder, `slos-${slos}`);
  writeProject(project, slos);
  const runs = Array.from({ length: RUNS }, () => {
    rmSync(path.join(project, 'generated'), { recursive: true, force: true });
    return measure(['compile', project, '--quiet'], project);
  });
  const files = listFiles(path.join(project, 'generated'));
  return {
    slos,
    wallSeconds: median(runs.map((run) => run.wallSeconds)),
    cpuSeconds: median(runs.map((run) => run.cpuSeconds)),
    peakMiB: median(runs.map((run) => run.peakMiB)),
    files: files.length,
    bytes: files.reduce((sum, file) => sum + statSync(file).size, 0),
  };
}

/** Least squares over the sizes: how much one more SLO costs, and how straight the line is. */
function growth(rows) {
  for (const [name, key, unit, scale] of [
    ['CPU', 'cpuSeconds', 'ms', 1000],
    ['peak memory', 'peakMiB', 'KiB', 1024],
    ['bytes', 'bytes', 'KiB', 1 / 1024],
  ]) {
    const points = rows.map((row) => [row.slos, row[key]]);
    const line = linearRegression(points);
    console.log(
      `${name}: ${(line.m * scale).toFixed(2)} ${unit} per SLO, r² of the straight line ${rSquared(points, linearRegressionLine(line)).toFixed(4)}`,
    );
  }
}

function measure(args, cwd, extra) {
  const usage = path.join(folder, 'usage.json');
  const start = performance.now();
  execFileSync(process.execPath, ['--import', USAGE, CLI, ...args, ...(extra ? [extra] : [])], {
    cwd,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, MODELWATCH_USAGE_FILE: usage },
  });
  return { ...JSON.parse(readFileSync(usage, 'utf8')), wallSeconds: (performance.now() - start) / 1000 };
}

function writeProject(project, slos) {
  mkdirSync(path.join(project, 'models'), { recursive: true });
  writeFileSync(
    path.join(project, 'modelwatch.yaml'),
    [
      object(
        'Project',
        'bench',
        'spec: { channels: { pagerduty: { ml: { primary: { routingKeyFile: /etc/key } } } } }',
      ),
      object('Team', 'ml', 'spec: { onCall: [{ name: primary, provider: pagerduty }] }'),
    ].join('---\n'),
  );
  const models = [];
  for (let first = 0; first < slos; first += SLOS_PER_MODEL)
    models.push(model(first, Math.min(SLOS_PER_MODEL, slos - first)));
  for (let at = 0; at < models.length; at += MODELS_PER_FILE) {
    writeFileSync(
      path.join(project, 'models', `${at}.yaml`),
      models.slice(at, at + MODELS_PER_FILE).join('---\n'),
    );
  }
}

function model(first, count) {
  const all = [
    '    - { name: availability, sli: { type: availability }, objective: 99.9% }',
    '    - { name: latency, sli: { type: latency, threshold: 250ms }, objective: 99% }',
    '    - { name: latency-slow, sli: { type: latency, threshold: 1s }, objective: 99.9% }',
    '    - { name: gpu, sli: { type: saturation, of: gpu, max: 90% }, objective: 95% }',
  ];
  const spec = [
    'spec:',
    '  owner: ml',
    `  select: { job: model-${first} }`,
    '  metrics: { gpu: { name: gpu_utilization_ratio, type: gauge, unit: ratio } }',
    '  slos:',
    ...all.slice(0, count),
  ];
  return object('Model', `model-${first}`, spec.join('\n'));
}

function object(kind, name, spec) {
  return `apiVersion: modelwatch/v1alpha1\nkind: ${kind}\nmetadata: { name: ${name} }\n${spec}\n`;
}

function listFiles(root) {
  return readdirSync(root, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(root, entry.name);
    return entry.isDirectory() ? listFiles(full) : [full];
  });
}

function cells(row) {
  return [
    String(row.slos),
    row.wallSeconds.toFixed(2),
    row.cpuSeconds.toFixed(2),
    row.peakMiB.toFixed(0),
    String(row.files),
    (row.bytes / 2 ** 20).toFixed(1),
    ((row.cpuSeconds * 1000) / row.slos).toFixed(2),
  ];
}

function print(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) console.log(row.map((cell, column) => cell.padStart(widths[column])).join('  '));
}
