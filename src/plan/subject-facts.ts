import type { Measure } from './condition.ts';
import type { Subject } from './objective.ts';
import type { Origin } from './origin.ts';

/** What people know of a thing that is watched, for pages that show it beside its measurements. */
export interface SubjectFacts {
  readonly subject: Subject;
  /** Its display name, else its name. */
  readonly title: string;
  readonly team: string;
  /** Everything that it depends on, near and far, sorted by kind and name. */
  readonly upstream: readonly Subject[];
  /** Models only: business metrics that follow it, in the order of the specs. */
  readonly business: readonly BusinessLink[];
  /** Models only: the parts of the data that its quality is told apart by. */
  readonly segments: readonly SegmentFacts[];
  /** Business metrics only: its value. */
  readonly value?: Measure;
  /** Business metrics only. */
  readonly isBetter?: 'higher' | 'lower';
  /** Where the specs describe it: `<file>#<Kind>/<name>`, behind the link to the repository if there is one. */
  readonly specUrl: string;
  readonly runbookUrl?: string;
  readonly origin: Origin;
}

export interface BusinessLink {
  /** Name of the business metric. */
  readonly metric: string;
  /** How long after the model the metric is expected to follow, in seconds. */
  readonly expectedLeadSeconds?: number;
}

export interface SegmentFacts {
  readonly name: string;
  /** Known values; absent when they are discovered. */
  readonly values?: readonly string[];
  /** People are protected by it: its values are told to nobody but those who look for them. */
  readonly isProtected: boolean;
}
