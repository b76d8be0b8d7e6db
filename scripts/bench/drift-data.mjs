// Two tables of the same distributions for the bench of drift runs, and plans that compare them. Made by DuckDB, the same in every run.
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** Numbers in [0, 1) by table, column, purpose and row. Hashed twice: the first hash only adds what is the same in all rows. */
const uniform = (key) => `((hash(hash(i, '${key}')) >> 11)::DOUBLE / 9007199254740992)`;

const normal = (key) => `sqrt(-2 * ln(1 - ${uniform(`${key} r`)})) * cos(2 * pi() * ${uniform(`${key} a`)})`;
const exponential = (key) => `-ln(1 - ${uniform(key)})`;
const zipf = (values) => (key) => `'v' || floor(exp(${uniform(key)} * ln(${values + 1})))::INTEGER`;

/** Fifteen shapes of numbers, then five categories; wider tables repeat them. */
const SHAPES = [
  ...[0, 1, 2].map(() => ({ type: 'numeric', draw: normal })),
  ...[0, 1].map(() => ({ type: 'numeric', draw: (key) => `exp(${normal(key)})` })),
  ...[0, 1].map(() => ({ type: 'numeric', draw: uniform })),
  ...[0, 1].map(() => ({ type: 'numeric', draw: exponential })),
  { type: 'numeric', draw: (key) => `tan(pi() * (${uniform(key)} - 0.5))` },
  { type: 'numeric', draw: (key) => `floor(30 * ${uniform(key)})::INTEGER` },
  { type: 'numeric', draw: (key) => `floor(1e9 * ${uniform(key)})::BIGINT` },
  {
    type: 'numeric',
    draw: (key) => `CASE WHEN ${uniform(`${key} z`)} < 0.7 THEN 0 ELSE ${exponential(key)} END`,
  },
  { type: 'numeric', draw: (key) => `CASE WHEN ${uniform(`${key} n`)} >= 0.1 THEN ${normal(key)} END` },
  { type: 'numeric', draw: (key) => `round(exp(3 + ${normal(key)}), 2)` },
  ...[3, 10, 50, 300, 1000].map((values) => ({ type: 'category', draw: zipf(values) })),
];

/** Columns that one query draws: a wide table is put together of such parts. */
const PART = 100;

/** Makes `baseline.parquet` and `current.parquet` of a size, unless they are there; returns their folder. */
export async function makeData(cache, { rows, columns }) {
  const folder = path.join(cache, `${rows}x${columns}`);
  mkdirSync(folder, { recursive: true });
  const missing = ['baseline', 'current'].filter((side) => !existsSync(path.join(folder, `${side}.parquet`)));
  if (missing.length === 0) return folder;
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '4GB' });
  const connection = await instance.connect();
  for (const side of missing) {
    const draws = namesOf(columns).map(
      (name, index) => `${SHAPES[index % SHAPES.length].draw(`${side} ${name}`)} AS ${name}`,
    );
    const partial = path.join(folder, `${side}.partial`);
    const query =
      columns <= PART
        ? `SELECT ${draws.join(', ')} FROM range(${rows}) t(i)`
        : await inParts(connection, draws, rows);
    await connection.run(`COPY (${query}) TO '${partial}' (FORMAT parquet, COMPRESSION snappy)`);
    renameSync(partial, path.join(folder, `${side}.parquet`));
  }
  connection.closeSync();
  instance.closeSync();
  return folder;
}

async function inParts(connection, draws, rows) {
  const tables = [];
  for (let from = 0; from < draws.length; from += PART) {
    const name = `part${from}`;
    await connection.run(
      `CREATE OR REPLACE TEMP TABLE ${name} AS SELECT ${draws.slice(from, from + PART).join(', ')} FROM range(${rows}) t(i)`,
    );
    tables.push(name);
  }
  return `SELECT * FROM ${tables.join(' POSITIONAL JOIN ')}`;
}

export function namesOf(columns) {
  return Array.from({ length: columns }, (_, index) => `c${index}`);
}

/** Tests and levels that a policy has by default. */
const TESTS = {
  numeric: { test: 'ks', levels: { warn: 0.05, alert: 0.1 }, alpha: 0.01 },
  category: { test: 'chi-square', levels: { warn: 0.03, alert: 0.08 }, alpha: 0.01 },
};

/** Writes a plan into the folder of the data; returns its file. */
export function writePlan(folder, name, columns, { profile = 'modelwatch', snapshot } = {}) {
  const plan = {
    version: 1,
    project: 'bench',
    environment: 'bench',
    sources: ['baseline', 'current'].map((name) => ({ name, type: 'parquet', path: `${name}.parquet` })),
    policies: [
      {
        name: 'bench',
        title: 'Bench',
        model: 'bench',
        profile,
        schedule: { everySeconds: 86_400, timezone: 'UTC' },
        windowSeconds: 86_400,
        lagSeconds: 0,
        baseline: { kind: 'dataset', source: 'baseline', ...(snapshot !== undefined && { snapshot }) },
        minSamples: 30,
        correction: 'benjamini-hochberg',
        consecutive: 1,
        segments: [],
        columns: namesOf(columns).map((column, index) => {
          const { type } = SHAPES[index % SHAPES.length];
          return {
            part: 'features',
            feature: column,
            source: 'current',
            column,
            type,
            pii: false,
            delaySeconds: 0,
            test: TESTS[type],
            nulls: { warn: 0.05, alert: 0.15 },
            unseen: type === 'category' ? { warn: 0.01, alert: 0.03 } : {},
          };
        }),
        advice: { actions: [] },
      },
    ],
    datasets: [],
  };
  const file = path.join(folder, `${name}.json`);
  writeFileSync(file, `${JSON.stringify(plan, undefined, 1)}\n`);
  return file;
}
