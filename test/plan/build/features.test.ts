import { describe, expect, it } from 'vitest';
import { checksOf, datasetChecksOf } from '../../../src/plan/build/feature-checks.ts';
import { planOf } from '../../support/project.ts';
import { file, object, PROJECT, TEAM } from '../../support/specs.ts';
import { alertIds, alertOf, onlyFinding, signalOf, soundPlan } from './built.ts';

const withFeatures = (features: string, more = '') =>
  file(PROJECT, TEAM, object('FeatureSet', 'payments', `{ owner: ml, features: [${features}]${more} }`));
const ofSet = (text: string) => alertIds(soundPlan(text)).filter((id) => id.startsWith('feature-set:'));

describe('checks of features', () => {
  it('are told by one alert while they have one severity', () => {
    const plan = soundPlan(withFeatures('{ name: a, type: int, range: [0, 5] }, { name: b, type: bool }'));
    const { condition, severity, class: of, labels, prose } = alertOf(plan, 'feature-set:payments/checks');
    expect([severity, of, labels['feature_set']]).toEqual(['ticket', 'data-quality', 'payments']);
    expect(condition).toMatchObject({
      node: 'compare',
      left: { node: 'gauge', of: { signal: 'feature-set:payments/checks' }, aggregate: 'max' },
      op: '>',
      right: { value: 0 },
    });
    expect(prose.summary).toEqual([
      { text: 'payments: the data break what is expected of them (type, range, schema)' },
    ]);
    expect(prose.firstLook.map(({ signal }) => signal)).toEqual(['feature-set:payments/checks']);
    expect(signalOf(plan, 'feature-set:payments/checks').prometheus.labels).toEqual({ dataset: 'payments' });
  });

  it('are told by one alert for each severity, of its features only', () => {
    const plan = soundPlan(
      withFeatures(
        '{ name: a, type: int, severity: page }, { name: b, type: int }, { name: c, type: int }',
        ', checks: { severity: info }',
      ),
    );
    expect(alertOf(plan, 'feature-set:payments/checks-page').condition).toMatchObject({
      left: { of: { signal: 'feature-set:payments/checks/a' } },
    });
    expect(alertOf(plan, 'feature-set:payments/checks-info').condition).toMatchObject({
      node: 'any',
      of: [
        { left: { of: { signal: 'feature-set:payments/checks/b' } } },
        { left: { of: { signal: 'feature-set:payments/checks/c' } } },
        { left: { of: { signal: 'feature-set:payments/checks-of-dataset' } } },
      ],
    });
    expect(signalOf(plan, 'feature-set:payments/checks-of-dataset').prometheus.labels).toEqual({
      dataset: 'payments',
      feature: '',
    });
  });

  it('that are no longer heard of are told', () => {
    const plan = soundPlan(withFeatures('{ name: a, type: int }'));
    expect(alertOf(plan, 'feature-set:payments/checks-absent')).toMatchObject({
      class: 'job',
      condition: { node: 'absent', of: { signal: 'feature-set:payments/checks' } },
      holdSeconds: 25 * 3600,
    });
  });

  it('are none where nothing is monitored', () => {
    expect(ofSet(withFeatures(''))).toEqual([]);
    expect(ofSet(withFeatures('{ name: a, type: string, monitor: none, reason: identifier }'))).toEqual([]);
  });

  it('are of the dataset as a whole, too, as far as it says what it should be', () => {
    const checksOfSet = (spec: string) => {
      const [set] = planOf(
        file(PROJECT, TEAM, object('FeatureSet', 'payments', `{ owner: ml, ${spec} }`)),
      ).workspace.list('FeatureSet');
      return set && datasetChecksOf(set.spec);
    };
    expect(checksOfSet('features: [{ name: a, type: int }]')).toEqual(['schema']);
    expect(checksOfSet('key: [id], rows: { typical: 10, tolerance: 5% }')).toEqual(['rows', 'duplicates']);
    // Without rows to look at, only the metric tells how old they are.
    expect(checksOfSet('freshness: { max: 1h }')).toEqual([]);
    expect(checksOfSet('source: log, freshness: { max: 1h }')).toEqual(['freshness']);
  });

  it('are those that a feature asks for', () => {
    const all = {
      name: 'a',
      type: 'int',
      pii: false,
      range: [0, 5],
      nulls: { max: { ratio: 0.1, text: '10%' } },
      values: [1, 2],
      cardinality: { max: 3 },
      online: { skewMax: 0.1 },
    } as const;
    expect(checksOf({ ...all, range: [0, 5], values: [1, 2] })).toEqual([
      'type',
      'range',
      'nulls',
      'values',
      'cardinality',
      'skew',
    ]);
    expect(checksOf({ name: 'a', type: 'int', pii: false })).toEqual(['type']);
    expect(checksOf({ name: 'a', type: 'int', pii: false, monitor: 'none', reason: 'x' })).toEqual([]);
  });
});

describe('the freshness of features', () => {
  it('is told where they say how old they may be', () => {
    expect(ofSet(withFeatures('', ', freshness: { max: 15m }'))).toEqual([
      'feature-set:payments/freshness',
      'feature-set:payments/freshness-absent',
    ]);
  });
});

describe('the series of a model', () => {
  const costly = (limit: string, policy = '') =>
    file(
      object('Project', 'acme', `{ channels: { slack: { apiUrlFile: secrets/slack } }${limit} }`),
      TEAM,
      object(
        'Model',
        'fraud',
        '{ owner: ml, segments: [{ name: a, label: a, top: 99 }, { name: b, label: b, discover: label }] }',
      ),
      object(
        'DriftPolicy',
        'drift',
        `{ model: fraud, baseline: previous-window, predictions: { test: psi, alert: 0.2 }, features: { select: { top: 20, by: importance }, numeric: { test: psi, alert: 0.2 } }${policy} }`,
      ),
    );

  it('are counted against the limit, with the arithmetic', () => {
    // 20 features and the predictions, in 1 + 100 + 51 values, and of each what else is compared: missing and unseen values
    // and the type; 3 metrics each, and 3 of the policy.
    expect((21 * 152 + 3 * 21) * 3 + 3).toBe(9768);
    expect(alertIds(soundPlan(costly(', limits: { series: 9768 }')))).not.toEqual([]);
    const finding = onlyFinding(costly(', limits: { series: 9767 }'));
    expect([finding.code, finding.severity, finding.object]).toEqual([
      'limits/series',
      'error',
      { kind: 'Model', name: 'fraud' },
    ]);
    expect(finding.message).toBe(
      'the drift job and the rules would write 9768 series for fraud: DriftPolicy drift: (21 tests × (1 + 151 segment values) + 63) × 3 + 3 = 9768',
    );
  });

  it('are fewer with the segments that a policy names', () => {
    const finding = onlyFinding(costly(', limits: { series: 100 }', ', segments: [b]'));
    expect(finding.data).toMatchObject({ total: (21 * 52 + 63) * 3 + 3, limit: 100 });
    expect(alertIds(soundPlan(costly(', limits: { series: 255 }', ', segments: []')))).not.toEqual([]);
  });
});
