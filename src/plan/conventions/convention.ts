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
  /** Of a total: whether it counts failed requests too. */
  readonly includesErrors?: boolean;
  /** Where CloudWatch keeps it, when whoever emits it publishes it there. */
  readonly cloudwatch?: MetricMapping['cloudwatch'];
  readonly emitter: Signal['emitter'];
}

/** Names that a kind of instrumentation gives to its metrics: data, not code. */
export interface Convention {
  readonly name: string;
  /** Of what emits them: names change. */
  readonly version: string;
  /** The page of the project that has the names. */
  readonly source: string;
  /** The server that emits these metrics by itself; absent when the model's own code has to. */
  readonly server?: string;
  readonly roles: Readonly<Record<string, ConventionRole>>;
}
