import type {
  CheckResult,
  ColumnResult,
  DatasetResult,
  Distribution,
  PolicyResult,
  QualityResult,
  RunFinding,
  RunResult,
  SideStatistics,
  TestResult,
} from '../../src/drift/result.ts';

/** Fabricated results of runs: what a test does not speak about is a column without drift in a week of rows. */

export const ROWS = 120_482;
export const BASELINE_ROWS = 1_204_332;

export function testResult(changes: Partial<TestResult> = {}): TestResult {
  return {
    part: 'features',
    feature: 'amount',
    aspect: 'values',
    test: 'wasserstein',
    segment: null,
    segmentValue: null,
    rows: ROWS,
    baselineRows: BASELINE_ROWS,
    score: 0.0123,
    effect: 0.0071,
    levels: { warn: 0.1, alert: 0.2 },
    noise: { mean: 0.0052, q99: 0.0098 },
    pValue: 0.31,
    adjustedPValue: 0.74,
    alpha: 0.01,
    level: 'none',
    verdict: 'none',
    reason: 'The effect is below every level.',
    ...changes,
  };
}

export function statistics(changes: Partial<SideStatistics> = {}): SideStatistics {
  return { rows: ROWS, nulls: 120, distinct: 8211, mean: 52.3, std: 31.8, min: 0.01, max: 4999, ...changes };
}

export function columnResult(changes: Partial<ColumnResult> = {}): ColumnResult {
  return {
    part: 'features',
    feature: 'amount',
    column: 'amount',
    type: 'numeric',
    importance: 'high',
    verdict: 'none',
    level: 'none',
    baseline: statistics({ rows: BASELINE_ROWS, nulls: 1100 }),
    current: statistics(),
    distribution: bell(),
    ...changes,
  };
}

/** A bell over equal bins, the current one moved by so many standard deviations. */
export function bell(shift = 0, bins = 30): Distribution {
  const edges = Array.from({ length: bins + 1 }, (_, index) => -3 + (6 * index) / bins);
  const rows = (center: number, total: number) =>
    edges.slice(1).map((edge, index) => {
      const middle = (edge + (edges[index] ?? 0)) / 2;
      return Math.round(total * Math.exp(-((middle - center) ** 2) / 2) * 0.08);
    });
  return {
    kind: 'numeric',
    edges: edges.map((edge) => 50 + 20 * edge),
    baseline: rows(0, BASELINE_ROWS),
    current: rows(shift, ROWS),
  };
}

export function policyResult(changes: Partial<PolicyResult> = {}): PolicyResult {
  return {
    policy: 'fraud-drift',
    title: 'Drift of the fraud detector',
    model: 'fraud-detector',
    profile: 'modelwatch',
    window: { from: '2026-11-19T00:00:00Z', to: '2026-11-26T00:00:00Z', rows: ROWS },
    baseline: {
      from: '2026-05-01T00:00:00Z',
      to: '2026-08-01T00:00:00Z',
      rows: BASELINE_ROWS,
      description: 'training data of version 12',
      stored: true,
    },
    minSamples: 1000,
    completed: true,
    enough: true,
    verdict: 'none',
    driftedShare: 0,
    weightedShare: 0,
    shareLevels: { warn: 0.1, alert: 0.2 },
    shareLevel: 'none',
    tests: [testResult()],
    columns: [columnResult()],
    findings: [],
    advice: { impact: null, runbook: null, actions: [] },
    previous: null,
    ...changes,
  };
}

export function checkResult(changes: Partial<CheckResult> = {}): CheckResult {
  return {
    dataset: 'transactions',
    feature: 'amount',
    check: 'nulls',
    failed: false,
    value: 0.001,
    limit: 'at most 1%',
    message: '0.1% of the values are missing.',
    ...changes,
  };
}

export function datasetResult(changes: Partial<DatasetResult> = {}): DatasetResult {
  return {
    dataset: 'transactions',
    window: { from: '2026-11-25T00:00:00Z', to: '2026-11-26T00:00:00Z', rows: 17_211 },
    newest: '2026-11-25T23:58:41Z',
    checks: [checkResult()],
    findings: [],
    ...changes,
  };
}

/** Precision in two regions, with too few labels for one of two metrics. */
export function qualityResult(changes: Partial<QualityResult> = {}): QualityResult {
  const window = { from: '2026-10-01T06:00:00Z', to: '2026-10-15T06:00:00Z', rows: 840_000 };
  const all = { segment: null, segmentValue: null, reference: null };
  return {
    model: 'fraud-detector',
    completed: true,
    metrics: [
      {
        metric: 'precision@0.8',
        by: 'label-arrival',
        window,
        matured: 0.953,
        minSamples: 500,
        minMatured: 0.9,
        values: [
          { ...all, value: 0.9134, samples: 1680 },
          { ...all, segment: 'region', segmentValue: 'eu', value: 0.92, samples: 1200 },
          { ...all, segment: 'region', segmentValue: 'uk', value: null, samples: 0 },
        ],
      },
      {
        metric: 'wape',
        by: 'event-time',
        window: { ...window, from: '2026-11-25T06:00:00Z', to: '2026-11-26T06:00:00Z' },
        matured: 0.41,
        minSamples: 1000,
        minMatured: 0.9,
        values: [
          { ...all, value: 0.18, samples: 12 },
          { ...all, reference: 'seasonal-7d', value: 0.25, samples: 11 },
        ],
      },
    ],
    findings: [],
    ...changes,
  };
}

export function runResult(changes: Partial<RunResult> = {}): RunResult {
  return {
    version: 1,
    modelwatch: '0.1.0',
    project: 'acme-ml',
    environment: 'prod',
    endedAt: '2026-11-26T06:00:12Z',
    policies: [policyResult()],
    qualities: [],
    datasets: [],
    ...changes,
  };
}

export function finding(changes: Partial<RunFinding> = {}): RunFinding {
  return {
    code: 'column/all-null',
    severity: 'error',
    column: 'device_os',
    message: 'all 120,482 values of the window are missing',
    hint: 'ask who fills this column; drop it from the policy if nobody does',
    ...changes,
  };
}

type Named = Pick<TestResult, 'part' | 'feature'>;

/** A column with the tests of it: values, missing and new values. */
function described(
  { part, feature }: Named,
  values: Partial<TestResult>,
  column: Partial<ColumnResult> = {},
  others: readonly Partial<TestResult>[] = [],
): { readonly column: ColumnResult; readonly tests: readonly TestResult[] } {
  const base = { part, feature };
  const plain: Partial<TestResult> = {
    test: 'nulls',
    aspect: 'nulls',
    score: 0.0001,
    effect: 0.0001,
    noise: null,
    levels: { warn: 0.02, alert: 0.05 },
    reason: 'As many values are missing as in the baseline.',
  };
  const tests = [
    testResult({ ...base, ...values }),
    ...(others.some(({ aspect }) => aspect === 'nulls') ? [] : [testResult({ ...base, ...plain })]),
    ...others.map((other) => testResult({ ...base, ...other })),
  ];
  const { verdict = 'none', level = 'none' } = values;
  return {
    column: columnResult({ ...base, column: feature ?? part, verdict, level, ...column }),
    tests,
  };
}

const COUNTRIES: Distribution = {
  kind: 'category',
  labels: ['DE', 'FR', 'NL', 'AT', 'PL', 'IT', 'other'],
  baseline: [480_112, 301_004, 150_233, 99_120, 60_021, 54_911, 58_931],
  current: [31_009, 29_990, 15_331, 9120, 6700, 22_801, 5531],
};

/** Forty features of a fraud detector and its predictions, of which some have drifted in each of the ways that there are. */
export function fraudPolicy(): PolicyResult {
  const feature = (name: string): Named => ({ part: 'features', feature: name });
  const drifted = [
    described(
      feature('amount'),
      {
        score: 0.426,
        effect: 0.419,
        pValue: 0,
        adjustedPValue: 0,
        level: 'alert',
        verdict: 'alert',
        reason: 'The effect of 0.419 is over the alert level of 0.2, in this run and the one before.',
      },
      { distribution: bell(0.6), current: statistics({ mean: 66.1, std: 34.9 }) },
      [
        {
          segment: 'country',
          segmentValue: 'DE',
          rows: 31_009,
          effect: 0.61,
          score: 0.63,
          level: 'alert',
          verdict: 'alert',
          reason: 'Over the alert level.',
        },
        {
          segment: 'country',
          segmentValue: 'FR',
          rows: 29_990,
          effect: 0.12,
          score: 0.14,
          level: 'warn',
          verdict: 'warn',
          reason: 'Over the warn level.',
        },
        { segment: 'country', segmentValue: 'NL', rows: 15_331, reason: 'Below every level.' },
      ],
    ),
    described(
      feature('merchant_country'),
      {
        test: 'jensen-shannon',
        score: 0.143,
        effect: 0.139,
        levels: { warn: 0.1, alert: 0.2 },
        noise: { mean: 0.0031, q99: 0.0049 },
        pValue: 2.1e-41,
        adjustedPValue: 4.3e-40,
        level: 'warn',
        verdict: 'warn',
        reason: 'The effect of 0.139 is over the warn level of 0.1.',
      },
      {
        type: 'category',
        importance: 'medium',
        distribution: COUNTRIES,
        baseline: statistics({
          rows: BASELINE_ROWS,
          distinct: 41,
          mean: null,
          std: null,
          min: null,
          max: null,
        }),
        current: statistics({ distinct: 44, mean: null, std: null, min: null, max: null }),
      },
      [
        {
          aspect: 'unseen',
          test: 'unseen',
          score: 0.0021,
          effect: 0.0021,
          levels: { warn: 0.01, alert: 0.05 },
          noise: null,
          reason: '253 rows have a value that the baseline does not have.',
        },
      ],
    ),
    described(
      feature('device_age_days'),
      { level: 'none', verdict: 'none' },
      { verdict: 'alert', level: 'alert', current: statistics({ nulls: 18_931 }) },
      [
        {
          aspect: 'nulls',
          test: 'nulls',
          score: 0.157,
          effect: 0.156,
          levels: { warn: 0.02, alert: 0.05 },
          noise: null,
          pValue: 0,
          adjustedPValue: 0,
          level: 'alert',
          verdict: 'alert',
          reason: '15.7% of the values are missing, 0.0913% in the baseline.',
        },
      ],
    ),
    described(
      feature('hour_of_day'),
      {
        score: 0.241,
        effect: 0.233,
        pValue: 1e-12,
        adjustedPValue: 3e-11,
        level: 'alert',
        verdict: 'none',
        reason: 'Over the alert level in this run; 1 of 2 runs in a row.',
      },
      { distribution: bell(0.2) },
    ),
    described(
      feature('device_os'),
      {
        score: null,
        effect: null,
        pValue: null,
        adjustedPValue: null,
        rows: 0,
        noise: null,
        reason: 'All values of the window are missing.',
      },
      {
        type: 'category',
        distribution: null,
        current: statistics({ nulls: ROWS, distinct: 0, mean: null, std: null, min: null, max: null }),
      },
    ),
    described(
      { part: 'predictions', feature: null },
      {
        test: 'psi',
        score: 0.011,
        effect: 0.0106,
        levels: { warn: 0.1, alert: 0.25 },
        noise: { mean: 0.00008, q99: 0.0002 },
      },
      { importance: null, distribution: bell(0.05) },
    ),
  ];
  const calm = Array.from({ length: 35 }, (_, index) =>
    described(
      feature(`velocity_${String(index + 1).padStart(2, '0')}`),
      { effect: 0.0071 + index / 1000, score: 0.0123 + index / 1000 },
      { importance: index % 3 === 0 ? 'low' : 'medium', distribution: bell(index / 400) },
    ),
  );
  const all = [...drifted, ...calm];
  return policyResult({
    verdict: 'alert',
    driftedShare: 0.05,
    weightedShare: 0.083,
    tests: all.flatMap(({ tests }) => tests),
    columns: all.map(({ column }) => column),
    findings: [
      finding({
        code: 'window/late-rows',
        severity: 'info',
        column: null,
        message: '1.2% of the rows came after the lag',
        hint: null,
      }),
      finding(),
    ],
    advice: {
      impact: 'Chargebacks rise with a delay of about 30 days.',
      runbook: 'https://wiki.acme.example/runbooks/fraud-drift',
      actions: [
        'Look at the partner feed of country DE first.',
        'Retrain when amount stays at alert for 3 runs.',
      ],
    },
    previous: {
      to: '2026-11-25T00:00:00Z',
      verdict: 'warn',
      driftedShare: 0.025,
      changed: ['device_age_days'],
    },
  });
}

export function transactionChecks(): DatasetResult {
  return datasetResult({
    checks: [
      checkResult({
        failed: true,
        value: 0.157,
        feature: 'device_age_days',
        message: '15.7% of the values are missing.',
      }),
      checkResult({ check: 'range', value: 0, limit: '0 to 5000', message: 'Every value is in its range.' }),
      checkResult({
        check: 'cardinality',
        feature: 'merchant_country',
        value: 44,
        limit: 'at most 60',
        message: '44 distinct values.',
      }),
      checkResult({
        check: 'values',
        feature: null,
        failed: true,
        value: 12,
        limit: 'no repeated key',
        message: '12 rows share their key transaction_id.',
      }),
    ],
  });
}

export function fraudRun(): RunResult {
  return runResult({ policies: [fraudPolicy()], datasets: [transactionChecks()] });
}

/** So many columns, every seventh drifted, of 30 bins and three tests each. */
export function wideRun(count: number): RunResult {
  const all = Array.from({ length: count }, (_, index) => {
    const verdict = index % 7 === 0 ? 'alert' : 'none';
    const size = verdict === 'alert' ? 0.2 + index / 3000 : index / 10_000;
    const rows = bell(size);
    return described(
      { part: 'features', feature: `feature_with_a_long_name_${index}` },
      {
        effect: size,
        score: size + 0.004_31,
        verdict,
        level: verdict,
        reason: `The effect of ${size} is judged by the levels 0.1 and 0.2.`,
      },
      {
        distribution:
          rows.kind === 'numeric'
            ? { ...rows, edges: rows.edges.map((edge) => edge * 1.234_567_89 + index / 7) }
            : rows,
      },
      [
        {
          aspect: 'unseen',
          test: 'unseen',
          score: 0,
          effect: 0,
          noise: null,
          reason: 'No row has a value that the baseline does not have.',
        },
      ],
    );
  });
  return runResult({
    policies: [
      policyResult({
        verdict: 'alert',
        driftedShare: Math.ceil(count / 7) / count,
        weightedShare: null,
        shareLevel: 'warn',
        tests: all.flatMap(({ tests }) => tests),
        columns: all.map(({ column }) => column),
      }),
    ],
  });
}
