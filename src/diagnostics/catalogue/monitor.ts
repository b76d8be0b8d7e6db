import type { CatalogueEntry } from './entry.ts';

/** What is reported about monitors that say too much or too little. */
export const MONITOR_CODES: readonly CatalogueEntry[] = [
  {
    code: 'monitor/of-or-query',
    title: 'neither a role nor a query, or both',
    exit: 'invalid-spec',
    explain:
      'A monitor looks at a role of its subject (`of`) or at a PromQL expression (`query`), and at exactly one of them.',
  },
  {
    code: 'monitor/not-with-query',
    title: 'field that has no effect on a query',
    exit: 'invalid-spec',
    explain:
      'Statistic, class, version and minSamples choose and count the series of a role. A query says all of that itself, so the field would be ignored: write it into the query.',
  },
  {
    code: 'monitor/only-with-query',
    title: 'field that has no effect on a role',
    exit: 'invalid-spec',
    explain:
      'The unit of a role is that of its metric and statistic: it is written under `metrics` of the model, or known by the metric convention. Only the value of a query has a unit that nobody else knows.',
  },
  {
    code: 'monitor/statistic',
    title: 'statistic that the metric does not have',
    exit: 'invalid-spec',
    explain:
      'Counters have rate, increase and share; histograms mean, percentiles, rate and increase; gauges max, min, avg and sum, or age if they hold a moment (unit unix-seconds). Another statistic of this metric is a number without meaning.',
  },
  {
    code: 'monitor/share-without-class',
    title: 'share of no class',
    exit: 'invalid-spec',
    explain: 'A share is the part of one class among all events of the role. Say which class.',
  },
  {
    code: 'monitor/no-samples',
    title: 'minimum of samples without samples',
    exit: 'invalid-spec',
    explain:
      'minSamples counts the events in the window, which only counters and histograms have. A gauge has a value or none; whether it is missing is what onNoData is for.',
  },
  {
    code: 'monitor/recover-beyond-threshold',
    title: 'recovery while still beyond the threshold',
    exit: 'invalid-spec',
    explain:
      '`recover` is where the alert ends once it fires. It lies on the other side of the threshold, or at it: `threshold: { gt: 250ms }` goes with `recover: { lt: 200ms }`. Otherwise the alert would end while its condition still holds, and fire again at once.',
  },
];
