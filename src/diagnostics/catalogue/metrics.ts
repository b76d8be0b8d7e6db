import type { CatalogueEntry } from './entry.ts';

/** What is reported about signals that are not what the specs ask of them. */
export const METRICS_CODES: readonly CatalogueEntry[] = [
  {
    code: 'metrics/unknown-role',
    title: 'role that no metric plays',
    exit: 'invalid-spec',
    explain:
      'Specs speak of roles (latency, requests, errors); which metric plays one is mapped under `metrics` of the model, or known by the metric convention. Nobody maps this role. Correct its name, or add the mapping.',
  },
  {
    code: 'metrics/incomplete-mapping',
    title: 'mapping without name or type',
    exit: 'invalid-spec',
    explain:
      'The convention does not know this role, so its mapping must say which metric plays it and whether that is a counter, a gauge or a histogram. Names that end in _total are taken as counters, mappings with buckets as histograms.',
  },
  {
    code: 'metrics/wrong-instrument',
    title: 'metric of the wrong type for its use',
    exit: 'invalid-spec',
    explain:
      'Rates need a counter, latencies a histogram, ages and utilisations a gauge. The metric that plays this role is another type: the result would be a number without meaning. Map another metric, or correct `type`.',
  },
  {
    code: 'metrics/unit-mismatch',
    title: 'metric in the wrong unit for its use',
    exit: 'invalid-spec',
    explain:
      'A latency is compared with a duration, a saturation with a share and an age with the time now, and the metric of this role is measured in something else. If only the unit of the mapping is wrong, correct it: milliseconds and percent are converted, and a moment is unix-seconds.',
  },
  {
    code: 'metrics/threshold-not-a-bucket',
    title: 'latency threshold between two buckets',
    exit: 'invalid-spec',
    explain:
      'A classic histogram only knows how many observations were at most each of its bucket bounds. A threshold between two of them cannot be counted: rules that ask for that bucket find no series, and the objective never sees a slow request. Use a bound that exists, or add one to the instrumentation and to `buckets`. Native histograms take any threshold.',
  },
  {
    code: 'metrics/buckets-not-ascending',
    title: 'buckets out of order',
    exit: 'invalid-spec',
    explain:
      'Bucket bounds ascend and each stands once, without +Inf. Out of order they are mostly a typing error, and thresholds would be checked against the wrong list.',
  },
  {
    code: 'metrics/no-label',
    title: 'metric without a label for version or class',
    exit: 'invalid-spec',
    explain:
      'The monitor looks at one version or one class, and the mapping does not say which label of the metric carries it. Name it under `labels` of the mapping; if the metric has no such label, the instrumentation must add one.',
  },
  {
    code: 'metrics/no-freshness',
    title: 'pipeline without a freshness metric',
    exit: 'invalid-spec',
    explain:
      'An objective of type freshness needs to know when the pipeline last succeeded: a gauge with that Unix time, under `freshness.metric` of the pipeline.',
  },
  {
    code: 'metrics/no-records',
    title: 'share of records that nobody counts',
    exit: 'invalid-spec',
    explain:
      'A limit such as 0.1% of records needs the number of records, and the pipeline has no `volume.metric`. Add it, or write the limit as a rate such as 3/h.',
  },
];
