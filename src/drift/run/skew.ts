import type { JobDataset, JobFeature } from '../../plan/drift-job.ts';
import { chooseSchemes } from '../baseline.ts';
import { countColumns } from '../counting/count.ts';
import { resolveColumn } from '../counting/resolve-column.ts';
import type { SqlColumn } from '../counting/sql.ts';
import { finite } from '../decide.ts';
import { figure } from '../figure.ts';
import type { CheckResult } from '../result.ts';
import { coarseTable, pooledTable } from '../scoring/pooled.ts';
import { scoreTable } from '../scoring/table.ts';
import { currentWindow } from '../windows.ts';
import { openRelation, type Relation } from '../world/relation.ts';
import { type Findings, type RunContext, tellTimes } from './context.ts';

/** Bins of numbers: deciles of the offline values. */
const BINS = 10;

/**
 * How far the values that were served differ from those in the feature set: their Jensen-Shannon distance beyond chance. Undefined
 * where nobody asks, or nothing tells what was served.
 */
export async function skewOf(
  context: RunContext,
  dataset: JobDataset,
  offline: Relation,
  feature: JobFeature,
  column: SqlColumn,
  findings: Findings,
): Promise<Pick<CheckResult, 'value' | 'limit' | 'failed' | 'message'> | undefined> {
  const most = feature.maxSkew;
  if (most === undefined) return undefined;
  const source = dataset.online === undefined ? undefined : context.sources.get(dataset.online);
  if (source === undefined) {
    findings.add(
      'warning',
      'dataset/no-served-values',
      `${feature.name}: nothing says where its values are as they were served`,
      {
        column: feature.name,
        hint: 'served: a DataSource, on the FeatureSet.',
      },
    );
    return undefined;
  }
  const online = await openRelation(context.engine, {
    source,
    window: currentWindow(context.now, dataset),
    timezone: dataset.schedule.timezone,
    root: context.root,
    name: `served ${dataset.name}`,
    wanted: [feature.name],
  });
  tellTimes(findings, source, online, 'window of served values');
  const served = await resolveColumn(context.engine, online.name, online.columns, feature.name);
  const limit = `Jensen-Shannon at most ${figure(most)}`;
  if (served === undefined)
    return { value: null, limit, failed: true, message: `${feature.name} is not among the served values` };
  const declared = feature.type === 'float' || feature.type === 'int' ? 'numeric' : 'category';
  const id = feature.name;
  const scheme = (await chooseSchemes(context.engine, offline, [{ id, column, declared }])).get(id)?.scheme;
  if (scheme === undefined) return undefined;
  const count = async (relation: Relation, sql: SqlColumn) =>
    (await countColumns(context.engine, { relation: relation.name }, [{ id, column: sql, scheme }])).counted
      .get(id)
      ?.get('');
  const [a, b] = [await count(offline, column), await count(online, served)];
  if (a === undefined || b === undefined || a.rows === a.nulls || b.rows === b.nulls)
    return { value: null, limit, failed: false, message: 'not decided: one side has no values' };
  const table =
    a.kind === 'numeric' && b.kind === 'numeric'
      ? coarseTable(a.bins, b.bins, BINS)
      : a.kind === 'category' && b.kind === 'category'
        ? pooledTable(a, b)
        : undefined;
  if (table === undefined) return undefined;
  const { effect } = scoreTable('jensen-shannon', table);
  return {
    value: finite(effect),
    limit,
    failed: effect > most,
    message: `served values are ${figure(effect)} away beyond chance`,
  };
}
