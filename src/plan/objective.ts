import type { Comparison, Measure } from './condition.ts';
import type { Origin } from './origin.ts';
import type { Selection } from './signal.ts';

/** What is good and what is bad. */
export type Indicator =
  /** bad / total of counted events. `total` and `bad` are sums of the selections' rates; absent `bad` counts as none. */
  | { readonly type: 'events'; readonly total: readonly Selection[]; readonly bad: readonly Selection[] }
  /** Observations of a histogram above the threshold are bad. */
  | {
      readonly type: 'histogram-threshold';
      readonly of: Selection;
      readonly thresholdSeconds: number;
    }
  /** A moment is bad while the comparison holds (age > limit, utilisation > limit). */
  | {
      readonly type: 'time-in-bounds';
      readonly measure: Measure;
      readonly badWhen: Comparison;
      readonly limit: number;
      /** Bad also while the measure is beyond this one (a naive forecast that must be beaten); never while it has no value. */
      readonly alsoBeyond?: Measure;
      /** The other side of a band: bad also while this holds. Lies beyond `limit`, so that never both hold. */
      readonly otherBound?: { readonly badWhen: Comparison; readonly limit: number };
      readonly signals: readonly Selection[];
    };

export type Budgeting =
  | { readonly type: 'events' }
  /** A slice is bad if any evaluation in it was; slices without data count on neither side. */
  | { readonly type: 'timeslices'; readonly sliceSeconds: number };

/** One tier of a multi-window burn-rate policy. */
export interface BurnTier {
  readonly name: 'fast' | 'medium' | 'slow' | 'trickle';
  readonly factor: number;
  readonly shortSeconds: number;
  readonly longSeconds: number;
  readonly severity: Severity;
  /** Share of the period's budget spent when it fires: factor × long / period. */
  readonly budgetSpentRatio: number;
}

export type Severity = 'page' | 'ticket' | 'info' | 'none';

export type SliType =
  | 'availability'
  | 'latency'
  | 'freshness'
  | 'saturation'
  | 'throughput'
  | 'coverage'
  | 'quality'
  | 'drift'
  | 'business';

export interface Objective {
  /** The name of the SLO, or of the object whose budget it is; unique in the plan. */
  readonly id: string;
  readonly displayName: string;
  readonly sliType: SliType;
  readonly subject: Subject;
  readonly indicator: Indicator;
  /** Share of good events or slices, 0 < target < 1. */
  readonly target: number;
  readonly periodSeconds: number;
  readonly budgeting: Budgeting;
  /** Windows over which the error ratio is recorded, ascending; alerts read no others. The period is not among them. */
  readonly ratioWindowsSeconds: readonly number[];
  readonly burnTiers: readonly BurnTier[];
  /** Times that count neither as good nor as bad. */
  readonly excludedMaintenance: readonly string[];
  readonly origin: Origin;
}

/** What an objective or an alert is about. */
export interface Subject {
  readonly kind: 'Model' | 'Pipeline' | 'FeatureSet' | 'BusinessMetric' | 'Project';
  readonly name: string;
}
