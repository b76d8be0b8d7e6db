// What evaluating the rules of many objectives costs a Prometheus, with our rules, with those of Sloth, and with none:
//   SLOTH=/path/to/sloth node scripts/bench/load.mjs [SLOS]
// Each runs for three minutes on the same scraped series. Histories are as short, so that windows of days are nearly empty: this
// shows what rules cost by their number; `samples.mjs` shows what their windows read.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from '../build.mjs';
import { modelName, SLOS_PER_MODEL } from './projects.mjs';
import { freePort, startPrometheus, stopPrometheus } from './prometheus.mjs';
import { ourRules, slothRules } from './rules.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SLOS = Number(process.argv[2] ?? 1000);
const WARM_SECONDS = 60;
const MEASURED_SECONDS = 120;
const BUCKETS = ['0.1', '0.25', '1', '+Inf'];
const HISTOGRAMS = ['model_prediction_latency_seconds', 'model_inference_duration_seconds'];

await build(ROOT);
const folder = mkdtempSync(path.join(tmpdir(), 'modelwatch-load-'));
const service = createServer((_, response) => {
  // Prometheus 3 reads nothing without it.
  response.setHeader('content-type', 'text/plain; version=0.0.4');
  response.end(exposition());
});
try {
  const port = await freePort();
  service.listen(port, '127.0.0.1');
  const sides = { modelwatch: ourRules(folder, SLOS), Sloth: slothRules(folder, SLOS) };
  const there = Object.entries(sides).filter(([, rules]) => rules !== undefined);
  for (const [name, rules] of [['no rules', undefined], ...there]) {
    const { cpuSeconds, series, missed } = await run(name, rules, port);
    console.log(
      `${name}: ${cpuSeconds.toFixed(1)} s CPU in ${MEASURED_SECONDS} s, ${series} series, ${missed} evaluations missed`,
    );
  }
} finally {
  service.close();
  rmSync(folder, { recursive: true, force: true });
}

async function run(name, rules, port) {
  const own = path.join(folder, `server-${name.replace(' ', '-')}`);
  mkdirSync(own);
  const config = [
    'global: { scrape_interval: 30s, scrape_timeout: 20s, evaluation_interval: 30s }',
    ...(rules === undefined ? [] : [`rule_files: ["${rules}/*.yaml"]`]),
    'scrape_configs:',
    `  - { job_name: models, honor_labels: true, static_configs: [{ targets: ["127.0.0.1:${port}"] }] }`,
  ].join('\n');
  const server = await startPrometheus(own, `${config}\n`);
  try {
    await pause(WARM_SECONDS);
    const before = await ownMetrics(server.url);
    await pause(MEASURED_SECONDS);
    const after = await ownMetrics(server.url);
    const grown = (metric) => (after.get(metric) ?? 0) - (before.get(metric) ?? 0);
    return {
      cpuSeconds: grown('process_cpu_seconds_total'),
      series: after.get('prometheus_tsdb_head_series'),
      missed: grown('prometheus_rule_group_iterations_missed_total'),
    };
  } finally {
    await stopPrometheus(server);
    rmSync(own, { recursive: true, force: true });
  }
}

function pause(seconds) {
  return new Promise((resolve) => {
    setTimeout(resolve, seconds * 1000);
  });
}

/** Prometheus' own metrics, those of several series added up. */
async function ownMetrics(url) {
  const text = await (await fetch(`${url}/metrics`)).text();
  const sums = new Map();
  for (const [, name, value] of text.matchAll(/^(\w+)(?:\{.*\})? (\S+)$/gm))
    sums.set(name, (sums.get(name) ?? 0) + Number(value));
  return sums;
}

/** Counters of every model that have grown since this program began; one in a hundred requests fails, one in fifty is slow. */
function exposition() {
  const requests = Math.round(process.uptime() * 50);
  const lines = [];
  for (let at = 0; at * SLOS_PER_MODEL < SLOS; at += 1) {
    const job = `job="${modelName(at)}"`;
    lines.push(`model_predictions_total{${job}} ${requests}`);
    lines.push(`model_prediction_errors_total{${job}} ${Math.round(requests / 100)}`);
    for (const metric of HISTOGRAMS) {
      for (const le of BUCKETS) {
        const within = le === '+Inf' || le === '1' ? requests : requests - Math.round(requests / 50);
        lines.push(`${metric}_bucket{${job},le="${le}"} ${within}`);
      }
      lines.push(`${metric}_count{${job}} ${requests}`, `${metric}_sum{${job}} ${requests * 0.1}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
