import type { ObjectRef } from '../diagnostics/diagnostic.ts';
import type { Condition, Measure } from './condition.ts';
import type { Severity, Subject } from './objective.ts';
import type { Origin } from './origin.ts';
import type { Unit } from './signal.ts';

/** What the alert tells about; maintenance windows and inhibition choose by it. */
export type AlertClass =
  | 'availability'
  | 'latency'
  | 'freshness'
  | 'saturation'
  | 'throughput'
  | 'coverage'
  | 'quality'
  | 'drift'
  | 'business'
  | 'comparison'
  | 'anomaly'
  | 'cost'
  | 'fairness'
  /** Values of features that break what is expected of them. */
  | 'data-quality'
  /** The drift job itself: it did not run, or had too little to decide on. */
  | 'job'
  /** Triggers an action; nobody is told. */
  | 'action'
  | 'volume'
  | 'schema'
  | 'threshold'
  | 'absence'
  | 'monitoring';

export interface Alert {
  /** Unique in the plan and stable: `<kind>:<object>/<aspect>`, e.g. `slo:fraud-latency/burn-fast`. */
  readonly id: string;
  /** CamelCase, unique in the plan: FraudLatencyBudgetBurnFast. */
  readonly name: string;
  /** The spec object that asked for it; its `<kind>:<name>` in kebab-case is the label `modelwatch_id`. */
  readonly object: ObjectRef;
  readonly subject: Subject;
  readonly class: AlertClass;
  readonly condition: Condition;
  readonly severity: Severity;
  /** How long the condition must hold. */
  readonly holdSeconds: number;
  /** How long it keeps firing once the condition is gone. */
  readonly keepFiringSeconds: number;
  readonly team: string;
  /** Name of the escalation policy; absent when the environment disables it (nobody is notified). */
  readonly escalation?: string;
  /** Upstream objects that explain it, as `<kind>:<name>`, sorted; the label `upstream`. */
  readonly upstream: readonly string[];
  /**
   * The whole fixed label set but for the alert's name and level: env, project, team, model | pipeline | feature_set, slo | monitor,
   * severity, escalation, upstream, modelwatch_kind, modelwatch_id. No value is measured.
   */
  readonly labels: Readonly<Record<string, string>>;
  /** Name of the action that it triggers instead of telling people; its severity is none. */
  readonly action?: string;
  readonly prose: AlertProse;
  readonly runbook: Runbook;
  /** Where alerts link to: the team's own page, else the generated one. */
  readonly runbookUrl: string;
  readonly dashboardUrl?: string;
  /** file#object, without a line number. */
  readonly specUrl: string;
  /** Seconds from the start of a gradual failure (age grows from 0) to firing; absent where there is no such failure. */
  readonly gradualSecondsToFire?: number;
  readonly origin: Origin;
}

/** Text in which targets put the measured value where `{{value}}` stands. User text is literal: it is never a template. */
export interface AlertProse {
  readonly summary: ProseText;
  readonly impact: ProseText;
  readonly budget?: ProseText;
  readonly firstLook: readonly FirstLook[];
}

/** A text in parts, so that measured values and user text cannot be confused. */
export type ProseText = readonly ProsePart[];
export type ProsePart =
  | { readonly text: string }
  /** The condition's value when it fires, printed in this unit. */
  | { readonly value: Unit };

export interface FirstLook {
  readonly title: string;
  readonly link?: string;
  /** What the alert measures, to be seen over time. */
  readonly measure?: Measure;
  /** Objective whose error ratio, budget and burn rate to look at. */
  readonly objective?: string;
  /** Signal whose series to look at. */
  readonly signal?: string;
}

export interface Runbook {
  /** The team's own page; absent when they have none and only the generated page exists. */
  readonly url?: string;
  readonly name?: string;
  readonly steps: readonly string[];
  readonly firstLook: readonly string[];
}
