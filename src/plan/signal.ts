import type { Origin } from './origin.ts';

/** Units that the plan calculates in. Latency is always seconds, shares always 0–1; targets convert for themselves. */
export type Unit =
  | 'seconds'
  | 'ratio'
  | 'events'
  | 'events-per-second'
  | 'bytes'
  | 'unix-seconds'
  /** An amount in the one currency of the measure's object. */
  | 'money'
  | 'none';

export type Instrument = 'counter' | 'gauge' | 'histogram';

/** An equality on a label of the source, `match` and `select` of the specs. */
export type LabelSet = Readonly<Record<string, string>>;

/** What a signal's series can be told apart by. Each store has names of its own for it. */
export type Facet = 'version' | 'class' | 'outcome' | 'reason' | 'kind' | 'policy' | 'metric' | 'value';
export const FACETS: readonly Facet[] = [
  'version',
  'class',
  'outcome',
  'reason',
  'kind',
  'policy',
  'metric',
  'value',
];
export type FacetNames = Readonly<Partial<Record<Facet, string>>>;
export type FacetValues = Readonly<Partial<Record<Facet, string>>>;

/**
 * What is measured: a metric that somebody emits, as the specs map it. A signal names *all* series of the metric that belong
 * to its owner; a `Selection` narrows them (one version, one class). How the samples are kept differs by store: names of
 * labels, raw units and what is known of a distribution stand under each.
 */
export interface Signal {
  /** Unique in the plan: `<object kind>:<object name>/<role>`. */
  readonly id: string;
  /** What the specs call it: latency, requests, errors, freshness … */
  readonly role: string;
  /** The name it is emitted under, by which people know it. */
  readonly metric: string;
  readonly instrument: Instrument;
  /** Unit of the plan, after the store's `scale` was applied. */
  readonly unit: Unit;
  readonly emitter: 'service' | 'pipeline' | 'feature-store' | 'exporter' | 'drift-job';
  /** How often a new sample is expected. */
  readonly cadenceSeconds: number;
  readonly prometheus: PrometheusSeries;
  /** Absent when the project keeps nothing in CloudWatch. */
  readonly cloudwatch?: CloudWatchLookup;
  readonly origin: Origin;
}

/** As Prometheus keeps it, under the metric's own name. */
export interface PrometheusSeries {
  readonly labels: LabelSet;
  /** Multiply a raw sample by this to get the signal's `unit` (a percent gauge as ratio: 0.01; milliseconds as seconds: 0.001). */
  readonly scale: number;
  readonly facetLabels: FacetNames;
  /** Histograms only. `buckets`: upper bounds in raw units, ascending, without +Inf; absent when the specs do not say. */
  readonly histogram?: { readonly kind: 'classic' | 'native'; readonly buckets?: readonly number[] };
}

/** Where CloudWatch keeps it, or why nobody knows. */
export type CloudWatchLookup =
  | { readonly found: true; readonly metric: CloudWatchMetric }
  | {
      readonly found: false;
      /** `not-published`: whoever emits it does not send it there, so no mapping could help. */
      readonly why: 'no-mapping' | 'unit-contradicts' | 'not-published';
      /** What the specs say, and what would be right, for a finding at `origin`. */
      readonly message: string;
      readonly expected: string;
      readonly origin: Origin;
    };

/** A metric is chosen by its whole set of dimensions: CloudWatch adds nothing up over dimensions that are not named. */
export interface CloudWatchMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: LabelSet;
  /** The unit that samples are published with; absent when the specs do not say. */
  readonly unit?: string;
  /** Multiply a raw value by this to get the signal's `unit`. */
  readonly scale: number;
  readonly facetDimensions: FacetNames;
  readonly origin: Origin;
}

/** Some of a signal's series. */
export interface Selection {
  readonly signal: string;
  /** Further equalities, beside those that choose the signal. */
  readonly where?: FacetValues;
  /** Inequalities: every version but the champion. */
  readonly whereNot?: FacetValues;
}

/** Whether its series can be told apart by the facet: whether they are emitted with a label for it. */
export function tellsApart({ prometheus }: Signal, facet: Facet): boolean {
  return prometheus.facetLabels[facet] !== undefined;
}

/** A value of the signal's unit in the raw unit of a store: 0.25 s where samples are milliseconds is 250. */
export function rawValue(store: { readonly scale: number }, value: number): number {
  return Number((value / store.scale).toPrecision(12));
}

/** Equalities on facets as equalities on the names that a store has for them. Facets without a name there are left out. */
export function namedFacets(names: FacetNames, where?: FacetValues): LabelSet {
  const labels: Record<string, string> = {};
  if (where === undefined) return labels;
  for (const facet of FACETS) {
    const [name, value] = [names[facet], where[facet]];
    if (name !== undefined && value !== undefined) labels[name] = value;
  }
  return labels;
}
