import type { JobColumn, JobPolicy } from '../../plan/drift-job.ts';
import { counted } from '../../support/counted.ts';
import { type BaselineColumn, BUCKETS, chooseSchemes, type Scheme, type SchemeRequest } from '../baseline.ts';
import { type Counted, type CountedColumn, countColumns } from '../counting/count.ts';
import { resolveColumn } from '../counting/resolve-column.ts';
import type { SqlColumn } from '../counting/sql.ts';
import { type BaselineSnapshot, readColumn } from '../snapshot.ts';
import type { Relation } from '../world/relation.ts';
import type { Findings, RunContext } from './context.ts';
import { type KnownSegment, OTHER, segmentExpression, segmentValuesOf, splitGroup } from './segments.ts';

/** The name of a column among those of a policy. */
export function columnId({
  part,
  column,
  descriptor,
}: Pick<JobColumn, 'part' | 'column' | 'descriptor'>): string {
  return [part, column, ...(descriptor === undefined ? [] : [descriptor])].join('/');
}

/** A column of the plan where the relation has it. */
export interface FoundColumn {
  readonly column: JobColumn;
  readonly sql: SqlColumn;
}

/** Finds columns in a relation; what is missing is in no answer. */
export async function findColumns(
  context: RunContext,
  relation: Relation,
  columns: readonly JobColumn[],
): Promise<Map<string, FoundColumn>> {
  const found = new Map<string, FoundColumn>();
  for (const column of columns) {
    const sql = await resolveColumn(context.engine, relation.name, relation.columns, column.column);
    if (sql !== undefined) found.set(columnId(column), { column, sql });
  }
  return found;
}

/** What is asked about columns when it is chosen how they are counted. */
export function requestsOf(found: ReadonlyMap<string, FoundColumn>): SchemeRequest[] {
  return [...found].map(([id, { column, sql }]) => ({
    id,
    column: sql,
    declared: column.type,
    pii: column.pii,
  }));
}

/** The segments of a policy in a relation: those whose column is there. */
export async function findSegments(
  context: RunContext,
  policy: JobPolicy,
  relation: Relation,
  findings: Findings,
): Promise<{ readonly segment: KnownSegment; readonly sql: SqlColumn }[]> {
  const found: { segment: KnownSegment; sql: SqlColumn }[] = [];
  for (const segment of policy.segments) {
    const sql = await resolveColumn(context.engine, relation.name, relation.columns, segment.column);
    if (sql === undefined) {
      findings.add(
        'warning',
        'segment/missing',
        `segment ${segment.name} is left out: there is no column ${segment.column}`,
        {
          column: segment.column,
        },
      );
      continue;
    }
    found.push({ segment: await segmentValuesOf(context.engine, segment, sql, relation), sql });
  }
  return found;
}

/** Counts what the baseline has of columns: chooses how, then counts all rows, over all and in each segment. */
export async function countBaseline(
  context: RunContext,
  policy: JobPolicy,
  relation: Relation,
  found: ReadonlyMap<string, FoundColumn>,
  findings: Findings,
): Promise<Map<string, BaselineColumn>> {
  const requests = requestsOf(found);
  context.progress(`choosing bins of ${counted(requests.length, 'column')}`);
  const failed = new Set<string>();
  const schemes = await chooseSchemes(context.engine, relation, requests, (id, message) => {
    failed.add(id);
    tellFailure(findings, id, 'counted in the baseline', message);
  });
  const chosen = new Map<string, CountedColumn>();
  for (const [id, { column, sql }] of found) {
    const scheme = schemes.get(id);
    if (failed.has(id)) continue;
    if (scheme === undefined) {
      findings.add(
        'error',
        'column/unsupported-type',
        `${column.column}: values of this type can't be compared`,
        {
          column: column.column,
          hint: 'Numbers, texts and booleans can. Cast it in a view, or leave it out with monitor: none.',
        },
      );
      continue;
    }
    chosen.set(id, { id, column: sql, scheme: schemeFor(column, scheme) });
  }
  context.progress(`counting the baseline: ${counted(relation.rows, 'row')}`);
  const segments = await findSegments(context, policy, relation, findings);
  const groups = await countGroups(context, relation, [...chosen.values()], segments, findings, 'baseline');
  const columns = new Map<string, BaselineColumn>();
  for (const [id, { scheme }] of chosen) {
    const known = schemes.get(id);
    const ofColumn = groups.get(id);
    if (known && ofColumn)
      columns.set(id, { as: known.as, valueClass: known.valueClass, scheme, groups: ofColumn });
  }
  return columns;
}

/** Values of personal data are counted by bucket: none is ever told. */
function schemeFor({ pii }: JobColumn, { scheme }: Scheme): Scheme['scheme'] {
  return pii && scheme.kind === 'category' ? { kind: 'category', buckets: BUCKETS } : scheme;
}

/** Columns counted over all rows, and in each segment. */
export async function countGroups(
  context: RunContext,
  relation: Relation,
  columns: readonly CountedColumn[],
  segments: readonly { readonly segment: KnownSegment; readonly sql: SqlColumn }[],
  findings: Findings,
  side: string,
): Promise<Counted> {
  const all = new Map<
    string,
    Map<string, ReturnType<Counted['get']> extends ReadonlyMap<string, infer C> | undefined ? C : never>
  >();
  const groups = [undefined, ...segments.map(({ segment, sql }) => segmentExpression(segment, sql))];
  for (const group of groups) {
    const { counted: ofColumns, failures } = await countColumns(
      context.engine,
      { relation: relation.name, ...(group !== undefined && { group }) },
      columns,
    );
    for (const [id, ofGroups] of ofColumns) {
      const known = all.get(id) ?? new Map();
      for (const [name, counts] of ofGroups) known.set(name, counts);
      all.set(id, known);
    }
    for (const { id, message } of group === undefined ? failures : [])
      tellFailure(findings, id, `counted in the ${side}`, message);
  }
  return all;
}

/** Tells of a column that the engine could not do something with. */
export function tellFailure(findings: Findings, id: string, what: string, message: string): void {
  const column = id.slice(id.indexOf('/') + 1);
  findings.add('error', 'column/failed', `${column}: it could not be ${what} (${message})`, { column });
}

/** The segments by which columns of a baseline were counted. */
export function countedSegments(baselines: Iterable<BaselineColumn>): KnownSegment[] {
  const values = new Map<string, Set<string>>();
  for (const { groups } of baselines) {
    for (const group of groups.keys()) {
      const split = splitGroup(group);
      if (split !== null) values.set(split.name, (values.get(split.name) ?? new Set()).add(split.value));
    }
  }
  return [...values].map(([name, some]) => ({
    name,
    values: [...some].filter((value) => value !== OTHER).toSorted(),
  }));
}

/** The stored columns that a policy asks for. */
export function storedColumns(
  snapshot: BaselineSnapshot,
  columns: readonly JobColumn[],
): Map<string, BaselineColumn> {
  const known = new Map<string, BaselineColumn>();
  for (const column of columns) {
    const stored = snapshot.columns[columnId(column)];
    if (stored !== undefined) known.set(columnId(column), readColumn(stored));
  }
  return known;
}
