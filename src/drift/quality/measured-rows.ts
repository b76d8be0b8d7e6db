import type { JobQualityMetric } from '../../plan/drift-job-quality.ts';
import { qualityMetric } from '../../spec/kinds/sli/quality-metrics.ts';
import type { JoinedRows } from './joined-rows.ts';

/** The rows that a metric is measured on. A ranking counts as a whole once one of its labels is in the window. */
export function rowsOf(
  rows: JoinedRows,
  { metric, judged }: Pick<JobQualityMetric, 'metric' | 'judged'>,
  group: string,
  naive?: string,
): string {
  const isRanking = judged === undefined && qualityMetric(metric)?.family === 'ranking';
  const judgement = judged === undefined ? undefined : rows.judged.get(judged);
  const value = naive === undefined ? 'p_number' : rows.naive.get(naive);
  const all = isRanking
    ? `(SELECT *, bool_or(labelled AND in_window) OVER (PARTITION BY q) AS counts FROM ${rows.name})`
    : `(SELECT *, labelled AND in_window AS counts FROM ${rows.name})`;
  return `(SELECT ${group} AS g, ${['y', 'y_text', 'y_number'].map(onceLabelled).join(', ')}, p, p_text, ${value ?? 'NULL'} AS p_number, score, q, ${judgement ?? 'NULL::DOUBLE'} AS judged FROM ${all} WHERE counts)`;
}

/** What a label says, once it has come. */
function onceLabelled(column: string): string {
  return `CASE WHEN labelled THEN ${column} END AS ${column}`;
}
