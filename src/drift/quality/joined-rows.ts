import type { JobQuality, JobQualityMetric } from '../../plan/drift-job-quality.ts';
import { qualityMetric } from '../../spec/kinds/sli/quality-metrics.ts';
import { quoteName, sqlMoment } from '../counting/sql.ts';
import type { Findings, RunContext } from '../run/context.ts';
import type { Window } from '../windows.ts';
import { joinable, positiveOf } from './expressions.ts';
import { addNaive } from './naive.ts';
import {
  type SelectedLabels,
  type SelectedPredictions,
  selectLabels,
  selectPredictions,
} from './selected.ts';
import { type OpenSources, openSources } from './sources.ts';
import type { EvaluationTimes } from './windows.ts';

/** Predictions with their labels, as a temporary table. */
export interface JoinedRows {
  readonly name: string;
  /** Columns of segments by the segment's name; one that neither source has is absent. */
  readonly segments: ReadonlyMap<string, string>;
  /** Columns with what judges gave, by their names in the source. */
  readonly judged: ReadonlyMap<string, string>;
  /** Columns with naive forecasts, by their names. */
  readonly naive: ReadonlyMap<string, string>;
}

const ROWS = quoteName('quality rows');
const KNOWN_LABELS = quoteName('quality labels');

/**
 * Joins the predictions of an evaluation with their labels, of several of one prediction the last. A row of the table has
 * `labelled` (a label had come by then), `in_window`, `is_due` (its label should have come), and what metrics are measured on:
 * `y`, `p`, `y_text`, `p_text`, `y_number`, `p_number`, `score`, `q`. Throws a DriftProblem when a source can't be read.
 */
export async function joinRows(
  context: RunContext,
  quality: JobQuality,
  metrics: readonly JobQualityMetric[],
  times: EvaluationTimes,
  findings: Findings,
): Promise<JoinedRows> {
  const { engine } = context;
  const sources = await openSources(context, quality, metrics, times, findings);
  context.progress('joining predictions and labels');
  const labels = await selectLabels(sources.labels, quality.labels, metrics, times.at);
  const predictions = await selectPredictions(sources, quality);
  const isApart = sources.labels !== sources.predictions;
  const source = isApart
    ? await joined(context, { quality, sources, labels, predictions })
    : `(SELECT ${[...predictions.values, ...labels.values].join(', ')} FROM ${sources.predictions.relation.name})`;
  const { classes } = quality;
  const isPositive = (text: string) => (classes === undefined ? 'NULL' : positiveOf(text, classes));
  const moment = metrics[0]?.by === 'label-arrival' ? 'arrived' : 'made';
  // A ranking is whole only with the items that have no label, or came to it at another time.
  const isNeeded = metrics.some(({ metric }) => qualityMetric(metric)?.family === 'ranking')
    ? 'true'
    : 'in_window OR is_due';
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE ${ROWS} AS SELECT * FROM (
       SELECT * REPLACE (coalesce(labelled, false) AS labelled), ${isPositive('y_text')} AS y, ${isPositive('p_text')} AS p,
         ${within(moment, times.window)} AS in_window, ${within('made', times.due)} AS is_due
       FROM ${source}) WHERE ${isNeeded}`,
  );
  if (isApart) await tellJoin(context, findings, quality, source);
  tellChanges(findings, sources);
  const naive = await addNaive(engine, {
    rows: ROWS,
    series: labels.series,
    names: [...new Set(metrics.flatMap((metric) => metric.naive ?? []))],
    labels: `SELECT ${labels.values.join(', ')} FROM ${sources.labels.relation.name} WHERE ${labels.isKnown}`,
  });
  return { name: ROWS, segments: predictions.segments, judged: labels.judged, naive };
}

function within(column: string, { from, to }: Required<Window>): string {
  return `coalesce(${column} >= ${sqlMoment(from)} AND ${column} < ${sqlMoment(to)}, false)`;
}

/** Drops what was joined: the next evaluation needs the room. */
export async function dropRows({ engine }: RunContext): Promise<void> {
  for (const table of [ROWS, KNOWN_LABELS]) await engine.run(`DROP TABLE IF EXISTS ${table}`);
}

/** Labels of a source of their own, joined to predictions by key. A prediction without one has nulls in its place. */
async function joined(
  { engine }: RunContext,
  {
    quality,
    sources,
    labels,
    predictions,
  }: {
    readonly quality: JobQuality;
    readonly sources: OpenSources;
    readonly labels: SelectedLabels;
    readonly predictions: SelectedPredictions;
  },
): Promise<string> {
  const keys = await keysOf(sources, quality.labels.key);
  const names = keys.map((_, index) => `key_${index}`);
  const isKeyed = names.map((name) => `${name} IS NOT NULL`).join(' AND ') || 'false';
  const of = (side: 0 | 1) => keys.map((pair, index) => `${pair[side]} AS key_${index}`);
  const read = [...labels.values, ...predictions.ofLabels, ...of(1)].join(', ');
  // Of labels that came at one moment the same one is taken each time.
  const last = ['arrived', 'y_text', ...labels.judged.values()]
    .map((column) => `${column} DESC NULLS LAST`)
    .join(', ');
  await engine.run(
    `CREATE OR REPLACE TEMP TABLE ${KNOWN_LABELS} AS SELECT *, row_number() OVER (PARTITION BY ${names.join(', ') || "''"} ORDER BY ${last}) AS nth
     FROM (SELECT ${read} FROM ${sources.labels.relation.name} WHERE ${labels.isKnown}) WHERE ${isKeyed}`,
  );
  const own = `SELECT ${[...predictions.values, ...of(0)].join(', ')} FROM ${sources.predictions.relation.name}`;
  const matches = names.map((name) => `predicted.${name} = label.${name}`).join(' AND ') || 'false';
  const left = names.length === 0 ? '' : ` EXCLUDE (${names.join(', ')})`;
  const right = [...names, 'nth'].join(', ');
  return `(SELECT predicted.*${left}, label.* EXCLUDE (${right}) FROM (${own}) predicted LEFT JOIN ${KNOWN_LABELS} label ON ${matches} AND label.nth = 1)`;
}

async function keysOf(
  { predictions, labels }: OpenSources,
  names: readonly string[],
): Promise<(readonly [string, string])[]> {
  const keys: (readonly [string, string])[] = [];
  for (const name of names) {
    const own = await predictions.column(name);
    const other = await labels.column(name);
    if (own === undefined || other === undefined) return [];
    keys.push(joinable(own, other));
  }
  return keys;
}

async function tellJoin(
  { engine }: RunContext,
  findings: Findings,
  { labels, model }: JobQuality,
  source: string,
): Promise<void> {
  const [counts = []] = await engine.rows(
    `SELECT count(*), count(*) FILTER (nth > 1), count(*) FILTER (nth = 2) FROM ${KNOWN_LABELS}`,
  );
  const [known = 0, repeated = 0, keys = 0] = counts.map(Number);
  if (repeated > 0)
    findings.add(
      'warning',
      'quality/duplicate-labels',
      `source ${labels.source} has ${repeated} more labels than predictions that they are of (${keys} with several): the last of each counts`,
    );
  const [any = []] = await engine.rows(`SELECT count(*) FROM ${ROWS} WHERE labelled`);
  if (known === 0 || Number(any[0]) > 0) return;
  // Labels may be of predictions that are neither due nor in the window.
  const [rows = []] = await engine.rows(`SELECT count(*), count(*) FILTER (labelled) FROM ${source}`);
  const [predicted = 0, labelled = 0] = rows.map(Number);
  if (predicted > 0 && labelled === 0)
    findings.add(
      'error',
      'quality/nothing-joined',
      `none of ${predicted} predictions of ${model} has one of the ${known} labels of source ${labels.source}, by ${labels.key.join(', ')}`,
      { hint: 'Do both sources mean the same by that column, and write it alike?' },
    );
}

function tellChanges(findings: Findings, { predictions, labels }: OpenSources): void {
  if (!predictions.relation.hasChanged() && !labels.relation.hasChanged()) return;
  findings.add(
    'warning',
    'source/changed-while-read',
    'files were written while they were read: some rows may be missing or counted twice',
  );
}
