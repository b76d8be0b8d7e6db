import { it } from 'vitest';
import type { Plan } from '../../src/plan/plan.ts';
import { soundPlan } from '../plan/build/built.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { type RuleTest, testRules } from '../support/rule-tests.ts';
import { file, object, TEAM } from '../support/specs.ts';

const PROJECT = object(
  'Project',
  'acme',
  '{ channels: { slack: { apiUrlFile: secrets/slack }, webhooks: { actions: { urlFile: secrets/actions } } } }',
);

function planOf(model: string, ...objects: readonly string[]): Plan {
  return soundPlan(file(PROJECT, TEAM, object('Model', 'fraud', `{ owner: ml, ${model} }`), ...objects));
}

/** Runs the tests on the alerts of one kind of objects only: what else a plan has would need series of its own. */
function testAlerts(plan: Plan, prefix: string, tests: readonly RuleTest[]): Promise<void> {
  const alerts = plan.alerts.filter(({ id }) => id.startsWith(prefix));
  if (alerts.length === 0) throw new Error(`no alert ${prefix}`);
  return testRules({ ...plan, alerts }, tests);
}

const POLICY = object(
  'DriftPolicy',
  'drift',
  `{ model: fraud, baseline: previous-window, window: 1h, schedule: { every: 5m }, minSamples: 1000,
     features: { select: all, numeric: { test: psi, warn: 0.1, alert: 0.25 } },
     predictions: { test: psi, alert: 0.1 },
     dataset: { driftedShare: { warn: 20%, alert: 40% } },
     actions: [{ when: { dataset: alert, consecutive: 3 }, do: retrain }] }`,
);
const RETRAIN = object('Action', 'retrain', '{ type: webhook, guard: { cooldown: 1d, maxPerWeek: 1 } }');

const verdict = (part: string, more = '') =>
  `modelwatch_drift_verdict{model="fraud", policy="drift", part="${part}", feature="a", test="psi"${more}}`;
const SHARE = 'modelwatch_drift_dataset_share{model="fraud", policy="drift"}';
const ROWS = 'modelwatch_drift_samples{model="fraud", policy="drift"}';
const RUN = 'modelwatch_drift_last_run_timestamp_seconds{model="fraud", policy="drift"}';

/** A job that runs every five minutes and finds nothing; samples every 30 s. */
const HEALTHY = {
  [verdict('features')]: '0x120',
  [verdict('predictions')]: '0x120',
  [SHARE]: '0x120',
  [ROWS]: '5000x120',
  [RUN]: Array.from({ length: 13 }, (_, run) => `${run * 300}x9`).join(' '),
};

describeWithPrograms(['promtool'], 'drift in promtool', () => {
  const plan = planOf('task: other', POLICY, RETRAIN);
  const testDrift = (tests: readonly RuleTest[]) => testAlerts(plan, 'drift-policy:', tests);

  it('is quiet while the job runs and finds nothing', () =>
    testDrift([
      {
        series: HEALTHY,
        firing: [
          ['20m', []],
          ['59m', []],
        ],
      },
    ]));

  it('warns, then alerts in place of the warning', () =>
    testDrift([
      {
        series: { ...HEALTHY, [verdict('features')]: '0x20 1x19 2x80' },
        firing: [
          ['10m', []],
          ['12m', ['DriftFeaturesWarn/1']],
          ['19m30s', ['DriftFeaturesWarn/1']],
          // The warning stays for the five minutes of keep_firing_for.
          ['30m', ['DriftFeatures/1']],
        ],
      },
    ]));

  it('looks at series over all data, with and without an empty segment', () =>
    testDrift([
      {
        series: {
          ...HEALTHY,
          [verdict('features', ', segment="region", segment_value="uk"')]: '2x120',
          [verdict('predictions')]: '0x120',
        },
        firing: [['20m', []]],
      },
      {
        series: { ...HEALTHY, [verdict('predictions', ', segment=""')]: '2x120' },
        firing: [['20m', ['DriftPredictions/1']]],
      },
      {
        series: { [verdict('features')]: '2x120', [verdict('features', ', segment="region"')]: '0x120' },
        values: [
          ['1m', 'count(modelwatch_drift_verdict{segment=""})', { '{}': 1 }],
          ['1m', 'max(modelwatch_drift_verdict{segment=""})', { '{}': 2 }],
        ],
      },
    ]));

  it('of one policy or model is not that of another', () =>
    testDrift([
      {
        series: {
          ...HEALTHY,
          'modelwatch_drift_verdict{model="fraud", policy="other", part="features", feature="a", test="psi"}':
            '2x120',
          'modelwatch_drift_dataset_share{model="churn", policy="drift"}': '1x120',
        },
        firing: [['20m', []]],
      },
    ]));

  it('of the data as a whole warns from 20 % and alerts from 40 %, exactly', () =>
    testDrift([
      { series: { ...HEALTHY, [SHARE]: '0.19x120' }, firing: [['20m', []]] },
      { series: { ...HEALTHY, [SHARE]: '0.2x120' }, firing: [['20m', ['DriftDatasetWarn/1']]] },
      { series: { ...HEALTHY, [SHARE]: '0.39x120' }, firing: [['20m', ['DriftDatasetWarn/1']]] },
      { series: { ...HEALTHY, [SHARE]: '0.4x17 0x100' }, firing: [['5m', ['DriftDataset/1']]] },
    ]));

  it('acts only after three runs in a row', () =>
    testDrift([
      {
        // Drift in the runs at 10 m and 15 m, not at 20 m; then from 25 m on in all.
        series: { ...HEALTHY, [SHARE]: '0x19 0.5x19 0x9 0.5x69' },
        firing: [
          ['19m30s', ['DriftDataset/1']],
          // The third in a row is that of 35 m.
          ['34m30s', ['DriftDataset/1']],
          ['37m', ['DriftDataset/1', 'DriftRetrain/1']],
        ],
      },
    ]));

  it('of a job that stopped is told after two runs, of one that was never there later', () =>
    testDrift([
      {
        series: { ...HEALTHY, [RUN]: '0x120' },
        firing: [
          // 2 × 5 m and 5 m of grace.
          ['15m', []],
          ['17m', ['DriftJobStale/1']],
        ],
      },
      {
        series: { up: '1x120' },
        firing: [
          ['9m30s', []],
          ['10m30s', ['DriftJobAbsent/1']],
        ],
      },
    ]));

  it('of too few rows is told as such', () =>
    testDrift([
      {
        series: { ...HEALTHY, [ROWS]: '1000x19 999x100' },
        firing: [
          ['9m', []],
          ['12m', ['DriftTooFewRows/1']],
        ],
      },
    ]));
});

describeWithPrograms(['promtool'], 'a drift budget in promtool', () => {
  const plan = planOf(
    'task: other',
    object(
      'DriftPolicy',
      'drift',
      `{ model: fraud, baseline: previous-window, schedule: { every: 5m }, predictions: { test: psi, alert: 0.1 },
         budget: { objective: 90%, window: 1d } }`,
    ),
  );
  const budget = { ...plan, alerts: plan.alerts.filter(({ id }) => id === 'drift-policy:drift/budget-low') };

  it('is spent by runs with drift', () =>
    testRules(budget, [
      {
        // 10 % of a day are 28.8 slices of 5 m, three quarters of them 21.6; promtool ignores the interval of 5 m and
        // ends a slice at every evaluation: 22 of them are bad after 11 m.
        series: { [verdict('predictions')]: '2x300' },
        interval: '30s',
        firing: [
          ['10m', []],
          ['13m', ['DriftBudgetLow/1']],
        ],
        values: [
          [
            '60m',
            'modelwatch:sli_breach:bool',
            { 'modelwatch:sli_breach:bool{env="default", project="acme", slo="drift"}': 1 },
          ],
        ],
      },
      {
        series: {
          [verdict('predictions')]: '1x300',
          [verdict('predictions', ', segment="a", segment_value="b"')]: '2x300',
        },
        firing: [['115m', []]],
      },
    ]));
});

const QUALITY = 'modelwatch_quality{model="fraud", metric="precision@0.8"}';
const SAMPLES = 'modelwatch_quality_samples{model="fraud", metric="precision@0.8"}';

describeWithPrograms(['promtool'], 'quality in promtool', () => {
  const GROUND_TRUTH =
    'groundTruth: { label: is_fraud }, segments: [{ name: region, label: region, values: [uk, eu] }]';
  const plan = planOf(
    `${GROUND_TRUTH}, slos: [{ name: precision, objective: 90%, window: 1d,
      sli: { type: quality, metric: precision, atThreshold: 0.8, min: 0.85, typical: 0.9, minSamples: 200, evaluate: { every: 5m } },
      alerting: { sustained: { slices: 2, severity: ticket } } }]`,
  );
  const MATURED = 'modelwatch_quality_labels_matured_ratio{model="fraud", metric="precision@0.8"}';
  const EVALUATED = 'modelwatch_quality_last_run_timestamp_seconds{model="fraud"}';
  const GOOD = {
    [QUALITY]: '0.9x120',
    [SAMPLES]: '4000x120',
    [MATURED]: '0.95x120',
    [EVALUATED]: Array.from({ length: 13 }, (_, run) => `${run * 300}x9`).join(' '),
  };
  const testQuality = (tests: readonly RuleTest[]) =>
    testRules(
      { ...plan, alerts: plan.alerts.filter(({ class: of }) => of === 'quality' || of === 'job') },
      tests,
    );

  it('is bad below its bound, and only on enough samples', () =>
    testQuality([
      { series: GOOD, firing: [['30m', []]] },
      // At the bound it is good.
      { series: { ...GOOD, [QUALITY]: '0.85x120' }, firing: [['30m', []]] },
      {
        series: { ...GOOD, [QUALITY]: '0.84x120' },
        firing: [['15m', ['FraudPrecisionBudgetLow/1', 'FraudPrecisionSustained/1']]],
      },
      {
        series: { ...GOOD, [QUALITY]: '0.5x120', [SAMPLES]: '199x120' },
        firing: [['30m', ['FraudQualitySamplesLow/1']]],
        values: [['30m', 'modelwatch:sli_breach:bool', {}]],
      },
      {
        // Of the naive forecast and of segments nothing is said here.
        series: {
          ...GOOD,
          'modelwatch_quality{model="fraud", metric="precision@0.8", reference="seasonal-7d"}': '0.1x120',
          'modelwatch_quality{model="fraud", metric="precision@0.5"}': '0.1x120',
        },
        firing: [['30m', []]],
      },
    ]));

  it('tells of labels that have not come in, and of a job that stopped', () =>
    testQuality([
      { series: { ...GOOD, [MATURED]: '0.89x120' }, firing: [['30m', ['FraudQualityLabelsImmature/1']]] },
      { series: { ...GOOD, [EVALUATED]: '0x120' }, firing: [['17m', ['FraudQualityJobStale/1']]] },
    ]));

  it('gives a segment the margin widened for its size', () => {
    const of = (value: string) =>
      `{model="fraud", metric="precision@0.8", segment="region", segment_value="${value}"}`;
    const segment = (value: string, quality: number, samples: number) => ({
      [`modelwatch_quality${of(value)}`]: `${quality}x120`,
      [`modelwatch_quality_samples${of(value)}`]: `${samples}x120`,
    });
    return testQuality([
      // A quarter of the samples: twice the margin, 0.9 - 2 × 0.05.
      { series: { ...GOOD, ...segment('uk', 0.81, 1000) }, firing: [['30m', []]] },
      {
        series: { ...GOOD, ...segment('uk', 0.79, 1000) },
        firing: [['30m', ['FraudPrecisionSegmentRegion/1']]],
      },
      // A small part is not judged by the bound of the whole.
      { series: { ...GOOD, ...segment('uk', 0.7, 250), ...segment('eu', 0.9, 3750) }, firing: [['30m', []]] },
      { series: { ...GOOD, ...segment('uk', 0.1, 199) }, firing: [['30m', []]] },
    ]);
  });
});

describeWithPrograms(['promtool'], 'a forecast against a naive one in promtool', () => {
  const plan = planOf(
    `groundTruth: { label: units }, slos: [{ name: error, objective: 90%, window: 1d,
      sli: { type: quality, metric: wape, max: 22%, minSamples: 10, evaluate: { every: 5m }, vs: { naive: seasonal-7d, mustBeatBy: 5% } } }]`,
  );
  const own = 'modelwatch_quality{model="fraud", metric="wape"}';
  const naive = 'modelwatch_quality{model="fraud", metric="wape", reference="seasonal-7d"}';
  const samples = { 'modelwatch_quality_samples{model="fraud", metric="wape"}': '100x60' };
  const breach = (value: number): NonNullable<RuleTest['values']> => [
    [
      '10m',
      'modelwatch:sli_breach:bool',
      { 'modelwatch:sli_breach:bool{env="default", project="acme", slo="fraud-error"}': value },
    ],
  ];

  it('must be within its bound and beat it by the margin', () =>
    testRules({ ...plan, alerts: [] }, [
      { series: { ...samples, [own]: '0.2x60', [naive]: '0.25x60' }, values: breach(0) },
      { series: { ...samples, [own]: '0.23x60', [naive]: '0.4x60' }, values: breach(1) },
      // 5 % better than 0.21 is 0.1995.
      { series: { ...samples, [own]: '0.199x60', [naive]: '0.21x60' }, values: breach(0) },
      { series: { ...samples, [own]: '0.2x60', [naive]: '0.21x60' }, values: breach(1) },
      // Without the naive forecast only the bound counts.
      { series: { ...samples, [own]: '0.2x60' }, values: breach(0) },
    ]));
});

describeWithPrograms(['promtool'], 'fairness, coverage and checks of features in promtool', () => {
  it('fairness compares values with enough samples', () => {
    const plan = planOf(
      `segments: [{ name: age, label: age_band, values: ["18-25", "65+"], protected: true,
        fairness: { metric: false-positive-rate, maxRatio: 1.25, minSamples: 2000 } }]`,
    );
    const of = (value: string) =>
      `{model="fraud", metric="false-positive-rate", segment="age", segment_value="${value}"}`;
    const ages = (a: number, b: number, samples = 2000) => ({
      [`modelwatch_quality${of('18-25')}`]: `${a}x60`,
      [`modelwatch_quality${of('65+')}`]: `${b}x60`,
      [`modelwatch_quality_samples${of('18-25')}`]: '5000x60',
      [`modelwatch_quality_samples${of('65+')}`]: `${samples}x60`,
    });
    return testAlerts(plan, 'model:fraud/fairness', [
      { series: ages(0.1, 0.124), firing: [['20m', []]] },
      { series: ages(0.1, 0.126), firing: [['20m', ['FraudFairnessAge/1']]] },
      { series: ages(0.126, 0.1), firing: [['20m', ['FraudFairnessAge/1']]] },
      { series: ages(0.1, 0.2, 1999), firing: [['20m', []]] },
    ]);
  });

  it('coverage is the rows that were scored over those expected', () => {
    const plan = planOf(
      `serving: { mode: batch, expectedRows: { typical: 1000 } },
       slos: [{ name: coverage, objective: 99%, window: 1d, sli: { type: coverage, min: 97% } }]`,
    );
    const rows = (shard: string) => `model_batch_rows{shard="${shard}"}`;
    const breach = (value: number): NonNullable<RuleTest['values']> => [
      [
        '10m',
        'modelwatch:sli_breach:bool',
        { 'modelwatch:sli_breach:bool{env="default", project="acme", slo="fraud-coverage"}': value },
      ],
    ];
    return testRules({ ...plan, alerts: [] }, [
      { series: { [rows('a')]: '500x60', [rows('b')]: '470x60' }, values: breach(0) },
      { series: { [rows('a')]: '500x60', [rows('b')]: '469x60' }, values: breach(1) },
    ]);
  });

  it('checks of features tell by severity, and when they are no longer heard of', () => {
    const plan = planOf(
      'dependsOn: [{ featureSet: payments }]',
      object(
        'FeatureSet',
        'payments',
        `{ owner: ml, features: [{ name: amount, type: float, range: [0, 10], severity: page }, { name: age, type: int, nulls: { max: 1% } }] }`,
      ),
    );
    const check = (feature: string, name: string) =>
      `modelwatch_data_check_failed{dataset="payments", feature="${feature}", check="${name}"}`;
    const good = {
      [check('amount', 'range')]: '0x60',
      [check('amount', 'type')]: '0x60',
      [check('age', 'nulls')]: '0x60',
    };
    return testAlerts(plan, 'feature-set:payments/checks', [
      { series: good, firing: [['20m', []]] },
      {
        series: { ...good, [check('amount', 'range')]: '1x60' },
        firing: [['20m', ['PaymentsChecksPage/1']]],
      },
      { series: { ...good, [check('age', 'nulls')]: '1x60' }, firing: [['20m', ['PaymentsChecksTicket/1']]] },
      {
        series: {
          ...good,
          'modelwatch_data_check_failed{dataset="other", feature="age", check="nulls"}': '1x60',
        },
        firing: [['20m', []]],
      },
    ]);
  });
});
