import { describe, expect, it } from 'vitest';
import {
  documents,
  exampleFeatures,
  exampleModel,
  exampleObject,
  examplePolicy,
} from '../../src/lint/example.ts';
import { lint } from './lint.ts';

const found = (objects: string, code: string) => lint(objects).findings.filter((each) => each.code === code);
const messages = (objects: string, code: string) => found(objects, code).map(({ message }) => message);

const predictions = (test: string, policy: readonly string[], model: readonly string[] = []) =>
  documents(
    exampleModel(['baseline: { kind: training }', ...model]),
    examplePolicy([`predictions: { test: ${test} }`, ...policy]),
  );

const ONCE = 'confirm: { consecutive: 1 }';

describe('drift/threshold-below-noise', () => {
  const code = 'drift/threshold-below-noise';

  it('says of PSI 0.02 on 500 rows that 38 % of undrifted runs reach it', () => {
    const [finding] = found(predictions('psi, alert: 0.02', ['minSamples: 500', ONCE]), code);
    expect(finding?.message).toBe(
      'psi of 0.02 is noise on 500 rows (minSamples) in 10 bins, compared with 10000 (assumed): ≈ 39% of runs without drift reach it, and 99% stay below 0.045',
    );
    expect(finding?.hint).toBe('Use minSamples: 1500, or alert: 0.046.');
    expect(finding?.data).toMatchObject({ rows: 500, referenceRows: 10_000, bins: 10 });
    // Simulated for the design: 38 %.
    expect(Math.abs(Number(finding?.data?.['falseAlarmRate']) / 0.38 - 1)).toBeLessThan(0.1);
  });

  it('is silent with what its hint proposes', () => {
    for (const mended of [
      predictions('psi, alert: 0.02', ['minSamples: 1500', ONCE]),
      predictions('psi, alert: 0.046', ['minSamples: 500', ONCE]),
    ])
      expect(messages(mended, code)).toEqual([]);
  });

  it('tells how little a second run helps: both are compared with the same data', () => {
    const [finding] = found(predictions('psi, alert: 0.02', ['minSamples: 500']), code);
    expect(finding?.message).toMatch(/≈ 39% of runs without drift reach it \(≈ \d+% twice in a row\)/);
    expect(Number(finding?.data?.['confirmedRate'])).toBeGreaterThan(0.39 ** 2);
  });

  it('judges on the rows that are expected, too', () => {
    const few = ['serving: { expectedTraffic: { typical: 2000/day } }'];
    const [finding] = found(predictions('psi, alert: 0.005', ['minSamples: 1000', ONCE], few), code);
    expect(finding?.message).toContain('; on the 2000 rows expected in 1d it is ≈ 50%');
    expect(finding?.hint).toMatch(/^Use alert: 0\.013; or a longer window\.$/);
    const many = ['serving: { expectedTraffic: { typical: 400/s } }'];
    // Above its noise on almost all runs that there are: 2 % of the rare ones with 1000 rows do no harm.
    const rare = predictions('psi, alert: 0.022', ['minSamples: 1000', ONCE], many);
    expect(messages(rare, code)).toEqual([]);
  });

  it('counts the categories that a feature declares, by simulation where bins are thin', () => {
    const categories = (spec: string) =>
      documents(
        exampleModel(['dependsOn: [{ featureSet: users }]', 'baseline: { kind: training }']),
        exampleFeatures([`name: merchant, type: category, ${spec}`, 'name: flag, type: bool']),
        examplePolicy(['features: { category: { test: psi, alert: 0.25 } }', 'minSamples: 1000', ONCE]),
      );
    expect(messages(categories('cardinality: { max: 900 }'), code)).toEqual([
      'psi of 0.25 for merchant is noise on 1000 rows (minSamples) in 900 categories, compared with 10000 (assumed): ≈ 100% of runs without drift reach it, and 99% stay below 1',
    ]);
    expect(messages(categories('cardinality: { max: 30 }'), code)).toEqual([]);
    expect(messages(categories('values: [a, b, c]'), code)).toEqual([]);
    // Too many to simulate: told by drift/unstable-bins.
    expect(messages(categories('cardinality: { max: 50000 }'), code)).toEqual([]);
    expect(messages(categories('cardinality: { max: 50000 }'), 'drift/unstable-bins')).toEqual([
      'psi of merchant: 1000 rows (minSamples) over 50000 categories are 0.02 each, too many to say what chance alone does',
    ]);
  });

  it('says nothing of tests whose noise it does not know', () => {
    expect(messages(predictions('energy, alert: 0.0001', ['minSamples: 10']), code)).toEqual([]);
    expect(messages(predictions('wasserstein, alert: 0.0001', ['minSamples: 10']), code)).toEqual([]);
    expect(
      messages(predictions('wasserstein, alert: 0.01, normalise: baseline-std', ['minSamples: 10']), code),
    ).toHaveLength(1);
  });
});

describe('drift/false-alarm-budget', () => {
  const code = 'drift/false-alarm-budget';
  const tested = (policy: readonly string[], budget = '') =>
    documents(
      exampleObject('Project', 'name: example', [
        'owner: ml',
        'channels: { slack: { apiUrlFile: secrets/slack-url } }',
        ...(budget === '' ? [] : [`alertBudget: { perTeam: { ${budget} } }`]),
      ]),
      exampleModel(['dependsOn: [{ featureSet: users }]', 'baseline: { kind: training }']),
      exampleFeatures(Array.from({ length: 200 }, (_, index) => `name: f${index}, type: float`)),
      examplePolicy(['features: { numeric: { test: ks, pValue: 0.05, minEffect: 0.01 } }', ...policy]),
    );

  it('says of 200 features at p < 0.05 every day that 10 are flagged in a run', () => {
    const [finding] = found(tested(['correction: none', ONCE]), code);
    expect(finding?.message).toBe(
      '200 × p < 0.05: ≈ 10 false flags a run without any drift; with 7 runs a week ≈ 70 a week, and 1 is bearable',
    );
    expect(finding?.hint).toBe('Use correction: benjamini-hochberg: ≈ 0.4 a week.');
    expect(finding?.data).toMatchObject({ flagsPerRun: 10, flagsPerWeek: 70, budgetPerWeek: 1 });
  });

  it('takes the budget that the project declares, by the severity of the alert', () => {
    expect(messages(tested(['correction: none', ONCE], 'ticket: 100/week'), code)).toEqual([]);
    expect(messages(tested(['correction: none', ONCE], 'ticket: 15/week'), code)[0]).toContain(
      'the budget of a team is 15 tickets',
    );
    expect(messages(tested(['correction: none', ONCE, 'severity: { alert: info }']), code)).toEqual([]);
  });

  it('counts corrections and runs in a row', () => {
    for (const correction of ['bonferroni', 'holm', 'benjamini-hochberg'])
      expect(messages(tested([`correction: ${correction}`, ONCE]), code), correction).toEqual([]);
    // The second run shares the reference with the first: the smaller that is, the less it helps.
    const twice = (policy: readonly string[]) => found(tested(['correction: none', ...policy]), code)[0];
    expect(twice([])?.message).toBe(
      '200 × p < 0.05: ≈ 10 false flags a run without any drift, ≈ 0.5 that 2 runs in a row agree on; with 7 runs a week ≈ 4 a week, and 1 is bearable',
    );
    expect(Number(twice(['baseline: previous-window'])?.data?.['confirmedFlagsPerRun'])).toBeGreaterThan(1);
  });
});

describe('drift/p-value-without-effect', () => {
  const code = 'drift/p-value-without-effect';
  const ks = (rows: number) =>
    predictions('ks, pValue: 0.01', [], [`serving: { expectedTraffic: { typical: ${rows}/day } }`]);

  it('begins above 20,000 rows', () => {
    expect(messages(ks(20_000), code)).toEqual([]);
    expect(messages(ks(20_001), code)).toEqual([
      'on the 20001 rows expected, p < 0.01 is reached by distributions that are nowhere further apart than 0.016: far less than matters',
    ]);
  });

  it('says nothing where the specs tell no traffic', () => {
    expect(messages(predictions('ks, pValue: 0.01', []), code)).toEqual([]);
  });
});

describe('drift/baseline-seasonal', () => {
  const code = 'drift/baseline-seasonal';
  const seasonal = (season: string, policy: readonly string[]) =>
    documents(
      exampleModel([`baseline: { kind: dataset, season: [${season}] }`]),
      examplePolicy(['predictions: { test: psi, alert: 0.2 }', ...policy]),
    );

  it('is silent where the window holds whole seasons, and where neighbours are alike', () => {
    expect(messages(seasonal('7d', ['window: 7d']), code)).toEqual([]);
    expect(messages(seasonal('365d', ['window: 7d', 'baseline: previous-window']), code)).toEqual([]);
    expect(messages(seasonal('7d', ['baseline: previous-window']), code)).toEqual([
      '1d of data with a season of 7d are compared with the 1d before',
    ]);
  });

  it('proposes the shortest season that the window is a part of: a year ago is another day of the week', () => {
    expect(found(seasonal('365d, 7d', ['window: 1d']), code)[0]?.hint).toBe(
      'Use baseline: same-window-last-week.',
    );
    const [finding] = found(seasonal('7d, 365d', ['window: 7d']), code);
    expect(finding?.message).toBe('7d of data with a season of 365d are compared with the same data');
    expect(finding?.hint).toBe('Use baseline: same-window-last-year.');
  });
});

describe('features by their names', () => {
  const features = (...lines: readonly string[]) =>
    documents(
      exampleModel(['dependsOn: [{ featureSet: users }]', 'baseline: { kind: training }']),
      exampleFeatures(lines),
      examplePolicy([
        'features: { numeric: { test: psi, alert: 0.2 }, category: { test: psi, alert: 0.2 } }',
      ]),
    );

  it('takes a key of few things for a category', () => {
    const code = 'drift/id-or-constant-feature';
    expect(messages(features('name: store_id, type: category, cardinality: { max: 400 }'), code)).toEqual([]);
    expect(messages(features('name: paid, type: bool', 'name: valid, type: float'), code)).toEqual([]);
    expect(messages(features('name: plan, type: category, values: [basic]'), code)).toEqual([
      "plan has only one value and can't drift; fraud-drift tests it",
    ]);
  });

  it('knows personal data from what is made of them', () => {
    const code = 'drift/pii-feature';
    const names = ['email', 'customer_phone_number', 'ip_address', 'email_hash', 'date_of_birth'];
    const lines = names.map((name) => `name: ${name}, type: string`);
    expect(found(features(...lines), code).map(({ data }) => data?.['feature'])).toEqual(names);
    const others = ['email_domain', 'phone_model', 'address_age_days', 'ship', 'company'];
    expect(messages(features(...others.map((name) => `name: ${name}, type: string`)), code)).toEqual([]);
  });
});
