import type { CatalogueEntry } from './entry.ts';

/** What is reported about monitors that say too much or too little. */
export const MONITOR_CODES: readonly CatalogueEntry[] = [
  {
    code: 'monitor/of-or-query',
    title: 'neither a role nor a query, or both',
    exit: 'invalid-spec',
    explain:
      'A monitor looks at a role of its subject (`of`) or at a PromQL expression (`query`), and at exactly one of them; so do proxies (`from` or `query`) and the conditions of a composite.',
  },
  {
    code: 'monitor/not-with-query',
    title: 'field that has no effect on a query',
    exit: 'invalid-spec',
    explain:
      'Statistic, class and version choose the series of a role. A query says all of that itself, so the field would be ignored: write it into the query.',
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
  {
    code: 'monitor/one-condition',
    title: 'monitor with no condition, or several',
    exit: 'invalid-spec',
    explain:
      'A monitor alerts on exactly one thing: a `threshold`, a comparison of versions (`compare`), several conditions together (`all`, `any`), a value that is far from other weeks (`anomaly`), or the `cost` of a model. Two of them are two monitors.',
  },
  {
    code: 'monitor/no-effect',
    title: 'field that this kind of monitor does not read',
    exit: 'invalid-spec',
    explain:
      'Each kind of monitor reads some of the fields only: a comparison has its own `for` and `minSamples`, conditions of a composite measure by themselves, a cost has its own window. What nobody reads would look as if it were heeded.',
  },
  {
    code: 'monitor/wrong-subject',
    title: 'monitor of something that only models have',
    exit: 'invalid-spec',
    explain:
      'Only a model has versions that can be compared, and tokens that cost something. Name the model as the subject.',
  },
  {
    code: 'monitor/no-version',
    title: 'comparison with a version that is not declared',
    exit: 'invalid-spec',
    explain:
      '`champion` and `challenger` stand for what the model declares under `versions`; with `discover: label` the challenger is every version but the champion, which must be named then. Any other text is taken for a version.',
  },
  {
    code: 'monitor/compare-metric',
    title: 'metric by which versions cannot be compared',
    exit: 'invalid-spec',
    explain:
      'Versions are compared by latency (mean or percentile), error rate, fallback rate, mean confidence, or by a proxy of the model that is a mean, a percentile or the share of a class. Plain rates differ with the traffic that each version gets, gauges count no samples, and a query names no versions.',
  },
  {
    code: 'monitor/no-such-state',
    title: 'condition on a state that its object never has',
    exit: 'invalid-spec',
    explain:
      'A composite inlines the conditions of other objects: that an SLO burns its budget needs burn rates or time slices to alert on, and that a drift policy is in a state needs a test of that part with that level.',
  },
  {
    code: 'monitor/cycle',
    title: 'monitors that stand on each other',
    exit: 'invalid-spec',
    explain:
      'The condition of each would contain that of the other, without an end. Let one of them name the conditions themselves.',
  },
  {
    code: 'monitor/action-when',
    title: 'action on a difference that the monitor does not have',
    exit: 'invalid-spec',
    explain:
      '`when` of an action narrows a comparison of versions: to one of its metrics, by a difference above the tolerance. Other monitors have no metrics to choose from: their actions are triggered with the alert.',
  },
  {
    code: 'monitor/warn-not-before-alert',
    title: 'warning that comes no sooner than the alert',
    exit: 'invalid-spec',
    explain:
      '`warn` is told at a lower severity before `alert`, so its share of the budget is the smaller one.',
  },
  {
    code: 'cost/no-budget',
    title: 'cost of a model without prices',
    exit: 'invalid-spec',
    explain:
      'A monitor of the cost multiplies tokens with their prices and compares that with the budget. Both stand on the model, under `cost`.',
  },
  {
    code: 'cost/no-price',
    title: 'cost without a price or a budget',
    exit: 'invalid-spec',
    explain:
      'Each kind of tokens that costs something has its price under `perToken`, and the budget is more than nothing; else there is nothing to add up or to compare with.',
  },
  {
    code: 'proxy/no-bound',
    title: 'proxy of which nothing is expected',
    exit: 'invalid-spec',
    explain:
      'A proxy is watched while labels mature: it alerts when it is not what is expected. Say what that is: `min`, `max`, or `within` a share of the baseline or of last week.',
  },
  {
    code: 'proxy/page-alone',
    title: 'proxy that would page by itself',
    exit: 'invalid-spec',
    explain:
      'A proxy only hints at the quality of a model, and hints are wrong often enough that nobody should be woken by one. Tell a ticket, or name a second signal under `confirmWith` (another proxy, a monitor, an SLO): the alert then needs both.',
  },
  {
    code: 'proxy/unknown',
    title: 'confirmation by a proxy that does not exist',
    exit: 'invalid-spec',
    explain:
      '`confirmWith: { proxy: … }` names another proxy of the same model. Nothing else by that name confirms it; monitors and SLOs have keys of their own.',
  },
  {
    code: 'proxy/duplicate-name',
    title: 'two proxies of one name',
    exit: 'invalid-spec',
    explain: 'Alerts and baselines of proxies are called by their names, so each is used once in a model.',
  },
];
