import type { Origin } from './origin.ts';

/** Units that the plan calculates in. Latency is always seconds, shares always 0–1; targets convert for themselves. */
export type Unit = 'seconds' | 'ratio' | 'events' | 'events-per-second' | 'bytes' | 'unix-seconds' | 'none';

export type Instrument = 'counter' | 'gauge' | 'histogram';

/** An equality on a label of the source, `match` and `select` of the specs. */
export type LabelSet = Readonly<Record<string, string>>;

/**
 * What is measured: a metric that somebody emits, as the specs map it. A signal names *all* series of the metric that belong
 * to its owner; a `Selection` narrows them (one version, one class).
 */
export interface Signal {
  /** Unique in the plan: `<object kind>:<object name>/<role>`. */
  readonly id: string;
  /** What the specs call it: latency, requests, errors, freshness … */
  readonly role: string;
  readonly metric: string;
  readonly instrument: Instrument;
  /** Unit of the plan, after `scale` was applied. */
  readonly unit: Unit;
  /** Multiply a raw sample by this to get `unit` (a percent gauge as ratio: 0.01; milliseconds as seconds: 0.001). */
  readonly scale: number;
  readonly labels: LabelSet;
  /** Which label of the source carries the model's version or the predicted class. */
  readonly versionLabel?: string;
  readonly classLabel?: string;
  /** Histograms only. `buckets`: upper bounds in raw units, ascending, without +Inf; absent when the specs do not say. */
  readonly histogram?: { readonly kind: 'classic' | 'native'; readonly buckets?: readonly number[] };
  readonly emitter: 'service' | 'pipeline' | 'feature-store' | 'exporter' | 'drift-job';
  /** How often a new sample is expected. */
  readonly cadenceSeconds: number;
  readonly origin: Origin;
}

/** Some of a signal's series. */
export interface Selection {
  readonly signal: string;
  /** Further equalities, beside the signal's own labels. */
  readonly where?: LabelSet;
}
