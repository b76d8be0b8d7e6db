import type { JobQualityMetric } from '../../plan/drift-job-quality.ts';
import { type QualityMetric, qualityMetric } from '../../spec/kinds/sli/quality-metrics.ts';
import { rounded } from '../counting/counts.ts';
import type { Engine } from '../engine.ts';
import { classMeasure, decisionMeasure } from './decisions.ts';
import { probabilityMeasure } from './probabilities.ts';
import { rankingMeasure } from './rankings.ts';
import { scoreMeasure } from './scores.ts';
import { judgedMeasure, valueMeasure } from './values.ts';

/** A metric on some rows: null where it is not defined. Samples are the labelled predictions that decide of it. */
export interface Measured {
  readonly value: number | null;
  readonly samples: number;
}

/** The labelled rows that a metric is measured on, with what groups them. */
export interface MeasuredRows {
  readonly engine: Engine;
  /**
   * A relation with the columns `g` (the group), `y` and `p` (1 or 0: positive or not), `y_text` and `p_text` (classes),
   * `y_number` and `p_number`, `score`, `q` (the ranking), `judged`. What is not a value of its kind is null.
   */
  readonly from: string;
  readonly hasTwoClasses: boolean;
}

export type Measure = (
  rows: MeasuredRows,
  metric: Pick<JobQualityMetric, 'metric' | 'cut'>,
) => Promise<Map<string, Measured>>;

/** The metric of each group of rows. Groups without a usable row are absent. */
export async function measure(
  rows: MeasuredRows,
  metric: Pick<JobQualityMetric, 'metric' | 'cut' | 'judged'>,
): Promise<Map<string, Measured>> {
  const measured = await measureFor(rows, metric)(rows, metric);
  const isCounted = metric.judged === undefined && COUNTED.has(familyOf(metric));
  const settle = isCounted ? finite : settled;
  return new Map(
    [...measured].map(([group, { value, samples }]) => [group, { value: settle(value), samples }]),
  );
}

type Family = QualityMetric['family'];

/** Made of whole numbers, which add up to the same in any order. */
const COUNTED: ReadonlySet<Family> = new Set(['decision']);

function familyOf({ metric }: Pick<JobQualityMetric, 'metric'>): Family {
  return qualityMetric(metric)?.family ?? 'decision';
}

const BY_FAMILY = {
  score: scoreMeasure,
  probability: probabilityMeasure,
  value: valueMeasure,
  ranking: rankingMeasure,
};

function measureFor(
  { hasTwoClasses }: MeasuredRows,
  { metric, judged }: Pick<JobQualityMetric, 'metric' | 'judged'>,
): Measure {
  if (judged !== undefined) return judgedMeasure;
  const family = familyOf({ metric });
  if (family !== 'decision') return BY_FAMILY[family];
  return hasTwoClasses ? decisionMeasure : classMeasure;
}

/** Sums of threads that add in any order differ in their last bits: those are dropped. What is not finite is no value. */
function settled(value: number | null): number | null {
  const known = finite(value);
  return known === null ? null : rounded(known, Math.abs(known));
}

function finite(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : value;
}
