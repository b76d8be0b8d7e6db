import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expositionOf } from '../../src/drift/exposition.ts';
import {
  type CheckResult,
  LEVELS,
  type RunResult,
  type TestResult,
  zRunResult,
} from '../../src/drift/result.ts';
import { alertThreshold, type Sample, sampleGroups, samplesOf } from '../../src/drift/samples.ts';
import { DATA_CHECKS, DRIFT_CONTRACT, DRIFT_PARTS } from '../../src/plan/drift-contract.ts';
import { checkResult, datasetResult, policyResult, runResult, testResult } from '../support/drift-outputs.ts';
import { qualityResult } from './results.ts';

const LABELS_OF = new Map<string, readonly string[]>(
  Object.values(DRIFT_CONTRACT).map(({ name, labels }) => [name, labels]),
);

function valuesOf(samples: readonly Sample[], name: string): number[] {
  return samples.filter((sample) => sample.name === name).map(({ value }) => value);
}

/** Few names, so that tests collide; half surrogate pairs become the same bytes. */
const name = fc.constantFrom('a', 'b', '', 'ü', '\ud800', '\ud801', '"\\\n');
const nullable = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { nil: null });
const numbers = nullable(fc.double({ noNaN: true, noDefaultInfinity: true }));
const anyTest: fc.Arbitrary<TestResult> = fc
  .record({
    part: fc.constantFrom(...DRIFT_PARTS),
    feature: nullable(name),
    aspect: fc.constantFrom('values' as const, 'nulls' as const),
    test: fc.constantFrom('ks', 'psi', 'nulls'),
    segment: nullable(name),
    segmentValue: nullable(name),
    score: numbers,
    effect: numbers,
    verdict: fc.constantFrom(...LEVELS),
  })
  .map(testResult);
const anyCheck: fc.Arbitrary<CheckResult> = fc
  .record({
    dataset: name,
    feature: nullable(name),
    check: fc.constantFrom(...DATA_CHECKS),
    failed: fc.boolean(),
  })
  .map(checkResult);
const anyRun: fc.Arbitrary<RunResult> = fc
  .record({
    policies: fc.array(
      fc
        .record({
          policy: name,
          model: name,
          driftedShare: numbers,
          tests: fc.array(anyTest, { maxLength: 12 }),
        })
        .map(policyResult),
      { maxLength: 4 },
    ),
    datasets: fc.array(
      fc.record({ dataset: name, checks: fc.array(anyCheck, { maxLength: 8 }) }).map(datasetResult),
      { maxLength: 4 },
    ),
  })
  .map(runResult);

describe('samplesOf', () => {
  it('gives every series of a run', () => {
    expect(samplesOf(zRunResult.parse(runResult()))).toEqual([
      ...['verdict', 'score', 'threshold'].map((figure, index) => ({
        name: `modelwatch_drift_${figure}`,
        labels: {
          model: 'fraud-detector',
          policy: 'fraud-drift',
          part: 'features',
          feature: 'amount',
          test: 'wasserstein',
        },
        value: [2, 0.31, 0.2 + (0.31 - 0.29)][index],
      })),
      {
        name: 'modelwatch_drift_samples',
        labels: { model: 'fraud-detector', policy: 'fraud-drift' },
        value: 12_000,
      },
      {
        name: 'modelwatch_drift_dataset_share',
        labels: { model: 'fraud-detector', policy: 'fraud-drift' },
        value: 0.25,
      },
      {
        name: 'modelwatch_drift_last_run_timestamp_seconds',
        labels: { model: 'fraud-detector', policy: 'fraud-drift' },
        value: Date.UTC(2026, 10, 29, 1, 2, 3, 500) / 1000,
      },
      {
        name: 'modelwatch_data_check_failed',
        labels: { dataset: 'transaction-features', feature: 'amount', check: 'nulls' },
        value: 0,
      },
    ]);
  });

  it('has no series for a number that is absent', () => {
    const samples = samplesOf(
      runResult({
        policies: [
          policyResult({
            driftedShare: null,
            tests: [testResult({ score: null, verdict: 'none', levels: { warn: 0.1, alert: null } })],
          }),
        ],
      }),
    );
    expect(valuesOf(samples, 'modelwatch_drift_verdict')).toEqual([0]);
    expect(valuesOf(samples, 'modelwatch_drift_score')).toEqual([]);
    expect(valuesOf(samples, 'modelwatch_drift_threshold')).toEqual([]);
    expect(valuesOf(samples, 'modelwatch_drift_dataset_share')).toEqual([]);
  });

  it('labels segments, and leaves out what a series is not about', () => {
    const samples = samplesOf(
      runResult({
        policies: [
          policyResult({
            tests: [testResult({ part: 'labels', feature: null, segment: 'country', segmentValue: 'other' })],
          }),
        ],
        datasets: [
          datasetResult({ checks: [checkResult({ feature: null, check: 'values', failed: true })] }),
        ],
      }),
    );
    expect(samples[0]?.labels).toEqual({
      model: 'fraud-detector',
      policy: 'fraud-drift',
      part: 'labels',
      test: 'wasserstein',
      segment: 'country',
      segment_value: 'other',
    });
    expect(samples.at(-1)).toEqual({
      name: 'modelwatch_data_check_failed',
      labels: { dataset: 'transaction-features', check: 'values' },
      value: 1,
    });
  });

  it('has the graver of two tests, and the failed one of two checks, that labels cannot tell apart', () => {
    const samples = samplesOf(
      runResult({
        policies: [
          policyResult({
            tests: [
              testResult({ verdict: 'warn', score: 0.1 }),
              testResult({ verdict: 'alert', score: 0.5 }),
              testResult({ verdict: 'none', score: 0.9 }),
            ],
          }),
        ],
        datasets: [datasetResult({ checks: [checkResult(), checkResult({ failed: true }), checkResult()] })],
      }),
    );
    expect(valuesOf(samples, 'modelwatch_drift_verdict')).toEqual([2]);
    expect(valuesOf(samples, 'modelwatch_drift_score')).toEqual([0.5]);
    expect(valuesOf(samples, 'modelwatch_data_check_failed')).toEqual([1]);
  });

  it('never writes a series twice, nor one that the contract does not have', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const samples = samplesOf(run);
        // Half surrogate pairs become the same bytes in UTF-8.
        const bytes = samples.map(({ name, labels }) =>
          Buffer.from([name, ...Object.entries(labels).flat()].join('\0')).toString('hex'),
        );
        expect(new Set(bytes).size).toBe(bytes.length);
        for (const { name, labels, value } of samples) {
          const allowed = LABELS_OF.get(name);
          expect(allowed).toBeDefined();
          expect(Object.keys(labels).filter((label) => allowed?.includes(label) !== true)).toEqual([]);
          expect(Object.values(labels)).not.toContain('');
          expect(Number.isFinite(value)).toBe(true);
        }
      }),
    );
  });

  it('tells the worst verdict of each policy, whatever collides', () => {
    fc.assert(
      fc.property(fc.array(anyTest, { minLength: 1 }), (tests) => {
        const verdicts = valuesOf(
          samplesOf(runResult({ policies: [policyResult({ tests })] })),
          'modelwatch_drift_verdict',
        );
        expect(Math.max(...verdicts)).toBe(Math.max(...tests.map(({ verdict }) => LEVELS.indexOf(verdict))));
      }),
    );
  });

  it('shows nothing of the data but names, tests and values of segments', () => {
    const secret = 'jane.doe@example.com';
    const run = runResult({
      policies: [
        policyResult({
          title: secret,
          tests: [testResult({ reason: secret })],
          columns: [
            {
              part: 'features',
              feature: 'email',
              column: secret,
              type: 'category',
              importance: null,
              verdict: 'alert',
              level: 'alert',
              baseline: null,
              current: null,
              distribution: { kind: 'category', labels: [secret], baseline: [1], current: [1] },
            },
          ],
          findings: [{ code: 'column/odd', severity: 'info', column: secret, message: secret, hint: secret }],
        }),
      ],
      datasets: [datasetResult({ checks: [checkResult({ message: secret, limit: secret })] })],
    });
    expect(JSON.stringify(samplesOf(run))).not.toContain('jane');
  });

  it('of quality are its values, their samples, the matured share and the time of the run', () => {
    const run = runResult({ policies: [], datasets: [], qualities: [qualityResult()] });
    const written = expositionOf(samplesOf(run))
      .split('\n')
      .filter((line) => !line.startsWith('#'));
    expect(written).toEqual([
      'modelwatch_quality{model="fraud-detector",metric="precision@0.8",segment="region",segment_value="eu"} 0.92',
      'modelwatch_quality{model="fraud-detector",metric="precision@0.8"} 0.9134',
      'modelwatch_quality{model="fraud-detector",metric="wape",reference="seasonal-7d"} 0.25',
      'modelwatch_quality{model="fraud-detector",metric="wape"} 0.18',
      'modelwatch_quality_samples{model="fraud-detector",metric="precision@0.8",segment="region",segment_value="eu"} 1200',
      'modelwatch_quality_samples{model="fraud-detector",metric="precision@0.8",segment="region",segment_value="uk"} 0',
      'modelwatch_quality_samples{model="fraud-detector",metric="precision@0.8"} 1680',
      'modelwatch_quality_samples{model="fraud-detector",metric="wape"} 12',
      'modelwatch_quality_labels_matured_ratio{model="fraud-detector",metric="precision@0.8"} 0.953',
      'modelwatch_quality_labels_matured_ratio{model="fraud-detector",metric="wape"} 0.41',
      'modelwatch_quality_last_run_timestamp_seconds{model="fraud-detector"} 1795914123.5',
      '',
    ]);
  });

  it('refuses a result whose end is no time', () => {
    expect(() => samplesOf(runResult({ endedAt: 'soon' }))).toThrow(new RangeError('"soon" is no time'));
  });

  it('groups series by what writes them, also when it has none', () => {
    const groups = sampleGroups(runResult({ datasets: [datasetResult({ dataset: 'empty', checks: [] })] }));
    expect(groups.map(({ writer, samples }) => [writer, samples.length])).toEqual([
      [{ policy: 'fraud-drift' }, 6],
      [{ dataset: 'empty' }, 0],
    ]);
  });
});

describe('alertThreshold', () => {
  it('is where the effect of a distance reaches its level', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 5, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0.01, max: 3, noNaN: true }),
        (score, chance, alert) => {
          const effect = Math.max(0, score - chance);
          fc.pre(Math.abs(effect - alert) > 1e-9);
          const threshold = alertThreshold(testResult({ score, effect, levels: { warn: null, alert } }));
          expect(score >= (threshold ?? NaN)).toBe(effect >= alert);
        },
      ),
    );
  });

  it('is where a corrected p-value reaches alpha', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1e-300, max: 1, noNaN: true }),
        fc.double({ min: 1, max: 500, noNaN: true }),
        fc.double({ min: 0.001, max: 0.2, noNaN: true }),
        (pValue, factor, alpha) => {
          const adjustedPValue = Math.min(1, pValue * factor);
          fc.pre(Math.abs(adjustedPValue - alpha) > 1e-9);
          const threshold = alertThreshold(
            testResult({ test: 'ks', score: pValue, pValue, adjustedPValue, alpha }),
          );
          expect(pValue <= (threshold ?? NaN)).toBe(adjustedPValue <= alpha);
        },
      ),
    );
  });

  it.each([
    ['alpha of a p-value of 0', { test: 'ks', score: 0, pValue: 0, adjustedPValue: 0 }, 0.01],
    ['alpha without correction', { test: 'ks', score: 0.3, pValue: 0.3, adjustedPValue: null }, 0.01],
    ['the level of a test that has no effect', { score: 0.4, effect: null }, 0.2],
    [
      'the level for a share of missing values',
      { aspect: 'nulls', test: 'nulls', score: 0.1, effect: 0.1 },
      0.2,
    ],
    ['nothing without a level', { levels: { warn: 0.1, alert: null } }, null],
    [
      'alpha where the score of a distance is a p-value',
      { test: 'tvd', score: 0.2, pValue: 0.2, adjustedPValue: 0.2, levels: { warn: null, alert: null } },
      0.01,
    ],
  ] as const)('is %s', (_, given, expected) => {
    expect(alertThreshold(testResult(given))).toBe(expected);
  });
});
