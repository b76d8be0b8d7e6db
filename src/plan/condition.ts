import type { Selection, Unit } from './signal.ts';

/** A number that changes with time, with its unit. No node knows a target's language, but for `raw`. */
export type Measure =
  /** Events per second of a counter (or observations of a histogram), summed over its series. */
  | {
      readonly node: 'rate';
      readonly of: Selection;
      readonly overSeconds: number;
      readonly unit: 'events-per-second';
    }
  /** Events of a counter (or observations of a histogram) in the window, summed over its series. */
  | {
      readonly node: 'increase';
      readonly of: Selection;
      readonly overSeconds: number;
      readonly unit: 'events';
      readonly ofVersion?: VersionFigure;
    }
  /** Mean of a histogram's observations in the window, over all its series. */
  | { readonly node: 'mean'; readonly of: Selection; readonly overSeconds: number; readonly unit: Unit }
  /** Quantile (0–1) of a histogram's observations in the window, over all its series. */
  | {
      readonly node: 'quantile';
      readonly of: Selection;
      readonly quantile: number;
      readonly overSeconds: number;
      readonly unit: Unit;
    }
  /** A gauge now, over its series. */
  | {
      readonly node: 'gauge';
      readonly of: Selection;
      readonly aggregate: 'min' | 'max' | 'mean' | 'sum';
      readonly unit: Unit;
    }
  /** Seconds since the time that a gauge of Unix seconds tells; of several series the oldest or the newest. */
  | {
      readonly node: 'age';
      readonly of: Selection;
      readonly aggregate: 'oldest' | 'newest';
      readonly unit: 'seconds';
    }
  /** Quotient; no value where the denominator is 0 or absent. */
  | {
      readonly node: 'ratio';
      readonly numerator: Measure;
      readonly denominator: Measure;
      readonly unit: 'ratio';
      readonly ofVersion?: VersionFigure;
    }
  /** The same measure some time ago (same hour last week: 604800). */
  | { readonly node: 'ago'; readonly of: Measure; readonly bySeconds: number; readonly unit: Unit }
  /** `factor` times the measure. */
  | { readonly node: 'scaled'; readonly of: Measure; readonly factor: number; readonly unit: Unit }
  | { readonly node: 'constant'; readonly value: number; readonly unit: Unit }
  /** The measure, only while the condition holds: a quality while there are enough labels. */
  | { readonly node: 'when'; readonly of: Measure; readonly condition: CompareCondition; readonly unit: Unit }
  /** One value of several; those that have none are left out, and without any there is none. */
  | {
      readonly node: 'combine';
      readonly by: 'median' | 'mean' | 'min' | 'max' | 'sum';
      readonly of: readonly Measure[];
      readonly unit: Unit;
      readonly ofVersion?: VersionFigure;
    }
  /** Sum of a histogram's observed values per second (tokens per second), over all its series; of a counter its rate. */
  | {
      readonly node: 'amount-rate';
      readonly of: Selection;
      readonly overSeconds: number;
      readonly unit: Unit;
    }
  /** Largest over smallest value among the values of a segment that have enough samples (facet `value`). */
  | {
      readonly node: 'segment-spread';
      readonly of: Selection;
      readonly samples: Selection;
      readonly minSamples: number;
      readonly unit: 'ratio';
    }
  /** The latest moment by which work had to be done, less the time that it was given: when that work began. */
  | { readonly node: 'last-due'; readonly due: DueTimes; readonly unit: 'unix-seconds' }
  /**
   * Statistic of the two-proportion z-test with pooled variance, left minus right: above 1.645, left is larger at a
   * one-sided level of 5 %. No value while nothing is counted, or while both are all or none.
   */
  | {
      readonly node: 'proportion-z';
      readonly left: Proportion;
      readonly right: Proportion;
      readonly unit: 'none';
    }
  /** A user's `query:`; only targets that speak the language accept it. */
  | { readonly node: 'raw'; readonly language: 'promql'; readonly text: string; readonly unit: Unit }
  /** How many events a user's quotient of rates stands on: those of its denominator, in the window of its rates. */
  | {
      readonly node: 'raw-volume';
      readonly language: 'promql';
      readonly text: string;
      readonly unit: 'events';
    };

/**
 * Moments that recur daily or weekly. In a zone with daylight saving there is one stretch for each offset, ascending; the
 * first has no beginning and the last no end.
 */
export interface DueTimes {
  readonly stretches: readonly {
    readonly fromUnixSeconds?: number;
    readonly untilUnixSeconds?: number;
    readonly periodSeconds: 86_400 | 604_800;
    /** One moment of each series of recurrences, the last before 1970 or its beginning: −period < anchor ≤ 0. */
    readonly anchorsUnixSeconds: readonly number[];
  }[];
  /** From the beginning of the work to the moment by which it is due. */
  readonly allowedSeconds: number;
}

/** A share by which versions of a model are compared, of one of them. */
export interface VersionShare {
  readonly model: string;
  /** As the monitor names it: "error-rate", or a proxy. */
  readonly metric: string;
  /** As the monitor names it: "champion", "challenger", or a version itself. */
  readonly version: string;
}

/**
 * Such a share, or all events that it is a share of. Alerts read each several times: a target that records series does so once,
 * under this name.
 */
export interface VersionFigure extends VersionShare {
  readonly figure: 'share' | 'total';
}

/** So many of so many, as counts of events of a version. */
export interface Proportion {
  readonly ofVersion: VersionShare;
  readonly events: Measure;
  readonly of: Measure;
}

/** The statistic of a comparison of two versions. */
export type ProportionTest = Extract<Measure, { node: 'proportion-z' }>;

export type Comparison = '>' | '>=' | '<' | '<=';

/** One measure beyond another. */
export interface CompareCondition {
  readonly node: 'compare';
  readonly left: Measure;
  readonly op: Comparison;
  readonly right: Measure;
}

/** What must be true for an alert. */
export type Condition =
  | CompareCondition
  /** Error ratio over both windows above `factor` × error budget, and at least `minBadEvents` bad events in the long one. */
  | {
      readonly node: 'burn-rate';
      readonly objective: string;
      readonly factor: number;
      readonly shortSeconds: number;
      readonly longSeconds: number;
      readonly minBadEvents: number;
    }
  /** Each of the last `slices` slices of a time-slice objective was bad. */
  | { readonly node: 'sustained'; readonly objective: string; readonly slices: number }
  /** Share of the error budget left over the objective's window, compared (0.25 = a quarter left). */
  | {
      readonly node: 'budget-remaining';
      readonly objective: string;
      readonly op: Comparison;
      readonly ratio: number;
    }
  /** No series; with `existedWithinSeconds` only if there was one in that time (a counter that waits for its first error). */
  | { readonly node: 'absent'; readonly of: Selection; readonly existedWithinSeconds?: number }
  /** The measure has no value: nobody emits what it is made of, or a user's query finds nothing. */
  | { readonly node: 'no-value'; readonly of: Measure }
  /**
   * For some value of a segment, with enough samples of it, `of` is beyond the threshold for its size: the margin between what
   * is typical and the overall threshold, widened by the root of all samples over its own.
   */
  | {
      readonly node: 'segment-beyond';
      readonly of: Selection;
      readonly samples: Selection;
      readonly overallSamples: Selection;
      readonly op: '<' | '>';
      readonly typical: number;
      readonly threshold: number;
      readonly minSamples: number;
    }
  /** Some emitters of a histogram lack the bucket that an objective's threshold needs. */
  | { readonly node: 'missing-bucket'; readonly objective: string }
  | { readonly node: 'all'; readonly of: readonly Condition[] }
  | { readonly node: 'any'; readonly of: readonly Condition[] }
  /** `of`, except while `exception` holds. */
  | { readonly node: 'unless'; readonly of: Condition; readonly exception: Condition }
  /** Fires while `trigger` holds and then until `release` stops holding (a separate recover threshold). */
  | { readonly node: 'latched'; readonly trigger: Condition; readonly release: Condition }
  /** Always true: the dead man's switch. */
  | { readonly node: 'always' }
  /**
   * The alerting system itself fails to evaluate our conditions, or to hand alerts over; or what carries telemetry is behind,
   * refuses some, drops some, or is down.
   */
  | { readonly node: 'self'; readonly check: SelfCheck };

export type SelfCheck =
  | 'evaluation-failing'
  | 'evaluation-late'
  | 'notification-failing'
  | 'telemetry-queue-filling'
  | 'telemetry-refused'
  | 'telemetry-dropped'
  | 'telemetry-down';
