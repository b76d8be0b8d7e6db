import { type SegmentSpec, segmentValues } from '../../spec/kinds/model/segments.ts';
import { qualityKey } from '../../spec/kinds/sli/quality-metrics.ts';
import type { Entity } from '../../workspace/entity.ts';
import { COLUMN_ASPECTS } from '../drift-contract.ts';
import type { Objective } from '../objective.ts';
import { type BuildContext, reportAt } from './context.ts';
import { testedParts } from './drift-signals.ts';
import { checksOf, datasetChecksOf } from './feature-checks.ts';
import { featuresOf, selectFeatures, testedAs } from './features.ts';
import type { Quality } from './quality.ts';

/** One reason for series, with what is multiplied. */
export interface SeriesFactor {
  readonly what: string;
  readonly series: number;
  /** The multiplication in words: "40 tests × (1 + 12) segment values × 3". */
  readonly arithmetic: string;
}

/** Verdict, score and threshold. */
const METRICS_OF_TEST = 3;
/** Samples, share of the data as a whole, last run. */
const METRICS_OF_POLICY = 3;
/** Value and samples. */
const METRICS_OF_QUALITY = 2;
/** What rules record for an objective beside its windows, at most. */
const RECORDED = 15;
/** Error ratio and bad events. */
const RECORDED_OF_WINDOW = 2;

/**
 * The series that the drift job and the recording rules write for a model in one environment, largest first. Features that
 * only the data know (select: all without feature sets) are not counted.
 */
export function seriesOfModel(
  context: BuildContext,
  model: Entity<'Model'>,
  qualities: readonly Quality[],
  objectives: readonly Objective[],
): SeriesFactor[] {
  const policies = context.workspace.list('DriftPolicy').filter(({ spec }) => spec.model === model.name);
  const factors = [
    ...policies.map((policy) => ofPolicy(context, policy, model)),
    ofQuality(model, qualities),
    ofFairness(model, qualities),
    ofChecks(context, model),
    ofObjectives(objectives),
  ];
  return factors
    .filter(({ series }) => series > 0)
    .toSorted((a, b) => b.series - a.series || (a.what < b.what ? -1 : 1));
}

/** Reports a model with more series than the project allows. */
export function checkSeries(
  context: BuildContext,
  model: Entity<'Model'>,
  qualities: readonly Quality[],
  objectives: readonly Objective[],
): void {
  const limit = context.workspace.project.spec.limits.series;
  const factors = seriesOfModel(context, model, qualities, objectives);
  const total = factors.reduce((sum, { series }) => sum + series, 0);
  if (total <= limit) return;
  const largest = factors
    .slice(0, 3)
    .map(({ what, series, arithmetic }) => `${what}: ${arithmetic} = ${series}`)
    .join('; ');
  reportAt(context, model, [], {
    code: 'limits/series',
    severity: 'error',
    message: `the drift job and the rules would write ${total} series for ${model.name}: ${largest}`,
    expected: `at most ${limit} (limits.series of the project)`,
    hint: 'Test fewer features or segments (segments: [] in the drift policy), list the values that matter, or raise the limit.',
    data: { total, limit, factors: factors.map(({ what, series }) => ({ what, series })) },
  });
}

function ofPolicy(
  context: BuildContext,
  policy: Entity<'DriftPolicy'>,
  model: Entity<'Model'>,
): SeriesFactor {
  const { tests, aspects } = testCount(context, policy, model);
  const wanted = policy.spec.segments;
  const segments = model.spec.segments.filter(({ name }) => wanted === undefined || wanted.includes(name));
  const parts = 1 + valuesOf(segments);
  return {
    what: `DriftPolicy ${policy.name}`,
    series: (tests * parts + aspects) * METRICS_OF_TEST + METRICS_OF_POLICY,
    arithmetic: `(${tests} tests × ${partsWords(segments)} + ${aspects}) × ${METRICS_OF_TEST} + ${METRICS_OF_POLICY}`,
  };
}

interface TestCount {
  /** Of values; they are made in segments, too. */
  readonly tests: number;
  /** Of missing values, unseen ones and types. */
  readonly aspects: number;
}

/** How many tests one run of a policy makes. */
function testCount(context: BuildContext, policy: Entity<'DriftPolicy'>, model: Entity<'Model'>): TestCount {
  const { features, embeddings, text } = policy.spec;
  const known = featuresOf(context.workspace, model);
  const selected = features ? selectFeatures(known, features.select) : [];
  const unknown =
    known.length === 0 && features && typeof features.select === 'object' && 'top' in features.select
      ? features.select.top
      : 0;
  const parts = testedParts(policy);
  const single = parts.filter((part) => part === 'predictions' || part === 'labels').length;
  const others = embeddings.length + (text ? text.fields.length * text.descriptors.length : 0);
  const numbers = selected.filter(({ spec }) => testedAs(spec) === 'numeric').length;
  return {
    tests: selected.length + unknown + single + others,
    // Numbers are never unseen.
    aspects:
      COLUMN_ASPECTS.length * (selected.length + unknown + (parts.includes('predictions') ? 1 : 0)) - numbers,
  };
}

function valuesOf(segments: readonly SegmentSpec[]): number {
  return segments.reduce((sum, segment) => sum + segmentValues(segment), 0);
}

function partsWords(segments: readonly SegmentSpec[]): string {
  return segments.length === 0 ? '1' : `(1 + ${valuesOf(segments)} segment values)`;
}

function ofQuality(model: Entity<'Model'>, qualities: readonly Quality[]): SeriesFactor {
  const keys = new Set(qualities.map(({ key }) => key)).size;
  const references = qualities.filter(
    ({ slo: { spec } }) => spec.sli.type === 'quality' && spec.sli.vs !== undefined,
  ).length;
  const { segments } = model.spec;
  return {
    what: 'quality',
    // Each metric has its share of matured labels; all have one last run.
    series: keys * (METRICS_OF_QUALITY * (1 + valuesOf(segments)) + 1) + references + (keys > 0 ? 1 : 0),
    arithmetic: `${keys} metrics × (${METRICS_OF_QUALITY} × ${partsWords(segments)} + 1) + ${references + 1}`,
  };
}

/** Metrics that segments must be fair by and no SLO stands on: the job measures them like the others, if there are others. */
function ofFairness(model: Entity<'Model'>, qualities: readonly Quality[]): SeriesFactor {
  const { segments } = model.spec;
  const known = new Set(qualities.map(({ key }) => key));
  const keys = new Set(
    segments.flatMap(({ fairness }) => (fairness ? [qualityKey(fairness.metric, fairness)] : [])),
  );
  const more = qualities.length === 0 ? 0 : [...keys].filter((key) => !known.has(key)).length;
  return {
    what: 'fairness',
    series: more * (METRICS_OF_QUALITY * (1 + valuesOf(segments)) + 1),
    arithmetic: `${more} metrics × (${METRICS_OF_QUALITY} × ${partsWords(segments)} + 1)`,
  };
}

function ofChecks(context: BuildContext, model: Entity<'Model'>): SeriesFactor {
  const features = featuresOf(context.workspace, model);
  const sets = new Set(features.map(({ set }) => set));
  const checks = [
    ...features.flatMap(({ spec }) => checksOf(spec)),
    ...[...sets].flatMap(({ spec }) => datasetChecksOf(spec)),
  ].length;
  return { what: 'checks of features', series: checks, arithmetic: `${checks} checks` };
}

function ofObjectives(objectives: readonly Objective[]): SeriesFactor {
  const windows = objectives.reduce((sum, { ratioWindowsSeconds }) => sum + ratioWindowsSeconds.length, 0);
  return {
    what: 'objectives',
    series: objectives.length * RECORDED + windows * RECORDED_OF_WINDOW,
    arithmetic: `${objectives.length} × ${RECORDED} + ${windows} windows × ${RECORDED_OF_WINDOW}`,
  };
}
