import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/compile.ts';
import { driftSchemaFiles } from '../../../src/drift/schemas.ts';
import { zDriftPlan } from '../../../src/plan/drift-job.ts';
import type { DriftJobs } from '../../../src/plan/drift-jobs.ts';
import { exampleProject } from '../../support/example-project.ts';
import { file, object, PROJECT, TEAM } from '../../support/specs.ts';
import { soundPlan } from './built.ts';

const LOG = object('DataSource', 'log', '{ type: parquet, path: "log/{date}.parquet", timestamp: at }');
const FEATURES = object(
  'FeatureSet',
  'payments',
  `{ owner: ml, source: log, served: log, key: [id], rows: { typical: 1000, tolerance: 20% }, freshness: { max: 1h }, features: [
    { name: amount, type: float, importance: high, range: [0, 10], nulls: { max: 1% }, online: { skewMax: 0.1 } },
    { name: country, type: category, values: iso-3166-alpha2 },
    { name: paid, type: bool, pii: true },
    { name: note, type: string, monitor: none, reason: free text }] }`,
);
const MODEL =
  'owner: ml, task: binary-classification, dependsOn: [{ featureSet: payments }], baseline: { kind: training, dataset: log, window: 2026-01-01/2026-03-31 }';

/** A project with a log, features and a model `fraud`; what is given takes the place of the usual objects. */
function jobsOf(
  policy: string,
  {
    model = MODEL,
    log = LOG,
    features = FEATURES,
    more = [],
    environment,
    project = PROJECT,
  }: {
    model?: string;
    log?: string;
    features?: string;
    more?: string[];
    environment?: string;
    project?: string;
  } = {},
): DriftJobs {
  const text = file(
    project,
    TEAM,
    log,
    features,
    object('Model', 'fraud', `{ ${model} }`),
    object('DriftPolicy', 'drift', `{ model: fraud, ${policy} }`),
    ...more,
  );
  const { driftJobs } = soundPlan(text, environment);
  expect(zDriftPlan.parse(driftJobs.plan)).toEqual(driftJobs.plan);
  return driftJobs;
}

const policyOf = (jobs: DriftJobs) => {
  const [policy] = jobs.plan.policies;
  if (policy === undefined) throw new Error(JSON.stringify(jobs.gaps));
  return policy;
};
const columnsOf = (jobs: DriftJobs) =>
  policyOf(jobs).columns.map(({ part, feature, column, type, test }) =>
    [part, feature ?? '-', column, type, test.test].join(' '),
  );
const gapsOf = ({ gaps }: DriftJobs) => gaps.map(({ what, why }) => `${what}: ${why}`);

describe('the features of a policy', () => {
  it('are all tested by the usual tests, each at its column', () => {
    const jobs = jobsOf('features: {}');
    expect(columnsOf(jobs)).toEqual([
      'features amount amount numeric ks',
      'features country country category chi-square',
      'features paid paid category chi-square',
    ]);
    expect(policyOf(jobs).columns[1]).toEqual({
      part: 'features',
      feature: 'country',
      source: 'log',
      column: 'country',
      type: 'category',
      pii: false,
      delaySeconds: 0,
      test: { test: 'chi-square', levels: { warn: 0.03, alert: 0.08 }, alpha: 0.01 },
      nulls: { warn: 0.05, alert: 0.15 },
      unseen: { warn: 0.01, alert: 0.03 },
    });
    expect(policyOf(jobs).columns[2]?.pii).toBe(true);
    expect(jobs.gaps).toEqual([]);
  });

  it('have the tests and levels that the policy gives', () => {
    const jobs = jobsOf(
      'significance: 0.05, features: { select: [amount], numeric: { test: ks, pValue: 0.02, minEffect: 0.1 }, nulls: none, unseen: { alert: 2% }, overrides: [{ name: country, test: psi, alert: 0.2 }] }',
    );
    const [amount, country] = policyOf(jobs).columns;
    expect(amount?.test).toEqual({ test: 'ks', levels: { alert: 0.1 }, alpha: 0.02 });
    // A distance has the policy's share of false alarms, and what is overridden is tested without being selected.
    expect(country?.test).toEqual({ test: 'psi', levels: { alert: 0.2 }, alpha: 0.05 });
    expect([amount?.nulls, amount?.unseen, country?.unseen]).toEqual([{}, {}, { alert: 0.02 }]);
  });

  it('that only have to differ significantly alert by any effect', () => {
    const jobs = jobsOf('features: { select: [amount], numeric: { test: t, pValue: 0.01 } }');
    expect(policyOf(jobs).columns[0]?.test.levels).toEqual({ alert: 0 });
  });

  it('are left out, with the place, where nobody says where they are', () => {
    const jobs = jobsOf('features: {}, predictions: { test: psi, alert: 0.2 }', {
      features: FEATURES.replace('source: log, ', ''),
      model: `${MODEL}, predictions: { source: log, column: class }`,
    });
    expect(columnsOf(jobs)).toEqual(['predictions - class category psi']);
    expect(jobs.plan.datasets).toEqual([]);
    expect(gapsOf(jobs)).toEqual([
      'DriftPolicy drift: features amount, country, paid: FeatureSet payments does not say where they are kept',
      'FeatureSet payments: the checks of its features: it does not say where they are kept',
    ]);
    expect(jobs.gaps.map(({ origin }) => [origin.object.kind, origin.spans.length])).toEqual([
      ['FeatureSet', 1],
      ['FeatureSet', 1],
    ]);
  });

  it('of one name in two sets are compared once', () => {
    const twin = object(
      'FeatureSet',
      'twin',
      '{ owner: ml, source: log, features: [{ name: amount, type: int }] }',
    );
    const jobs = jobsOf('features: {}', {
      model: MODEL.replace('payments }', 'payments }, { featureSet: twin }'),
      more: [twin],
    });
    expect(columnsOf(jobs)).toHaveLength(3);
    expect(gapsOf(jobs)).toEqual([
      'DriftPolicy drift: feature amount of FeatureSet twin: FeatureSet payments has one of the same name, and their results could not be told apart',
    ]);
  });

  it('without a test for their type are told; vectors that are tested as such are not', () => {
    const features = FEATURES.replace(
      '{ name: paid',
      '{ name: v, type: vector }, { name: w, type: vector }, { name: when, type: timestamp }, { name: paid',
    );
    const jobs = jobsOf(
      'features: {}, embeddings: [{ name: v, dims: 8, test: mmd, alert: 0.1, sample: 50 }]',
      {
        features,
      },
    );
    expect(columnsOf(jobs)).toContain('embeddings v v vector mmd');
    expect(policyOf(jobs).columns.at(-1)).toMatchObject({
      dims: 8,
      test: { sample: 50, levels: { alert: 0.1 } },
    });
    expect(gapsOf(jobs)).toEqual([
      'DriftPolicy drift: features w, when of FeatureSet payments: the policy has no test for the types vector, timestamp',
    ]);
  });
});

describe('predictions and labels', () => {
  const PREDICTIONS = 'predictions: { source: log, column: class, score: p, key: id }';

  it('are the score where the test compares numbers, else the class', () => {
    const by = (test: string) =>
      columnsOf(jobsOf(`predictions: ${test}`, { model: `${MODEL}, ${PREDICTIONS}` }));
    expect(by('{ test: psi, alert: 0.2 }')).toEqual(['predictions - p numeric psi']);
    expect(by('{ test: chi-square, pValue: 0.01 }')).toEqual(['predictions - class category chi-square']);
  });

  it('are left out where the test does not compare what there is', () => {
    const jobs = jobsOf('features: {}, predictions: { test: ks, pValue: 0.01 }', {
      model: `${MODEL}, predictions: { source: log, column: class }`,
    });
    expect(gapsOf(jobs)).toEqual([
      'DriftPolicy drift: predictions: ks does not compare classes, which column class of DataSource log has',
    ]);
  });

  it('labels lie with the predictions unless said otherwise, and end as much earlier as they come late', () => {
    const jobs = jobsOf('labels: { test: chi-square, pValue: 0.01 }', {
      model: `${MODEL}, ${PREDICTIONS}, groundTruth: { label: y, delay: { p95: 7d } }`,
    });
    expect(policyOf(jobs).columns).toMatchObject([
      { part: 'labels', source: 'log', column: 'y', type: 'category', delaySeconds: 7 * 86_400, nulls: {} },
    ]);
    const other = jobsOf('labels: { test: chi-square, pValue: 0.01, delay: 2d }', {
      model: `${MODEL}, groundTruth: { source: log, label: y, delay: { p95: 7d } }`,
    });
    expect(policyOf(other).columns[0]?.delaySeconds).toBe(2 * 86_400);
  });

  it.each([
    ['', 'Model fraud does not say where they are kept'],
    [
      ', groundTruth: { source: llm-judge, label: y }',
      'those of Model fraud are given by another model, and in no column',
    ],
    [', groundTruth: { label: y }', 'Model fraud does not say where they are kept'],
  ])('labels are left out: %s', (more, why) => {
    const jobs = jobsOf('features: {}, labels: { test: chi-square, pValue: 0.01 }', { model: MODEL + more });
    expect(gapsOf(jobs)).toEqual([`DriftPolicy drift: labels: ${why}`]);
  });
});

describe('texts', () => {
  it('are a column for each descriptor', () => {
    const jobs = jobsOf(
      'text: { fields: [prompt], descriptors: [length, language], test: psi, alert: 0.1 }',
      {
        model: `${MODEL}, predictions: { source: log, column: answer }`,
      },
    );
    expect(columnsOf(jobs)).toEqual([
      'text prompt/length prompt text psi',
      'text prompt/language prompt text psi',
    ]);
    expect(policyOf(jobs).columns.map(({ descriptor }) => descriptor)).toEqual(['length', 'language']);
  });
});

describe('what a policy compares with', () => {
  const baselineOf = (baseline: string, model = MODEL) =>
    policyOf(jobsOf(`features: {}, baseline: ${baseline}`, { model })).baseline;

  it('is the baseline of the model, other data, or the same source earlier', () => {
    const days = { kind: 'dataset', source: 'log', from: '2026-01-01', to: '2026-03-31' };
    expect(baselineOf('model')).toEqual(days);
    expect(baselineOf('training')).toEqual(days);
    expect(baselineOf('{ dataset: log, window: 30d }')).toEqual({
      kind: 'dataset',
      source: 'log',
      lastSeconds: 30 * 86_400,
    });
    expect(baselineOf('same-window-last-week')).toEqual({ kind: 'earlier', by: 'same-window-last-week' });
  });

  it('may be a snapshot alone', () => {
    const model = MODEL.replace(/dataset: log, window: [^ ]+/, 'snapshot: baselines/fraud.json');
    expect(baselineOf('model', model)).toEqual({ kind: 'dataset', snapshot: 'baselines/fraud.json' });
  });

  it('is told when it cannot be found, with the whole policy', () => {
    const model = MODEL.replace(/, dataset: log, window: [^ ]+/, '');
    const jobs = jobsOf('features: {}', { model });
    expect(jobs.plan.policies).toEqual([]);
    expect(gapsOf(jobs)).toEqual([
      'DriftPolicy drift: the policy: the baseline of Model fraud does not say where it is kept',
    ]);
  });
});

describe('sources', () => {
  it.each([
    [
      'a source without times',
      LOG.replace(', timestamp: at', ''),
      'DataSource log does not say which column is the time of a row, by which windows are cut',
    ],
    [
      'a table that the job cannot read yet',
      object('DataSource', 'log', '{ type: bigquery, table: a.log, timestamp: at }'),
      'DataSource log is of type bigquery, which the job cannot read',
    ],
  ])('%s is told, and the policy of it left out', (_name, log, why) => {
    const jobs = jobsOf('features: {}, baseline: previous-window', { log });
    expect(jobs.plan).toMatchObject({ sources: [], policies: [], datasets: [] });
    expect(gapsOf(jobs)).toEqual([
      `DriftPolicy drift: features amount, country, paid: ${why}`,
      'DriftPolicy drift: the policy: nothing that it compares can be read; its alert that the job does not run will fire',
      `FeatureSet payments: the checks of its features: ${why}`,
    ]);
  });

  it('have the path of the environment, and credentials by reference', () => {
    const log = object(
      'DataSource',
      'log',
      '{ type: postgres, table: { prod: live.log, dev: test.log }, timestamp: at, auth: { secretRef: env:LOG_URL } }',
    );
    const project = object(
      'Project',
      'acme',
      '{ environments: [prod, dev, lab], channels: { slack: { apiUrlFile: secrets/slack } } }',
    );
    const environments = ['prod', 'dev', 'lab'].map((name) => object('Environment', name, '{}'));
    const jobsIn = (environment: string) =>
      jobsOf('features: {}', { log, project, environment, more: environments });
    expect(jobsIn('dev').plan.sources).toEqual([
      { name: 'log', type: 'postgres', table: 'test.log', timestamp: 'at', auth: { env: 'LOG_URL' } },
    ]);
    expect(jobsIn('lab').plan.sources).toEqual([]);
    expect(gapsOf(jobsIn('lab'))[0]).toContain('DataSource log has no table for the environment lab');
  });
});

describe('a dataset', () => {
  it('has its checks, for a day, at the time of the policy that looks most often', () => {
    const jobs = jobsOf(
      'features: {}, lag: 1h, schedule: { every: 6h, at: "00:30", timezone: Europe/London }',
    );
    expect(jobs.plan.datasets).toEqual([
      {
        name: 'payments',
        source: 'log',
        online: 'log',
        features: [
          { name: 'amount', type: 'float', range: [0, 10], maxNulls: 0.01, maxSkew: 0.1, pii: false },
          { name: 'country', type: 'category', values: 'iso-3166-alpha2', pii: false },
          { name: 'paid', type: 'bool', pii: true },
        ],
        key: ['id'],
        maxAgeSeconds: 3600,
        rows: { typical: 1000, tolerance: 0.2 },
        schedule: { everySeconds: 6 * 3600, at: '00:30', timezone: 'Europe/London' },
        windowSeconds: 86_400,
        lagSeconds: 3600,
      },
    ]);
  });

  it('is checked once a day at least', () => {
    const jobs = jobsOf('features: {}, schedule: { every: 7d, at: "04:00" }');
    expect(jobs.plan.datasets[0]?.schedule).toEqual({ everySeconds: 86_400, at: '04:00', timezone: 'UTC' });
  });

  it('is not compared with what was served where nobody keeps that', () => {
    const jobs = jobsOf('features: {}', { features: FEATURES.replace('served: log, ', '') });
    expect(jobs.plan.datasets[0]?.features[0]).not.toHaveProperty('maxSkew');
    expect(gapsOf(jobs)).toEqual([
      'FeatureSet payments: the check of skew of amount: it does not say where the values are kept as they were served',
    ]);
  });
});

it('segments, confirmation and advice are those of the policy', () => {
  const jobs = jobsOf(
    'features: {}, segments: [b, a], minSamples: 50, confirm: { consecutive: 3 }, correction: holm, impact: Odd., runbook: look, dataset: { driftedShare: { alert: 40% } }, actions: [{ when: { dataset: alert, consecutive: 2 }, do: retrain }]',
    {
      model: `${MODEL}, segments: [{ name: b, label: region, values: [uk] }, { name: a, label: age, discover: label }, { name: c, label: c, top: 3 }]`,
      project: object(
        'Project',
        'acme',
        '{ channels: { slack: { apiUrlFile: secrets/slack }, webhooks: { actions: { urlFile: secrets/actions } } } }',
      ),
      more: [
        object('Action', 'retrain', '{ type: webhook, guard: { cooldown: 1d, maxPerWeek: 1 } }'),
        object('Runbook', 'look', '{ url: "https://runbooks.example.com/look" }'),
      ],
    },
  );
  expect(policyOf(jobs)).toMatchObject({
    minSamples: 50,
    consecutive: 3,
    correction: 'holm',
    segments: [
      { name: 'a', column: 'age', top: 50 },
      { name: 'b', column: 'region', values: ['uk'] },
    ],
    driftedShare: { alert: 0.4 },
    advice: {
      impact: 'Odd.',
      runbook: 'https://runbooks.example.com/look',
      actions: ['retrain, on dataset alert in 2 runs in a row'],
    },
  });
});

describe('the plans of the examples', () => {
  const NAMES = ['fraud-detector', 'demand-forecast', 'home-ranker', 'support-assistant'];
  const projects = NAMES.map((name) => [name, exampleProject(name)] as const);
  const plansOf = (project: ReturnType<typeof exampleProject>) =>
    compile({ ...project, withoutFiles: true }).environments.map(({ plan }) => plan.driftJobs);
  const schema = driftSchemaFiles().get('drift-plan.schema.json');
  const validate = new Ajv2020({ strict: true, allErrors: true, strictTypes: false }).compile(
    schema ?? false,
  );

  it.each(projects)(
    'leave nothing out, and are what both readers of the schema take: %s',
    (_name, project) => {
      for (const { plan, gaps } of plansOf(project)) {
        expect(gaps).toEqual([]);
        expect(plan.policies).toHaveLength(1);
        const data: unknown = JSON.parse(JSON.stringify(plan));
        expect([validate(data), validate.errors]).toEqual([true, null]);
        // Same keys in the same order: what is written is what a reader makes of it.
        expect(JSON.stringify(zDriftPlan.parse(data))).toBe(JSON.stringify(plan));
      }
    },
  );

  it('are the same whatever the order of files', () => {
    const known = projects.map(([, project]) => JSON.stringify(plansOf(project).map(({ plan }) => plan)));
    fc.assert(
      fc.property(
        fc.nat(projects.length - 1).chain((index) => {
          const specs = projects[index]?.[1].specs ?? [];
          return fc.tuple(
            fc.constant(index),
            fc.shuffledSubarray([...specs], { minLength: specs.length, maxLength: specs.length }),
          );
        }),
        ([index, specs]) => {
          const project = projects[index]?.[1];
          if (project === undefined) throw new Error('no such example');
          const plans = plansOf({ ...project, specs }).map(({ plan }) => plan);
          expect(JSON.stringify(plans)).toBe(known[index]);
        },
      ),
      { numRuns: 8 },
    );
  });
});
