import type {
  CheckResult,
  DatasetResult,
  PolicyResult,
  RunResult,
  TestResult,
} from '../../src/drift/result.ts';
import * as results from '../drift/results.ts';

// Results as outputs of metrics want them: a feature that drifted, and the checks of a feature set beside it.

const WINDOW = { from: '2026-11-28T00:00:00Z', to: '2026-11-29T00:00:00Z', rows: 12_000 };

/** A test of a feature that drifted by a distance, with what differs. */
export function testResult(given: Partial<TestResult> = {}): TestResult {
  return results.testResult({
    rows: 12_000,
    baselineRows: 80_000,
    score: 0.31,
    effect: 0.29,
    pValue: 0.0001,
    adjustedPValue: 0.0004,
    level: 'alert',
    verdict: 'alert',
    ...given,
  });
}

export function policyResult(given: Partial<PolicyResult> = {}): PolicyResult {
  return results.policyResult({
    window: WINDOW,
    verdict: 'alert',
    driftedShare: 0.25,
    tests: [testResult()],
    columns: [],
    ...given,
  });
}

export function checkResult(given: Partial<CheckResult> = {}): CheckResult {
  return results.checkResult({ dataset: 'transaction-features', ...given });
}

export function datasetResult(given: Partial<DatasetResult> = {}): DatasetResult {
  return results.datasetResult({
    dataset: 'transaction-features',
    window: WINDOW,
    checks: [checkResult()],
    ...given,
  });
}

/** The result of a run of one policy and the checks of one feature set. */
export function runResult(given: Partial<RunResult> = {}): RunResult {
  return results.runResult({
    endedAt: '2026-11-29T01:02:03.500Z',
    policies: [policyResult()],
    datasets: [datasetResult()],
    ...given,
  });
}

/** A run whose names need every kind of escaping, and which has every metric of the contract that a run writes. */
export function unusualRun(endedAt: string): RunResult {
  const segment = { segment: 'shop', segmentValue: 'C:\\new "shop"\nline/ü 🙂' };
  return runResult({
    endedAt,
    policies: [
      policyResult({
        tests: [
          testResult(),
          testResult({ ...segment, verdict: 'warn', score: 1e-7, effect: 0, pValue: 0.5, adjustedPValue: 1 }),
          testResult({ aspect: 'nulls', test: 'nulls', verdict: 'none', score: 0, effect: 0 }),
          testResult({
            part: 'predictions',
            feature: null,
            test: 'ks',
            score: 0.02,
            pValue: 0.02,
            adjustedPValue: 0.06,
          }),
        ],
      }),
      policyResult({ policy: 'team/other drift', driftedShare: null, tests: [testResult({ score: null })] }),
    ],
    datasets: [
      datasetResult({
        checks: [checkResult({ failed: true }), checkResult({ feature: null, check: 'values' })],
      }),
    ],
  });
}
