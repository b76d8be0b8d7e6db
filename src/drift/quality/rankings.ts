import type { Measure } from './measure.ts';

/**
 * Items of each ranking by their score. An item without a label, or with one below 0, is not relevant. `place` puts tied items
 * as they serve the model least; `gain` is the mean label of the items with the same score.
 */
const PLACED = (from: string) =>
  `SELECT g, q, relevance, row_number() OVER (PARTITION BY g, q ORDER BY score DESC, relevance) AS place,
     row_number() OVER (PARTITION BY g, q ORDER BY relevance DESC) AS ideal, avg(relevance) OVER (PARTITION BY g, q, score) AS gain
   FROM (SELECT g, q, score, greatest(coalesce(y_number, 0), 0) AS relevance FROM ${from} WHERE q IS NOT NULL AND score IS NOT NULL)`;

const DISCOUNTED = (gain: string, place: string, most: string) =>
  `sum(CASE WHEN ${place} <= ${most} THEN ${gain} / log2(${place} + 1) END ORDER BY ${place})`;

/** What a ranking is worth, of its placed items. */
const WORTH: Readonly<Record<string, (most: string) => string>> = {
  ndcg: (most) =>
    `coalesce(${DISCOUNTED('gain', 'place', most)} / nullif(${DISCOUNTED('relevance', 'ideal', most)}, 0), 0)`,
  map: (most) =>
    `coalesce(sum(CASE WHEN relevance > 0 AND place <= ${most} THEN hits / place END ORDER BY place) / least(count(*) FILTER (relevance > 0), ${most}), 0)`,
  mrr: (most) => `coalesce(1 / min(place) FILTER (relevance > 0 AND place <= ${most}), 0)`,
  'hit-rate': (most) => `coalesce(max(CASE WHEN relevance > 0 AND place <= ${most} THEN 1 END), 0)`,
};

/**
 * Metrics of rankings, as means over the rankings of which some label has come; one without a relevant item is worth 0. NDCG has linear
 * gains and averages over ties (McSherry and Najork 2008), as scikit-learn's ndcg_score does. Samples are rankings.
 */
export const rankingMeasure: Measure = async ({ engine, from }, { metric, cut }) => {
  const worth = WORTH[metric]?.(String(cut ?? Number.MAX_SAFE_INTEGER));
  if (worth === undefined) return new Map();
  const rows = await engine.rows(
    `SELECT g, fsum(worth) / count(*), count(*) FROM (
       SELECT g, q, (${worth})::DOUBLE AS worth
       FROM (SELECT *, sum(CASE WHEN relevance > 0 THEN 1 ELSE 0 END) OVER (PARTITION BY g, q ORDER BY place ROWS UNBOUNDED PRECEDING) AS hits FROM (${PLACED(from)}))
       GROUP BY g, q) GROUP BY g`,
  );
  return new Map(
    rows.map(([group, value, count]) => [String(group), { value: Number(value), samples: Number(count) }]),
  );
};
