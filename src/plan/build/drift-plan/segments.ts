import { MOST_DISCOVERED, type SegmentSpec } from '../../../spec/kinds/model/segments.ts';
import { sortedBy } from '../../../support/sorted-by.ts';
import type { JobSegment } from '../../drift-job-parts.ts';

/** Segments of a model as the job tells them apart, sorted by name. */
export function segmentsOf(segments: readonly SegmentSpec[]): JobSegment[] {
  return sortedBy(
    segments.map(({ name, label, values, top }) => ({
      name,
      column: label,
      ...(values ? { values } : { top: top ?? MOST_DISCOVERED }),
    })),
    ({ name }) => name,
  );
}
