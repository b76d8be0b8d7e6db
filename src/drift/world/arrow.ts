import { open } from 'node:fs/promises';
import { CompressionType, compressionRegistry, type RecordBatch, RecordBatchReader } from 'apache-arrow';
import { decompress as decompressZstd } from 'fzstd';
import { reasonOf } from '../../support/file-errors.ts';
import { decompressLz4 } from '../arrow/lz4.ts';
import { type ArrowReading, holdsAll, readingOf } from '../arrow/values.ts';
import { quoteName, quoteText } from '../counting/sql.ts';
import { type AppendedColumn, type Engine, EngineError, StoppedError } from '../engine.ts';
import { wantedColumns } from '../postgres/columns.ts';
import { distinct } from './csv.ts';
import { type Intake, openIntake } from './intake.ts';
import { isRemote } from './remote.ts';

export interface ArrowTables {
  /** What has the rows of all files. */
  readonly reader: string;
  /** Of all columns that the files have. */
  readonly names: readonly string[];
  /** Columns of a type that has no counterpart, as `name (type)`. */
  readonly asText: readonly string[];
  /** Removes the tables. */
  drop(): Promise<void>;
}

interface ArrowColumn {
  readonly name: string;
  readonly index: number;
  readonly type: string;
  readonly reading: ArrowReading;
}

/**
 * Reads files of Arrow's formats for files and for streams into temporary tables, whose names begin with `name`: a batch of the file is
 * held in memory at a time (of a file elsewhere, all of it). Columns are joined by name. `wanted`: what is read of each row, all by
 * default. Throws an EngineError that names the file.
 */
export async function readArrow(
  engine: Engine,
  files: readonly string[],
  { name, wanted }: { readonly name: string; readonly wanted?: readonly string[] | undefined },
): Promise<ArrowTables> {
  const tables = new Map<string, Intake>();
  const names = new Set<string>();
  const asText = new Set<string>();
  for (const file of files)
    await withReader(engine, file, async (reader) => {
      const { fields } = reader.schema;
      const own = distinct(fields.map((field) => field.name));
      const all = fields.map(({ type }, index): ArrowColumn => {
        const column = { name: own[index] ?? '', index, type: String(type) };
        return { ...column, reading: readingOf(type) };
      });
      if (all.length === 0) throw new Error('it has no columns');
      const columns = wantedColumns(all, wanted);
      for (const each of all) names.add(each.name);
      for (const each of columns) if (each.reading.isAsText) asText.add(`${each.name} (${each.type})`);
      const alike = JSON.stringify(columns.map((each) => [each.name, each.type]));
      const table = `${name} arrow ${tables.size}`;
      const intake =
        tables.get(alike) ??
        (await openIntake(
          engine,
          table,
          columns.map((each) => ({ name: each.name, ...each.reading })),
        ));
      tables.set(alike, intake);
      for await (const batch of batchesOf(reader))
        for (const rows of partsOf(batch, columns)) await intake.take(rows);
    });
  for (const intake of tables.values()) await intake.end();
  const own = [...tables.keys()].map((_, index) => quoteName(`${name} arrow ${index}`));
  return {
    reader: `(${own.map((table) => `SELECT * FROM ${table}`).join(' UNION ALL BY NAME ')})`,
    names: [...names],
    asText: [...asText],
    async drop() {
      for (const table of own) await engine.run(`DROP TABLE ${table}`);
    },
  };
}

// The package knows how buffers are compressed, and leaves it to others to undo it. Values are read where they lie, for which a buffer
// has to begin where they may.
compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: decompressLz4 });
compressionRegistry.set(CompressionType.ZSTD, { decode: (bytes) => Uint8Array.from(decompressZstd(bytes)) });

async function withReader(
  engine: Engine,
  file: string,
  work: (reader: RecordBatchReader) => Promise<void>,
): Promise<void> {
  const handle = isRemote(file)
    ? undefined
    : await open(file).catch((error: unknown) => unreadable(file, error));
  try {
    const reader: RecordBatchReader =
      handle === undefined
        ? RecordBatchReader.from(await bytesOf(engine, file))
        : await RecordBatchReader.from(handle);
    await reader.open();
    await work(reader);
  } catch (error) {
    unreadable(file, error);
  } finally {
    await handle?.close();
  }
}

/** One after the other, by the list of a file: on a damaged one the package's own loop may not end. */
async function* batchesOf(reader: RecordBatchReader): AsyncGenerator<RecordBatch> {
  if (!reader.isFile()) {
    yield* reader;
    return;
  }
  for (let index = 0; index < reader.numRecordBatches; index += 1) {
    const batch = await reader.readRecordBatch(index);
    if (batch === null) throw new Error(`its batch ${index} is not there`);
    yield batch;
  }
}

async function bytesOf(engine: Engine, file: string): Promise<Uint8Array> {
  const [[content] = []] = await engine.rows(`SELECT content FROM read_blob(${quoteText(file)})`);
  if (content instanceof Object && 'bytes' in content && content.bytes instanceof Uint8Array)
    return content.bytes;
  throw new EngineError(`${file} is gone`);
}

function unreadable(file: string, error: unknown): never {
  if (error instanceof EngineError || error instanceof StoppedError) throw error;
  throw new EngineError(`Arrow Error: ${file} can't be read: ${reasonOf(error).split('\n')[0] ?? ''}`);
}

type Carried = AppendedColumn['values'][number];

/** Rows that are handed over at a time, and about how much they may take. */
const MOST_ROWS = 8192;
const MOST_CHARACTERS = 4 * 1024 * 1024;

/** The rows of a batch, some at a time, column by column. */
function* partsOf(batch: RecordBatch, columns: readonly ArrowColumn[]): Generator<Carried[][]> {
  const vectors = columns.map(({ index }) => batch.getChildAt(index));
  if (vectors.some((vector) => vector !== null && !holdsAll(vector)))
    throw new Error('a batch has fewer rows than it says');
  for (let row = 0; row < batch.numRows; ) {
    const part: Carried[][] = columns.map(() => []);
    let characters = 0;
    for (
      const end = row + MOST_ROWS;
      row < Math.min(end, batch.numRows) && characters < MOST_CHARACTERS;
      row += 1
    )
      for (const [index, { reading }] of columns.entries()) {
        const value: unknown = vectors[index]?.get(row);
        const carried = value === null || value === undefined ? null : reading.write(value);
        part[index]?.push(carried);
        if (typeof carried === 'string') characters += carried.length;
      }
    yield part;
  }
}
