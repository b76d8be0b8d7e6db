import type { JobDataset, JobFeature } from '../../plan/drift-job.ts';
import { counted } from '../../support/counted.ts';
import { resolveColumn } from '../counting/resolve-column.ts';
import type { SqlColumn } from '../counting/sql.ts';
import { EngineError } from '../engine.ts';
import { figure } from '../figure.ts';
import type { CheckResult, DatasetResult } from '../result.ts';
import { currentWindow, isoMoment } from '../windows.ts';
import { openRelation, type Relation } from '../world/relation.ts';
import { addProblem, Findings, type RunContext, sourceNamed, tellTexts, tellTimes } from './context.ts';
import { expectationsOf } from './expectations.ts';
import { skewOf } from './skew.ts';

type Check = CheckResult['check'];

/**
 * Checks the rows of a feature set's window against what is expected of them. What can't be checked is a finding, and a failed
 * check of type; a source that can't be read leaves no checks at all, so that their absence is told by the rules.
 */
export async function runDataset(context: RunContext, dataset: JobDataset): Promise<DatasetResult> {
  const findings = new Findings();
  const { timezone } = dataset.schedule;
  const window = currentWindow(context.now, dataset);
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
      limit: counted(dataset.features.length, 'column'),
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
        limit: `${least} to ${counted(most, 'row')}`,
        failed,
        message: `${counted(relation.rows, 'row')}, ${typical} ${typical === 1 ? 'is' : 'are'} usual`,
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
      : `${counted(repeated, 'row', ['repeats', 'repeat'])} the key ${key.join(', ')} of another`;
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
