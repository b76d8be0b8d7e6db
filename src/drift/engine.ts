import type { PhysicalColumn } from './counting/columns.ts';

/** Types that values come over as: texts, numbers, and whole numbers of 64 bits (bigint). */
export type Carrier = 'VARCHAR' | 'DOUBLE' | 'BIGINT';

/** Values of a column that are added. */
export interface AppendedColumn {
  readonly carrier: Carrier;
  readonly values: readonly (string | number | bigint | null)[];
}

/** Values of a column of doubles that came together; the memory is the engine's, and lasts as long as the visit. */
export interface NumberColumn {
  readonly values: Float64Array;
  /** A bit for each value, the lowest first: 0 where there is none. Absent: all are there. */
  readonly present?: Uint8Array;
}

/** Whether there is a value in a row, by the bits of `NumberColumn`. */
export function isPresent(present: Uint8Array, row: number): boolean {
  return ((present[row >> 3] ?? 0) & (1 << (row & 7))) !== 0;
}

/** What answers SQL. The runner knows DuckDB by this alone. */
export interface Engine {
  /** How many threads answer a query. */
  readonly threads: number;
  /** All rows of a query; numbers beyond 2^53 are bigints. Throws an EngineError. */
  rows(sql: string): Promise<unknown[][]>;
  /** Runs a statement for what it does. Throws an EngineError. */
  run(sql: string): Promise<void>;
  /** The columns of a table or view. Throws an EngineError. */
  columns(relation: string): Promise<PhysicalColumn[]>;
  /** Visits the rows of a query, all of whose columns are doubles, some at a time. Throws an EngineError. */
  chunks(sql: string, visit: (columns: readonly NumberColumn[]) => void): Promise<void>;
  /** The columns of a query, all of doubles, each without its nulls; room is made for `rows`. Throws an EngineError. */
  numbers(sql: string, rows?: number): Promise<Float64Array[]>;
  /** Adds rows to a temporary table of carriers: of each of its columns the values, equally many. Throws an EngineError. */
  append(table: string, columns: readonly AppendedColumn[]): Promise<void>;
  /** Stops the running query, which then throws. */
  interrupt(): void;
  /** Tells those who wait for something else that it was interrupted. */
  readonly interrupted: AbortSignal;
  close(): void;
}

/** A value of a row as text: of what the engine makes objects of, as it prints them. */
export function textOfValue(value: unknown): string {
  // Its own classes for decimals, dates and the like all print themselves.
  return typeof value === 'object' && value !== null
    ? (value as { toString(): string }).toString()
    : String(value);
}

/** The engine refused or failed: `message` is its own, in one line, without paths of temporary files. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** Stopped by the user: nothing was decided. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}
