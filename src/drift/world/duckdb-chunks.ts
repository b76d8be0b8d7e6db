import v8 from 'node:v8';
import vm from 'node:vm';
import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { EngineError, isPresent, type NumberColumn, StoppedError } from '../engine.ts';
import { requireDuckDb } from './duckdb-package.ts';

/** A connection, and whether its queries have been interrupted. */
interface Opened {
  readonly connection: DuckDBConnection;
  readonly stop: AbortSignal;
}

/**
 * Streams a query whose columns are all doubles. DuckDB's package ends a stream that failed half-way like one that is whole, and does not
 * tell the reason: it says of the result that it is none, and the reason comes of running the query once more, unless it was stopped.
 */
export async function visitChunks(
  { connection, stop }: Opened,
  sql: string,
  visit: (columns: readonly NumberColumn[]) => void,
): Promise<void> {
  const { DuckDBTypeId, ResultReturnType } = requireDuckDb('@duckdb/node-api');
  const bindings = requireDuckDb('@duckdb/node-bindings');
  const result = await connection.stream(sql);
  const columns = result.columnCount;
  if (result.columnTypes().some(({ typeId }) => typeId !== DuckDBTypeId.DOUBLE))
    throw new TypeError(`not all columns are doubles: ${sql}`);
  let unfreedBytes = 0;
  let chunk = await result.fetchChunk();
  while (chunk !== null && chunk.rowCount > 0) {
    // The engine works on the next chunk while this one is visited.
    const next = result.fetchChunk();
    // Should the visit throw, nobody waits for it.
    next.catch(() => undefined);
    visit(columnsOf(chunk, columns, bindings));
    // Its memory goes with it: asked again, it is there until the visit is over.
    unfreedBytes += chunk.rowCount * columns * BYTES;
    if (unfreedBytes >= MOST_UNFREED_BYTES) {
      freeChunks();
      unfreedBytes = 0;
    }
    chunk = await next;
  }
  if (result.returnType !== ResultReturnType.INVALID) return;
  throw stop.aborted ? new StoppedError('stopped') : await reasonOfEnd(connection, sql, columns);
}

/** Chunks that were visited and not yet freed: it costs 0.02 s per million rows of 15 columns, and saves 80 MB. */
const MOST_UNFREED_BYTES = 8e6;
let collect: ((options: { readonly type: 'minor' }) => void) | undefined;

/** Node frees a chunk when its collector comes by, and that sees how small the object is that holds it, not how large the chunk. */
function freeChunks(): void {
  if (collect === undefined) {
    v8.setFlagsFromString('--expose-gc');
    collect = vm.runInNewContext('gc') as typeof collect;
  }
  collect?.({ type: 'minor' });
}

async function reasonOfEnd(connection: DuckDBConnection, sql: string, columns: number): Promise<Error> {
  const names = Array.from({ length: columns }, (_, index) => `c${index}`);
  const counts = names.map((name) => `count(${name})`).join(', ');
  try {
    await connection.run(`SELECT ${counts} FROM (${sql}) t(${names.join(', ')})`);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  return new EngineError('the rows could not be read to their end');
}

type Bindings = ReturnType<typeof requireDuckDb<'@duckdb/node-bindings'>>;

const BYTES = Float64Array.BYTES_PER_ELEMENT;

/** The columns of a chunk as they are in memory: the package's own reading, value by value, takes ten times as long. */
function columnsOf(
  { chunk, rowCount }: DuckDBDataChunk,
  columns: number,
  bindings: Bindings,
): NumberColumn[] {
  return Array.from({ length: columns }, (_, index) => {
    const vector = bindings.data_chunk_get_vector(chunk, index);
    const { buffer, byteOffset } = bindings.vector_get_data(vector, rowCount * BYTES);
    // Absent where no value is missing, whatever its type says. In words of 64 bits.
    const present: Uint8Array | null = bindings.vector_get_validity(vector, Math.ceil(rowCount / 64) * 8);
    return { values: new Float64Array(buffer, byteOffset, rowCount), ...(present !== null && { present }) };
  });
}

/** The columns of a query, each without its nulls; room is made for so many rows. */
export async function readNumbers(opened: Opened, sql: string, expected = 4096): Promise<Float64Array[]> {
  const growing: GrowingArray[] = [];
  await visitChunks(opened, sql, (columns) => {
    for (const [index, column] of columns.entries()) {
      growing[index] ??= new GrowingArray(expected);
      growing[index].add(column);
    }
  });
  return growing.map((each) => each.whole());
}

/** Numbers of which nobody knows how many will come. */
class GrowingArray {
  #values: Float64Array;
  #length = 0;

  constructor(expected: number) {
    this.#values = new Float64Array(Math.max(1, expected));
  }

  add({ values, present }: NumberColumn): void {
    this.#makeRoom(this.#length + values.length);
    if (present === undefined) {
      this.#values.set(values, this.#length);
      this.#length += values.length;
      return;
    }
    for (const [row, value] of values.entries()) {
      if (!isPresent(present, row)) continue;
      this.#values[this.#length] = value;
      this.#length += 1;
    }
  }

  #makeRoom(length: number): void {
    if (length <= this.#values.length) return;
    const larger = new Float64Array(Math.max(length, 2 * this.#values.length));
    larger.set(this.#values);
    this.#values = larger;
  }

  whole(): Float64Array {
    return this.#values.subarray(0, this.#length);
  }
}
