import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { CONSTRUCTS, type Construct } from '../../plan/constructs.ts';
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

/**
 * Tells at the spec's place that one piece of a construct is left out though the target renders the construct as such.
 * `what` is the piece ("the metric of role latency"), `why` a clause that stands for itself.
 */
export function leftOutNote(
  construct: Construct,
  origin: Origin,
  what: string,
  why: string,
  hint?: string,
): Diagnostic {
  const [span] = origin.spans;
  return {
    code: 'target/unsupported',
    severity: 'warning',
    message: `aws: ${what} is part of ${CONSTRUCTS[construct]}; left out: ${why}`,
    ...(hint !== undefined && { hint }),
    ...(span && { span }),
    object: origin.object,
    data: { target: 'aws', construct },
  };
}
