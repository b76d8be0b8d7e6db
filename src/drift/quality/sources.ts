import type { JobSource } from '../../plan/drift-job.ts';
import type { JobQuality, JobQualityMetric } from '../../plan/drift-job-quality.ts';
import { isDefined } from '../../support/is-defined.ts';
import { resolveColumn } from '../counting/resolve-column.ts';
import type { SqlColumn } from '../counting/sql.ts';
import { type Findings, type RunContext, sourceNamed, tellTexts } from '../run/context.ts';
import { daysOf, type Window } from '../windows.ts';
import { openRelation, type Relation } from '../world/relation.ts';
import { timeOf } from '../world/times.ts';
import type { EvaluationTimes } from './windows.ts';

/** A source of predictions or labels, opened. */
export interface OpenSource {
  readonly relation: Relation;
  readonly hasTime: boolean;
  /** A column by its name; undefined when there is none. */
  readonly peek: (name: string) => Promise<SqlColumn | undefined>;
  /** The same; one that is not there is told, once. Undefined for no name. */
  readonly column: (name: string | undefined) => Promise<SqlColumn | undefined>;
  /** The moment in a column, by default in that of the source's times. Throws a DriftProblem when there is no such column. */
  readonly moment: (name?: string) => Promise<string>;
}

export interface OpenSources {
  readonly predictions: OpenSource;
  /** The same as the predictions where the label is in their rows. */
  readonly labels: OpenSource;
}

/** Opens what an evaluation reads. Throws a DriftProblem that names the source when one can't be read. */
export async function openSources(
  context: RunContext,
  { predictions, labels, segments, schedule }: JobQuality,
  metrics: readonly JobQualityMetric[],
  times: EvaluationTimes,
  findings: Findings,
): Promise<OpenSources> {
  const { timezone } = schedule;
  const ofSegments = segments.map(({ column }) => column);
  const ofLabels = [
    labels.column,
    labels.arrivedAt,
    ...(labels.series ?? []),
    ...metrics.map(({ judged }) => judged),
  ].filter(isDefined);
  const ofPredictions = [predictions.column, predictions.score, predictions.group].filter(isDefined);
  const both = [...labels.key, ...ofSegments];
  const isApart = labels.source !== undefined;
  const opened = await openSource(context, findings, {
    source: sourceNamed(context, predictions.source),
    window: times.predictions,
    timezone,
    name: 'quality predictions',
    wanted: [...ofPredictions, ...both, ...(isApart ? [] : ofLabels)],
  });
  tellMissingDays(findings, predictions.source, opened.relation, daysOf(times.due, timezone) ?? []);
  if (labels.source === undefined) return { predictions: opened, labels: opened };
  return {
    predictions: opened,
    labels: await openSource(context, findings, {
      source: sourceNamed(context, labels.source),
      window: times.labels,
      timezone,
      name: 'quality labels read',
      wanted: [...ofLabels, ...both],
    }),
  };
}

async function openSource(
  context: RunContext,
  findings: Findings,
  request: {
    readonly source: JobSource;
    readonly window: Window;
    readonly timezone: string;
    readonly name: string;
    readonly wanted: readonly string[];
  },
): Promise<OpenSource> {
  const { engine, root } = context;
  const { source } = request;
  context.progress(`reading ${source.name}`);
  const relation = await openRelation(engine, { ...request, root });
  tellTexts(findings, source.name, relation);
  const peek = (name: string) => resolveColumn(engine, relation.name, relation.columns, name);
  return {
    relation,
    hasTime: source.timestamp !== undefined,
    peek,
    column: async (name) => {
      const found = name === undefined ? undefined : await peek(name);
      const isTold = findings.list.some(({ code, column }) => code === 'column/missing' && column === name);
      if (name !== undefined && found === undefined && !isTold)
        findings.add('error', 'column/missing', `source ${source.name} has no column ${name}`, {
          column: name,
        });
      return found;
    },
    moment: (name) =>
      timeOf(
        engine,
        name === undefined ? source : { ...source, timestamp: name },
        relation.name,
        relation.columns,
      ),
  };
}

function tellMissingDays(
  findings: Findings,
  source: string,
  { missingDays }: Relation,
  days: readonly string[],
): void {
  const missing = missingDays.filter((day) => days.includes(day));
  const [first] = missing;
  if (first === undefined) return;
  const which = missing.length === 1 ? first : `${missing.length} days (${first} …)`;
  findings.add('warning', 'source/missing-days', `source ${source} has no file of ${which} of the window`);
}
