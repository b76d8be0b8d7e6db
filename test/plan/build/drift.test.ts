import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/plan/plan.ts';
import { file, object, TEAM } from '../../support/specs.ts';
import { alertIds, alertOf, findings, objectiveOf, signalOf, soundPlan } from './built.ts';

const PROJECT = object(
  'Project',
  'acme',
  '{ owner: ml, channels: { slack: { apiUrlFile: secrets/slack }, webhooks: { actions: { urlFile: secrets/actions } } } }',
);
const FEATURES = object(
  'FeatureSet',
  'transactions',
  `{ owner: ml, producedBy: ingest, features: [
    { name: amount, type: float, importance: high },
    { name: country, type: category, importance: medium },
    { name: age, type: int, importance: low },
    { name: email, type: string, monitor: none, reason: identifier }] }`,
);
const INGEST = object('Pipeline', 'ingest', '{ owner: ml, freshness: { metric: done, warn: 1h } }');
const RETRAIN = object('Action', 'retrain', '{ type: webhook, guard: { cooldown: 1d, maxPerWeek: 1 } }');

/** A model with a baseline, its features and a drift policy `fraud-drift`. */
function withPolicy(policy: string, ...objects: readonly string[]): string {
  return file(
    PROJECT,
    TEAM,
    FEATURES,
    INGEST,
    object(
      'Model',
      'fraud',
      '{ owner: ml, dependsOn: [{ featureSet: transactions }], baseline: { kind: training } }',
    ),
    object('DriftPolicy', 'fraud-drift', `{ model: fraud, ${policy} }`),
    ...objects,
  );
}

const PSI = '{ test: psi, warn: 0.1, alert: 0.25 }';
const JS = '{ test: jensen-shannon, alert: 0.2 }';
const FULL = `features: { numeric: ${PSI}, category: ${JS} }, predictions: ${JS}, labels: { test: chi-square, pValue: 0.01 }`;
const SHARE = 'dataset: { driftedShare: { warn: 20%, alert: 40% } }';

const ofPolicy = (plan: Plan) => alertIds(plan).filter((id) => id.startsWith('drift-policy:'));
const verdictOf = (part: string) => ({
  node: 'gauge',
  of: { signal: `drift-policy:fraud-drift/verdict-${part}` },
  aggregate: 'max',
  unit: 'none',
});
const constant = (value: number, unit: string) => ({ node: 'constant', value, unit });

describe('a drift policy', () => {
  it('tells of each part at the levels that its tests have, and of the job', () => {
    expect(ofPolicy(soundPlan(withPolicy(FULL)))).toEqual([
      'drift-policy:fraud-drift/features',
      'drift-policy:fraud-drift/features-warn',
      'drift-policy:fraud-drift/job-absent',
      'drift-policy:fraud-drift/job-stale',
      'drift-policy:fraud-drift/labels',
      'drift-policy:fraud-drift/predictions',
      'drift-policy:fraud-drift/predictions-warn',
      'drift-policy:fraud-drift/too-few-rows',
    ]);
  });

  it.each([
    ['features: {}', 'features', true],
    [
      'features: { nulls: none, unseen: { alert: 3% }, numeric: { test: ks, pValue: 0.01 }, category: { test: g, pValue: 0.01, minEffect: 0.1 } }',
      'features',
      false,
    ],
    [
      'features: { nulls: none, unseen: none, category: { test: g, pValue: 0.01, minEffect: { warn: 0.1, alert: 0.2 } } }',
      'features',
      true,
    ],
    [
      'features: { nulls: { alert: 1% }, unseen: none }, predictions: { test: psi, alert: 0.2 }',
      'predictions',
      false,
    ],
    ['predictions: { test: psi, alert: 0.2 }', 'predictions', true],
    ['labels: { test: chi-square, pValue: 0.01, minEffect: { warn: 0.1, alert: 0.2 } }', 'labels', true],
    ['labels: { test: chi-square, pValue: 0.01, minEffect: 0.2 }', 'labels', false],
  ])('warns if a test, or a share of values, has such a level: %s', (policy, part, isTold) => {
    const ids = ofPolicy(soundPlan(withPolicy(policy)));
    expect(ids.includes(`drift-policy:fraud-drift/${part}-warn`)).toBe(isTold);
  });

  it('knows embeddings and texts', () => {
    const plan = soundPlan(
      withPolicy(
        'embeddings: [{ name: v, dims: 64, test: mmd, warn: 0.02, alert: 0.05, sample: 5000 }], text: { fields: [prompt], descriptors: [length], test: psi, alert: 0.2 }',
      ),
    );
    expect(ofPolicy(plan)).toEqual(
      expect.arrayContaining([
        'drift-policy:fraud-drift/embeddings',
        'drift-policy:fraud-drift/embeddings-warn',
        'drift-policy:fraud-drift/text',
      ]),
    );
    expect(ofPolicy(plan)).not.toContain('drift-policy:fraud-drift/text-warn');
  });

  it('alerts from verdict 2, and warns from 1 while it does not alert', () => {
    const plan = soundPlan(withPolicy(FULL));
    const alert = alertOf(plan, 'drift-policy:fraud-drift/features');
    expect([alert.name, alert.severity, alert.class]).toEqual(['FraudDriftFeatures', 'ticket', 'drift']);
    const alerting = { node: 'compare', left: verdictOf('features'), op: '>=', right: constant(2, 'none') };
    expect(alert.condition).toEqual(alerting);
    expect(alert.labels).toMatchObject({
      model: 'fraud',
      policy: 'fraud-drift',
      modelwatch_id: 'drift-policy:fraud-drift',
      upstream: 'feature-set:transactions,pipeline:ingest',
    });
    const warn = alertOf(plan, 'drift-policy:fraud-drift/features-warn');
    expect([warn.severity, warn.condition]).toEqual([
      'info',
      {
        node: 'all',
        of: [
          { ...alerting, right: constant(1, 'none') },
          { ...alerting, op: '<' },
        ],
      },
    ]);
  });

  it('reads series over all data, of this policy only', () => {
    const plan = soundPlan(withPolicy(FULL));
    const { metric, prometheus, emitter } = signalOf(plan, 'drift-policy:fraud-drift/verdict-labels');
    expect([metric, emitter, prometheus.labels]).toEqual([
      'modelwatch_drift_verdict',
      'drift-job',
      { model: 'fraud', policy: 'fraud-drift', part: 'labels', segment: '' },
    ]);
  });

  it('is silenced by nothing upstream when it says so', () => {
    const plan = soundPlan(withPolicy(`${FULL}, inhibit: none`));
    expect(alertOf(plan, 'drift-policy:fraud-drift/features').upstream).toEqual([]);
  });

  it('has its severities, owner and texts', () => {
    const other = object('Team', 'other', '{ contacts: { slack: "#other" } }');
    const plan = soundPlan(
      withPolicy(`${FULL}, severity: { warn: ticket, alert: page }, owner: other, impact: Odd data.`, other),
    );
    const { severity, team, prose } = alertOf(plan, 'drift-policy:fraud-drift/predictions');
    expect([severity, team, prose.impact]).toEqual(['page', 'other', [{ text: 'Odd data.' }]]);
    expect(alertOf(plan, 'drift-policy:fraud-drift/features-warn').severity).toBe('ticket');
  });

  it('may stand inside its model', () => {
    const plan = soundPlan(
      file(
        PROJECT,
        TEAM,
        object(
          'Model',
          'fraud',
          `{ owner: ml, drift: [{ name: drift, baseline: previous-window, predictions: ${JS} }] }`,
        ),
      ),
    );
    expect(alertIds(plan)).toContain('drift-policy:fraud-drift/predictions');
  });
});

describe('the data as a whole', () => {
  it('have drifted from a share on, the share itself included', () => {
    const plan = soundPlan(withPolicy(`${FULL}, ${SHARE}`));
    const share = {
      node: 'gauge',
      of: { signal: 'drift-policy:fraud-drift/dataset-share' },
      aggregate: 'max',
      unit: 'ratio',
    };
    expect(alertOf(plan, 'drift-policy:fraud-drift/dataset').condition).toEqual({
      node: 'compare',
      left: share,
      op: '>=',
      right: constant(0.4, 'ratio'),
    });
    expect(alertOf(plan, 'drift-policy:fraud-drift/dataset-warn').condition).toMatchObject({
      of: [{ right: constant(0.2, 'ratio') }, { op: '<', right: constant(0.4, 'ratio') }],
    });
  });
});

describe('the job of a policy', () => {
  it.each([
    ['1d', 2 * 86_400 + 3600, 86_400 + 3600],
    ['1h', 3 * 3600, 2 * 3600],
    ['7d', 14 * 86_400 + 3600, 86_400 + 3600],
  ])('that runs every %s is late after twice that and an hour at most', (every, late, silent) => {
    const plan = soundPlan(withPolicy(`${FULL}, schedule: { every: ${every} }`));
    const stale = alertOf(plan, 'drift-policy:fraud-drift/job-stale');
    expect(stale.condition).toMatchObject({ op: '>', right: constant(late, 'seconds') });
    expect([stale.class, stale.upstream]).toEqual(['job', []]);
    expect(alertOf(plan, 'drift-policy:fraud-drift/job-absent')).toMatchObject({
      condition: { node: 'absent', of: { signal: 'drift-policy:fraud-drift/last-run' } },
      holdSeconds: silent,
    });
  });

  it('has too few rows below minSamples, which may be the fault of a pipeline', () => {
    const plan = soundPlan(withPolicy(`${FULL}, minSamples: 250`));
    const alert = alertOf(plan, 'drift-policy:fraud-drift/too-few-rows');
    expect(alert.condition).toMatchObject({ op: '<', right: constant(250, 'events') });
    expect(alert.upstream).toEqual(['feature-set:transactions', 'pipeline:ingest']);
  });
});

describe('an action of a policy', () => {
  it('waits for so many runs in a row', () => {
    const plan = soundPlan(
      withPolicy(
        `${FULL}, ${SHARE}, actions: [{ when: { dataset: alert, predictions: warn, consecutive: 2 }, do: retrain }]`,
        RETRAIN,
      ),
    );
    const alert = alertOf(plan, 'drift-policy:fraud-drift/retrain');
    expect([alert.class, alert.severity, alert.action, alert.labels['action']]).toEqual([
      'action',
      'none',
      'retrain',
      'retrain',
    ]);
    const ago = (of: object) => ({ node: 'ago', of, bySeconds: 86_400 });
    const share = { node: 'gauge', of: { signal: 'drift-policy:fraud-drift/dataset-share' } };
    expect(alert.condition).toMatchObject({
      node: 'all',
      of: [
        {
          node: 'all',
          of: [
            { left: share, right: { value: 0.4 } },
            { left: ago(share), right: { value: 0.4 } },
          ],
        },
        {
          node: 'all',
          of: [
            { left: verdictOf('predictions'), right: { value: 1 } },
            { left: ago(verdictOf('predictions')), right: { value: 1 } },
          ],
        },
      ],
    });
  });
});

describe('a drift budget', () => {
  it('counts slices of a run, bad by the share of the whole', () => {
    const plan = soundPlan(withPolicy(`${FULL}, budget: { objective: 95% }, ${SHARE}`));
    expect(objectiveOf(plan, 'fraud-drift')).toMatchObject({
      sliType: 'drift',
      target: 0.95,
      periodSeconds: 28 * 86_400,
      budgeting: { type: 'timeslices', sliceSeconds: 86_400 },
      indicator: { badWhen: '>=', limit: 0.4, measure: { unit: 'ratio' } },
      subject: { kind: 'Model', name: 'fraud' },
    });
    expect(alertOf(plan, 'drift-policy:fraud-drift/budget-low').condition).toEqual({
      node: 'budget-remaining',
      objective: 'fraud-drift',
      op: '<',
      ratio: 0.25,
    });
  });

  it('without a share of the whole, bad by any verdict; of weekly runs a slice is a day', () => {
    const plan = soundPlan(withPolicy(`${FULL}, budget: { objective: 90% }, schedule: { every: 7d }`));
    const { indicator, budgeting } = objectiveOf(plan, 'fraud-drift');
    expect(indicator).toMatchObject({
      limit: 2,
      measure: { of: { signal: 'drift-policy:fraud-drift/verdict' } },
    });
    expect(budgeting).toEqual({ type: 'timeslices', sliceSeconds: 86_400 });
    expect(signalOf(plan, 'drift-policy:fraud-drift/verdict').prometheus.labels).toEqual({
      model: 'fraud',
      policy: 'fraud-drift',
      segment: '',
    });
  });

  it('may be an SLO of its own', () => {
    const slo = object(
      'SLO',
      'calm',
      '{ model: fraud, sli: { type: drift, policy: fraud-drift }, objective: 90% }',
    );
    const plan = soundPlan(withPolicy(`${FULL}, schedule: { every: 6h }`, slo));
    expect(objectiveOf(plan, 'calm')).toMatchObject({
      sliType: 'drift',
      budgeting: { sliceSeconds: 6 * 3600 },
      indicator: { limit: 2 },
    });
    expect(alertOf(plan, 'slo:calm/sustained').upstream).toEqual([
      'feature-set:transactions',
      'pipeline:ingest',
    ]);
  });
});

describe('what a policy selects', () => {
  it.each([
    `features: { select: { importance: [high, low] }, numeric: ${PSI} }`,
    `features: { select: { top: 1, by: importance }, numeric: ${PSI} }`,
    `features: { select: [amount, age], numeric: ${PSI} }`,
    `features: { select: [country], overrides: [{ name: country, test: psi, alert: 0.1 }] }`,
  ])('is fine: %s', (spec) => {
    expect(findings(withPolicy(spec))).toEqual([]);
  });

  it('is not judged by features of a set that is broken', () => {
    const broken = withPolicy(`features: { select: [amount], numeric: ${PSI} }`).replace(
      'type: float',
      'type: flaot',
    );
    expect(findings(broken)).toEqual(['schema/invalid-value features.0.type']);
  });

  it('of a model without feature sets is known to the job only', () => {
    const text = file(
      PROJECT,
      TEAM,
      object('Model', 'fraud', '{ owner: ml }'),
      object(
        'DriftPolicy',
        'drift',
        `{ model: fraud, baseline: same-window-last-week, features: { select: { top: 20, by: importance }, numeric: ${PSI} } }`,
      ),
    );
    expect(findings(text)).toEqual([]);
  });
});
