import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Subject } from '../../plan/objective.ts';
import type { Origin } from '../../plan/origin.ts';
import type { Resource } from './template.ts';

/** A resource that needs no name of another. */
export interface Part {
  /** Unique and stable; the logical id is made of it: `fraud-detector dashboard`. */
  readonly key: string;
  /** Whose stack it belongs to; the origin may be another object, such as the SLO or the data source. */
  readonly subject: Subject;
  readonly resource: Resource;
  readonly origin: Origin;
}

export interface Parts {
  readonly parts: readonly Part[];
  readonly notes: readonly Diagnostic[];
}
