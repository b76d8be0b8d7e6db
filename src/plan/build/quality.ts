import type { QualityValue } from '../../spec/kinds/sli/quality.ts';
import { QUALITY_METRICS, qualityKey, qualityMetric } from '../../spec/kinds/sli/quality-metrics.ts';
import { didYouMean, suggest } from '../../support/suggest.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Measure } from '../condition.ts';
import type { Indicator } from '../objective.ts';
import type { Unit } from '../signal.ts';
import { type BuildContext, originOf, reportAt } from './context.ts';
import { against } from './drift-signals.ts';
import { subjectEntity } from './ownership.ts';
import { gaugeOf, qualitySamples, qualitySignal } from './quality-signals.ts';

export type QualitySlo = Entity<'SLO'>;

/** A quality objective, read and checked. */
export interface Quality {
  readonly slo: QualitySlo;
  readonly model: Entity<'Model'>;
  /** The label `metric`: precision@0.8. */
  readonly key: string;
  readonly unit: Unit;
  readonly badWhen: '<' | '>';
  readonly limit: QualityValue;
  readonly typical?: QualityValue;
  readonly minSamples: number;
}

/** What a quality SLO asks for; undefined (and findings) when it asks for what cannot be. */
export function readQuality(
  context: BuildContext,
  slo: QualitySlo,
  model: Entity<'Model'>,
): Quality | undefined {
  const { sli } = slo.spec;
  if (sli.type !== 'quality') return undefined;
  if (model.spec.groundTruth === undefined) {
    reportAt(context, slo, ['sli', 'type'], {
      code: 'quality/no-ground-truth',
      severity: 'error',
      message: `nothing says how the truth about predictions of ${model.name} becomes known`,
      expected: `groundTruth: { source: …, label: … } on Model ${model.name}`,
      related: [{ message: 'the model', span: model.span }],
    });
    return undefined;
  }
  if (!checkMetric(context, slo, ['sli', 'metric'], sli.metric, model)) return undefined;
  if (!checkCut(context, slo)) return undefined;
  const bound = boundOf(context, slo);
  if (bound === undefined || !checkTypical(context, slo, bound)) return undefined;
  return {
    slo,
    model,
    key: qualityKey(sli.metric, sli),
    unit: qualityMetric(sli.metric)?.unit ?? 'none',
    ...bound,
    ...(sli.typical && { typical: sli.typical }),
    minSamples: sli.minSamples,
  };
}

/** The quality objectives that can be measured; the others were reported when their SLOs were built. */
export function qualitiesOf(context: BuildContext): Quality[] {
  const quiet: BuildContext = { ...context, report: () => undefined };
  return context.workspace.list('SLO').flatMap((slo) => {
    if (slo.spec.sli.type !== 'quality') return [];
    const subject = subjectEntity(quiet, slo);
    return subject?.kind === 'Model' ? (readQuality(quiet, slo, subject) ?? []) : [];
  });
}

/** A slice is bad while the metric, on enough labels, is beyond its bound or no better than the naive forecast. */
export function qualityIndicator(context: BuildContext, quality: Quality): Indicator {
  const { slo, model, key, unit, badWhen, limit, minSamples } = quality;
  const origin = originOf(slo, ['sli']);
  const aggregate = badWhen === '<' ? 'min' : 'max';
  const signal = qualitySignal(context, { model, key, unit, origin });
  const samples = qualitySamples(context, { model, key, origin });
  const measure: Measure = {
    node: 'when',
    of: gaugeOf(signal, aggregate),
    condition: against(gaugeOf(samples, 'min'), '>=', minSamples),
    unit,
  };
  const naive = naiveOf(context, quality);
  return {
    type: 'time-in-bounds',
    measure,
    badWhen,
    limit: limit.value,
    ...(naive && { alsoBeyond: naive }),
    signals: [{ signal: signal.id }],
  };
}

/** What the metric must stay on the good side of: the naive forecast's, better by the margin that is asked for. */
function naiveOf(context: BuildContext, { slo, model, key, unit, badWhen }: Quality): Measure | undefined {
  const { sli } = slo.spec;
  if (sli.type !== 'quality' || sli.vs === undefined) return undefined;
  const { naive, mustBeatBy } = sli.vs;
  const signal = qualitySignal(context, {
    model,
    key,
    unit,
    reference: naive,
    origin: originOf(slo, ['sli', 'vs']),
  });
  const of = gaugeOf(signal, badWhen === '<' ? 'max' : 'min');
  const factor = badWhen === '<' ? 1 + mustBeatBy.ratio : 1 - mustBeatBy.ratio;
  return factor === 1 ? of : { node: 'scaled', of, factor: Number(factor.toPrecision(12)), unit };
}

/** Reports a metric that neither we nor the model's judge know. */
export function checkMetric(
  context: BuildContext,
  entity: Entity,
  path: (string | number)[],
  metric: string,
  model: Entity<'Model'>,
): boolean {
  const judged = model.spec.groundTruth?.metrics ?? [];
  if (qualityMetric(metric) !== undefined || judged.includes(metric)) return true;
  const known = [...Object.keys(QUALITY_METRICS), ...judged].toSorted();
  const suggestions = suggest(metric, known);
  reportAt(context, entity, path, {
    code: 'quality/unknown-metric',
    severity: 'error',
    message: `there is no quality metric "${metric}"`,
    expected: `one of ${known.join(', ')}`,
    hint:
      didYouMean(suggestions) ??
      `A metric that a judge gives is named in groundTruth.metrics of Model ${model.name}.`,
    ...(suggestions.length > 0 && { suggestions }),
  });
  return false;
}

function checkCut(context: BuildContext, slo: QualitySlo): boolean {
  const { sli } = slo.spec;
  if (sli.type !== 'quality') return false;
  const cut = qualityMetric(sli.metric)?.cut;
  const wrong = (['atThreshold', 'at'] as const).find((key) => sli[key] !== undefined && key !== cut);
  if (wrong === undefined) return true;
  reportAt(context, slo, ['sli', wrong], {
    code: 'quality/wrong-cut',
    severity: 'error',
    message: `${sli.metric} has no ${wrong === 'at' ? 'number of ranks' : 'decision threshold'}`,
    expected: cut === undefined ? `no ${wrong}` : `${cut}: …`,
    hint: 'atThreshold belongs to decisions (precision, recall …), at to rankings (ndcg, map …).',
  });
  return false;
}

function boundOf(
  context: BuildContext,
  slo: QualitySlo,
): { readonly badWhen: '<' | '>'; readonly limit: QualityValue } | undefined {
  const { sli } = slo.spec;
  if (sli.type !== 'quality') return undefined;
  const better = qualityMetric(sli.metric)?.better;
  const right = better === undefined ? undefined : better === 'higher' ? 'min' : 'max';
  const { min, max } = sli;
  if ((min === undefined) === (max === undefined)) {
    reportAt(context, slo, min === undefined ? ['sli'] : ['sli', right === 'max' ? 'min' : 'max'], {
      code: 'quality/one-bound',
      severity: 'error',
      message: min === undefined ? `${sli.metric} has no bound` : `${sli.metric} has two bounds`,
      expected: right === undefined ? 'min: … or max: …' : `${right}: …`,
    });
    return undefined;
  }
  const given = min === undefined ? 'max' : 'min';
  const limit = sli[given];
  if (limit === undefined) return undefined;
  if (right !== undefined && given !== right) {
    reportAt(context, slo, ['sli', given], {
      code: 'quality/wrong-direction',
      severity: 'error',
      message: `of ${sli.metric} ${better === 'higher' ? 'more' : 'less'} is better: ${given} ${limit.text} would call good what is bad`,
      expected: `${right}: …`,
      hint: `Did you mean ${right}: ${limit.text}?`,
    });
    return undefined;
  }
  return checkRange(context, slo, given, limit) ? { badWhen: given === 'min' ? '<' : '>', limit } : undefined;
}

/** A share lies within 0 and 1; an error of forecasts may be more than all of it. */
function checkRange(
  context: BuildContext,
  slo: QualitySlo,
  given: 'min' | 'max',
  { value, text }: QualityValue,
): boolean {
  const { sli } = slo.spec;
  if (sli.type !== 'quality') return false;
  const metric = qualityMetric(sli.metric);
  const isShare = metric?.unit === 'ratio' && !['mape', 'wape'].includes(sli.metric);
  const never = given === 'min' ? value <= 0 : value >= 1;
  const always = given === 'min' ? value > 1 : value < 0;
  if (!isShare || (!never && !always)) return true;
  reportAt(context, slo, ['sli', given], {
    code: 'quality/impossible-bound',
    severity: 'error',
    message: `${sli.metric} lies within 0 and 1: ${given} ${text} is ${never ? 'never missed' : 'always missed'}`,
    expected: 'a share between 0 and 1, such as 0.85 or 85%',
  });
  return false;
}

function checkTypical(
  context: BuildContext,
  slo: QualitySlo,
  { badWhen, limit }: { readonly badWhen: '<' | '>'; readonly limit: QualityValue },
): boolean {
  const { sli } = slo.spec;
  if (sli.type !== 'quality' || sli.typical === undefined) return true;
  const { typical } = sli;
  if (badWhen === '<' ? typical.value > limit.value : typical.value < limit.value) return true;
  reportAt(context, slo, ['sli', 'typical'], {
    code: 'quality/typical-out-of-bounds',
    severity: 'error',
    message: `what is typical (${typical.text}) is bad already: the bound is ${limit.text}`,
    expected: `${badWhen === '<' ? 'more' : 'less'} than ${limit.text}`,
    hint: 'The margin of segments is the distance between the two.',
  });
  return false;
}
