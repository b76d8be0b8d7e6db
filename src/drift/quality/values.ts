import type { Measure } from './measure.ts';

/** Shares of the largest error and the largest label: squares of huge values would be infinite, and of tiny ones nothing. */
const SCALED = (from: string) =>
  `SELECT g, y_number AS y, abs(p_number - y_number) AS error,
     nullif(max(abs(p_number - y_number)) OVER (PARTITION BY g), 0) AS most_error, nullif(max(abs(y_number)) OVER (PARTITION BY g), 0) AS most
   FROM ${from} WHERE y_number IS NOT NULL AND p_number IS NOT NULL`;

/** `most_error` is null where every error is 0, `most` where every label is. */
const ERRORS: Readonly<Record<string, string>> = {
  mae: 'coalesce(any_value(most_error) * (fsum(error / most_error) / count(*)), 0)',
  rmse: 'coalesce(any_value(most_error) * sqrt(fsum((error / most_error) * (error / most_error)) / count(*)), 0)',
  mape: 'fsum(error / abs(y)) FILTER (y <> 0) / nullif(count(*) FILTER (y <> 0), 0)',
  wape: 'coalesce(fsum(error / most_error) * any_value(most_error), 0) / (fsum(abs(y / most)) * any_value(most))',
};

/** 1 − squared errors over squared distances from the mean label; null where all labels are one value. */
const R2 = (from: string) =>
  `SELECT g, 1 - coalesce(any_value(most_error / spread) * any_value(most_error / spread) * fsum((error / most_error) * (error / most_error)), 0)
       / nullif(fsum((distance / spread) * (distance / spread)), 0), count(*)
   FROM (SELECT *, max(distance) OVER (PARTITION BY g) AS spread
     FROM (SELECT *, abs(y - coalesce(most * avg(y / most) OVER (PARTITION BY g), 0)) AS distance FROM (${SCALED(from)})))
   GROUP BY g`;

/**
 * Errors of predicted values: https://otexts.com/fpp3/accuracy.html. MAPE is over labels that are not 0, WAPE the sum of errors over
 * the sum of labels, both without signs.
 */
export const valueMeasure: Measure = async ({ engine, from }, { metric }) => {
  const rows = await engine.rows(
    metric === 'r2'
      ? R2(from)
      : `SELECT g, ${ERRORS[metric] ?? 'NULL'}, ${metric === 'mape' ? 'count(*) FILTER (y <> 0)' : 'count(*)'} FROM (${SCALED(from)}) GROUP BY g`,
  );
  return new Map(
    rows.map(([group, value, count]) => [
      String(group),
      { value: value === null ? null : Number(value), samples: Number(count) },
    ]),
  );
};

/** The mean of what a judge gave. */
export const judgedMeasure: Measure = async ({ engine, from }) => {
  const rows = await engine.rows(
    `SELECT g, fsum(judged) / count(judged), count(judged) FROM ${from} WHERE judged IS NOT NULL GROUP BY g`,
  );
  return new Map(
    rows.map(([group, value, count]) => [String(group), { value: Number(value), samples: Number(count) }]),
  );
};
