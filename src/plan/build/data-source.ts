import type { DataSourceSpec } from '../../spec/kinds/data-source.ts';
import type { Entity, Workspace } from '../../workspace/entity.ts';
import type { Cadence, MetricStore } from '../plan.ts';
import { type BuildContext, reportAt } from './context.ts';
import { secretOf } from './secret.ts';

const DEFAULT_INTERVAL_SECONDS = 30;
/** Of scrapes and of evaluations: Prometheus takes a series without a sample for five minutes for gone. */
const LONGEST_INTERVAL_SECONDS = 120;

/** Scrape and evaluation intervals of the project's data source. */
export function cadenceOf(workspace: Workspace): Cadence {
  const spec = dataSource(workspace)?.spec;
  return {
    scrapeSeconds: spec?.scrapeInterval.seconds ?? DEFAULT_INTERVAL_SECONDS,
    evaluationSeconds: spec?.evaluationInterval.seconds ?? DEFAULT_INTERVAL_SECONDS,
  };
}

type PrometheusSource = Extract<DataSourceSpec, { type: 'prometheus' }>;

interface Source {
  readonly entity: Entity<'DataSource'>;
  readonly spec: PrometheusSource;
}

function prometheusSources(workspace: Workspace): Source[] {
  return workspace
    .list('DataSource')
    .flatMap((entity) => (entity.spec.type === 'prometheus' ? [{ entity, spec: entity.spec }] : []));
}

function dataSource(workspace: Workspace): Source | undefined {
  return prometheusSources(workspace)[0];
}

/** Reports a second data source, and intervals that no rule can work with. */
export function checkDataSources(context: BuildContext): void {
  for (const type of ['prometheus', 'cloudwatch'] as const) {
    const [first, second] = context.workspace.list('DataSource').filter(({ spec }) => spec.type === type);
    if (first === undefined || second === undefined) continue;
    reportAt(context, second, [], {
      code: 'datasource/several',
      severity: 'error',
      message: `there is more than one data source of type ${type}`,
      related: [{ message: 'the first one', span: first.span }],
      hint: 'Signals of one project are kept in one place; use a project for each.',
    });
  }
  const source = dataSource(context.workspace);
  if (source === undefined) return;
  checkInterval(context, source, 'evaluationInterval', {
    code: 'datasource/evaluation-interval',
    message: `${source.spec.evaluationInterval.text} is no evaluation interval`,
    expected: '1s to 2m: recorded series would be stale between evaluations',
  });
  checkInterval(context, source, 'scrapeInterval', {
    code: 'datasource/scrape-interval',
    message: `${source.spec.scrapeInterval.text} is no scrape interval`,
    expected: '1s to 2m: a sample counts for five minutes, and a rate needs four of them',
  });
}

function checkInterval(
  context: BuildContext,
  source: Source,
  field: 'evaluationInterval' | 'scrapeInterval',
  finding: { code: string; message: string; expected: string },
): void {
  const { seconds } = source.spec[field];
  if (seconds >= 1 && seconds <= LONGEST_INTERVAL_SECONDS) return;
  reportAt(context, source.entity, [field], { ...finding, severity: 'error' });
}

/** Where the signals of this environment are kept. */
export function metricStoreOf(workspace: Workspace): MetricStore {
  const spec = dataSource(workspace)?.spec;
  if (spec === undefined) return {};
  const url = urlIn(spec.url, workspace.environment);
  const auth = spec.auth && secretOf(spec.auth.secretRef);
  return {
    ...(url !== undefined && { url }),
    ...(auth && { auth }),
    ...(spec.retention && { retentionSeconds: spec.retention.seconds }),
  };
}

function urlIn(
  url: string | Readonly<Record<string, string>> | undefined,
  environment: string,
): string | undefined {
  if (typeof url !== 'object') return url;
  return Object.hasOwn(url, environment) ? url[environment] : undefined;
}
