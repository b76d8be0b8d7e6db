import { describe, expect, it } from 'vitest';
import {
  documents,
  exampleFeatures,
  exampleModel,
  exampleObject,
  examplePolicy,
} from '../../../src/lint/example.ts';
import { cellOf } from './coverage.ts';

const pipeline = (name: string, ...lines: string[]) =>
  exampleObject('Pipeline', `name: ${name}`, ['owner: ml', 'runbook: fraud', ...lines]);
const reads = (...upstream: string[]) => exampleModel([`dependsOn: [${upstream.join(', ')}]`]);
const VOLUME = 'volume: { metric: records_total, over: 1h, min: 100/s }';
const SCHEMA = 'schema: { metric: violations_total, over: 1h, max: 3/h }';
const FRESHNESS = 'freshness: { metric: last_success_timestamp_seconds, page: 1h }';
const CELLS = ['data-volume', 'schema', 'freshness'] as const;
const FIELDS = { 'data-volume': VOLUME, schema: SCHEMA, freshness: FRESHNESS } as const;

describe('data volume, schema and freshness', () => {
  it('are missing for a model that names nothing upstream', () => {
    expect(CELLS.map((id) => cellOf(id, exampleModel([])))).toEqual([
      'missing: dependsOn: what the model reads, with volume',
      'missing: dependsOn: what the model reads, with schema',
      'missing: dependsOn: what the model reads, with freshness',
    ]);
  });

  it.each(CELLS)('%s is wanted of each pipeline, near and far', (id) => {
    const field = FIELDS[id];
    const chain = (near: string[], far: string[]) =>
      documents(
        pipeline('far', ...far),
        pipeline('near', 'dependsOn: [{ pipeline: far }]', ...near),
        reads('{ pipeline: near }'),
      );
    expect(cellOf(id, chain([field], [field]))).toBe('covered by Pipeline/far, Pipeline/near');
    const name = id === 'data-volume' ? 'volume' : id;
    expect(cellOf(id, chain([field], []))).toBe(`missing: ${name} of Pipeline far`);
    expect(cellOf(id, chain([], []))).toBe(`missing: ${name} of Pipeline far and Pipeline near`);
    const others = CELLS.filter((other) => other !== id).map((other) => FIELDS[other]);
    expect(cellOf(id, chain(others, others))).toMatch(/^missing/);
  });

  it('take the checks of a feature set for its schema, and its age for its freshness', () => {
    const text = documents(exampleFeatures(['name: amount, type: float']), reads('{ featureSet: users }'));
    expect(cellOf('schema', text)).toBe('covered by FeatureSet/users');
    expect(cellOf('freshness', text)).toBe('covered by FeatureSet/users');
    expect(cellOf('data-volume', text)).toBe('missing: the pipeline behind it, with volume');
  });

  it('take the pipeline that writes a feature set for it, where the set says nothing', () => {
    const set = (...lines: string[]) => exampleObject('FeatureSet', 'name: users', ['owner: ml', ...lines]);
    const produced = documents(
      pipeline('ingest', FRESHNESS, SCHEMA),
      set('producedBy: ingest'),
      reads('{ featureSet: users }'),
    );
    expect(cellOf('freshness', produced)).toBe('covered by Pipeline/ingest');
    expect(cellOf('schema', produced)).toBe('covered by Pipeline/ingest');
    const bare = documents(set(), reads('{ featureSet: users }'));
    expect(cellOf('freshness', bare)).toBe('missing: freshness of FeatureSet users');
    expect(cellOf('schema', bare)).toBe('missing: schema of FeatureSet users');
  });

  it('take the rows of a batch for the volume of what runs it, and of nothing else', () => {
    const batch = (upstream: string) =>
      documents(
        pipeline('nightly', FRESHNESS),
        pipeline('sales', FRESHNESS),
        exampleModel([
          'serving: { mode: batch, producedBy: nightly, expectedRows: { typical: 1000000 } }',
          `dependsOn: [${upstream}]`,
          'slos: [{ name: rows, sli: { type: coverage, min: 97% }, objective: 99%, window: 90d }]',
        ]),
      );
    expect(cellOf('data-volume', batch(''))).toBe('covered by SLO/fraud-rows');
    expect(cellOf('data-volume', batch('{ pipeline: sales }'))).toBe('missing: volume of Pipeline sales');
  });
});

describe('feature distribution', () => {
  const id = 'feature-distribution';
  const tested = (select: string, ...features: string[]) =>
    documents(
      exampleModel(['dependsOn: [{ featureSet: users }]', 'baseline: { kind: training }']),
      exampleFeatures(features),
      examplePolicy([
        `features: { select: ${select}, numeric: { test: psi, alert: 0.2 } }`,
        'predictions: { test: psi, alert: 0.2 }',
      ]),
    );
  const AMOUNT = 'name: amount, type: float';
  const AGE = 'name: age, type: int, nulls: { max: 1% }';
  const NONE = 'name: hash, type: string, monitor: none, reason: An identifier';

  it('is covered when each feature is tested, or declared away with a reason', () => {
    expect(cellOf(id, tested('all', AMOUNT, AGE))).toBe('covered by DriftPolicy/fraud-drift');
    expect(cellOf(id, tested('all', AMOUNT, NONE, 'name: seen, type: timestamp'))).toBe(
      'covered by DriftPolicy/fraud-drift',
    );
  });

  it('names the features that no test looks at, whatever else is expected of them', () => {
    expect(cellOf(id, tested('[amount]', AMOUNT, AGE))).toBe(
      'missing: age in a DriftPolicy, or monitor: none with a reason',
    );
    const untested = documents(exampleFeatures([AMOUNT]), reads('{ featureSet: users }'));
    expect(cellOf(id, untested)).toBe('missing: features of a DriftPolicy');
    expect(cellOf(id, exampleModel([]))).toBe('missing: features of a DriftPolicy');
  });

  it('does not apply where every feature is declared away', () => {
    const away = documents(exampleFeatures([NONE]), reads('{ featureSet: users }'));
    expect(cellOf(id, away)).toBe('n/a: no feature is monitored: An identifier');
    const times = documents(exampleFeatures(['name: seen, type: timestamp']), reads('{ featureSet: users }'));
    expect(cellOf(id, times)).toBe('n/a: its features are times, which no test compares');
  });

  it('has to do with any tested input where nobody tells the features', () => {
    const policy = (part: string) =>
      documents(exampleModel(['baseline: { kind: training }']), examplePolicy([part]));
    expect(
      cellOf(id, policy('text: { fields: [prompt], descriptors: [length], test: psi, alert: 0.2 }')),
    ).toBe('covered by DriftPolicy/fraud-drift');
    expect(cellOf(id, policy('embeddings: [{ name: v, dims: 8, test: mmd, alert: 0.05 }]'))).toBe(
      'covered by DriftPolicy/fraud-drift',
    );
    expect(cellOf(id, policy('predictions: { test: psi, alert: 0.2 }'))).toMatch(/^missing/);
  });

  it('wants vectors among the embeddings', () => {
    const vector = (embeddings: string) =>
      documents(
        exampleModel(['dependsOn: [{ featureSet: users }]', 'baseline: { kind: training }']),
        exampleFeatures([AMOUNT, 'name: v, type: vector']),
        examplePolicy([
          'features: { select: [amount], numeric: { test: psi, alert: 0.2 } }',
          `embeddings: ${embeddings}`,
        ]),
      );
    expect(cellOf(id, vector('[{ name: v, dims: 8, test: mmd, alert: 0.05 }]'))).toBe(
      'covered by DriftPolicy/fraud-drift',
    );
    expect(cellOf(id, vector('[]'))).toBe('missing: v in a DriftPolicy, or monitor: none with a reason');
  });
});
