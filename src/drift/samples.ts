import { type ContractMetric, DRIFT_CONTRACT, VERDICT } from '../plan/drift-contract.ts';
import { DRIFT_TEST_NAMES, type DriftTestName, driftTest } from '../spec/kinds/drift/tests.ts';
import { groupBy } from '../support/group-by.ts';
import { sortedBy } from '../support/sorted-by.ts';
import type { CheckResult, PolicyResult, QualityResult, RunResult, TestResult } from './result.ts';

/** The value of one series at the end of a run, in the unit that the contract gives its metric. */
export interface Sample {
  /** A name of `DRIFT_CONTRACT`. */
  readonly name: string;
  /** In the order of the contract; none is empty, since an empty label is an absent one. Well-formed Unicode. */
  readonly labels: Readonly<Record<string, string>>;
  /** Finite. */
  readonly value: number;
}

/** What a series is written anew by: the run of a policy, the checks of a feature set, or the quality of a model. */
export type Writer = { readonly policy: string } | { readonly dataset: string } | { readonly model: string };

/** All series of one writer. A writer of this run that has none any more is told too: what it wrote before is gone. */
export interface SampleGroup {
  readonly writer: Writer;
  readonly samples: readonly Sample[];
}

/**
 * Every series of the drift contract that a run writes, none twice, in a fixed order. Numbers that are absent (null, not finite)
 * have no series. Throws a RangeError if `endedAt` is no time.
 */
export function samplesOf(result: RunResult): Sample[] {
  return sampleGroups(result).flatMap(({ samples }) => samples);
}

/** The same by writer: policies, feature sets, then models, each in the order of the result. */
export function sampleGroups(result: RunResult): SampleGroup[] {
  const endedAt = endOf(result) / 1000;
  const policies = groupBy(result.policies, ({ policy }) => wellFormed(policy));
  const datasets = groupBy(result.datasets, ({ dataset }) => wellFormed(dataset));
  const qualities = groupBy(result.qualities, ({ model }) => wellFormed(model));
  return [
    ...[...policies].map(([policy, results]) => ({
      writer: { policy },
      samples: policySamples(results, endedAt),
    })),
    ...[...datasets].map(([dataset, results]) => ({
      writer: { dataset },
      samples: checkSamples(
        dataset,
        results.flatMap(({ checks }) => checks),
      ),
    })),
    // Should a result tell of a model twice, what came last is what counts.
    ...[...qualities].map(([model, results]) => ({
      writer: { model },
      samples: results.slice(-1).flatMap((quality) => qualitySamples(quality, endedAt)),
    })),
  ];
}

/** When a run ended, in milliseconds since 1970. Throws a RangeError if its `endedAt` is no time. */
export function endOf({ endedAt }: RunResult): number {
  const milliseconds = Date.parse(endedAt);
  if (Number.isNaN(milliseconds)) throw new RangeError(`"${endedAt}" is no time`);
  return milliseconds;
}

/** A text that names a series: two samples with the same key are of one series. */
export function seriesKey({ name, labels }: Pick<Sample, 'name' | 'labels'>): string {
  const pairs = Object.entries(labels).filter(([, text]) => text !== '');
  return JSON.stringify([name, sortedBy(pairs, ([label]) => label)]);
}

function policySamples(results: readonly PolicyResult[], endedAt: number): Sample[] {
  // One policy has one model. Should a result tell of it twice, what came last is what counts.
  const perModel = [...groupBy(results, ({ model }) => wellFormed(model)).values()].flatMap((same) =>
    same.slice(-1),
  );
  return perModel.flatMap((result) => [
    ...testSamples(result),
    ...sample(DRIFT_CONTRACT.samples, result, result.window.rows),
    ...sample(DRIFT_CONTRACT.datasetShare, result, result.driftedShare),
    ...sample(DRIFT_CONTRACT.lastRun, result, endedAt),
  ]);
}

function testSamples(result: PolicyResult): Sample[] {
  const { model, policy } = result;
  const tests = result.tests.map((test) => {
    const { part, feature, segment, segmentValue } = test;
    const labels = { model, policy, part, feature, test: test.test, segment, segment_value: segmentValue };
    const [verdict] = sample(DRIFT_CONTRACT.verdict, labels, VERDICT[test.verdict]);
    return { test, labels, key: verdict === undefined ? '' : seriesKey(verdict) };
  });
  // Tests that the labels cannot tell apart share their series: the graver one has it.
  const perSeries = [...groupBy(tests, ({ key }) => key).values()].flatMap((same) =>
    same.toSorted((a, b) => VERDICT[b.test.verdict] - VERDICT[a.test.verdict]).slice(0, 1),
  );
  return perSeries.flatMap(({ test, labels }) => [
    ...sample(DRIFT_CONTRACT.verdict, labels, VERDICT[test.verdict]),
    ...sample(DRIFT_CONTRACT.score, labels, test.score),
    ...sample(DRIFT_CONTRACT.threshold, labels, alertThreshold(test)),
  ]);
}

/**
 * Where the score of a test crosses to the alert level; null if there is no such level.
 *
 * - A p-value: `alpha`, corrected for the number of tests. Whatever the correction, the adjusted p-value is at most α exactly
 *   where p ≤ α · p / adjusted, so that score and threshold agree with the decision.
 * - A distance: the level, moved by what the run took off the score as chance (which is more for small segments). An effect is
 *   at least the level exactly where score ≥ level + (score − effect).
 */
export function alertThreshold(test: TestResult): number | null {
  const { score, effect, levels, pValue, adjustedPValue, alpha } = test;
  const isPValue = score !== null && score === pValue && (isJudgedByPValue(test) || levels.alert === null);
  if (isPValue) {
    const isCorrected = alpha !== null && adjustedPValue !== null && adjustedPValue > 0;
    return isCorrected ? (alpha * score) / adjustedPValue : alpha;
  }
  if (levels.alert === null || score === null || effect === null) return levels.alert;
  return levels.alert + (score - effect);
}

function isJudgedByPValue({ aspect, test }: TestResult): boolean {
  const name: DriftTestName | undefined = DRIFT_TEST_NAMES.find((each) => each === test);
  return aspect === 'values' && name !== undefined && driftTest(name).judgedBy === 'p-value';
}

function qualitySamples({ model, metrics }: QualityResult, endedAt: number): Sample[] {
  return [
    ...metrics.flatMap(({ metric, matured, values }) => [
      ...values.flatMap(({ segment, segmentValue, reference, value, samples }) => {
        const labels = { model, metric, segment, segment_value: segmentValue, reference };
        return [
          ...sample(DRIFT_CONTRACT.quality, labels, value),
          // The samples of a naive forecast have no series: no rule asks for them.
          ...(reference === null ? sample(DRIFT_CONTRACT.qualitySamples, labels, samples) : []),
        ];
      }),
      ...sample(DRIFT_CONTRACT.labelsMatured, { model, metric }, matured),
    ]),
    ...sample(DRIFT_CONTRACT.qualityLastRun, { model }, endedAt),
  ];
}

/** Whether a series is one of the quality of a model. */
export function isOfQuality({ name }: Pick<Sample, 'name'>): boolean {
  return QUALITY_NAMES.has(name);
}

const QUALITY_NAMES: ReadonlySet<string> = new Set(
  (['quality', 'qualitySamples', 'labelsMatured', 'qualityLastRun'] as const).map(
    (role) => DRIFT_CONTRACT[role].name,
  ),
);

function checkSamples(dataset: string, checks: readonly CheckResult[]): Sample[] {
  const perSeries = groupBy(checks, ({ feature, check }) =>
    JSON.stringify([wellFormed(feature ?? ''), check]),
  );
  return [...perSeries.values()].flatMap((same) =>
    same.slice(0, 1).flatMap(({ feature, check }) => {
      const isFailed = same.some(({ failed }) => failed);
      return sample(DRIFT_CONTRACT.checkFailed, { dataset, feature, check }, isFailed ? 1 : 0);
    }),
  );
}

/** A sample of a metric, with those of the given labels that the contract names; none if there is no finite number. */
function sample(
  metric: ContractMetric,
  given: Readonly<Record<string, unknown>>,
  value: number | null,
): Sample[] {
  if (value === null || !Number.isFinite(value)) return [];
  const labels = metric.labels.flatMap((label) => {
    const text = given[label];
    return typeof text === 'string' && text !== '' ? [[label, wellFormed(text)] as const] : [];
  });
  return [{ name: metric.name, labels: Object.fromEntries(labels), value }];
}

/** UTF-8 has no half surrogate pairs: two texts that become the same bytes are to be the same here already. */
function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}
