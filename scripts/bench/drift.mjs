// `npm run bench:drift`: what a drift run costs, beside a bare scan of the same file and beside Evidently and NannyML where they are
// installed. Each is a process of its own, measured by GNU time. Figures, no verdicts: on a busy machine compare CPU, not seconds.
//
//   npm run bench:drift -- [--size 1000000x20]... [--memory-limit 200MB] [--runs 1] [--cache FOLDER]
//     [--evidently PYTHON] [--nannyml PYTHON] [--scaling]
//
// --memory-limit adds a run with so little memory. --evidently and --nannyml (or EVIDENTLY_PYTHON, NANNYML_PYTHON) name the Python of
// an environment with scripts/python/drift-peers.txt, or nannyml.txt:
//   python3.11 -m venv peers && peers/bin/pip install --require-hashes --no-deps --only-binary :all: -r scripts/python/drift-peers.txt
// --scaling measures by rows and by columns, and writes docs/drift-scaling.svg and .json.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { median } from 'simple-statistics';
import { build } from '../build.mjs';
import { makeData, writePlan } from './drift-data.mjs';
import { scalingPlot } from './drift-plot.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const CLI = path.join(ROOT, 'dist/cli.js');
const TIME = '/usr/bin/time';
const SIZES = ['1000000x20', '1000000x100', '10000000x20', '10000x1000'];
const MEMORY = '512MB';
const BARE = 'bare scan of the current file';
const OURS = 'modelwatch';
const SCALING_ROWS = [100_000, 300_000, 1_000_000, 3_000_000, 10_000_000].map((rows) => ({
  rows,
  columns: 20,
}));
const SCALING_COLUMNS = [10, 20, 50, 100, 200].map((columns) => ({ rows: 300_000, columns }));

const { values } = parseArgs({
  options: {
    size: { type: 'string', multiple: true, default: [] },
    'memory-limit': { type: 'string' },
    runs: { type: 'string', default: '1' },
    cache: { type: 'string', default: path.join(ROOT, '.cache/bench-drift') },
    evidently: { type: 'string', default: process.env.EVIDENTLY_PYTHON },
    nannyml: { type: 'string', default: process.env.NANNYML_PYTHON },
    scaling: { type: 'boolean', default: false },
  },
});
const RUNS = Number(values.runs);

await build(ROOT);
mkdirSync(values.cache, { recursive: true });
console.log(
  `node ${process.version}, ${cpus().length} cores (${cpus()[0]?.model ?? 'unknown'}), load ${loadavg()[0].toFixed(1)}, ${RUNS === 1 ? 'one run' : `median of ${RUNS} runs`}`,
);
if (values.scaling) await scaling();
else for (const size of values.size.length > 0 ? values.size : SIZES) await sideBySide(parseSize(size));
console.log(`\nload at the end ${loadavg()[0].toFixed(1)}`);

function parseSize(text) {
  const match = /^(\d+)x(\d+)$/.exec(text);
  if (match === null) throw new Error(`--size ${text}: expected ROWSxCOLUMNS, such as 1000000x20`);
  return { rows: Number(match[1]), columns: Number(match[2]) };
}

async function sideBySide(size) {
  const folder = await makeData(values.cache, size);
  const { contestants, missing } = contestantsOf(folder, size);
  const figures = new Map(contestants.map(({ who }) => [who, []]));
  for (let round = 0; round < RUNS; round += 1)
    for (const { who, program, args } of contestants) figures.get(who).push(measure(program, args));
  const rows = contestants.map(({ who }) => ({ who, ...medians(figures.get(who)) }));
  const scan = rows.find(({ who }) => who === BARE);
  const ours = rows.find(({ who }) => who === OURS);
  console.log(
    `\n${size.rows.toLocaleString('en')} rows × ${size.columns} columns on each side; a current file of ${kib(path.join(folder, 'current.parquet'))} KiB\n`,
  );
  table([
    ['who', 'wall s', 'CPU s', 'peak MiB', 'CPU by the bare scan', 'CPU by ours'],
    ...rows.map(({ who, wall, cpu, peak }) => [
      who,
      wall.toFixed(2),
      cpu.toFixed(2),
      peak.toFixed(0),
      (cpu / scan.cpu).toFixed(1),
      (cpu / ours.cpu).toFixed(2),
    ]),
  ]);
  console.log(
    `\nreport ${kib(path.join(folder, 'report.html'))} KiB, stored baseline ${kib(path.join(folder, 'stored-baseline.json'))} KiB`,
  );
  for (const each of missing) console.log(each);
}

function contestantsOf(folder, { columns }) {
  const run = (plan, more = []) => [
    CLI,
    'drift',
    'run',
    '--plan',
    plan,
    '--root',
    folder,
    '--quiet',
    '--memory-limit',
    MEMORY,
    ...more,
  ];
  const stored = writePlan(folder, 'stored', columns, { snapshot: 'stored-baseline.json' });
  rmSync(path.join(folder, 'stored-baseline.json'), { force: true });
  const plan = writePlan(folder, 'plan', columns);
  const ours = [
    { who: OURS, args: run(plan) },
    {
      who: 'modelwatch, with report and JSON',
      args: run(plan, [
        '--report',
        path.join(folder, 'report.html'),
        '--json',
        path.join(folder, 'result.json'),
      ]),
    },
    {
      who: 'modelwatch drift baseline capture',
      args: [
        CLI,
        'drift',
        'baseline',
        'capture',
        '--plan',
        stored,
        '--root',
        folder,
        '--quiet',
        '--memory-limit',
        MEMORY,
      ],
    },
    { who: 'modelwatch, stored baseline', args: run(stored) },
  ];
  const limit = values['memory-limit'];
  if (limit !== undefined)
    ours.push({ who: `modelwatch, ${limit}`, args: run(plan, ['--memory-limit', limit]) });
  const missing = [];
  const evidently = writePlan(folder, 'evidently', columns, { profile: 'evidently' });
  if (knowsEvidently(folder, columns))
    ours.push({ who: 'modelwatch, profile evidently', args: run(evidently) });
  else missing.push('The profile evidently was not measured: this version does not run it.');
  const peers = [];
  for (const [name, python] of [
    ['Evidently', values.evidently],
    ['NannyML', values.nannyml],
  ]) {
    const key = name.toLowerCase();
    if (python === undefined || !isInstalled(python, key))
      missing.push(`${name} was not measured: it is not installed; --${key} names its Python.`);
    else
      peers.push({
        who: name,
        program: python,
        args: [
          path.join(import.meta.dirname, 'drift-peers.py'),
          key,
          ...['baseline', 'current'].map((side) => path.join(folder, `${side}.parquet`)),
        ],
      });
  }
  const scan = {
    who: BARE,
    args: [path.join(import.meta.dirname, 'drift-scan.mjs'), path.join(folder, 'current.parquet'), MEMORY],
  };
  const contestants = [...ours, scan, ...peers].map((each) => ({ program: process.execPath, ...each }));
  return { contestants, missing };
}

/** The profile says which tests were used: without it they are those of the plan. */
function knowsEvidently(folder, columns) {
  const probe = path.join(folder, 'probe.json');
  const plan = JSON.parse(readFileSync(path.join(folder, 'evidently.json'), 'utf8'));
  plan.policies[0].columns = plan.policies[0].columns.slice(0, Math.min(1, columns));
  const file = path.join(folder, 'probe-plan.json');
  writeFileSync(file, JSON.stringify(plan));
  try {
    execFileSync(
      process.execPath,
      [CLI, 'drift', 'run', '--plan', file, '--root', folder, '--quiet', '--json', probe],
      { stdio: 'ignore' },
    );
    const { tests } = JSON.parse(readFileSync(probe, 'utf8')).policies[0];
    return tests.some(({ aspect, test }) => aspect === 'values' && test !== 'ks');
  } catch {
    return false;
  }
}

function isInstalled(python, module) {
  try {
    execFileSync(
      python,
      ['-c', `import importlib.util, sys; sys.exit(importlib.util.find_spec('${module}') is None)`],
      { stdio: 'ignore' },
    );
    return true;
  } catch {
    return false;
  }
}

/** User and system CPU, wall time and peak memory of one process, as GNU time counts them. */
function measure(program, args) {
  const file = path.join(values.cache, 'usage');
  try {
    execFileSync(TIME, ['-f', '%U %S %e %M', '-o', file, program, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } catch (error) {
    if (error.code === 'ENOENT')
      throw new Error(`${TIME} (GNU time) is not there: install the package "time"`, { cause: error });
    console.log(`ended with ${error.status}: ${args.join(' ')}\n${error.stdout}${error.stderr}`);
    return { cpu: Number.NaN, wall: Number.NaN, peak: Number.NaN };
  }
  const [user, system, wall, kibibytes] = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .at(-1)
    .split(' ')
    .map(Number);
  return { cpu: user + system, wall, peak: kibibytes / 1024 };
}

function medians(runs) {
  return Object.fromEntries(Object.keys(runs[0]).map((key) => [key, median(runs.map((run) => run[key]))]));
}

function kib(file) {
  return existsSync(file) ? Math.round(statSync(file).size / 1024).toLocaleString('en') : '0';
}

function table([head, ...rows]) {
  for (const row of [head, head.map(() => '---'), ...rows]) console.log(`| ${row.join(' | ')} |`);
}

async function scaling() {
  const points = { rows: await measured(SCALING_ROWS), columns: await measured(SCALING_COLUMNS) };
  const figures = { memoryLimit: MEMORY, ...points };
  writeFileSync(path.join(ROOT, 'docs/drift-scaling.json'), `${JSON.stringify(figures, undefined, 2)}\n`);
  writeFileSync(path.join(ROOT, 'docs/drift-scaling.svg'), scalingPlot(points));
  for (const by of ['rows', 'columns']) {
    console.log(`\nBy ${by}:\n`);
    table([
      ['rows', 'columns', 'CPU s', 'wall s', 'peak MiB', 'stored baseline: CPU s', 'peak MiB'],
      ...points[by].map((each) => [
        each.rows,
        each.columns,
        each.run.cpu,
        each.run.wall,
        each.run.peak,
        each.stored.cpu,
        each.stored.peak,
      ]),
    ]);
  }
}

async function measured(sizes) {
  const points = [];
  for (const size of sizes) {
    const folder = await makeData(values.cache, size);
    const { contestants } = contestantsOf(folder, size);
    const of = (who) => {
      const { program, args } = contestants.find((each) => each.who === who);
      const { cpu, wall, peak } = medians(Array.from({ length: RUNS }, () => measure(program, args)));
      return { cpu: Number(cpu.toFixed(2)), wall: Number(wall.toFixed(2)), peak: Math.round(peak) };
    };
    const run = of(OURS);
    of('modelwatch drift baseline capture');
    points.push({ ...size, run, stored: of('modelwatch, stored baseline') });
    console.log(`${size.rows} × ${size.columns}: ${run.cpu} s CPU, ${run.peak} MiB`);
  }
  return points;
}
