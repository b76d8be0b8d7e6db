import { qualityMetric } from '../../../spec/kinds/sli/quality-metrics.ts';
import { sortedBy } from '../../../support/sorted-by.ts';
import type { Entity } from '../../../workspace/entity.ts';
import type { JobSchedule } from '../../drift-job-parts.ts';
import type { JobQuality, JobQualityMetric } from '../../drift-job-quality.ts';
import { type BuildContext, originOf } from '../context.ts';
import { type Quality, qualitiesOf } from '../quality.ts';
import { classesOf, labelsOf, predictionsOf, type QualitySources } from './quality-data.ts';
import { askedBy, fairnessOf, leaveFairnessOut, metricOf } from './quality-metric.ts';
import { jobSchedule } from './schedule.ts';
import { segmentsOf } from './segments.ts';
import type { DriftDraft, Unread } from './sources.ts';

type Model = Entity<'Model'>;

/**
 * What the job measures of each model that a quality SLO is about, sorted by model: all that its SLOs and the fairness of its
 * segments ask for. What can't be measured is left out, each as a gap at the line of the SLO.
 */
export function jobQualities(draft: DriftDraft): JobQuality[] {
  const { context } = draft;
  const qualities = qualitiesOf(context);
  return sortedBy(context.workspace.list('Model'), ({ name }) => name).flatMap((model) => {
    const own = qualities.filter((quality) => quality.model.name === model.name);
    if (own.length > 0) return jobQuality(draft, model, own) ?? [];
    // Nothing says when its labels are judged, and over which window.
    for (const segment of model.spec.segments.keys())
      leaveFairnessOut(draft, model, segment, {
        why: `no quality SLO of Model ${model.name} says over which window it is measured`,
        hint: 'Add a quality SLO: fairness is measured as the one on the same metric, else over the longest window.',
      });
    return [];
  });
}

function jobQuality(draft: DriftDraft, model: Model, qualities: readonly Quality[]): JobQuality | undefined {
  const sources = sourcesOf(draft, model, qualities);
  if (sources === undefined) return undefined;
  const metrics = new Map<string, JobQualityMetric>();
  for (const quality of qualities) {
    const asked = askedBy(quality);
    if (asked === undefined) continue;
    const metric = metricOf(sources, asked);
    if ('why' in metric) leaveOut(draft, quality, '', metric);
    else addMetric(draft, metrics, quality, sources, metric);
  }
  for (const metric of fairnessOf(draft, sources, qualities))
    if (!metrics.has(metric.key)) metrics.set(metric.key, metric);
  if (metrics.size === 0) return undefined;
  const { delay, sample } = model.spec.groundTruth ?? {};
  const classes = classesOf(model);
  return {
    model: model.name,
    schedule: scheduleOf(draft.context, model, [...metrics.values()]),
    predictions: sources.predictions,
    labels: sources.labels,
    ...(delay?.p95 && { delaySeconds: delay.p95.seconds }),
    ...(sample && { labelledShare: sample.ratio }),
    ...(classes && { classes }),
    segments: segmentsOf(model.spec.segments),
    metrics: sortedBy(metrics.values(), ({ key }) => key),
  };
}

/** Two SLOs on one metric evaluate it alike (that is checked); only the naive forecast may be one's alone. */
function addMetric(
  draft: DriftDraft,
  metrics: Map<string, JobQualityMetric>,
  quality: Quality,
  sources: QualitySources,
  metric: JobQualityMetric,
): void {
  const { sli } = quality.slo.spec;
  const before = metrics.get(metric.key);
  const naive = sli.type === 'quality' ? sli.vs?.naive : undefined;
  const gap = naive === undefined ? undefined : noNaive(sources, quality);
  if (gap) leaveOut(draft, quality, ` against the naive forecast ${naive}`, gap);
  const measured = gap === undefined ? (naive ?? before?.naive) : before?.naive;
  metrics.set(metric.key, {
    ...metric,
    minSamples: Math.max(metric.minSamples, before?.minSamples ?? 0),
    minMatured: Math.max(metric.minMatured, before?.minMatured ?? 0),
    ...(measured !== undefined && { naive: measured }),
  });
}

function noNaive({ labels, model }: QualitySources, { slo }: Quality): Unread | undefined {
  const { sli } = slo.spec;
  if (sli.type !== 'quality') return undefined;
  if (qualityMetric(sli.metric)?.family !== 'value')
    return {
      why: `a naive forecast is a value, and ${sli.metric} is not measured on values`,
      hint: 'It is for rmse, mae, mape, wape and r2.',
    };
  if (labels.series !== undefined) return undefined;
  if (model.spec.groundTruth?.series !== undefined)
    return {
      why: `DataSource ${labels.source} does not say which column is the time of a row`,
      hint: `Add timestamp: <column> to DataSource ${labels.source}.`,
    };
  return {
    why: `Model ${model.name} does not say which columns tell its series apart`,
    hint: `Add series: [<columns>] to the groundTruth of Model ${model.name}.`,
  };
}

/** Where predictions and labels are; undefined, with a gap for each SLO, where that is not said or can't be read. */
function sourcesOf(
  draft: DriftDraft,
  model: Model,
  qualities: readonly Quality[],
): QualitySources | undefined {
  const predictions = predictionsOf(draft, model);
  const labels = 'why' in predictions ? predictions : labelsOf(draft, model, predictions.source);
  if ('why' in predictions || 'why' in labels) {
    for (const quality of qualities)
      leaveOut(draft, quality, '', 'why' in predictions ? predictions : (labels as Unread));
    return undefined;
  }
  return { model, predictions, labels };
}

function leaveOut({ gaps }: DriftDraft, { slo, key }: Quality, what: string, unread: Unread): void {
  gaps.push({ what: `SLO ${slo.name}: ${key}${what}`, ...unread, origin: originOf(slo, ['sli']) });
}

/** As often as the metric that is evaluated most often; at the time of a drift policy of the model that runs as often. */
function scheduleOf(
  { workspace }: BuildContext,
  model: Model,
  metrics: readonly JobQualityMetric[],
): JobSchedule {
  const everySeconds = Math.min(...metrics.map((metric) => metric.everySeconds));
  const [same] = sortedBy(
    workspace
      .list('DriftPolicy')
      .filter(({ spec }) => spec.model === model.name && spec.schedule.every.seconds === everySeconds),
    ({ name }) => name,
  );
  return same === undefined ? { everySeconds, timezone: 'UTC' } : jobSchedule(same);
}
