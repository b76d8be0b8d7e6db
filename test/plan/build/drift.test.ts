import { describe, expect, it } from 'vitest';
import { file, object, PROJECT, TEAM } from '../../support/specs.ts';
import { alertIds, alertOf, objectiveOf, onlyFinding, signalOf, soundPlan } from './built.ts';

const FEATURES = object(
  'FeatureSet',
  'transactions',
  `{ owner: ml, features: [
    { name: amount, type: float, importance: high },
    { name: country, type: category, importance: medium },
    { name: age, type: int, importance: low },
    { name: email, type: string, monitor: none, reason: identifier }] }`,
);

/** A model with a baseline, its features and a drift policy `fraud-drift`. */
function withPolicy(policy: string, model = '', ...objects: readonly string[]): string {
  return file(
    PROJECT,
    TEAM,
    FEATURES,
    object(
      'Model',
      'fraud',
      `{ owner: ml, dependsOn: [{ featureSet: transactions }], baseline: { kind: training }${model === '' ? '' : `, ${model}`} }`,
    ),
    object('DriftPolicy', 'fraud-drift', `{ model: fraud, ${policy} }`),
    ...objects,
  );
}

const PSI = '{ test: psi, warn: 0.1, alert: 0.25 }';
const JS = '{ test: jensen-shannon, alert: 0.2 }';
const FULL = `features: { numeric: ${PSI}, category: ${JS} }, predictions: ${JS}, labels: { test: chi-square, pValue: 0.01 }`;

const DRIFT = (plan: ReturnType<typeof soundPlan>) =>
  alertIds(plan).filter((id) => id.startsWith('drift-policy:'));

describe('a drift policy', () => {
  it('tells of each part at its levels, and of the job', () => {
    const plan = soundPlan(withPolicy(FULL));
    expect(DRIFT(plan)).toEqual([
      'drift-policy:fraud-drift/features',
      'drift-policy:fraud-drift/features-warn',
      'drift-policy:fraud-drift/job-absent',
      'drift-policy:fraud-drift/job-stale',
      'drift-policy:fraud-drift/labels',
      'drift-policy:fraud-drift/predictions',
      'drift-policy:fraud-drift/too-few-rows',
    ]);
    const { condition, severity, labels, name } = alertOf(plan, 'drift-policy:fraud-drift/features');
    expect({ condition, severity, name }).toEqual({
      name: 'FraudDriftFeatures',
      severity: 'ticket',
      condition: {
        node: 'compare',
        op: '>=',
        left: {
          node: 'gauge',
          of: { signal: 'drift-policy:fraud-drift/verdict-features' },
          aggregate: 'max',
          unit: 'none',
        },
        right: { node: 'constant', value: 2, unit: 'none' },
      },
    });
    expect(labels).toMatchObject({ model: 'fraud', policy: 'fraud-drift', modelwatch_kind: 'drift-policy' });
    expect(signalOf(plan, 'drift-policy:fraud-drift/verdict-features').prometheus.labels).toEqual({
      model: 'fraud',
      policy: 'fraud-drift',
      part: 'features',
      segment: '',
    });
  });
});

describe('drift that cannot be', () => {
  it('of a feature that nobody has', () => {
    const { code, hint, span } = onlyFinding(withPolicy(`features: { select: [amout], numeric: ${PSI} }`));
    expect({ code, hint }).toEqual({ code: 'drift/unknown-feature', hint: 'Did you mean "amount"?' });
    expect(span).toBeDefined();
  });
});

describe('a drift budget', () => {
  it('counts slices of a run', () => {
    const plan = soundPlan(
      withPolicy(`${FULL}, budget: { objective: 95% }, dataset: { driftedShare: { warn: 20%, alert: 40% } }`),
    );
    expect(objectiveOf(plan, 'fraud-drift')).toMatchObject({
      sliType: 'drift',
      target: 0.95,
      periodSeconds: 28 * 86_400,
      budgeting: { type: 'timeslices', sliceSeconds: 86_400 },
      indicator: { badWhen: '>=', limit: 0.4 },
    });
    expect(DRIFT(plan)).toContain('drift-policy:fraud-drift/budget-low');
  });
});
