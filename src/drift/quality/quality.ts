import type { JobQuality, JobQualityMetric } from '../../plan/drift-job-quality.ts';
import { groupBy } from '../../support/group-by.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import { EngineError } from '../engine.ts';
import type { QualityMetricResult, QualityResult, QualityValue } from '../result.ts';
import { addProblem, Findings, type RunContext } from '../run/context.ts';
import { type KnownSegment, segmentExpression, segmentValuesOf, splitGroup } from '../run/segments.ts';
import { isoMoment } from '../windows.ts';
import { dropRows, type JoinedRows, joinRows } from './joined-rows.ts';
import { measure } from './measure.ts';
import { rowsOf } from './measured-rows.ts';
import { tellUnusable } from './unusable.ts';
import { type EvaluationTimes, evaluationTimes } from './windows.ts';

/**
 * Measures the quality of a model on the labels that have come. What can't be read is a finding, and leaves the result without
 * metrics and not completed, so that its series stay as they were and the rules tell that they grow old. A metric of which only
 * a column is missing has no value and no samples.
 */
export async function runQuality(context: RunContext, quality: JobQuality): Promise<QualityResult> {
  const findings = new Findings();
  const metrics: QualityMetricResult[] = [];
  let completed = true;
  try {
    const groups = groupBy(quality.metrics, ({ by, everySeconds, windowSeconds, offsetSeconds }) =>
      JSON.stringify([by, everySeconds, windowSeconds, offsetSeconds]),
    );
    for (const group of groups.values()) metrics.push(...(await evaluate(context, quality, group, findings)));
  } catch (error) {
    addProblem(findings, error);
    completed = false;
  }
  return {
    model: quality.model,
    completed,
    metrics: completed ? sortedBy(metrics, ({ metric }) => metric) : [],
    findings: findings.list,
  };
}

/** Measures the metrics that are of one window. */
async function evaluate(
  context: RunContext,
  quality: JobQuality,
  metrics: readonly JobQualityMetric[],
  findings: Findings,
): Promise<QualityMetricResult[]> {
  const [first] = metrics;
  if (first === undefined) return [];
  const times = evaluationTimes(
    context.now,
    quality,
    first,
    metrics.flatMap(({ naive }) => naive ?? []),
  );
  const rows = await joinRows(context, quality, metrics, times, findings);
  const counts = await countRows(context, quality, rows);
  const segments = await segmentsIn(context, quality, rows);
  const results: QualityMetricResult[] = [];
  for (const metric of metrics) {
    context.progress(`measuring ${metric.key}`);
    results.push({
      metric: metric.key,
      by: metric.by,
      window: { ...windowOf(times), rows: counts.rows },
      matured: counts.matured,
      minSamples: metric.minSamples,
      minMatured: metric.minMatured,
      values: await valuesOf(context, quality, { rows, segments, metric, findings }),
    });
  }
  await dropRows(context);
  return results;
}

function windowOf({ window }: EvaluationTimes) {
  return { from: isoMoment(window.from), to: isoMoment(window.to) };
}

async function countRows(
  { engine }: RunContext,
  { labelledShare = 1 }: JobQuality,
  { name }: JoinedRows,
): Promise<{ readonly rows: number; readonly matured: number | null }> {
  const [row = []] = await engine.rows(
    `SELECT count(*) FILTER (in_window AND labelled), count(*) FILTER (is_due AND labelled), count(*) FILTER (is_due) FROM ${name}`,
  );
  const [rows = 0, labelled = 0, due = 0] = row.map(Number);
  const expected = due * labelledShare;
  // A sample may by chance be larger than it is on average.
  return { rows, matured: expected === 0 ? null : Math.min(1, labelled / expected) };
}

interface SegmentColumn {
  readonly known: KnownSegment;
  readonly column: string;
}

async function segmentsIn(
  { engine }: RunContext,
  { segments }: JobQuality,
  rows: JoinedRows,
): Promise<SegmentColumn[]> {
  const found: SegmentColumn[] = [];
  for (const segment of segments) {
    const column = rows.segments.get(segment.name);
    if (column === undefined) continue;
    const relation = { name: `(SELECT * FROM ${rows.name} WHERE in_window)` };
    const known = await segmentValuesOf(engine, segment, { expression: column, kind: 'text' }, relation);
    found.push({ known, column });
  }
  return found;
}

interface Asked {
  readonly rows: JoinedRows;
  readonly segments: readonly SegmentColumn[];
  readonly metric: JobQualityMetric;
  readonly findings: Findings;
}

/** The metric over all rows, in each value of each segment, and of the naive forecast. */
async function valuesOf(context: RunContext, quality: JobQuality, asked: Asked): Promise<QualityValue[]> {
  const { rows, segments, metric, findings } = asked;
  const none: QualityValue = { segment: null, segmentValue: null, reference: null, value: null, samples: 0 };
  try {
    const [overall = none] = await measured(context, quality, asked, { group: "''" });
    const values = [overall];
    await tellUnusable(context, quality, { rows, metric, findings });
    for (const { known, column } of segments) {
      const group = segmentExpression(known, { expression: column, kind: 'text' });
      values.push(...(await measured(context, quality, asked, { group })));
    }
    const { naive } = metric;
    if (naive !== undefined && rows.naive.has(naive))
      values.push(...(await measured(context, quality, asked, { group: "''", naive })));
    return values;
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    findings.add(
      'error',
      'quality/not-measured',
      `${metric.key}: it could not be measured (${error.message})`,
    );
    return [none];
  }
}

async function measured(
  { engine }: RunContext,
  { classes }: JobQuality,
  { rows, metric }: Asked,
  { group, naive }: { readonly group: string; readonly naive?: string },
): Promise<QualityValue[]> {
  const from = rowsOf(rows, metric, group, naive);
  const groups = await measure({ engine, from, hasTwoClasses: classes !== undefined }, metric);
  return sortedBy(groups, ([name]) => name).map(([name, { value, samples }]) => {
    const segment = splitGroup(name);
    return {
      segment: segment?.name ?? null,
      segmentValue: segment?.value ?? null,
      reference: naive ?? null,
      value,
      samples,
    };
  });
}
