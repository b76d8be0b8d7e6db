import type { JobQuality, JobQualityMetric } from '../../plan/drift-job-quality.ts';
import { qualityMetric } from '../../spec/kinds/sli/quality-metrics.ts';
import type { Findings, RunContext } from '../run/context.ts';
import type { JoinedRows } from './joined-rows.ts';
import { rowsOf } from './measured-rows.ts';

interface Need {
  readonly sql: string;
  readonly what: string;
}

/** Tells of labelled predictions that a metric can't count, and why. */
export async function tellUnusable(
  { engine }: RunContext,
  quality: JobQuality,
  {
    rows,
    metric,
    findings,
  }: { readonly rows: JoinedRows; readonly metric: JobQualityMetric; readonly findings: Findings },
): Promise<void> {
  const needs = needsOf(quality, metric);
  const [counts = []] = await engine.rows(
    `SELECT count(*), ${needs.map(({ sql }) => `count(*) FILTER (NOT coalesce(${sql}, false))`).join(', ')}, count(*) FILTER (${needs.map(({ sql }) => `coalesce(${sql}, false)`).join(' AND ')}) FROM ${rowsOf(rows, metric, "''")}`,
  );
  const total = Number(counts[0]);
  const usable = Number(counts.at(-1));
  if (usable === total) return;
  const reasons = needs.flatMap(({ what }, index) => {
    const count = Number(counts[index + 1]);
    return count === 0 ? [] : [`${count} ${what}`];
  });
  findings.add(
    usable === 0 ? 'error' : 'warning',
    'quality/unusable-rows',
    `${metric.key}: ${total - usable} of ${total} labelled predictions are not counted: ${reasons.join(', ')}`,
  );
}

const NUMBER_LABEL: Need = { sql: 'y_number IS NOT NULL', what: 'with a label that is no finite number' };
const CLASS_LABEL: Need = {
  sql: 'y IS NOT NULL',
  what: 'with a label that is neither positive nor negative',
};
const SCORE: Need = { sql: 'score IS NOT NULL', what: 'without a score that is a finite number' };

function needsOf({ classes }: JobQuality, { metric, cut, judged }: JobQualityMetric): Need[] {
  if (judged !== undefined) return [{ sql: 'judged IS NOT NULL', what: 'without a score of the judge' }];
  switch (qualityMetric(metric)?.family) {
    case 'value':
      return [
        metric === 'mape'
          ? { sql: 'y_number <> 0', what: 'with a label that is 0 or no finite number' }
          : NUMBER_LABEL,
        { sql: 'p_number IS NOT NULL', what: 'with a prediction that is no finite number' },
      ];
    case 'score':
      return [CLASS_LABEL, SCORE];
    case 'probability':
      return [CLASS_LABEL, { sql: 'score BETWEEN 0 AND 1', what: 'with a score that is no probability' }];
    case 'ranking':
      return [{ sql: 'q IS NOT NULL', what: 'without a ranking' }, SCORE];
    case 'decision':
    case undefined:
      if (cut !== undefined) return [CLASS_LABEL, SCORE];
      return classes === undefined
        ? [{ sql: 'p_text IS NOT NULL', what: 'without a predicted class' }]
        : [
            CLASS_LABEL,
            { sql: 'p IS NOT NULL', what: 'with a predicted class that is neither positive nor negative' },
          ];
  }
}
