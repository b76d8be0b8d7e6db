import { quoteName } from '../counting/sql.ts';
import type { Engine } from '../engine.ts';
import { isLastValue, naiveSeconds } from './windows.ts';

const HISTORY = quoteName('quality history');

/**
 * Adds a column for each naive forecast to the table of predictions with labels: the label of the same series a season before the
 * time of the row's own label; or the last one before it and before the prediction. Null where there is none. Returns the columns by
 * the forecasts' names; none without series.
 */
export async function addNaive(
  engine: Engine,
  {
    rows,
    series,
    names,
    labels,
  }: {
    readonly rows: string;
    readonly series: number;
    readonly names: readonly string[];
    /** A query of all known labels: `happened`, `arrived`, `y_number`, `series_0` … */
    readonly labels: string;
  },
): Promise<Map<string, string>> {
  const added = new Map<string, string>();
  if (series === 0) return added;
  const columns = Array.from({ length: series }, (_, index) => `series_${index}`);
  const list = columns.join(', ');
  for (const [index, name] of names.entries()) {
    if (index === 0)
      await engine.run(
        `CREATE OR REPLACE TEMP TABLE ${HISTORY} AS SELECT ${list}, happened, y_number FROM (${labels}) WHERE happened IS NOT NULL AND y_number IS NOT NULL
         QUALIFY row_number() OVER (PARTITION BY ${list}, happened ORDER BY arrived DESC NULLS LAST, y_number DESC) = 1`,
      );
    const column = `naive_${index}`;
    const same = columns.map((each) => `r.${each} = h.${each}`).join(' AND ');
    const join = isLastValue(name)
      ? `ASOF LEFT JOIN ${HISTORY} h ON ${same} AND least(r.made, r.happened) > h.happened`
      : `LEFT JOIN ${HISTORY} h ON ${same} AND h.happened = r.happened - to_seconds(${naiveSeconds(name)})`;
    await engine.run(
      `CREATE OR REPLACE TEMP TABLE ${rows} AS SELECT r.*, h.y_number AS ${column} FROM ${rows} r ${join}`,
    );
    added.set(name, column);
  }
  await engine.run(`DROP TABLE IF EXISTS ${HISTORY}`);
  return added;
}
