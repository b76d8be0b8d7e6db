import { quoteText } from '../counting/sql.ts';
import type { Engine } from '../engine.ts';

/**
 * Rows of Parquet files that have no value in a column, by what the ends of the files say of it: no row is read. A file without the
 * column has none in all its rows. Undefined where a file does not say it.
 */
export async function nullsByMetadata(
  engine: Engine,
  files: readonly string[],
  column: string,
): Promise<number | undefined> {
  const list = `[${files.map(quoteText).join(', ')}]`;
  const [row = []] = await engine.rows(
    `SELECT (SELECT sum(num_rows) FROM parquet_file_metadata(${list})), coalesce(sum(num_values - stats_null_count), 0), count_if(stats_null_count IS NULL) FROM parquet_metadata(${list}) WHERE lower(path_in_schema) = lower(${quoteText(column)})`,
  );
  const [rows, values, unsaid] = row.map(Number);
  return rows === undefined || values === undefined || unsaid !== 0 ? undefined : rows - values;
}

/** The condition that a row is in a window, also met by rows whose time can't be read, which are not NULL and not in it then. */
export function orWithoutTime(condition: string): string {
  return `coalesce(${condition}, true)`;
}
