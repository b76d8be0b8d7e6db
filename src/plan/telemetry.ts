import type { GatewayTls, SignalKind, SinkSpec } from '../spec/kinds/telemetry/sinks.ts';
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

/** The job under which the gateway is scraped. */
export const GATEWAY_JOB = 'otel-collector-gateway';
/** The job under which agents scrape themselves; what they find is carried with everything else. */
export const AGENT_JOB = 'otel-collector-agent';

/**
 * What carries telemetry from the models to where it is kept: what comes in, what is taken out, which traces are kept, where
 * it goes. One for an environment.
 */
export interface TelemetryPipeline {
  readonly name: string;
  /** Which generation of the program that carries it. */
  readonly generation: '0.130' | '0.110';
  readonly sources: TelemetrySources;
  readonly sinks: readonly TelemetrySink[];
  readonly sampling: TraceSampling;
  readonly redaction: Redaction;
  readonly queue: { readonly directory: string; readonly requests: number; readonly fsync: boolean };
  readonly memoryLimitMib: number;
  /** Whether the gateway carries its own metrics too; else they are among the plan's scrapes. */
  readonly carriesOwnMetrics: boolean;
  /** Beside the models. */
  readonly agent: CollectorPlace;
  /** In the middle. */
  readonly gateway: CollectorPlace & {
    readonly host: string;
    readonly port: number;
    /** Absent: agents and gateway speak in the clear. */
    readonly tls?: GatewayTls;
  };
  readonly origin: Origin;
}

/** Where a program that carries telemetry listens. */
export interface CollectorPlace {
  readonly listen: string;
  readonly healthPort: number;
  readonly metricsPort: number;
}

export interface TelemetrySources {
  readonly otlp: { readonly grpcPort: number; readonly httpPort: number };
  readonly zipkin?: { readonly port: number };
  readonly jaeger?: { readonly grpcPort: number; readonly httpPort: number };
  readonly host?: { readonly intervalSeconds: number };
  readonly files: readonly PredictionFiles[];
  /** Whether the plan's scrapes are carried too. */
  readonly scrapes: boolean;
}

/** Files to which a model writes its predictions, one JSON object a line. */
export interface PredictionFiles {
  readonly subject: Subject;
  /** Name of the service that writes them. */
  readonly service: string;
  readonly include: readonly string[];
  /** Field with the time, ISO 8601. */
  readonly timestamp?: string;
  readonly origin: Origin;
}

/** Where telemetry is kept. */
export interface TelemetrySink {
  /** Unique in the pipeline. */
  readonly name: string;
  readonly signals: readonly SignalKind[];
  /** What the spec says of it; secrets are references. */
  readonly store: SinkSpec;
  readonly origin: Origin;
}

/** Which traces are kept; failed ones always are. */
export interface TraceSampling {
  /** Share of ordinary traces, 0 to 1. */
  readonly ratio: number;
  /** As long as this is slow, whatever the service. */
  readonly slowSeconds?: number;
  /** How long the spans of a trace are waited for. */
  readonly waitSeconds: number;
  readonly services: readonly {
    readonly service: string;
    readonly ratio: number;
    readonly slowSeconds?: number;
    readonly origin: Origin;
  }[];
  readonly origin: Origin;
}

/** What leaves no machine. */
export interface Redaction {
  /** Fields that are taken out of everything. */
  readonly fields: readonly string[];
  /** Fields that are taken out of traces and logs; as dimensions of metrics they are counts of many people. */
  readonly protectedFields: readonly string[];
  /** Regular expressions of values that are masked. */
  readonly values: readonly string[];
  readonly origin: Origin;
}
