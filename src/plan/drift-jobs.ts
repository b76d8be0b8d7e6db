import type { DriftPlan } from './drift-job.ts';
import type { Origin } from './origin.ts';

/** What the drift job of an environment reads, compares and decides, and what of the specs it cannot. */
export interface DriftJobs {
  readonly plan: DriftPlan;
  readonly gaps: readonly DriftGap[];
  /** Where the policies of the plan are specified, by name. */
  readonly policies: Readonly<Record<string, Origin>>;
  /** The same of its datasets. */
  readonly datasets: Readonly<Record<string, Origin>>;
  /** The same of the models whose quality it measures. */
  readonly qualities: Readonly<Record<string, Origin>>;
}

/** Something that the specs ask of the drift job, and that it leaves out. */
export interface DriftGap {
  /** What is left out: "DriftPolicy fraud-drift: its labels". */
  readonly what: string;
  /** Why, as a clause. */
  readonly why: string;
  /** What to do about it, as a sentence. */
  readonly hint?: string;
  readonly origin: Origin;
}
