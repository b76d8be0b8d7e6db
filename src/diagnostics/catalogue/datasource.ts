import type { CatalogueEntry } from './entry.ts';

/** What is reported about where samples are kept. */
export const DATASOURCE_CODES: readonly CatalogueEntry[] = [
  {
    code: 'datasource/several',
    title: 'more than one data source',
    exit: 'invalid-spec',
    explain:
      'All signals of a project are read from one place: rules can only join series that one Prometheus has. Systems that are watched by different ones are different projects.',
  },
  {
    code: 'datasource/evaluation-interval',
    title: 'evaluation interval out of range',
    exit: 'invalid-spec',
    explain:
      'Rules are evaluated every 1s to 2m. Prometheus takes a series for gone five minutes after its last sample, so that recorded series would have holes between slower evaluations, and alerts that read them would never hold long enough to fire.',
  },
  {
    code: 'datasource/scrape-interval',
    title: 'scrape interval out of range',
    exit: 'invalid-spec',
    explain:
      'Windows of rates, and how long a signal may be missing, are calculated from the scrape interval. One under a second is not credible; most likely the unit is wrong. Prometheus takes a series for gone five minutes after its last sample: the interval of all is at most 2m, that of one model or pipeline at most 5m.',
  },
  {
    code: 'datasource/no-log',
    title: 'prediction log that is no log',
    exit: 'invalid-spec',
    explain:
      'A prediction log is a data source whose lines are predictions. The data source that `predictionLog` names keeps metrics. Name one of type cloudwatch-logs.',
  },
  {
    code: 'datasource/no-rows',
    title: 'data source without rows where rows are read',
    exit: 'invalid-spec',
    explain:
      'The drift job reads predictions, labels, features and baselines as rows of files or tables. A store of metrics or of log lines has none. Name a data source of type parquet, csv, jsonl, arrow, postgres, bigquery, snowflake or athena.',
  },
];
