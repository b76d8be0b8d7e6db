import type { ObjectRef } from '../diagnostics/diagnostic.ts';
import type { Span } from '../diagnostics/span.ts';

/** Where in the specs a piece of the plan comes from; a complaint about what was rendered from it points there. */
export interface Origin {
  readonly object: ObjectRef;
  /** Most telling place first (the threshold, the metric name), then the places of defaults and overlays. */
  readonly spans: readonly Span[];
}
