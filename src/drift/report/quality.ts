import { countedInGroups, grouped } from '../../support/counted.ts';
import type { QualityMetricResult, QualityResult, QualityValue } from '../result.ts';
import { printFigure, printPeriod, printShare } from './figures.ts';

/** What reports show of a metric of a model: on all rows, in a value of a segment, or of a naive forecast. */
export interface QualityRow {
  readonly metric: string;
  /** `all`, `region = uk`, `naive forecast seasonal-7d`. */
  readonly of: string;
  readonly value: string;
  readonly samples: string;
  /** `98% of the due labels`; empty for parts of a metric. */
  readonly matured: string;
  /** Why the value says little; empty where it can be judged. */
  readonly note: string;
}

/** A line for each value, metrics in the order of the result and all rows first. */
export function qualityRows({ metrics }: QualityResult): QualityRow[] {
  return metrics.flatMap((metric) =>
    metric.values.map((value) => ({
      metric: metric.metric,
      of: partWords(value),
      value: printFigure(value.value),
      samples: grouped(value.samples),
      matured: isWhole(value) ? printShare(metric.matured) : '',
      note: noteOf(metric, value),
    })),
  );
}

function isWhole({ segment, reference }: QualityValue): boolean {
  return segment === null && reference === null;
}

function partWords({ segment, segmentValue, reference }: QualityValue): string {
  if (reference !== null) return `naive forecast ${reference}`;
  return segment === null ? 'all' : `${segment} = ${segmentValue ?? ''}`;
}

function noteOf({ minSamples, minMatured, matured }: QualityMetricResult, value: QualityValue): string {
  if (value.value === null) return 'not defined';
  if (!isWhole(value)) return '';
  return [
    ...(value.samples < minSamples ? [`too few samples, ${grouped(minSamples)} are needed`] : []),
    ...(matured !== null && matured < minMatured
      ? [`too few labels, ${printShare(minMatured)} are needed`]
      : []),
  ].join('; ');
}

/** The windows of the metrics, each once: `2026-10-01 06:00 to 2026-10-15 06:00 UTC (14 days), by when labels came`. */
export function qualityWindows({ metrics }: QualityResult): string {
  const windows = metrics.map(
    ({ window, by }) =>
      `${printPeriod(window)}, by when ${by === 'label-arrival' ? 'labels came' : 'predictions were made'}`,
  );
  return [...new Set(windows)].join('; ') || 'unknown';
}

/** In one line: how many metrics were measured, and how many of them can be judged. */
export function qualityHeadline(result: QualityResult): {
  readonly standing: 'none' | 'undecided';
  readonly words: string;
} {
  if (!result.completed) return { standing: 'undecided', words: 'Nothing was measured' };
  const whole = qualityRows(result).filter(({ matured, of }) => of === 'all' && matured !== '');
  const doubtful = whole.filter(({ note }) => note !== '').length;
  const words = `${countedInGroups(whole.length, 'metric')} measured`;
  return doubtful === 0
    ? { standing: 'none', words }
    : { standing: 'undecided', words: `${words}, ${grouped(doubtful)} on too few labels` };
}
