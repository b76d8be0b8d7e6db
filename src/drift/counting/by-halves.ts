import { EngineError } from '../engine.ts';

/** A column that the engine could not read, and what it says of it. */
export interface ColumnFailure {
  readonly id: string;
  readonly message: string;
}

/**
 * Does something with some columns together; when the engine fails, by halves, until the one to blame is found, which joins the
 * failures. Throws what is no EngineError.
 */
export async function byHalves<Column extends { readonly id: string }>(
  columns: readonly Column[],
  failures: ColumnFailure[],
  work: (some: readonly Column[]) => Promise<void>,
): Promise<void> {
  const [only] = columns;
  if (only === undefined) return;
  try {
    await work(columns);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    if (columns.length === 1) {
      failures.push({ id: only.id, message: error.message });
      return;
    }
    const half = Math.ceil(columns.length / 2);
    await byHalves(columns.slice(0, half), failures, work);
    await byHalves(columns.slice(half), failures, work);
  }
}
