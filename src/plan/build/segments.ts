import type { SegmentSpec } from '../../spec/kinds/model/segments.ts';
import { qualityKey, qualityMetric } from '../../spec/kinds/sli/quality-metrics.ts';
import { printPercent } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Unit } from '../signal.ts';
import { addAlert } from './alert.ts';
import { type BuildContext, originOf, reportAt, subjectOf } from './context.ts';
import { against } from './drift-signals.ts';
import { ownershipOf } from './ownership.ts';
import { valueMark } from './prose.ts';
import { QUALITY_PROSE } from './prose-quality.ts';
import { checkMetric, type Quality } from './quality.ts';
import { qualitySamples, qualitySignal } from './quality-signals.ts';
import { upstreamItems } from './upstream.ts';

const KEEP_SECONDS = 300;

/** Reports segments that cannot be told apart, or whose values nobody could find. */
export function checkSegments(context: BuildContext, model: Entity<'Model'>): void {
  for (const [index, { name, ...segment }] of model.spec.segments.entries()) {
    const ways = (['values', 'top', 'discover'] as const).filter((key) => segment[key] !== undefined);
    if (ways.length !== 1) {
      reportAt(context, model, ['segments', index, ...ways.slice(1, 2)], {
        code: 'quality/segment-values',
        severity: 'error',
        message: `segment ${name} has ${ways.length === 0 ? 'no values' : `both ${ways.join(' and ')}`}`,
        expected: 'exactly one of values, top, discover',
      });
    }
    if (model.spec.segments.findIndex((each) => each.name === name) < index) {
      reportAt(context, model, ['segments', index, 'name'], {
        code: 'quality/duplicate-segment',
        severity: 'error',
        message: `Model ${model.name} has two segments named ${name}`,
        expected: 'a name of its own',
      });
    }
  }
}

/** An alert for each segment of the model that a quality objective with a typical value watches. */
export function addSegmentAlerts(context: BuildContext, quality: Quality): void {
  const { model, slo, typical } = quality;
  const { segments } = model.spec;
  if (segments.length === 0) return;
  if (typical === undefined) {
    reportAt(context, slo, ['sli'], {
      code: 'quality/segments-without-typical',
      severity: 'info',
      message: `segments of ${model.name} (${segments.map(({ name }) => name).join(', ')}) have no alert on ${quality.key}: nothing says what is typical`,
      expected: 'typical: the usual value',
      hint: 'A segment gets the margin between typical and the bound, widened for its size.',
    });
    return;
  }
  for (const segment of segments) addSegmentAlert(context, quality, segment, typical.value);
}

function addSegmentAlert(
  context: BuildContext,
  { model, slo, key, unit, badWhen, limit, minSamples }: Quality,
  { name }: SegmentSpec,
  typical: number,
): void {
  const origin = originOf(slo, ['sli', 'typical'], ['sli']);
  const of = qualitySignal(context, { model, key, unit, segment: name, origin });
  const samples = qualitySamples(context, { model, key, segment: name, origin });
  const overall = qualitySamples(context, { model, key, origin });
  addAlert(context, {
    object: slo,
    subject: subjectOf(model),
    aspect: `segment-${name}`,
    class: 'quality',
    severity: slo.spec.alerting.severity.slow,
    holdSeconds: slo.spec.alerting.for.seconds,
    keepFiringSeconds: slo.spec.alerting.keepFiringFor.seconds,
    ownership: ownershipOf(context, slo, model),
    upstream: upstreamItems(context.workspace, model),
    condition: {
      node: 'segment-beyond',
      of: { signal: of.id },
      samples: { signal: samples.id },
      overallSamples: { signal: overall.id },
      op: badWhen,
      typical,
      threshold: limit.value,
      minSamples,
    },
    firstLook: [
      { title: `${key} by ${name}`, signal: of.id },
      { title: `Samples by ${name}`, signal: samples.id },
    ],
    origin,
    prose: {
      summary: QUALITY_PROSE.segment({
        title: slo.title,
        metric: key,
        subject: model.name,
        segment: name,
        value: valueMark(unit),
        side: badWhen === '<' ? 'lower' : 'higher',
        typical: unit === 'ratio' ? printPercent(typical) : String(typical),
      }),
      impact: slo.spec.impact ?? `${model.title} serves a part of its users worse than the others.`,
    },
  });
}

/** An alert for each segment in which a metric may not differ too much. */
export function addFairnessAlerts(context: BuildContext, model: Entity<'Model'>): void {
  for (const [index, segment] of model.spec.segments.entries()) {
    const { fairness, name } = segment;
    const path = ['segments', index, 'fairness'];
    if (fairness === undefined || !checkMetric(context, model, [...path, 'metric'], fairness.metric, model))
      continue;
    const origin = originOf(model, path);
    const key = qualityKey(fairness.metric, fairness);
    const unit: Unit = qualityMetric(fairness.metric)?.unit ?? 'none';
    const of = qualitySignal(context, { model, key, unit, segment: name, origin });
    const samples = qualitySamples(context, { model, key, segment: name, origin });
    addAlert(context, {
      object: model,
      subject: subjectOf(model),
      aspect: `fairness-${name}`,
      class: 'fairness',
      severity: 'ticket',
      holdSeconds: 2 * context.cadence.evaluationSeconds,
      keepFiringSeconds: KEEP_SECONDS,
      ownership: ownershipOf(context, model, model),
      upstream: upstreamItems(context.workspace, model),
      condition: against(
        {
          node: 'segment-spread',
          of: { signal: of.id },
          samples: { signal: samples.id },
          minSamples: fairness.minSamples,
          unit: 'ratio',
        },
        '>',
        fairness.maxRatio,
      ),
      firstLook: [
        { title: `${key} by ${name}`, signal: of.id },
        { title: `Samples by ${name}`, signal: samples.id },
      ],
      origin,
      prose: {
        summary: QUALITY_PROSE.fairness({
          metric: key,
          subject: model.name,
          segment: name,
          value: valueMark('none'),
          limit: String(fairness.maxRatio),
        }),
        impact: `${model.title} treats people differently by ${name}.`,
      },
    });
  }
}
