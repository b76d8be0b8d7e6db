import type { LintRule } from './rule.ts';
import { loop } from './rules/action/loop.ts';
import { prodOnlyUntested } from './rules/action/prod-only-untested.ts';
import { retrainOnUpstreamFault } from './rules/action/retrain-on-upstream-fault.ts';
import { noFor } from './rules/alert/no-for.ts';
import { noRunbook } from './rules/alert/no-runbook.ts';
import { belowMinimum } from './rules/coverage/below-minimum.ts';
import { featureUnmonitored } from './rules/coverage/feature-unmonitored.ts';
import { modelWithoutQualitySignal } from './rules/coverage/model-without-quality-signal.ts';
import { noBusinessLink } from './rules/coverage/no-business-link.ts';
import { noUpstreamSignal } from './rules/coverage/no-upstream-signal.ts';
import { segmentUnmonitored } from './rules/coverage/segment-unmonitored.ts';
import { baselineSeasonal } from './rules/drift/baseline-seasonal.ts';
import { driftPagesAlone } from './rules/drift/drift-pages-alone.ts';
import { falseAlarmBudget } from './rules/drift/false-alarm-budget.ts';
import { idOrConstantFeature } from './rules/drift/id-or-constant-feature.ts';
import { pValueWithoutEffect } from './rules/drift/p-value-without-effect.ts';
import { piiFeature } from './rules/drift/pii-feature.ts';
import { thresholdBelowNoise } from './rules/drift/threshold-below-noise.ts';
import { unstableBins } from './rules/drift/unstable-bins.ts';
import { devPages } from './rules/env/dev-pages.ts';
import { prodLooserThanStaging } from './rules/env/prod-looser-than-staging.ts';
import { hidesPageOfOtherTeam } from './rules/inhibition/hides-page-of-other-team.ts';
import { neverMatches } from './rules/inhibition/never-matches.ts';
import { counterAsGauge } from './rules/metrics/counter-as-gauge.ts';
import { noModelLabel } from './rules/metrics/no-model-label.ts';
import { noVersionLabel } from './rules/metrics/no-version-label.ts';
import { piiLabel } from './rules/metrics/pii-label.ts';
import { rateWindowUnder4Scrapes } from './rules/metrics/rate-window-under-4-scrapes.ts';
import { unboundedClassLabel } from './rules/metrics/unbounded-class-label.ts';
import { classImbalanceAccuracy } from './rules/quality/class-imbalance-accuracy.ts';
import { immatureLabels } from './rules/quality/immature-labels.ts';
import { metricNotForTask } from './rules/quality/metric-not-for-task.ts';
import { noNaiveBaseline } from './rules/quality/no-naive-baseline.ts';
import { noProxy } from './rules/quality/no-proxy.ts';
import { undecidable } from './rules/quality/undecidable.ts';
import { expiredHolidays } from './rules/routing/expired-holidays.ts';
import { pageNobodyAtNight } from './rules/routing/page-nobody-at-night.ts';
import { repeatTooFast } from './rules/routing/repeat-too-fast.ts';
import { singlePoint } from './rules/routing/single-point.ts';
import { unreachableHuman } from './rules/routing/unreachable-human.ts';
import { burnWindowLongerThanSlo } from './rules/slo/burn-window-longer-than-slo.ts';
import { duplicate } from './rules/slo/duplicate.ts';
import { overlappingSlices } from './rules/slo/overlapping-slices.ts';
import { tier1WithoutAvailabilityAndLatency } from './rules/slo/tier1-without-availability-and-latency.ts';
import { tooFewEvents } from './rules/slo/too-few-events.ts';
import { windowShorterThanLabelDelay } from './rules/slo/window-shorter-than-label-delay.ts';

/** All lint rules, by id. A new rule is one file in `rules/<group>/` and one line here. */
export const LINT_RULES: readonly LintRule[] = [
  loop,
  prodOnlyUntested,
  retrainOnUpstreamFault,
  noFor,
  noRunbook,
  belowMinimum,
  featureUnmonitored,
  modelWithoutQualitySignal,
  noBusinessLink,
  noUpstreamSignal,
  segmentUnmonitored,
  baselineSeasonal,
  driftPagesAlone,
  falseAlarmBudget,
  idOrConstantFeature,
  pValueWithoutEffect,
  piiFeature,
  thresholdBelowNoise,
  unstableBins,
  devPages,
  prodLooserThanStaging,
  hidesPageOfOtherTeam,
  neverMatches,
  counterAsGauge,
  noModelLabel,
  noVersionLabel,
  piiLabel,
  rateWindowUnder4Scrapes,
  unboundedClassLabel,
  classImbalanceAccuracy,
  immatureLabels,
  metricNotForTask,
  noNaiveBaseline,
  noProxy,
  undecidable,
  expiredHolidays,
  pageNobodyAtNight,
  repeatTooFast,
  singlePoint,
  unreachableHuman,
  burnWindowLongerThanSlo,
  duplicate,
  overlappingSlices,
  tier1WithoutAvailabilityAndLatency,
  tooFewEvents,
  windowShorterThanLabelDelay,
];

const BY_ID: ReadonlyMap<string, LintRule> = new Map(LINT_RULES.map((rule) => [rule.id, rule]));

/** The rule with an id; undefined for codes of other rooms and for ids that do not exist. */
export function lintRule(id: string): LintRule | undefined {
  return BY_ID.get(id);
}
