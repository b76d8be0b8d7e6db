import type { LabelSet } from '../../plan/signal.ts';

/** Metrics as they are: from a file of one scrape, or of a Prometheus. */
export interface MetricSource {
  /** "scrape.txt", "http://prometheus:9090". */
  readonly shown: string;
  /** Whether series have the labels that a scrape sets. */
  readonly isScraped: boolean;
  /** Names of all series: of histograms those of their parts. */
  readonly names: () => Promise<readonly string[]>;
  /** The type that a metric is exposed with; undefined when it tells none. */
  readonly typeOf: (metric: string) => Promise<string | undefined>;
  /** Labels of the series of that name with those labels; an empty value is a label that is not there. */
  readonly series: (name: string, labels: LabelSet, newest: Newest) => Promise<readonly LabelSet[]>;
}

/** Series whose last sample is not older than so many seconds. */
export interface Newest {
  readonly withinSeconds: number;
}

/** Whether labels have all these values; empty stands for absent. */
export function hasLabels(labels: LabelSet, wanted: LabelSet): boolean {
  return Object.entries(wanted).every(([name, value]) => (labels[name] ?? '') === value);
}
