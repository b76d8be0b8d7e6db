import { describe, expect, it } from 'vitest';
import { documents, exampleFeatures, exampleModel, examplePolicy, PROXY } from '../../../src/lint/example.ts';
import { cellOf, coverageOf } from './coverage.ts';

const TRUTH =
  'groundTruth: { delay: { p95: 1h }, labelVolume: { typical: 60000/day }, positiveRate: 10%, predictedPositiveRate: 10% }';
const precision = (more = '') =>
  `slos: [{ name: precision, sli: { type: quality, metric: precision, atThreshold: 0.5, min: 80%${more} }, objective: 90%, window: 90d }]`;
const REGION = 'segments: [{ name: region, label: region, values: [eu, us] }]';
const tier = (of: string) => `name: fraud, labels: { tier: "${of}" }`;

describe('accuracy metrics', () => {
  it('are covered by objectives of quality, before any proxy', () => {
    expect(cellOf('accuracy', exampleModel([TRUTH, PROXY, precision()]))).toBe(
      'covered by SLO/fraud-precision',
    );
  });

  it('are half covered by a proxy at tier 1, and whole elsewhere', () => {
    expect(cellOf('accuracy', exampleModel([TRUTH, PROXY], tier('1')))).toBe(
      'half by Model/fraud; wanted: an SLO of type quality',
    );
    expect(cellOf('accuracy', exampleModel([TRUTH, PROXY], tier('2')))).toBe('covered by Model/fraud');
    const [one, two] = ['1', '2'].map((of) => coverageOf(exampleModel([PROXY], tier(of))));
    expect((two?.covered ?? 0) - (one?.covered ?? 0)).toBe(0.5);
  });

  it('are covered by a monitor of what judges or labels say', () => {
    const judged = exampleModel([
      'metrics: { judge: { name: scores, type: histogram, unit: ratio } }',
      'monitors: [{ name: judged, of: judge, statistic: mean, threshold: { lt: 60% } }]',
    ]);
    expect(cellOf('accuracy', judged)).toBe('covered by Monitor/fraud-judged');
  });

  it('are missing where nothing is compared with the truth', () => {
    expect(cellOf('accuracy', exampleModel([TRUTH]))).toBe('missing: an SLO of type quality');
    expect(cellOf('accuracy', exampleModel([]))).toBe(
      'missing: groundTruth and an SLO of type quality, or proxies until there are labels',
    );
  });
});

describe('prediction distribution', () => {
  const id = 'prediction-distribution';
  const monitors = (fields: string) => exampleModel([`monitors: [{ name: m, ${fields} }]`]);

  it('is covered by tests of predictions, and not by those of features', () => {
    const policy = (part: string) =>
      documents(
        exampleModel(['dependsOn: [{ featureSet: users }]', 'baseline: { kind: training }']),
        exampleFeatures(['name: amount, type: float']),
        examplePolicy([part]),
      );
    expect(cellOf(id, policy('predictions: { test: psi, alert: 0.2 }'))).toBe(
      'covered by DriftPolicy/fraud-drift',
    );
    expect(cellOf(id, policy('features: { select: [amount], numeric: { test: psi, alert: 0.2 } }'))).toMatch(
      /^missing: predictions in a DriftPolicy/,
    );
  });

  it('is covered by the share of a class and the score, and not by the rate of requests', () => {
    expect(cellOf(id, monitors('of: requests, statistic: share, class: fraud, threshold: { gt: 3% }'))).toBe(
      'covered by Monitor/fraud-m',
    );
    expect(cellOf(id, monitors('of: score, statistic: mean, threshold: { gt: 3 }'))).toBe(
      'covered by Monitor/fraud-m',
    );
    expect(cellOf(id, monitors('of: requests, statistic: rate, threshold: { lt: 3/s }'))).toMatch(/^missing/);
  });
});

describe('confidence', () => {
  const id = 'confidence';

  it('is covered by a proxy or a monitor of it', () => {
    expect(cellOf(id, exampleModel([PROXY]))).toBe('covered by Model/fraud');
    const monitor =
      'monitors: [{ name: unsure, of: confidence, statistic: mean, over: 30m, threshold: { lt: 60% } }]';
    expect(cellOf(id, exampleModel([monitor]))).toBe('covered by Monitor/fraud-unsure');
  });

  it('is missing for tasks that have one, and does not apply to others', () => {
    expect(cellOf(id, exampleModel(['task: binary-classification']))).toBe(
      'missing: a proxy or monitor on the role confidence',
    );
    expect(cellOf(id, exampleModel([]))).toMatch(/^missing/);
    for (const task of ['regression', 'ranking', 'generation'])
      expect(cellOf(id, exampleModel([`task: ${task}`])), task).toMatch(/^n\/a: a /);
    expect(cellOf(id, exampleModel(['task: regression', PROXY]))).toBe('covered by Model/fraud');
  });

  it('counts parts of any, which alert alone, and not those of all', () => {
    const joined = (word: string) =>
      exampleModel([
        `monitors: [{ name: both, ${word}: [{ of: confidence, statistic: mean, threshold: { lt: 60% } }, { of: errors, statistic: rate, threshold: { gt: 1/s } }] }]`,
      ]);
    expect(cellOf(id, joined('any'))).toBe('covered by Monitor/fraud-both');
    expect(cellOf('error-rates', joined('any'))).toBe('covered by Monitor/fraud-both');
    expect(cellOf(id, joined('all'))).toMatch(/^missing/);
    expect(cellOf('error-rates', joined('all'))).toMatch(/^missing/);
  });
});

describe('error analysis', () => {
  const id = 'error-analysis';

  it('wants a segment whose quality is judged', () => {
    expect(cellOf(id, exampleModel([TRUTH, REGION, precision(', typical: 90%')]))).toBe(
      'covered by SLO/fraud-precision',
    );
    expect(cellOf(id, exampleModel([TRUTH, REGION, precision()]))).toBe(
      'missing: typical: … on the SLO of type quality, so that each segment is judged',
    );
    expect(cellOf(id, exampleModel([TRUTH, REGION]))).toBe(
      'missing: an SLO of type quality with typical: …, so that each segment is judged',
    );
    expect(cellOf(id, exampleModel([TRUTH, precision(', typical: 90%')]))).toBe(
      'missing: segments of the model, and typical: … on the SLO of type quality',
    );
  });

  it('is covered by fairness among the values of a segment', () => {
    const fair = REGION.replace(
      '[eu, us]',
      '[eu, us], fairness: { metric: false-positive-rate, atThreshold: 0.5, maxRatio: 1.25 }',
    );
    expect(cellOf(id, exampleModel([TRUTH, fair]))).toBe('covered by Model/fraud');
  });
});
