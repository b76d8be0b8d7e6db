// How many samples Prometheus reads to evaluate one objective over 200 raw series, with our rules and with those of Sloth:
//   SLOTH=/path/to/sloth node scripts/bench/samples.mjs
// A real Prometheus is filled with three days of raw series and with as much of every recorded series as any rule reads;
// then each rule and alert is queried once, with `stats=all`.
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { build } from '../build.mjs';
import { modelName } from './projects.mjs';
import { program, startPrometheus, stopPrometheus } from './prometheus.mjs';
import { ourRules, slothRules } from './rules.mjs';

const ROOT = path.resolve(import.meta.dirname, '../..');
const SERIES = 200;
const SCRAPE_SECONDS = 30;
const RAW_DAYS = 3;
/** What is evaluated by a group without an interval of its own. */
const EVALUATION_SECONDS = 30;
/** An evaluation at a full hour, so that all groups have just recorded. */
const NOW = Date.UTC(2026, 0, 31, 12) / 1000;
const RAW_METRICS = ['model_predictions_total', 'model_prediction_errors_total'];
const UNITS = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

await build(ROOT);
const folder = mkdtempSync(path.join(tmpdir(), 'modelwatch-samples-'));
try {
  const sides = Object.entries({ modelwatch: ourRules(folder, 1), Sloth: slothRules(folder, 1) })
    .filter(([, rules]) => rules !== undefined)
    .map(([name, rules]) => ({ name, rules: rulesIn(rules) }));
  await measure(sides);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Rules of the one model, and those for all objectives; the project's own alerts are about the monitoring, not about an objective. */
function rulesIn(rules) {
  return readdirSync(rules)
    .filter((name) => name.includes(modelName(0)) || name === 'objectives.yaml')
    .flatMap((name) => parse(readFileSync(path.join(rules, name), 'utf8')).groups)
    .flatMap(({ interval, rules: own }) =>
      own.map((rule) => ({
        ...rule,
        seconds: interval === undefined ? EVALUATION_SECONDS : secondsOf(interval),
      })),
    );
}

async function measure(sides) {
  const data = path.join(folder, 'data');
  writeHistory(
    path.join(folder, 'history.om'),
    sides.flatMap(({ rules }) => rules),
  );
  const file = path.join(folder, 'history.om');
  execFileSync(program('promtool'), [
    'tsdb',
    'create-blocks-from',
    '--max-block-duration=24h',
    'openmetrics',
    '-q',
    file,
    data,
  ]);
  rmSync(file);
  const server = await startPrometheus(folder, '{}\n', data);
  try {
    const totals = [];
    for (const { name, rules } of sides) {
      let single = 0;
      let perMinute = 0;
      for (const { expr, seconds } of rules) {
        const samples = await samplesOf(server.url, expr);
        single += samples;
        perMinute += (samples * 60) / seconds;
      }
      totals.push(single);
      console.log(
        `${name}: ${single.toLocaleString('en')} samples for one evaluation of ${rules.length} rules and alerts, ${Math.round(perMinute).toLocaleString('en')} a minute at their intervals`,
      );
    }
    const [ours, sloth] = totals;
    if (sloth !== undefined) console.log(`${(sloth / ours).toFixed(0)} times fewer`);
  } finally {
    await stopPrometheus(server);
  }
}

/** The raw counters at every scrape, and each recorded series as far back as some rule reads it. */
function writeHistory(file, rules) {
  const out = openSync(file, 'w');
  const raw = RAW_METRICS.map((metric) => metric.replace(/_total$/, ''));
  for (const [at, metric] of raw.entries()) {
    writeSync(out, `# TYPE ${metric} counter\n`);
    for (let instance = 0; instance < SERIES; instance += 1) {
      const series = `${metric}_total{job="${modelName(0)}",i="${instance}"}`;
      writeSync(
        out,
        samples(series, RAW_DAYS * 86_400 + 600, SCRAPE_SECONDS, (step) => step * (at === 0 ? 300 : 1)),
      );
    }
  }
  const recorded = rules
    .filter(({ record }) => record !== undefined)
    .toSorted((a, b) => (a.record < b.record ? -1 : 1));
  // Rules for all objectives have no labels of their own: their series have those of what they read.
  const ofObjective = (recorded.find(({ labels = {} }) => labels.slo !== undefined) ?? {}).labels;
  let family;
  for (const { record, labels = ofObjective, seconds } of recorded) {
    if (record !== family) writeSync(out, `# TYPE ${record} gauge\n`);
    family = record;
    const shown = Object.entries(labels).map(([label, value]) => `${label}=${JSON.stringify(value)}`);
    const reach = Math.max(600, ...rules.map(({ expr }) => longestRange(expr, record)));
    writeSync(
      out,
      samples(`${record}{${shown.join(',')}}`, reach + seconds, seconds, () => 0.0001),
    );
  }
  writeSync(out, '# EOF\n');
  closeSync(out);
}

function samples(series, span, step, value) {
  const lines = [];
  for (let at = NOW - Math.floor(span / step) * step; at <= NOW; at += step)
    lines.push(`${series} ${value(lines.length)} ${at}\n`);
  return lines.join('');
}

/** The longest window over a recorded series in an expression, in seconds. */
function longestRange(expr, record) {
  const pattern = new RegExp(`${record}\\{[^}]*\\}\\[(\\w+)\\]`, 'g');
  return Math.max(0, ...Array.from(expr.matchAll(pattern), ([, range]) => secondsOf(range)));
}

function secondsOf(duration) {
  return Array.from(duration.matchAll(/(\d+)([smhdw])/g)).reduce(
    (sum, [, count, unit]) => sum + count * UNITS[unit],
    0,
  );
}

async function samplesOf(url, expr) {
  const query = new URLSearchParams({ query: expr, time: String(NOW), stats: 'all' });
  const response = await fetch(`${url}/api/v1/query`, { method: 'POST', body: query });
  const { status, error, data } = await response.json();
  if (status !== 'success') throw new Error(`${error}: ${expr}`);
  return data.stats.samples.totalQueryableSamples;
}
