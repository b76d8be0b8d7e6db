import type { CatalogueEntry } from './entry.ts';

/** What is reported about metrics that are there, beside what the specs read. */
export const LIVE_CODES: readonly CatalogueEntry[] = [
  {
    code: 'live/missing-metric',
    title: 'metric that nobody emits',
    exit: 'finding',
    explain:
      'The specs read a metric of this name, and there is none. Rules that read it have no value: an objective shows nothing, and only the alert on absence can fire. A metric whose name is near is suggested; it may have been renamed.',
  },
  {
    code: 'live/missing-label',
    title: 'label that a metric lacks',
    exit: 'finding',
    explain:
      'The metric is there, but not with a label, or a value of it, by which the specs choose its series or tell them apart: `select`, `match` and `labels` of the mapping, or the label of a segment. Rules that ask for it find no series.',
  },
  {
    code: 'live/other-type',
    title: 'metric of another type',
    exit: 'finding',
    explain:
      'The metric is exposed as another type than the one as which it is read. A rate over a gauge, or the newest value of a counter, is a number without meaning.',
  },
  {
    code: 'live/missing-bucket',
    title: 'histogram without a bucket that is read',
    exit: 'finding',
    explain:
      'The histogram lacks buckets that the specs name, or that the threshold of a latency objective needs. An objective on a bucket that is not there has no value, and never alerts.',
  },
  {
    code: 'live/stale',
    title: 'metric that is no longer written',
    exit: 'finding',
    explain:
      'The series were there within the last week, and have had no sample for five of their cadences (and at least five minutes). Whoever emits or scrapes them has stopped.',
  },
  {
    code: 'live/absent-yet',
    title: 'counter of failures that has not begun',
    exit: 'finding',
    explain:
      'Counters with labels appear with their first event, so that a healthy service has no series of its failures. That is well, and looks the same as a service that does not count them: provoke one failure to see.',
  },
  {
    code: 'live/too-many-series',
    title: 'metric with more series than the project allows',
    exit: 'finding',
    explain:
      'Each combination of values of labels is a series of its own, which costs memory in every store. The metric has more of them than `limits.series` of the project allows for a whole model.',
  },
  {
    code: 'live/unbounded-label',
    title: 'label with more values than the specs know',
    exit: 'finding',
    explain:
      'The specs list the values of this label (classes, values of a segment), or generated code would keep so many; the metric has more. A label whose values have no end makes series without end.',
  },
  {
    code: 'live/malformed',
    title: 'file that no scrape would take',
    exit: 'usage',
    explain:
      "The file is neither Prometheus' text format nor OpenMetrics, or has an error that makes a scrape fail as a whole. Save what the service answers as it is: `curl -s http://service:8000/metrics > scrape.txt`.",
  },
  {
    code: 'live/unreachable',
    title: 'Prometheus that cannot be asked',
    exit: 'remote',
    explain:
      'Nobody answers at the address, or what answers refuses: a token that is missing or wrong (`--token-file`, `--token-env`), or a program that is no Prometheus. Nothing is known of the metrics. The exit code is 5, so that a job may try again later.',
  },
];
