// `node scripts/bench/drift-scan.mjs FILE MEMORY`: the least and the largest value and the number of each column, by DuckDB alone. What
// reading a table costs whatever one wants of it.
import { DuckDBInstance } from '@duckdb/node-api';

const [file, memory] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:', { memory_limit: memory });
const connection = await instance.connect();
const from = `read_parquet('${file}')`;
const columns = (await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${from}`))
  .getRows()
  .map(([name]) => `"${String(name)}"`);
await connection.runAndReadAll(
  `SELECT ${columns.map((name) => `min(${name}), max(${name}), count(${name})`).join(', ')} FROM ${from}`,
);
