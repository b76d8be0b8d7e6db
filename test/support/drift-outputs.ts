import type {
  CheckResult,
  DatasetResult,
  PolicyResult,
  RunResult,
  TestResult,
} from '../../src/drift/result.ts';

const WINDOW = { from: '2026-11-28T00:00:00Z', to: '2026-11-29T00:00:00Z', rows: 12_000 };

/** A test of a feature that drifted by a distance, with what differs. */
export function testResult(given: Partial<TestResult> = {}): TestResult {
  return {
    part: 'features',
    feature: 'amount',
    aspect: 'values',
    test: 'wasserstein',
    segment: null,
    segmentValue: null,
    rows: 12_000,
    baselineRows: 80_000,
    score: 0.31,
    effect: 0.29,
    levels: { warn: 0.1, alert: 0.2 },
    noise: { mean: 0.02, q99: 0.04 },
    pValue: 0.0001,
    adjustedPValue: 0.0004,
    alpha: 0.01,
    level: 'alert',
    verdict: 'alert',
    reason: 'amount moved',
    ...given,
  };
}

export function policyResult(given: Partial<PolicyResult> = {}): PolicyResult {
  return {
    policy: 'fraud-drift',
    title: 'Drift of the fraud detector',
    model: 'fraud-detector',
    profile: 'modelwatch',
    window: WINDOW,
    baseline: { ...WINDOW, rows: 80_000, description: 'training data', stored: false },
    minSamples: 1000,
    completed: true,
    enough: true,
    verdict: 'alert',
    driftedShare: 0.25,
    weightedShare: 0.3,
    shareLevels: { warn: 0.2, alert: 0.4 },
    shareLevel: 'warn',
    tests: [testResult()],
    columns: [],
    findings: [],
    advice: { impact: null, runbook: null, actions: [] },
    previous: null,
    ...given,
  };
}

export function checkResult(given: Partial<CheckResult> = {}): CheckResult {
  return {
    dataset: 'transaction-features',
    feature: 'amount',
    check: 'nulls',
    failed: false,
    value: 0.001,
    limit: 'at most 1%',
    message: 'amount has 0.1% missing values',
    ...given,
  };
}

export function datasetResult(given: Partial<DatasetResult> = {}): DatasetResult {
  return {
    dataset: 'transaction-features',
    window: WINDOW,
    newest: '2026-11-28T23:59:00Z',
    checks: [checkResult()],
    findings: [],
    ...given,
  };
}

/** The result of a run of one policy and the checks of one feature set. */
export function runResult(given: Partial<RunResult> = {}): RunResult {
  return {
    version: 1,
    modelwatch: '0.1.0',
    project: 'acme-ml',
    environment: 'prod',
    endedAt: '2026-11-29T01:02:03.500Z',
    policies: [policyResult()],
    datasets: [datasetResult()],
    ...given,
  };
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
