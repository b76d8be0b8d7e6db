import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { reasonOf } from '../../support/file-errors.ts';
import type { PhysicalColumn } from '../counting/columns.ts';
import { type AppendedColumn, type Engine, EngineError, StoppedError } from '../engine.ts';
import { readNumbers, visitChunks } from './duckdb-chunks.ts';
import { requireDuckDb } from './duckdb-package.ts';
import { makeSpillFolder } from './leftovers.ts';

export interface DuckDbOptions {
  /** As DuckDB reads it: 512MB. What does not fit is spilled to disk. */
  readonly memoryLimit: string;
  /** All processors by default. */
  readonly threads?: number;
  /** Where its extensions are; the user's own (~/.duckdb/extensions) by default. */
  readonly extensionFolder?: string;
}

/**
 * DuckDB inside this process, in memory, spilling to a temporary folder that is removed when it is closed. Nothing is fetched from
 * the network: extensions must be installed. Throws an EngineError when the package is not there or the options are wrong.
 */
export async function openDuckDb({ memoryLimit, threads, extensionFolder }: DuckDbOptions): Promise<Engine> {
  const { DuckDBInstance } = loadPackage();
  const folder = makeFolder();
  try {
    const instance = await DuckDBInstance.create(':memory:', {
      memory_limit: memoryLimit,
      temp_directory: folder,
      autoinstall_known_extensions: 'false',
      ...(threads !== undefined && { threads: String(threads) }),
      ...(extensionFolder !== undefined && { extension_directory: path.resolve(extensionFolder) }),
    });
    const connection = await instance.connect();
    await connection.run("SET TimeZone = 'UTC'").catch(() => undefined);
    const [[known] = []] = (await connection.runAndReadAll("SELECT current_setting('threads')")).getRows();
    return engineOf(connection, Number(known), () => {
      connection.closeSync();
      instance.closeSync();
      rmSync(folder, { recursive: true, force: true });
    });
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw asEngineError(error);
  }
}

function makeFolder(): string {
  try {
    return makeSpillFolder(tmpdir());
  } catch (error) {
    throw new EngineError(
      `no temporary folder can be made in ${tmpdir()}: ${reasonOf(error)}; TMPDIR names another place`,
    );
  }
}

function loadPackage(): typeof import('@duckdb/node-api') {
  try {
    return requireDuckDb('@duckdb/node-api');
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new EngineError(
      `DuckDB can't be loaded (${reason}); install the package @duckdb/node-api on a platform that it supports`,
    );
  }
}

function engineOf(connection: DuckDBConnection, threads: number, close: () => void): Engine {
  const stop = new AbortController();
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    if (stop.signal.aborted) throw new StoppedError('stopped');
    try {
      return await work();
    } catch (error) {
      if (stop.signal.aborted) throw new StoppedError('stopped');
      throw asEngineError(error);
    }
  };
  return {
    threads,
    rows: (sql) => guarded(async () => (await connection.runAndReadAll(sql)).getRows()),
    run: (sql) => guarded(async () => void (await connection.run(sql))),
    columns: (relation) =>
      guarded(async () => {
        const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${relation}`);
        return described
          .getRows()
          .map(([name, type]): PhysicalColumn => ({ name: String(name), type: String(type) }));
      }),
    chunks: (sql, visit) => guarded(() => visitChunks({ connection, stop: stop.signal }, sql, visit)),
    numbers: (sql, rows) => guarded(() => readNumbers({ connection, stop: stop.signal }, sql, rows)),
    append: (table, columns) => guarded(() => append(connection, table, columns)),
    interrupt: () => {
      stop.abort();
      connection.interrupt();
    },
    interrupted: stop.signal,
    close,
  };
}

/** Rows of a chunk at most: DuckDB's own size of a vector. */
const CHUNK = 2048;

async function append(
  connection: DuckDBConnection,
  table: string,
  columns: readonly AppendedColumn[],
): Promise<void> {
  const { DuckDBDataChunk, ...types } = loadPackage();
  const carriers = columns.map(({ carrier }) => types[carrier]);
  const rows = columns[0]?.values.length ?? 0;
  const appender = await connection.createAppender(table, 'main', 'temp');
  for (let from = 0; from < rows; from += CHUNK) {
    const chunk = DuckDBDataChunk.create(carriers, Math.min(CHUNK, rows - from));
    chunk.setColumns(columns.map(({ values }) => values.slice(from, from + CHUNK)));
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

/** Lines of DuckDB's messages that tell more of a file, and nothing of what is in it. */
const TELLING =
  /^(?:Expected Number of Columns|Maximum line size|Value with unterminated quote|Invalid unicode|\s*file = )/;

/**
 * DuckDB's messages go on with hints about SQL that nobody here has written, and with values: the first line says what is wrong, and
 * few others where.
 */
function asEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const text = error instanceof Error ? error.message : String(error);
  const [first = text, ...more] = text.split('\n').filter((line) => line.trim() !== '');
  const told = more.filter((line) => TELLING.test(line)).map((line) => line.trim());
  // What a store says of a request; the sentence that follows may have values.
  const answers = first.includes('(HTTP ')
    ? more.flatMap((line) => /^[A-Z][A-Za-z]+(?=: )/.exec(line) ?? [])
    : [];
  return new EngineError([first.trim(), ...told, ...answers].join('; '));
}
