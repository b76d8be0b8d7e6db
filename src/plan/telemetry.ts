import type { Subject } from './objective.ts';
import type { Origin } from './origin.ts';
import type { LabelSet } from './signal.ts';

/** Where each prediction of a model is written down, one JSON object a line. */
export interface PredictionLog {
  readonly subject: Subject;
  readonly store: { readonly type: 'cloudwatch-logs'; readonly logGroup: string };
  /** Which field of a line carries what. */
  readonly fields: {
    readonly version?: string;
    readonly class?: string;
    readonly confidence?: string;
    readonly latency?: string;
    /** There only when the prediction failed. */
    readonly error?: string;
  };
  /** Fields by the dimension of metrics that they carry. */
  readonly dimensionFields: LabelSet;
  /** Roles whose metrics are made of the log; nobody else emits them to where the log is. */
  readonly roles: readonly string[];
  readonly origin: Origin;
}

/** How a model appears in traces. */
export interface Tracing {
  readonly subject: Subject;
  readonly service: string;
  /** Share of the requests that are traced, 0 to 1. */
  readonly sampledRatio: number;
  /** Slower is bad, by the strictest latency objective of the model; absent when it has none. */
  readonly slowSeconds?: number;
  readonly origin: Origin;
}
