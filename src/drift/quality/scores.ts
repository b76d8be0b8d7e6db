import type { Measure } from './measure.ts';

/** Positives and negatives of each score, counted exactly: ties are one step. */
const STEPS = (from: string) =>
  `SELECT g, score, count(*) FILTER (y = 1)::HUGEINT AS positives, count(*) FILTER (y = 0)::HUGEINT AS negatives
   FROM ${from} WHERE y IS NOT NULL AND score IS NOT NULL GROUP BY g, score`;

/**
 * Area under the ROC curve, as the probability that a positive has the higher score, ties counted half (Mann and Whitney's U over
 * both counts): whole numbers until the last division. Null where a class is missing.
 */
const AUC = (from: string) =>
  `SELECT g, (sum(positives * (2 * below + negatives)) / (2.0::DOUBLE * sum(positives) * sum(negatives)))::DOUBLE, sum(positives), sum(negatives)
   FROM (SELECT *, coalesce(sum(negatives) OVER (PARTITION BY g ORDER BY score ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS below FROM (${STEPS(from)}))
   GROUP BY g`;

/** Average precision: Σ (recall − the recall before) · precision from the highest score down, a step for each score. */
const AVERAGE_PRECISION = (from: string) =>
  `SELECT g, fsum(positives::DOUBLE * found::DOUBLE / seen::DOUBLE) / sum(positives)::DOUBLE, sum(positives), sum(negatives)
   FROM (SELECT *, sum(positives) OVER above AS found, sum(positives + negatives) OVER above AS seen FROM (${STEPS(from)})
     WINDOW above AS (PARTITION BY g ORDER BY score DESC ROWS UNBOUNDED PRECEDING))
   GROUP BY g`;

/** Metrics of scores without a cut. Sources: Fawcett 2006, An introduction to ROC analysis; scikit-learn's average_precision_score. */
export const scoreMeasure: Measure = async ({ engine, from }, { metric }) => {
  const rows = await engine.rows(metric === 'auc' ? AUC(from) : AVERAGE_PRECISION(from));
  return new Map(
    rows.map(([group, value, positives, negatives]) => {
      const isDefined = Number(positives) > 0 && (metric !== 'auc' || Number(negatives) > 0);
      return [String(group), { value: isDefined ? Number(value) : null, samples: Number(positives) }];
    }),
  );
};
