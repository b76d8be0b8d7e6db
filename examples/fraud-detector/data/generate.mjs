#!/usr/bin/env node
// Made-up payments for this example: what its drift job reads, as Parquet, a folder for each day. Without --drift nothing drifts.
//
//   node examples/fraud-detector/data/generate.mjs FOLDER [--from 2026-07-01] [--days 153] [--rows-per-day 25000] [--seed 1]
//     [--plan generated/acme-ml/prod/driftJob/plan.json] [--drift COLUMN:CHANGE@DAY]...
//
// Changes, each from its day on:
//   amount:+0.5sd@2026-11-20             numbers are larger by half a standard deviation
//   country:FR=30%@2026-11-20            so many rows have this category, the others have less in proportion
//   device_age_days:nulls=40%@2026-11-20 so many rows have no value
//   merchant_mcc:new=4%@2026-11-20       so many rows have a value that was never seen before
//
// With --plan, FOLDER/plan.json is that plan for these files: paths without the bucket, and as many rows a day as there are.
// The same options and the same version of DuckDB give the same rows. No column depends on another, so that nothing drifts but what is
// declared; apart from the region, which is that of the country, and the label, which the score knows something of: of what
// scores 0.8 or more, 91 % is fraud. The label comes as late as chargebacks do: half of them within a week, 95 % within 45 days.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';

const DAY_MS = 86_400_000;
const FOLDERS = { history: 'prediction-log/fraud', served: 'feature-log/transactions' };

/** From this score on the model says fraud. */
const FRAUD_FROM = 0.8;
/** Share of the payments of which it says so, the share of these that are fraud, and of the others. */
const FLAGGED = 0.002;
const PRECISION = 0.91;
const MISSED = 0.00018;
/** Days by which half and 95 % of the labels have come. */
const LABEL_DELAY = { half: 7, most: 45 };

/** Column by column: how a value is made of `u(name)`, numbers between 0 and 1 that differ by row and name. */
const COLUMNS = {
  amount: (u) => `least(round(exp(3.2 + ${normal(u)}), 2), 100000)`,
  merchant_mcc: (u) => `(4000 + 7 * ${zipf(u('rank'), 300)})::VARCHAR`,
  country: (u) =>
    choice(u('choice'), {
      GB: 0.42,
      US: 0.14,
      FR: 0.1,
      DE: 0.1,
      ES: 0.07,
      IT: 0.06,
      NL: 0.05,
      IE: 0.03,
      PL: 0.02,
      SE: 0.01,
    }),
  txn_count_1h: (u) => `least(floor(-1.2 * ln(1 - ${u('size')})), 500)::INTEGER`,
  device_age_days: (u) => `CASE WHEN ${u('null')} >= 0.08 THEN round(-400 * ln(1 - ${u('size')}), 1) END`,
  age_band: (u) => choice(u('choice'), { '18-25': 0.17, '26-40': 0.36, '41-65': 0.34, '65+': 0.13 }),
  model_version: (u) => choice(u('choice'), { 'v1.2.3': 0.95, 'v1.3.0': 0.05 }),
  fraud_score: (u) =>
    `round(CASE WHEN ${u('score')} < ${1 - FLAGGED} THEN ${FRAUD_FROM} * pow(${u('score')} / ${1 - FLAGGED}, 8) ELSE 1 - ${1 - FRAUD_FROM} * (1 - ${u('score')}) / ${FLAGGED} END, 6)`,
  is_fraud: (u, of) =>
    `${u('fraud')} < CASE WHEN ${of('fraud_score')('score')} < ${1 - FLAGGED} THEN ${MISSED} ELSE ${PRECISION} END`,
};
const NUMERIC = new Set(['amount', 'txn_count_1h', 'device_age_days', 'fraud_score']);
const WHOLE = new Set(['txn_count_1h']);

function normal(u) {
  return `sqrt(-2 * ln(1 - ${u('radius')})) * cos(2 * pi() * ${u('angle')})`;
}

/** Ranks with shares of about 1/rank. */
function zipf(u, values) {
  return `floor(exp(${u} * ln(${values + 1})))::INTEGER`;
}

function choice(u, shares) {
  let below = 0;
  const cases = Object.entries(shares).map(([value, share]) => {
    below += share;
    return `WHEN r < ${below.toFixed(6)} THEN '${value}'`;
  });
  const [last] = Object.keys(shares).slice(-1);
  return `(SELECT CASE ${cases.join(' ')} ELSE '${last}' END FROM (SELECT ${u} AS r))`;
}

/** Numbers in [0, 1) by seed, day, purpose and row: hashed twice, since the first hash only adds what is the same in all rows. */
function uniforms(seed, day, column) {
  return (purpose) =>
    `((hash(hash(i, '${seed} ${day} ${column} ${purpose}')) >> 11)::DOUBLE / 9007199254740992)`;
}

function parseDrift(text) {
  const match = /^([a-z_0-9]+):(.+)@(\d{4}-\d\d-\d\d)$/.exec(text);
  const [, column, change, from] = match ?? [];
  if (match === null || !Object.hasOwn(COLUMNS, column))
    fail(
      `--drift ${text}: expected COLUMN:CHANGE@DAY with one of the columns ${Object.keys(COLUMNS).join(', ')}`,
    );
  const shift = /^([+-]\d*\.?\d+)sd$/.exec(change);
  if (shift) {
    if (!NUMERIC.has(column)) fail(`--drift ${text}: ${column} has no standard deviation`);
    return { column, from, kind: 'shift', by: Number(shift[1]) };
  }
  const share = /^([^=]+)=(\d*\.?\d+)%$/.exec(change);
  if (share === null || Number(share[2]) > 100)
    fail(`--drift ${text}: expected a change such as +0.5sd, FR=30%, nulls=40% or new=4%`);
  const [, value] = share;
  const kind = value === 'nulls' || value === 'new' ? value : 'share';
  if (NUMERIC.has(column) && kind !== 'nulls') fail(`--drift ${text}: ${column} has no categories`);
  return { column, from, kind, value, share: Number(share[2]) / 100 };
}

/** The expression of a column on a day, with what has drifted by then. */
function expressionOf(column, { seed, day, drifts, deviations }) {
  const u = uniforms(seed, day, column);
  // Of other columns as they are without drift.
  const of = (other) => uniforms(seed, day, other);
  let expression = COLUMNS[column](u, of);
  for (const [index, drift] of drifts.entries()) {
    if (drift.column !== column || day < drift.from) continue;
    const changed = u(`drift ${index}`);
    if (drift.kind === 'shift') {
      const moved = `${expression} + ${drift.by * (deviations[column] ?? 0)}`;
      expression = WHOLE.has(column) ? `greatest(0, round(${moved}))::INTEGER` : `greatest(0, ${moved})`;
    } else if (drift.kind === 'nulls')
      expression = `CASE WHEN ${changed} >= ${drift.share} THEN ${withoutNulls(column, u)} END`;
    else
      expression = `CASE WHEN ${changed} < ${drift.share} THEN ${literal(column, drift)} ELSE ${expression} END`;
  }
  return expression;
}

/** `nulls=40%` is the share of all nulls, not of those that are added. */
function withoutNulls(column, u) {
  return COLUMNS[column]((purpose) => (purpose === 'null' ? '1' : u(purpose)));
}

function literal(column, { kind, value }) {
  if (column === 'is_fraud') return kind === 'new' ? 'NULL' : String(value === 'true');
  return kind === 'new' ? `'new-${column}'` : `'${value.replaceAll("'", "''")}'`;
}

/** Microseconds after which the label of a row comes: lognormal. */
function labelDelay({ seed, day }) {
  // 1.645 standard deviations are above 95 % of a normal distribution.
  const spread = Math.log(LABEL_DELAY.most / LABEL_DELAY.half) / 1.645;
  const normalOf = normal(uniforms(seed, day, 'labelled_at'));
  return `(${LABEL_DELAY.half * DAY_MS * 1000} * exp(${spread} * ${normalOf}))::BIGINT`;
}

function historyOf(options) {
  const values = Object.keys(COLUMNS).map((column) => `${expressionOf(column, options)} AS ${column}`);
  const { day, rows } = options;
  // Even steps, so that no day and no hour has more rows than another.
  const time = `TIMESTAMP '${day} 00:00:00' + to_microseconds((i * ${DAY_MS * 1000} / ${rows})::BIGINT)`;
  return `SELECT * EXCLUDE (i), CASE country WHEN 'GB' THEN 'uk' WHEN 'US' THEN 'us' ELSE 'eu' END AS region,
    CASE WHEN fraud_score >= ${FRAUD_FROM} THEN 'fraud' ELSE 'legitimate' END AS prediction_class, event_time + to_microseconds(${labelDelay(options)}) AS labelled_at
    FROM (SELECT i, '${day.replaceAll('-', '')}-' || lpad(i::VARCHAR, 9, '0') AS transaction_id, ${time} AS event_time,
      md5('${options.seed} ${day} ' || i) AS email_hash, ${values.join(', ')} FROM range(${rows}) t(i))`;
}

/** Standard deviations of numeric columns, of many rows without drift. */
async function deviationsOf(connection, seed) {
  const names = [...NUMERIC];
  const columns = names.map((name) => `stddev_pop(${expressionOf(name, { seed, day: 'any', drifts: [] })})`);
  const result = await connection.runAndReadAll(`SELECT ${columns.join(', ')} FROM range(200000) t(i)`);
  return Object.fromEntries(names.map((name, index) => [name, result.getRows()[0][index]]));
}

async function writeDays({ folder, from, days, rows, seed, drifts }) {
  const instance = await DuckDBInstance.create(':memory:', { preserve_insertion_order: 'true' });
  const connection = await instance.connect();
  const deviations = await deviationsOf(connection, seed);
  for (let index = 0; index < days; index += 1) {
    const day = new Date(Date.parse(from) + index * DAY_MS).toISOString().slice(0, 10);
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE day AS ${historyOf({ day, rows, seed, drifts, deviations })}`,
    );
    await copy('SELECT * FROM day ORDER BY event_time', fileOf(folder, FOLDERS.history, day));
    await copy(
      'SELECT transaction_id, event_time AS served_at, amount, merchant_mcc, country, txn_count_1h, device_age_days FROM day ORDER BY served_at',
      fileOf(folder, FOLDERS.served, day),
    );
  }
  connection.closeSync();
  instance.closeSync();

  async function copy(query, file) {
    mkdirSync(path.dirname(file), { recursive: true });
    await connection.run(`COPY (${query}) TO '${file.replaceAll("'", "''")}' (FORMAT parquet)`);
  }
}

function fileOf(folder, of, day) {
  return path.join(folder, of, `dt=${day}`, 'part-0.parquet');
}

/** The plan for these files: no bucket, and the rows of a day that there are. */
function localPlan(text, rows) {
  const plan = JSON.parse(text);
  for (const source of plan.sources) source.path = source.path?.replace(/^s3:\/\/[^/]+\//, '');
  for (const dataset of plan.datasets) if (dataset.rows) dataset.rows.typical = rows;
  return `${JSON.stringify(plan, undefined, 2)}\n`;
}

function fail(message) {
  console.error(message);
  process.exit(2);
}

function wholeNumber(text, name) {
  if (!/^[1-9]\d{0,8}$/.test(text)) fail(`${name} ${text}: expected a whole number from 1 on`);
  return Number(text);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: 'string', default: '2026-07-01' },
    days: { type: 'string', default: '153' },
    'rows-per-day': { type: 'string', default: '25000' },
    seed: { type: 'string', default: '1' },
    plan: { type: 'string' },
    drift: { type: 'string', multiple: true, default: [] },
  },
});
const [folder] = positionals;
if (folder === undefined) fail('where to? node examples/fraud-detector/data/generate.mjs FOLDER');
if (!/^\d{4}-\d\d-\d\d$/.test(values.from) || Number.isNaN(Date.parse(values.from)))
  fail(`--from ${values.from}: expected a day, such as 2026-07-01`);
const rows = wholeNumber(values['rows-per-day'], '--rows-per-day');
const days = wholeNumber(values.days, '--days');
const drifts = values.drift.map(parseDrift);
await writeDays({ folder, from: values.from, days, rows, seed: wholeNumber(values.seed, '--seed'), drifts });
if (values.plan !== undefined)
  writeFileSync(path.join(folder, 'plan.json'), localPlan(readFileSync(values.plan, 'utf8'), rows));
console.log(`${days} days of ${rows} rows from ${values.from} in ${folder}`);
