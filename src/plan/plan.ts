import type { Action } from './action.ts';
import type { Alert } from './alert.ts';
import type { Cause } from './cause.ts';
import type { DriftJobs } from './drift-jobs.ts';
import type { Instrumentation } from './instrumentation.ts';
import type { Maintenance } from './maintenance.ts';
import type { Objective } from './objective.ts';
import type { Origin } from './origin.ts';
import type { PagingService } from './paging.ts';
import type { Recipient, Route, TeamHours } from './route.ts';
import type { SecretRef } from './secret.ts';
import type { LabelSet, Signal } from './signal.ts';
import type { SubjectFacts } from './subject-facts.ts';
import type { PredictionLog, TelemetryPipeline, Tracing } from './telemetry.ts';

/**
 * The monitoring plan of one environment: everything that is to be measured, promised, watched and told, in no target's
 * words. Lists are sorted by id, so that a plan is the same whatever the order of files.
 */
export interface Plan {
  readonly project: string;
  /** Where the project stands in the specs: the origin of what belongs to no object. */
  readonly origin: Origin;
  readonly environment: Environment;
  readonly cadence: Cadence;
  readonly signals: readonly Signal[];
  readonly objectives: readonly Objective[];
  readonly alerts: readonly Alert[];
  readonly subjects: readonly SubjectFacts[];
  readonly routes: readonly Route[];
  readonly teamHours: readonly TeamHours[];
  readonly causes: readonly Cause[];
  readonly maintenance: readonly Maintenance[];
  readonly scrapes: readonly Scrape[];
  /** What the services of models must emit, by model. */
  readonly instrumentations: readonly Instrumentation[];
  readonly predictionLogs: readonly PredictionLog[];
  readonly tracing: readonly Tracing[];
  /** What carries traces, metrics and logs; absent when the specs ask for none. */
  readonly telemetry?: TelemetryPipeline;
  /** What the drift job reads, compares and decides. */
  readonly driftJobs: DriftJobs;
  /** What alerts trigger, by name. */
  readonly actions: readonly Action[];
  /** Services that escalate by themselves; empty when nothing renders them. */
  readonly pagingServices: readonly PagingService[];
  readonly metricStore: MetricStore;
  /** True when some target draws views: then what only they read is recorded. */
  readonly hasViews: boolean;
  /** True when some target records series, which is what conditions of others read. */
  readonly isRecorded: boolean;
  /** Who hears the dead man's switch stop; absent when nobody was named. */
  readonly watchdog?: Recipient;
  /** Directory in which a secret given as `env:X` is found as the file `X`, for programs that read no variables. */
  readonly secretsDir: string;
  /** Base of links to the generated runbook pages; absent when the project gives none. */
  readonly runbookBaseUrl?: string;
}

export interface Environment {
  readonly name: string;
  readonly labels: LabelSet;
  /** True when `labels` also select the raw series; false when they only mark ours. */
  readonly labelsSelect: boolean;
}

/** How often things happen. */
export interface Cadence {
  readonly scrapeSeconds: number;
  readonly evaluationSeconds: number;
}

/** Where signals are kept. */
export interface MetricStore {
  readonly url?: string;
  readonly auth?: SecretRef;
  /** How long samples are kept; absent when the specs do not say. */
  readonly retentionSeconds?: number;
}

/** How the signals of one object are collected. */
export interface Scrape {
  readonly id: string;
  readonly targets: readonly string[];
  readonly path: string;
  readonly scheme: 'http' | 'https';
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
  /** Set on every series, so that the model's `select` finds them. */
  readonly labels: LabelSet;
  readonly nativeHistograms: boolean;
  /** Kubernetes only: which pods, for targets that discover instead of listing. */
  readonly kubernetes?: { readonly namespace: string; readonly podLabels: LabelSet; readonly port: string };
  readonly origin: Origin;
}
