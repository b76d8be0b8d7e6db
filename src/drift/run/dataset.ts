import type { JobDataset, JobFeature } from '../../plan/drift-job.ts';
import { valuesOfSet } from '../../spec/kinds/value-sets.ts';
import { numberOf, quoteText, type SqlColumn, sqlDouble, textOf } from '../counting/sql.ts';
import { EngineError } from '../engine.ts';
import { figure, quantity } from '../figure.ts';
import type { CheckResult, DatasetResult } from '../result.ts';
import { currentWindow, isoMoment } from '../windows.ts';
import { openRelation, type Relation, resolveColumn } from '../world/relation.ts';
import { addProblem, Findings, type RunContext, sourceNamed, tellTexts, tellTimes } from './context.ts';
import { skewOf } from './skew.ts';

type Check = CheckResult['check'];

/** One expectation: what is counted, and what the count says. */
interface Expectation {
  readonly check: Check;
  readonly sql: string;
  readonly limit: string;
  judge(value: number, rows: number): { readonly failed: boolean; readonly message: string };
}

/**
 * Checks the rows of a feature set's window against what is expected of them. What can't be checked is a finding, and a failed
 * check of type; a source that can't be read leaves no checks at all, so that their absence is told by the rules.
 */
export async function runDataset(context: RunContext, dataset: JobDataset): Promise<DatasetResult> {
  const findings = new Findings();
  const { schedule, windowSeconds } = dataset;
  const { timezone } = schedule;
  const window = currentWindow(context.now, { schedule, windowSeconds, lagSeconds: dataset.lagSeconds });
  const result = {
    dataset: dataset.name,
    window: { from: isoMoment(window.from), to: isoMoment(window.to), rows: 0 },
    newest: null,
  };
  try {
    const source = sourceNamed(context, dataset.source);
    context.progress(`checking ${dataset.name}`);
    const relation = await openRelation(context.engine, {
      source,
      window,
      timezone,
      root: context.root,
      name: `dataset ${dataset.name}`,
      wanted: [...dataset.features.map(({ name }) => name), ...(dataset.key ?? [])],
    });
    tellTexts(findings, source.name, relation);
    tellTimes(findings, source, relation, 'window');
    const checks = await checkRelation(context, dataset, relation, window.to, findings);
    const newest = relation.newest === undefined ? null : isoMoment(relation.newest);
    return {
      ...result,
      window: { ...result.window, rows: relation.rows },
      newest,
      checks,
      findings: findings.list,
    };
  } catch (error) {
    addProblem(findings, error);
    return { ...result, checks: [], findings: findings.list };
  }
}

async function checkRelation(
  context: RunContext,
  dataset: JobDataset,
  relation: Relation,
  windowEnd: number,
  findings: Findings,
): Promise<CheckResult[]> {
  const checks: CheckResult[] = [
    ...datasetChecks(dataset, relation, windowEnd),
    ...(await duplicates(context, dataset, relation, findings)),
  ];
  const missing: string[] = [];
  for (const feature of dataset.features) {
    const column = await resolveColumn(context.engine, relation.name, relation.columns, feature.name);
    if (column === undefined) {
      missing.push(feature.name);
      checks.push(
        result(dataset, feature.name, 'type', {
          value: null,
          limit: feature.type,
          failed: true,
          message: `there is no column ${feature.name}`,
        }),
      );
      continue;
    }
    checks.push(...(await featureChecks(context, dataset, relation, feature, column, findings)));
  }
  const known = new Set([
    ...dataset.features.map(({ name }) => name.split('.')[0]?.toLowerCase()),
    ...(dataset.key ?? []).map((name) => name.toLowerCase()),
    context.sources.get(dataset.source)?.timestamp?.toLowerCase(),
  ]);
  const extra = relation.names.filter((name) => !known.has(name.toLowerCase()));
  if (extra.length > 0)
    findings.add(
      'info',
      'dataset/extra-columns',
      `${dataset.name} has columns that its specs do not name: ${extra
        .slice(0, 10)
        .join(', ')}${extra.length > 10 ? ' …' : ''}`,
    );
  checks.push(
    result(dataset, null, 'schema', {
      value: missing.length,
      limit: quantity(dataset.features.length, 'column'),
      failed: missing.length > 0,
      message: missing.length > 0 ? `missing: ${missing.join(', ')}` : 'every column is there',
    }),
  );
  return checks;
}

function result(
  dataset: JobDataset,
  feature: string | null,
  check: Check,
  rest: Pick<CheckResult, 'value' | 'limit' | 'failed' | 'message'>,
): CheckResult {
  return { dataset: dataset.name, feature, check, ...rest };
}

function datasetChecks(dataset: JobDataset, relation: Relation, windowEnd: number): CheckResult[] {
  const checks: CheckResult[] = [];
  if (dataset.rows !== undefined) {
    const { typical, tolerance } = dataset.rows;
    const [least, most] = [Math.ceil(typical * (1 - tolerance)), Math.floor(typical * (1 + tolerance))];
    const failed = relation.rows < least || relation.rows > most;
    checks.push(
      result(dataset, null, 'rows', {
        value: relation.rows,
        limit: `${least} to ${quantity(most, 'row')}`,
        failed,
        message: `${quantity(relation.rows, 'row')}, ${typical} ${typical === 1 ? 'is' : 'are'} usual`,
      }),
    );
  }
  if (dataset.maxAgeSeconds !== undefined) {
    const age = relation.newest === undefined ? null : Math.max(0, (windowEnd - relation.newest) / 1000);
    const failed = age === null || age > dataset.maxAgeSeconds;
    const message =
      age === null
        ? 'there is no row with a time'
        : `the newest row is ${figure(age)} s older than the end of the window`;
    checks.push(
      result(dataset, null, 'freshness', {
        value: age,
        limit: `at most ${dataset.maxAgeSeconds} s`,
        failed,
        message,
      }),
    );
  }
  return checks;
}

async function duplicates(
  context: RunContext,
  dataset: JobDataset,
  relation: Relation,
  findings: Findings,
): Promise<CheckResult[]> {
  const { key } = dataset;
  if (key === undefined || key.length === 0) return [];
  const columns = [];
  for (const name of key)
    columns.push(await resolveColumn(context.engine, relation.name, relation.columns, name));
  const expressions = columns.flatMap((column) => (column === undefined ? [] : [column.expression]));
  if (expressions.length < key.length) {
    findings.add('error', 'dataset/no-key', `${dataset.name} lacks a column of its key ${key.join(', ')}`);
    return [];
  }
  const [row = []] = await context.engine.rows(
    `SELECT coalesce(sum(c - 1), 0) FROM (SELECT count(*) AS c FROM ${relation.name} GROUP BY ${expressions.join(', ')} HAVING count(*) > 1)`,
  );
  const repeated = Number(row[0]);
  const message =
    repeated === 0
      ? 'no two rows have the same key'
      : `${quantity(repeated, 'row', ['repeats', 'repeat'])} the key ${key.join(', ')} of another`;
  return [
    result(dataset, null, 'duplicates', { value: repeated, limit: 'none', failed: repeated > 0, message }),
  ];
}

async function featureChecks(
  context: RunContext,
  dataset: JobDataset,
  relation: Relation,
  feature: JobFeature,
  column: SqlColumn,
  findings: Findings,
): Promise<CheckResult[]> {
  const expectations = expectationsOf(feature, column);
  const checks: CheckResult[] = [];
  try {
    const [row = []] = await context.engine.rows(
      `SELECT ${expectations.map(({ sql }) => sql).join(', ')} FROM ${relation.name}`,
    );
    for (const [index, expectation] of expectations.entries()) {
      const { check, limit } = expectation;
      const value = Number(row[index]);
      const judged = expectation.judge(value, relation.rows);
      checks.push(result(dataset, feature.name, check, { value, limit, ...judged }));
    }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    findings.add('error', 'column/failed', `${feature.name}: it could not be checked (${error.message})`, {
      column: feature.name,
    });
    checks.push(
      result(dataset, feature.name, 'type', {
        value: null,
        limit: feature.type,
        failed: true,
        message: 'it could not be read',
      }),
    );
  }
  const skew = await skewOf(context, dataset, relation, feature, column, findings);
  return skew === undefined ? checks : [...checks, result(dataset, feature.name, 'skew', skew)];
}

/** Judges a count of which there should be none. */
function none(of: string) {
  return (value: number) => ({
    failed: value > 0,
    message: value === 0 ? `no value is ${of}` : `${quantity(value, 'value', ['is', 'are'])} ${of}`,
  });
}

/** What is expected of a feature, as counts of rows that are otherwise. */
function expectationsOf(feature: JobFeature, column: SqlColumn): Expectation[] {
  const { expression } = column;
  const number = numberOf(column);
  const expectations: Expectation[] = [
    {
      check: 'type',
      sql: wrongType(feature, column),
      limit: feature.type,
      judge: none(`not of type ${feature.type}`),
    },
  ];
  if (feature.range !== undefined) {
    const [least, most] = feature.range;
    const sql = `count_if(${number} < ${least} OR ${number} > ${most})`;
    expectations.push({
      check: 'range',
      sql,
      limit: `${least} to ${most}`,
      judge: none(`outside of ${least} to ${most}`),
    });
  }
  if (feature.maxNulls !== undefined) {
    const most = feature.maxNulls;
    expectations.push({
      check: 'nulls',
      sql: `count(*) - count(${expression})`,
      limit: `at most ${figure(100 * most)} %`,
      judge: (value, rows) => {
        const share = rows === 0 ? 0 : value / rows;
        return { failed: share > most, message: `${figure(100 * share)} % of the values are missing` };
      },
    });
  }
  if (feature.values !== undefined) {
    expectations.push({
      check: 'values',
      sql: `count_if(${otherThan(listOf(feature.values), column)})`,
      limit: `one of ${quantity(listOf(feature.values).length, 'value')}`,
      judge: none('not among those that there are'),
    });
  }
  if (feature.maxCardinality !== undefined) {
    const most = feature.maxCardinality;
    expectations.push({
      check: 'cardinality',
      sql: `count(DISTINCT ${expression})`,
      limit: `at most ${most}`,
      judge: (value) => ({ failed: value > most, message: quantity(value, 'distinct value') }),
    });
  }
  return expectations;
}

/** Whether a value is none of a list. Numbers are compared as numbers: 1 may be stored as 1.0. */
function otherThan(values: readonly (string | number)[], column: SqlColumn): string {
  const isOther = `${textOf(column)} NOT IN (${values.map((value) => quoteText(String(value))).join(', ')})`;
  const numbers = values.filter((value) => typeof value === 'number').map(sqlDouble);
  return numbers.length === 0
    ? isOther
    : `${isOther} AND coalesce(${numberOf(column)} NOT IN (${numbers.join(', ')}), true)`;
}

/** The values themselves, also of a set that has a name. */
function listOf(values: NonNullable<JobFeature['values']>): readonly (string | number)[] {
  return typeof values === 'string' ? valuesOfSet(values) : values;
}

/** How many values are not of the declared type. Texts that are numbers are numbers: files of text have nothing else. */
function wrongType({ type }: JobFeature, column: SqlColumn): string {
  const { expression, kind } = column;
  const all = `count(${expression})`;
  switch (type) {
    case 'float':
      return kind === 'boolean' || kind === 'time' || kind === 'vector'
        ? all
        : `${all} - count(${numberOf(column)})`;
    case 'int':
      if (kind === 'integer') return '0';
      if (kind === 'boolean' || kind === 'time' || kind === 'vector') return all;
      return `count_if(${expression} IS NOT NULL AND (${numberOf(column)} IS NULL OR ${numberOf(column)} <> round(${numberOf(column)})))`;
    case 'bool':
      return kind === 'boolean' ? '0' : `${all} - count(TRY_CAST(${textOf(column)} AS BOOLEAN))`;
    case 'timestamp':
      return kind === 'time'
        ? '0'
        : kind === 'integer'
          ? '0'
          : `${all} - count(TRY_CAST(${textOf(column)} AS TIMESTAMPTZ))`;
    case 'vector':
      return kind === 'vector' ? '0' : all;
    case 'category':
    case 'string':
      return kind === 'vector' || kind === 'other' ? all : '0';
  }
}
