import { qualityKey, qualityMetric } from '../../../spec/kinds/sli/quality-metrics.ts';
import type { Entity } from '../../../workspace/entity.ts';
import type { JobQualityMetric } from '../../drift-job-quality.ts';
import { originOf } from '../context.ts';
import { checkMetric, type Quality } from '../quality.ts';
import { classesOf, type QualitySources } from './quality-data.ts';
import type { DriftDraft, Unread } from './sources.ts';

type Evaluation = Pick<
  JobQualityMetric,
  'by' | 'everySeconds' | 'windowSeconds' | 'offsetSeconds' | 'minSamples' | 'minMatured'
>;

/** A metric that something asks for, with its cut. */
export interface AskedMetric {
  readonly metric: string;
  readonly cut: number | undefined;
  readonly key: string;
  readonly evaluation: Evaluation;
}

/** What a quality SLO asks for. */
export function askedBy({ slo, key }: Quality): AskedMetric | undefined {
  const { sli } = slo.spec;
  if (sli.type !== 'quality') return undefined;
  const { by, every, over, offset } = sli.evaluate;
  return {
    metric: sli.metric,
    cut: sli.atThreshold ?? sli.at,
    key,
    evaluation: {
      by,
      everySeconds: every.seconds,
      windowSeconds: over.seconds,
      offsetSeconds: offset.seconds,
      minSamples: sli.minSamples,
      minMatured: sli.minMatured.ratio,
    },
  };
}

/** The metric as the job evaluates it; else what it lacks. */
export function metricOf(
  sources: QualitySources,
  { metric, cut, key, evaluation }: AskedMetric,
): JobQualityMetric | Unread {
  const { model, labels } = sources;
  const judged = qualityMetric(metric) === undefined ? metric.replaceAll('-', '_') : undefined;
  const lack =
    (judged === undefined ? lackOf(sources, metric, cut) : undefined) ??
    (evaluation.by === 'label-arrival' && labels.arrivedAt === undefined
      ? {
          why: `nothing says when a label came in, by which its windows are cut`,
          hint: `Add labelledAt: <column> to the groundTruth of Model ${model.name}, or use by: event-time.`,
        }
      : undefined);
  if (lack) return lack;
  return {
    key,
    metric,
    ...(cut !== undefined && { cut }),
    ...(judged !== undefined && { judged }),
    ...evaluation,
  };
}

function lackOf(
  { model, predictions, labels }: QualitySources,
  metric: string,
  cut: number | undefined,
): Unread | undefined {
  const { name } = model;
  const family = qualityMetric(metric)?.family;
  if (labels.column === undefined)
    return {
      why: `Model ${name} does not say which column is the label`,
      hint: `Add label: <column> to the groundTruth of Model ${name}.`,
    };
  const needsScore =
    family === 'score' ||
    family === 'probability' ||
    family === 'ranking' ||
    (family === 'decision' && cut !== undefined);
  if (needsScore && predictions.score === undefined)
    return {
      why: `${metric} needs a score, and Model ${name} does not say which column has it`,
      hint: `Add score: <column> to the predictions of Model ${name}.`,
    };
  if (family === 'ranking' && predictions.group === undefined)
    return {
      why: `${metric} needs whole rankings, and nothing says which rows are one`,
      hint: `Add group: <column> to the predictions of Model ${name}: the same in all rows of a ranking.`,
    };
  if (family === 'ranking' || family === 'value' || classesOf(model) !== undefined) return undefined;
  if (cut === undefined && MANY_CLASSES.has(metric)) return undefined;
  return {
    why: `${metric} is of two classes, and Model ${name} has more`,
    hint: `Add positive: <class> to the groundTruth of Model ${name}: the others are negative then.`,
  };
}

/** Metrics that mean something for more than two classes. */
export const MANY_CLASSES: ReadonlySet<string> = new Set(['accuracy', 'balanced-accuracy', 'f1']);

/**
 * The metrics by which the segments of a model must be fair: evaluated as the SLO on that metric, else as the one with the longest
 * window, since a segment has few rows.
 */
export function fairnessOf(
  draft: DriftDraft,
  sources: QualitySources,
  qualities: readonly Quality[],
): JobQualityMetric[] {
  const { model } = sources;
  const quiet = { ...draft.context, report: () => undefined };
  const evaluations = qualities.flatMap((quality) => askedBy(quality) ?? []);
  const [longest] = evaluations.toSorted((a, b) => b.evaluation.windowSeconds - a.evaluation.windowSeconds);
  return model.spec.segments.flatMap(({ fairness }, index) => {
    if (fairness === undefined || longest === undefined) return [];
    if (!checkMetric(quiet, model, ['segments', index, 'fairness', 'metric'], fairness.metric, model))
      return [];
    const key = qualityKey(fairness.metric, fairness);
    const asked = evaluations.find((each) => each.key === key) ?? {
      metric: fairness.metric,
      cut: fairness.atThreshold,
      key,
      evaluation: { ...longest.evaluation, minSamples: fairness.minSamples },
    };
    const metric = metricOf(sources, asked);
    if (!('why' in metric)) return [metric];
    leaveFairnessOut(draft, model, index, metric);
    return [];
  });
}

/** Tells that the fairness of a segment is not measured; of one that is to be fair by nothing there is nothing to tell. */
export function leaveFairnessOut(
  { gaps }: DriftDraft,
  model: Entity<'Model'>,
  segment: number,
  unread: Unread,
): void {
  const { name, fairness } = model.spec.segments[segment] ?? {};
  if (fairness === undefined) return;
  gaps.push({
    what: `Model ${model.name}: fairness of segment ${name} by ${qualityKey(fairness.metric, fairness)}`,
    ...unread,
    origin: originOf(model, ['segments', segment, 'fairness']),
  });
}
