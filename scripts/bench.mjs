// `npm run bench`: CPU, memory and bytes of `modelwatch compile` on generated projects, beside Sloth on the same objectives
// when it is there (SLOTH names its program, else PATH has it), and the wall time of short commands. Figures, no verdicts:
// both sides are run in turn, so that a busy machine is busy for both; compare their CPU, not seconds of different days.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { linearRegression, linearRegressionLine, median, rSquared } from 'simple-statistics';
import { parse } from 'yaml';
import {
  modelName,
  RULES_AND_ROUTES,
  SLOS_PER_MODEL,
  writeProject,
  writeSlothSpec,
  writeSlothSpecs,
} from './bench/projects.mjs';
import { slothProgram } from './bench/sloth.mjs';
import { build } from './build.mjs';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const CLI = path.join(ROOT, 'dist', 'cli.js');
const TIME = '/usr/bin/time';
/** `npm run bench -- 1000 4000` takes other sizes. */
const given = process.argv.slice(2).map(Number);
const SIZES = given.length > 0 ? given : [1000, 4000, 10_000];
const RUNS = 3;
const COLD_RUNS = 10;
/** SLOs of the project whose rules are counted. */
const COUNTED = 1000;

await build(ROOT);
const folder = mkdtempSync(path.join(tmpdir(), 'modelwatch-bench-'));
try {
  console.log(
    `node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), load ${loadavg()[0].toFixed(1)}, median of ${RUNS} runs`,
  );
  const sloth = slothProgram();
  const rows = SIZES.map((slos) => sideBySide(slos, sloth));
  console.log(
    '\nGenerated objectives, rules and routes, one environment, into an empty folder; a file for each two objectives:',
  );
  table([
    ['SLOs', 'who', 'CPU s', 'wall s', 'peak MiB', 'MiB written', 'CPU ms per SLO'],
    ...rows.flatMap(({ slos, sides }) => sides.map((side) => cells(slos, side))),
  ]);
  growth(rows.map(({ slos, sides }) => ({ slos, ...sides[0] })));
  ratios(rows);
  ruleBytes(sloth);
  allTargets();
  shortCommands();
  console.log(`\nload at the end ${loadavg()[0].toFixed(1)}`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** The same objectives for both, run in turn. Sloth also gets them as one spec, which costs it other memory. */
function sideBySide(slos, sloth) {
  const project = path.join(folder, `slos-${slos}`);
  writeProject(project, slos, RULES_AND_ROUTES);
  const contestants = [{ who: 'modelwatch', run: (out) => compile(project, out) }];
  if (sloth !== undefined) {
    const specs = path.join(folder, `sloth-${slos}`);
    writeSlothSpecs(specs, slos);
    const whole = path.join(folder, `sloth-${slos}.yaml`);
    writeSlothSpec(whole, slos);
    const generate = (from, to) => measure(sloth, ['generate', '-i', from, '-o', to], folder);
    contestants.push({ who: 'Sloth', run: (out) => (mkdirSync(out), generate(specs, out)) });
    contestants.push({ who: 'Sloth, one spec', run: (out) => generate(whole, `${out}.yaml`) });
  }
  const runs = new Map(contestants.map(({ who }) => [who, []]));
  // A folder of its own for each run: where thousands of files were just removed, file systems are slow to make new ones.
  const outs = path.join(folder, `out-${slos}`);
  mkdirSync(outs);
  for (let round = 0; round < RUNS; round += 1) {
    for (const [index, { who, run }] of contestants.entries()) {
      const out = path.join(outs, `${round}-${index}`);
      const usage = run(out);
      runs.get(who).push({ ...usage, bytes: bytesBelow(existsSync(out) ? out : `${out}.yaml`) });
    }
  }
  return { slos, sides: contestants.map(({ who }) => ({ who, ...medians(runs.get(who)) })) };
}

function compile(project, out = path.join(project, 'generated')) {
  return measure(process.execPath, [CLI, 'compile', project, '--quiet', '--out', out], project);
}

/** User and system CPU, wall time and peak memory of one process, as GNU time counts them. */
function measure(program, args, cwd) {
  const file = path.join(folder, 'usage');
  try {
    execFileSync(TIME, ['-f', '%U %S %e %M', '-o', file, program, ...args], { cwd, stdio: 'ignore' });
  } catch (error) {
    if (error.code === 'ENOENT')
      throw new Error(`${TIME} (GNU time) is not there: install the package "time"`, { cause: error });
    // 1: findings, such as those about the generated project itself.
    if (error.status !== 1) throw error;
  }
  const [user, system, wall, kibibytes] = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .at(-1)
    .split(' ')
    .map(Number);
  return { cpuSeconds: user + system, wallSeconds: wall, peakMiB: kibibytes / 1024 };
}

function medians(runs) {
  return Object.fromEntries(Object.keys(runs[0]).map((key) => [key, median(runs.map((run) => run[key]))]));
}

function cells(slos, { who, cpuSeconds, wallSeconds, peakMiB, bytes }) {
  return [
    String(slos),
    who,
    cpuSeconds.toFixed(2),
    wallSeconds.toFixed(2),
    peakMiB.toFixed(0),
    (bytes / 2 ** 20).toFixed(1),
    ((cpuSeconds * 1000) / slos).toFixed(2),
  ];
}

/** Least squares over the sizes: how much one more SLO costs, and how straight the line is. */
function growth(rows) {
  if (rows.length < 3) return;
  for (const [name, key, unit, scale] of [
    ['CPU', 'cpuSeconds', 'ms', 1000],
    ['peak memory', 'peakMiB', 'KiB', 1024],
    ['bytes', 'bytes', 'KiB', 1 / 1024],
  ]) {
    const points = rows.map((row) => [row.slos, row[key]]);
    const line = linearRegression(points);
    console.log(
      `modelwatch, ${name}: ${(line.m * scale).toFixed(2)} ${unit} per SLO, r² of the straight line ${rSquared(points, linearRegressionLine(line)).toFixed(4)}`,
    );
  }
}

function ratios(rows) {
  for (const { slos, sides } of rows) {
    const [ours, ...others] = sides;
    for (const other of others) {
      const [cpu, memory] = ['cpuSeconds', 'peakMiB'].map((key) => (ours[key] / other[key]).toFixed(2));
      console.log(`${slos} SLOs: ${cpu} times the CPU and ${memory} times the memory of ${other.who}`);
    }
  }
}

/**
 * Bytes of rules, counted alike on both sides on the parsed files: of a recording rule its `record`, its `expr` and its
 * labels (names and values); of an alert its `expr`. YAML's own characters and annotations are not counted.
 */
function ruleBytes(sloth) {
  const slos = COUNTED;
  const project = path.join(folder, 'counted');
  writeProject(project, slos, RULES_AND_ROUTES);
  compile(project);
  const sides = [['modelwatch', path.join(project, 'generated/bench/default/prometheus/rules')]];
  if (sloth !== undefined) {
    const [specs, out] = [path.join(folder, 'counted-specs'), path.join(folder, 'counted-out')];
    writeSlothSpecs(specs, slos);
    mkdirSync(out);
    measure(sloth, ['generate', '-i', specs, '-o', out], folder);
    sides.push(['Sloth', out]);
  }
  console.log(`\nBytes per SLO (record, expr and labels of recording rules, expr of alerts), of ${slos}:`);
  for (const [who, rules] of sides) {
    const all = listFiles(rules)
      // Rules that watch over Prometheus itself are the same few for any project, and have no counterpart.
      .filter((file) => path.basename(file) !== 'monitoring.yaml')
      .flatMap((file) => parse(readFileSync(file, 'utf8')).groups)
      .flatMap((group) => group.rules);
    const [recording, alerts] = [all.filter(({ record }) => record), all.filter(({ alert }) => alert)];
    const sum = (list) => list.reduce((bytes, rule) => bytes + bytesOfRule(rule), 0) / slos;
    console.log(
      `${who}: ${sum(all).toFixed(0)} = ${sum(recording).toFixed(0)} in ${(recording.length / slos).toFixed(2)} recording rules + ${sum(alerts).toFixed(0)} in ${alerts.length / slos} alerts`,
    );
  }
}

function bytesOfRule({ record, expr, labels = {} }) {
  const texts = record === undefined ? [expr] : [record, expr, ...Object.entries(labels).flat()];
  return texts.reduce((bytes, text) => bytes + Buffer.byteLength(String(text)), 0);
}

/** Runbook pages for people besides: most files are one page an alert. */
function allTargets() {
  const slos = SIZES[0];
  const project = path.join(folder, 'all-targets');
  writeProject(project, slos);
  const runs = Array.from({ length: RUNS }, () => {
    rmSync(path.join(project, 'generated'), { recursive: true, force: true });
    return { ...compile(project), bytes: bytesBelow(path.join(project, 'generated')) };
  });
  const { cpuSeconds, wallSeconds, peakMiB, bytes } = medians(runs);
  console.log(
    `\nAll default targets, ${slos} SLOs: ${cpuSeconds.toFixed(2)} s CPU, ${wallSeconds.toFixed(2)} s wall, ${peakMiB.toFixed(0)} MiB, ${listFiles(path.join(project, 'generated')).length} files, ${(bytes / 2 ** 20).toFixed(1)} MiB written`,
  );
}

function shortCommands() {
  const project = path.join(folder, 'models');
  writeProject(project, 1000 * SLOS_PER_MODEL, RULES_AND_ROUTES);
  const rows = [
    ['node itself', ['-e', '0']],
    ['modelwatch --help', [CLI, '--help']],
    [
      'validate, one file of 1,000',
      [CLI, 'validate', path.join(project, 'models', `${modelName(500)}.yaml`)],
    ],
  ].map(([name, args]) => {
    const { cpuSeconds, wallSeconds } = medians(
      Array.from({ length: COLD_RUNS }, () => measure(process.execPath, args, project)),
    );
    return [name, (cpuSeconds * 1000).toFixed(0), (wallSeconds * 1000).toFixed(0)];
  });
  console.log(`\nCold processes, median of ${COLD_RUNS}:`);
  table([['command', 'CPU ms', 'wall ms'], ...rows]);
}

function bytesBelow(root) {
  if (statSync(root).isFile()) return statSync(root).size;
  return listFiles(root).reduce((sum, file) => sum + statSync(file).size, 0);
}

function listFiles(root) {
  return readdirSync(root, { withFileTypes: true }).flatMap((entry) => {
    const full = path.join(root, entry.name);
    return entry.isDirectory() ? listFiles(full) : [full];
  });
}

function table(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  for (const row of rows) console.log(row.map((cell, column) => cell.padStart(widths[column])).join('  '));
}
