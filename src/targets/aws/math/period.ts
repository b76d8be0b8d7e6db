import type { Measure } from '../../../plan/condition.ts';
import { printDuration } from '../../../units/index.ts';
import { LIMITS, limitNote } from '../limits.ts';
import { type Lowering, leaveOut } from './lowering.ts';
import { periodOfCadence } from './timing.ts';

/** What of a measure a period has to hold, in seconds. */
interface Spans {
  /** Windows of events and distributions. */
  readonly windows: readonly number[];
  /** How often what is true now is told. */
  readonly cadences: readonly number[];
}

/**
 * The one period that all metrics of an alarm share: the window of the measures; for those of a moment the time in which
 * their emitters tell something. Undefined, and told, where no period is all of them: windows that differ would be compared
 * as if they were the same, and of one that is too long only a part would be seen.
 */
export function periodOf(lowering: Lowering, measures: readonly Measure[]): number | undefined {
  const spans = measures.map((measure) => spansOf(lowering, measure));
  const windows = [...new Set(spans.flatMap((each) => each.windows))].toSorted((a, b) => a - b);
  const longest = Math.max(0, ...windows, ...spans.flatMap((each) => each.cadences));
  if (windows.length > 1) {
    const compared = windows.map((seconds) => printDuration(seconds)).join(' and ');
    leaveOut(
      lowering,
      'condition/compare',
      `compares ${compared}, and the metrics of an alarm have one period`,
    );
    return undefined;
  }
  if (longest > LIMITS.alarmPeriod.value) {
    const { alert, report } = lowering;
    const asked = `${alert.name} looks at ${printDuration(longest)} at a time`;
    report(limitNote('alarmPeriod', alert.origin, asked, 'the alarm is left out'));
    return undefined;
  }
  return periodOfCadence(longest);
}

function spansOf(lowering: Lowering, measure: Measure): Spans {
  switch (measure.node) {
    case 'rate':
    case 'increase':
    case 'mean':
    case 'quantile':
    case 'amount-rate':
      return { windows: [measure.overSeconds], cadences: [] };
    case 'gauge':
    case 'age':
      return {
        windows: [],
        cadences: [lowering.scope.signals.get(measure.of.signal)?.cadenceSeconds ?? 0],
      };
    case 'ratio': {
      const parts = [spansOf(lowering, measure.numerator), spansOf(lowering, measure.denominator)];
      return {
        windows: parts.flatMap(({ windows }) => windows),
        cadences: parts.flatMap(({ cadences }) => cadences),
      };
    }
    case 'scaled':
    case 'ago':
      return spansOf(lowering, measure.of);
    // Metric math has none of these: they are refused before.
    case 'when':
    case 'combine':
    case 'proportion-z':
    case 'segment-spread':
    case 'last-due':
    case 'raw-volume':
    case 'constant':
    case 'raw':
      return { windows: [], cadences: [] };
  }
}
