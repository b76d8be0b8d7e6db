// `node scripts/bench/telemetry.mjs [models]`: time, memory and bytes of the collector's configurations for many models, readable
// and compact, and how long the collector itself takes to read them where it is there. Figures, no verdicts.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { median } from 'simple-statistics';
import { build } from '../build.mjs';
import { findProgram } from '../programs.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const CLI = path.join(ROOT, 'dist', 'cli.js');
const MODELS = Number(process.argv[2] ?? 1000);
const RUNS = 3;

await build(ROOT);
const folder = mkdtempSync(path.join(tmpdir(), 'modelwatch-bench-'));
try {
  for (const layout of ['readable', 'compact']) {
    const project = path.join(folder, layout);
    writeProject(project, layout);
    const runs = Array.from({ length: RUNS }, (_, round) =>
      compile(project, path.join(project, `out-${round}`)),
    );
    const out = path.join(project, 'out-0', 'bench', 'default', 'otelCollector');
    const bytes = ['agent', 'gateway'].map((role) => `${role} ${kib(path.join(out, `${role}.yaml`))} KiB`);
    console.log(
      `${MODELS} models, ${layout}: CPU ${middle(runs, 'cpuSeconds')} s, wall ${middle(runs, 'wallSeconds')} s, peak ${middle(runs, 'peakMib')} MiB; ${bytes.join(', ')}`,
    );
    const collector = findProgram('otelcol-0.130.0');
    if (collector === undefined) console.log('  otelcol-0.130.0 is missing: it read nothing');
    else
      console.log(
        `  otelcol validate of the gateway: ${validate(collector, path.join(out, 'gateway.yaml'))} s`,
      );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const head = (kind, name) =>
  `apiVersion: modelwatch/v1alpha1\nkind: ${kind}\nmetadata: { name: ${name} }\nspec:\n`;

function writeProject(to, layout) {
  mkdirSync(path.join(to, 'models'), { recursive: true });
  const names = Array.from({ length: MODELS }, (_, at) => `model-${String(at).padStart(5, '0')}`);
  writeFileSync(
    path.join(to, 'modelwatch.yaml'),
    [
      `${head('Project', 'bench')}  owner: ml\n  channels: { slack: { apiUrlFile: /etc/slack-url } }\n  targets: { otelCollector: { layout: ${layout} } }\n`,
      `${head('Team', 'ml')}  contacts: { slack: "#ml" }\n`,
      `${head('Telemetry', 'telemetry')}  sources:\n    scrape: true\n    predictionLogs:\n${names
        .map((name) => `      - { model: ${name}, include: ["/var/log/${name}/*.jsonl"] }\n`)
        .join(
          '',
        )}  redact: { fields: [email, card_number] }\n  sinks:\n    - { type: jaeger, endpoint: "jaeger:4317" }\n    - { type: prometheus-remote-write, endpoint: "http://prometheus:9090/api/v1/write" }\n    - { type: splunk-hec, endpoint: "https://splunk:8088/services/collector", tokenRef: env:HEC_TOKEN }\n`,
    ].join('---\n'),
  );
  for (const [at, name] of names.entries()) {
    writeFileSync(
      path.join(to, 'models', `${name}.yaml`),
      `${head('Model', name)}  owner: ml\n  tracing: { service: ${name}, sample: ${1 + (at % 5)}% }\n  scrape: { targets: ["${name}:8000"] }\n  slos: [{ name: latency, sli: { type: latency, threshold: ${[100, 250, 500][at % 3]}ms }, objective: 99% }]\n`,
    );
  }
}

/** CPU, wall and peak memory of one run, by GNU time. */
function compile(project, out) {
  const { stderr, status } = spawnSync(
    '/usr/bin/time',
    ['-f', '%U %S %e %M', process.execPath, CLI, 'compile', project, '--out', out, '--quiet'],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  const [user, system, wallSeconds, kilobytes] = stderr.trim().split('\n').at(-1).split(' ').map(Number);
  return { cpuSeconds: user + system, wallSeconds, peakMib: kilobytes / 1024 };
}

function validate(collector, file) {
  const start = performance.now();
  execFileSync(collector, ['validate', '--config', file], {
    env: { ...process.env, HEC_TOKEN: 'x' },
    stdio: 'ignore',
  });
  return ((performance.now() - start) / 1000).toFixed(2);
}

function middle(runs, key) {
  return median(runs.map((run) => run[key])).toFixed(key === 'peakMib' ? 0 : 2);
}

function kib(file) {
  return Math.round(statSync(file).size / 1024);
}
