import type { JobQuality, JobQualityMetric } from '../../plan/drift-job-quality.ts';
import { type SqlColumn, sqlMoment, textOf } from '../counting/sql.ts';
import { classText, finiteNumber } from './expressions.ts';
import type { OpenSource, OpenSources } from './sources.ts';

/** What is selected of the labels. */
export interface SelectedLabels {
  readonly values: readonly string[];
  /** Whether a row has a label that had come before the moment of the evaluation. */
  readonly isKnown: string;
  /** Columns with what judges gave, by their names in the source. */
  readonly judged: ReadonlyMap<string, string>;
  /** How many columns `series_0`, `series_1` … there are; 0 where one is missing. */
  readonly series: number;
}

/** The label as a class and as a number, when it came, of what time it is, what judges gave, and its series. */
export async function selectLabels(
  labels: OpenSource,
  plan: JobQuality['labels'],
  metrics: readonly JobQualityMetric[],
  at: number,
): Promise<SelectedLabels> {
  const label = await labels.column(plan.column);
  const names = [...new Set(metrics.flatMap(({ judged }) => judged ?? []))];
  const judged = await columnsOf(labels, names);
  const series = await columnsOf(labels, plan.series ?? []);
  const given = [...(label ? [label] : []), ...judged.values()];
  const isGiven = given.map(({ expression }) => `${expression} IS NOT NULL`).join(' OR ') || 'false';
  const arrived = plan.arrivedAt === undefined ? undefined : await labels.moment(plan.arrivedAt);
  const isKnown = `(${isGiven})${arrived === undefined ? '' : ` AND ${arrived} < ${sqlMoment(at)}`}`;
  const isWhole = series.size === (plan.series?.length ?? 0);
  return {
    values: [
      `(${isKnown}) AS labelled`,
      `${arrived ?? 'NULL::TIMESTAMPTZ'} AS arrived`,
      `${labels.hasTime ? await labels.moment() : 'NULL::TIMESTAMPTZ'} AS happened`,
      `${label ? classText(label) : 'NULL::VARCHAR'} AS y_text`,
      `${label ? finiteNumber(label) : 'NULL::DOUBLE'} AS y_number`,
      ...[...judged.values()].map((column, index) => `${finiteNumber(column)} AS judged_${index}`),
      ...(isWhole ? [...series.values()].map((column, index) => `${textOf(column)} AS series_${index}`) : []),
    ],
    isKnown,
    judged: new Map([...judged.keys()].map((name, index) => [name, `judged_${index}`])),
    series: isWhole ? series.size : 0,
  };
}

/** What is selected of the predictions. */
export interface SelectedPredictions {
  readonly values: readonly string[];
  /** Columns of segments that only the labels have. */
  readonly ofLabels: readonly string[];
  /** Columns of segments by the segment's name; one that neither source has is absent. */
  readonly segments: ReadonlyMap<string, string>;
}

/** When it was made, the predicted class, value and score, the ranking, and the segments. */
export async function selectPredictions(
  { predictions, labels }: OpenSources,
  plan: Pick<JobQuality, 'predictions' | 'segments'>,
): Promise<SelectedPredictions> {
  const column = await predictions.column(plan.predictions.column);
  const score = await predictions.column(plan.predictions.score);
  const group = await predictions.column(plan.predictions.group);
  const values = [
    `${await predictions.moment()} AS made`,
    `${column ? classText(column) : 'NULL::VARCHAR'} AS p_text`,
    `${column ? finiteNumber(column) : 'NULL::DOUBLE'} AS p_number`,
    `${score ? finiteNumber(score) : 'NULL::DOUBLE'} AS score`,
    `${group ? textOf(group) : 'NULL::VARCHAR'} AS q`,
  ];
  const ofLabels: string[] = [];
  const segments = new Map<string, string>();
  for (const [index, segment] of plan.segments.entries()) {
    const own = await predictions.peek(segment.column);
    const found = own ?? (await labels.peek(segment.column)) ?? (await predictions.column(segment.column));
    if (found === undefined) continue;
    const name = `segment_${index}`;
    segments.set(segment.name, name);
    (own ? values : ofLabels).push(`${textOf(found)} AS ${name}`);
  }
  return { values, ofLabels, segments };
}

async function columnsOf(source: OpenSource, names: readonly string[]): Promise<Map<string, SqlColumn>> {
  const found = new Map<string, SqlColumn>();
  for (const name of names) {
    const column = await source.column(name);
    if (column) found.set(name, column);
  }
  return found;
}
