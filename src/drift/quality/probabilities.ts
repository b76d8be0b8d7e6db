import { sqlDouble } from '../counting/sql.ts';
import type { Measure, Measured, MeasuredRows } from './measure.ts';

/** Probabilities are kept so far from 0 and 1: one that was surely wrong costs much, and not all there is. */
const LEAST = sqlDouble(Number.EPSILON);

/** Bins of equal width for the calibration error. */
const BINS = 10;

const KNOWN = 'WHERE y IS NOT NULL AND score BETWEEN 0 AND 1';

const TERMS: Readonly<Record<string, string>> = {
  'log-loss': `-ln(CASE WHEN y = 1 THEN greatest(${LEAST}, least(1 - ${LEAST}, score)) ELSE 1 - greatest(${LEAST}, least(1 - ${LEAST}, score)) END)`,
  brier: '(score - y) * (score - y)',
};

/**
 * Metrics of probabilities of the positive class: the mean log loss and the mean squared error (Brier 1950) over rows, and the expected
 * calibration error over ten bins of equal width (Guo et al. 2017). Scores that are no probabilities are not counted.
 */
export const probabilityMeasure: Measure = async (rows, { metric }) => {
  const term = TERMS[metric];
  if (term === undefined) return calibrationError(rows);
  const means = await rows.engine.rows(
    `SELECT g, fsum(${term}) / count(*), count(*) FROM ${rows.from} ${KNOWN} GROUP BY g`,
  );
  return new Map(
    means.map(([group, value, count]) => [String(group), { value: Number(value), samples: Number(count) }]),
  );
};

async function calibrationError({ engine, from }: MeasuredRows): Promise<Map<string, Measured>> {
  const rows = await engine.rows(
    `SELECT g, fsum(abs(difference)), sum(rows) FROM (
       SELECT g, least(floor(score * ${BINS}), ${BINS - 1}) AS bin, fsum(score) - sum(y) AS difference, count(*) AS rows
       FROM ${from} ${KNOWN} GROUP BY g, bin) GROUP BY g`,
  );
  return new Map(
    rows.map(([group, sum, count]) => [
      String(group),
      { value: Number(sum) / Number(count), samples: Number(count) },
    ]),
  );
}
