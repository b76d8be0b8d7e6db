import type { CatalogueEntry } from './entry.ts';

/** What is reported about drift policies that cannot be carried out as written. */
export const DRIFT_CODES: readonly CatalogueEntry[] = [
  {
    code: 'drift/nothing-tested',
    title: 'drift policy without a test',
    exit: 'invalid-spec',
    explain:
      'A drift policy compares data with a baseline by tests. Name at least one part: `features: {}` tests all features by the usual tests; predictions, labels, embeddings and text each name a test.',
  },
  {
    code: 'drift/no-baseline',
    title: 'drift policy without data to compare with',
    exit: 'invalid-spec',
    explain:
      'The policy compares with the baseline of its model, and the model has none, or none of that kind. Add `baseline` to the model, or compare with something else: previous-window, same-window-last-week, { dataset: … }.',
  },
  {
    code: 'drift/baseline-window',
    title: 'baseline that ends before it begins',
    exit: 'invalid-spec',
    explain:
      'The days of a baseline are given from the first to the last, both included: 2026-07-01/2026-09-30.',
  },
  {
    code: 'drift/schedule',
    title: 'drift job that would run too often',
    exit: 'invalid-spec',
    explain:
      'A run reads a whole window of data and compares it with the baseline; every five minutes is as often as that makes sense. An hour or a day is usual.',
  },
  {
    code: 'drift/unknown-segment',
    title: 'segment that the model does not have',
    exit: 'invalid-spec',
    explain:
      'A drift policy may test by segments of its model, and names one that the model does not declare under `segments`.',
  },
  {
    code: 'drift/unknown-feature',
    title: 'feature that no feature set of the model has',
    exit: 'invalid-spec',
    explain:
      'Features are known by the feature sets that the model names in `dependsOn`. A name that is in none of them would be tested by nobody, and its silence would look like health.',
  },
  {
    code: 'drift/unmonitored-feature',
    title: 'test of a feature that is not monitored',
    exit: 'invalid-spec',
    explain:
      'The feature set says of this feature that it is not monitored, with a reason, and the drift policy names it all the same. One of the two has to give way.',
  },
  {
    code: 'drift/no-features',
    title: 'selection of features that is empty',
    exit: 'invalid-spec',
    explain:
      'No feature has the importance that the policy selects by. Give features an `importance` in their feature set, or select others.',
  },
  {
    code: 'drift/share',
    title: 'share of drifted features that cannot work',
    exit: 'invalid-spec',
    explain:
      'The share of drifted features needs features that are tested, and a warning comes below the alert, else it is never seen.',
  },
  {
    code: 'drift/test-of-other-type',
    title: 'drift test for another type of data',
    exit: 'invalid-spec',
    explain:
      'Some tests order values and fit numbers only (ks, wasserstein), others count them and fit categories only (chi-square, cramers-v), and vectors have tests of their own (mmd). The finding lists those that fit.',
  },
  {
    code: 'drift/threshold-of-other-test',
    title: 'threshold that does not belong to the drift test',
    exit: 'invalid-spec',
    explain:
      'Distances (psi, jensen-shannon, wasserstein …) are judged by `warn` and `alert`; tests of significance (ks, chi-square, t …) by `pValue` and, since with many rows everything is significant, `minEffect`. `normalise` belongs to distances in the unit of the data.',
  },
  {
    code: 'drift/no-threshold',
    title: 'drift test without a threshold',
    exit: 'invalid-spec',
    explain:
      'Without a threshold the test measures and never tells. Distances need `alert`, tests of significance `pValue`.',
  },
  {
    code: 'drift/warn-not-below-alert',
    title: 'warning that comes no sooner than the alert',
    exit: 'invalid-spec',
    explain: 'A warning at or above the level of the alert is never seen. Lower it, or leave it out.',
  },
  {
    code: 'drift/unreachable-threshold',
    title: 'drift threshold that is never or always reached',
    exit: 'invalid-spec',
    explain:
      'The test has bounds: shares of difference end at 1, the Jensen-Shannon distance at 0.833, and a classifier that guesses has 0.5. A threshold outside of them never alerts, or always does.',
  },
  {
    code: 'drift/untested-part',
    title: 'action that waits for a state that never comes',
    exit: 'invalid-spec',
    explain:
      'The action waits for drift of a part that the policy does not test, so it could never be triggered. Add the test, or wait for another part.',
  },
  {
    code: 'drift/policy-of-other-model',
    title: 'objective on the drift of another model',
    exit: 'invalid-spec',
    explain:
      'An SLO of type drift counts the runs of a drift policy of its own model. The policy that it names is about another one.',
  },
  {
    code: 'drift/window',
    title: 'window without any time in it',
    exit: 'invalid-spec',
    explain:
      'A window of drift, a baseline or an age of features of no length holds no rows. Give it a duration above zero: 1d, 6h.',
  },
  {
    code: 'drift/left-out',
    title: 'part of the specs that the drift job cannot read',
    exit: 'finding',
    explain:
      'The drift job reads rows: of features from the `source` of their FeatureSet, of predictions from `predictions` of the model, of labels from `groundTruth`, cut into windows by the `timestamp` of the DataSource. The finding says what is missing and where to add it. Until then this part is not compared, and what is not compared looks like health.',
  },
  {
    code: 'drift/no-output',
    title: 'drift job whose results nobody reads',
    exit: 'finding',
    explain:
      'A packaging of the drift job runs it, and none of `outputs.textfile`, `pushgateway`, `otlp` and `remoteWrite` carries its results to Prometheus. The alerts on drift would then say that the job never ran.',
  },
];
