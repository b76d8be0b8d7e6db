import type { MetricMapping } from '../../spec/metric.ts';
import type { Instrument, Signal } from '../signal.ts';

/** What a convention knows of a role. */
export interface ConventionRole {
  readonly name: string;
  readonly instrument: Instrument;
  /** Unit of the samples. */
  readonly unit: NonNullable<MetricMapping['unit']>;
  readonly labels?: MetricMapping['labels'];
  readonly buckets?: readonly number[];
  readonly emitter: Signal['emitter'];
}

/** Names that a kind of instrumentation gives to its metrics: data, not code. */
export interface Convention {
  readonly name: string;
  readonly roles: Readonly<Record<string, ConventionRole>>;
}
