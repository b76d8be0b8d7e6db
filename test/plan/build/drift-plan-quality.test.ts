import { describe, expect, it } from 'vitest';
import { zDriftPlan } from '../../../src/plan/drift-job.ts';
import type { JobQuality } from '../../../src/plan/drift-job-quality.ts';
import type { DriftJobs } from '../../../src/plan/drift-jobs.ts';
import { runsOf, tasksOf } from '../../../src/targets/drift-job/runs.ts';
import { file, object, PROJECT, TEAM } from '../../support/specs.ts';
import { soundPlan } from './built.ts';

const LOG = object('DataSource', 'log', '{ type: parquet, path: "log/{date}.parquet", timestamp: at }');
const TRUTH = object('DataSource', 'truth', '{ type: postgres, table: truth, timestamp: came }');
const MODEL = {
  task: 'binary-classification',
  classes: '[bad, good]',
  predictions: '{ source: log, column: class, score: p, key: id }',
  groundTruth: '{ source: truth, label: outcome, delay: { p95: 2d } }',
  slos: '[{ name: precision, sli: { type: quality, metric: precision, atThreshold: 0.8, min: 80%, evaluate: { over: 7d, offset: 2d } }, objective: 90%, window: 90d }]',
};

/** The jobs of a model; what is given takes the place of the usual fields, and an empty text takes a field away. */
function jobsOf(changes: Partial<Record<string, string>> = {}, ...more: string[]): DriftJobs {
  const fields = Object.entries({ owner: 'ml', ...MODEL, ...changes })
    .filter(([, text]) => text !== '')
    .map(([name, text]) => `${name}: ${text}`);
  const objects = [PROJECT, TEAM, LOG, TRUTH, object('Model', 'fraud', `{ ${fields.join(', ')} }`), ...more];
  const { driftJobs } = soundPlan(file(...objects));
  expect(zDriftPlan.parse(driftJobs.plan)).toEqual(driftJobs.plan);
  return driftJobs;
}

function only({ plan: { qualities }, gaps }: DriftJobs): JobQuality {
  const [quality] = qualities;
  if (quality === undefined || qualities.length > 1) throw new Error(JSON.stringify([qualities, gaps]));
  return quality;
}

/** SLOs by their names: the indicator of each, beside its type. */
function slos(indicators: Readonly<Record<string, string>>): string {
  const each = Object.entries(indicators).map(
    ([name, sli]) => `{ name: ${name}, sli: { type: quality, ${sli} }, objective: 90%, window: 90d }`,
  );
  return `[${each.join(', ')}]`;
}

describe('the quality of a model', () => {
  it('is all that a run needs', () => {
    const jobs = jobsOf();
    expect(only(jobs)).toEqual({
      model: 'fraud',
      schedule: { everySeconds: 86_400, timezone: 'UTC' },
      predictions: { source: 'log', column: 'class', score: 'p' },
      labels: { source: 'truth', column: 'outcome', key: ['id'], arrivedAt: 'came' },
      delaySeconds: 172_800,
      classes: { positive: ['bad', 'true', '1'], negative: ['good', 'false', '0'] },
      segments: [],
      metrics: [
        {
          key: 'precision@0.8',
          metric: 'precision',
          cut: 0.8,
          by: 'label-arrival',
          everySeconds: 86_400,
          windowSeconds: 604_800,
          offsetSeconds: 172_800,
          minSamples: 100,
          minMatured: 0.9,
        },
      ],
    });
    expect(jobs.plan.sources.map(({ name }) => name)).toEqual(['log', 'truth']);
    expect(jobs.gaps).toEqual([]);
    expect(jobs.qualities['fraud']?.object).toMatchObject({ kind: 'Model', name: 'fraud' });
  });

  it('has labels in the rows of the predictions where no other source is named', () => {
    const { labels } = only(jobsOf({ groundTruth: '{ label: outcome, labelledAt: came }' }));
    expect(labels).toEqual({ column: 'outcome', key: [], arrivedAt: 'came' });
  });

  it('is joined by several columns, at a time that is not that of the source', () => {
    const { labels } = only(
      jobsOf({ groundTruth: '{ source: truth, label: outcome, joinKey: [shop, day], labelledAt: loaded }' }),
    );
    expect(labels).toEqual({ source: 'truth', column: 'outcome', key: ['shop', 'day'], arrivedAt: 'loaded' });
  });

  it.each([
    [
      { classes: '[good, bad]', groundTruth: '{ source: truth, label: outcome, positive: bad }' },
      ['bad', 'true', '1'],
      undefined,
    ],
    [{ classes: '["0", "1"]' }, ['true', '1'], ['1', 'false', '0']],
    [{ classes: '' }, ['true', '1'], ['false', '0']],
    [
      { classes: '[a, b, c]', groundTruth: '{ source: truth, label: outcome, positive: c }' },
      ['c', 'true', '1'],
      undefined,
    ],
  ])('knows what its classes are called: %o', (changes, positive, negative) => {
    expect(only(jobsOf(changes)).classes).toEqual({
      positive,
      ...(negative && { negative: negative.filter((name) => !positive.includes(name)) }),
    });
  });

  it('has a metric once, however many objectives stand on it, and its largest demands', () => {
    const { metrics } = only(
      jobsOf({
        slos: slos({
          one: 'metric: auc, min: 80%, minSamples: 200',
          two: 'metric: auc, min: 70%, minSamples: 500, minMatured: 50%',
          three: 'metric: recall, min: 70%, evaluate: { every: 12h }',
        }),
      }),
    );
    expect(metrics.map(({ key, minSamples, minMatured }) => [key, minSamples, minMatured])).toEqual([
      ['auc', 500, 0.9],
      ['recall', 100, 0.9],
    ]);
  });

  it('runs as often as its most frequent metric, with the drift policy that does', () => {
    const policy = object(
      'DriftPolicy',
      'drift',
      '{ model: fraud, baseline: previous-window, schedule: { every: 1d, at: "04:00", timezone: Europe/Paris }, predictions: { test: psi, alert: 0.2 } }',
    );
    const { plan } = jobsOf({}, policy);
    expect(plan.qualities[0]?.schedule).toEqual({
      everySeconds: 86_400,
      at: '04:00',
      timezone: 'Europe/Paris',
    });
    const runs = runsOf(plan);
    expect(runs).toMatchObject([{ policies: ['drift'], datasets: [], qualities: ['fraud'], isWhole: true }]);
    expect(runs.flatMap(tasksOf).map(({ name }) => name)).toEqual(['drift', 'quality.fraud']);
    const often = jobsOf(
      { slos: slos({ auc: 'metric: auc, min: 70%, evaluate: { every: 6h, over: 1d }' }) },
      policy,
    );
    expect(runsOf(often.plan).map(({ policies, qualities }) => [policies, qualities])).toEqual([
      [['drift'], []],
      [[], ['fraud']],
    ]);
  });

  it('measures what segments are to be fair by, over the longest window', () => {
    const jobs = jobsOf({
      segments:
        '[{ name: age, label: age, values: [young, old], fairness: { metric: false-positive-rate, atThreshold: 0.8, maxRatio: 1.25 } }]',
    });
    const quality = only(jobs);
    expect(quality.segments).toEqual([{ name: 'age', column: 'age', values: ['young', 'old'] }]);
    expect(quality.metrics).toMatchObject([
      { key: 'false-positive-rate@0.8', windowSeconds: 604_800, minSamples: 1000 },
      { key: 'precision@0.8' },
    ]);
  });

  it('has naive forecasts of series', () => {
    const { labels, metrics } = only(
      jobsOf({
        task: 'regression',
        classes: '',
        groundTruth: '{ source: truth, label: sold, joinKey: [item, day], series: item }',
        slos: slos({ error: 'metric: wape, max: 20%, vs: { naive: seasonal-7d }' }),
      }),
    );
    expect(labels).toEqual({
      source: 'truth',
      column: 'sold',
      key: ['item', 'day'],
      arrivedAt: 'came',
      series: ['item'],
    });
    expect(metrics).toMatchObject([{ key: 'wape', naive: 'seasonal-7d' }]);
  });

  it('of a judge is in columns of its metrics', () => {
    const judge = object(
      'DataSource',
      'llm-judge',
      '{ type: jsonl, path: judged.jsonl, timestamp: judged_at }',
    );
    const quality = only(
      jobsOf(
        {
          task: 'generation',
          classes: '',
          groundTruth: '{ source: llm-judge, metrics: [answer-relevance], sample: 2%, joinKey: answer_id }',
          slos: slos({
            relevance: 'metric: answer-relevance, min: 0.8, evaluate: { by: event-time, over: 6h }',
          }),
        },
        judge,
      ),
    );
    expect(quality).toMatchObject({
      labels: { source: 'llm-judge', key: ['answer_id'] },
      labelledShare: 0.02,
      metrics: [{ key: 'answer-relevance', judged: 'answer_relevance' }],
    });
    expect(quality.labels.column).toBeUndefined();
  });
});

describe('what is left out', () => {
  it.each<[why: string, changes: Partial<Record<string, string>>]>([
    ['Model fraud does not say where its predictions are kept', { predictions: '' }],
    ['Model fraud does not say which column is the label', { groundTruth: '{ source: truth }' }],
    [
      'Model fraud does not say by which column labels are joined to predictions',
      { predictions: '{ source: log, column: class, score: p }' },
    ],
    [
      'precision needs a score, and Model fraud does not say which column has it',
      { predictions: '{ source: log, column: class, key: id }' },
    ],
    [
      'nothing says when a label came in, by which its windows are cut',
      { groundTruth: '{ label: outcome }' },
    ],
    [
      'the labels of Model fraud are given by another model, and nothing says where they are kept',
      { groundTruth: '{ source: llm-judge, label: outcome }' },
    ],
    [
      'precision is of two classes, and Model fraud has more',
      { task: 'multiclass-classification', classes: '[a, b, c]' },
    ],
  ])('is told at the objective: %s', (why, changes) => {
    const jobs = jobsOf(changes);
    expect(jobs.plan.qualities).toEqual([]);
    expect(jobs.gaps).toMatchObject([
      { what: 'SLO fraud-precision: precision@0.8', why, origin: { object: { kind: 'SLO' } } },
    ]);
    expect(jobs.gaps[0]?.hint).toBeTruthy();
    expect(jobs.gaps[0]?.origin.spans[0]?.file).toBeTruthy();
  });

  it('is the fairness of a model without any quality SLO', () => {
    const { plan, gaps } = jobsOf({
      slos: '',
      segments:
        '[{ name: age, label: age, values: [young, old], fairness: { metric: false-positive-rate, atThreshold: 0.8, maxRatio: 1.25 } }]',
    });
    expect(plan.qualities).toEqual([]);
    expect(gaps).toMatchObject([
      {
        what: 'Model fraud: fairness of segment age by false-positive-rate@0.8',
        why: 'no quality SLO of Model fraud says over which window it is measured',
        origin: { object: { kind: 'Model' } },
      },
    ]);
  });

  it('is only the metric that lacks something, and only the forecast', () => {
    const jobs = jobsOf({
      task: 'ranking',
      classes: '',
      slos: slos({
        ranking: 'metric: ndcg, at: 10, min: 30%',
        error: 'metric: wape, max: 20%, vs: { naive: last-value }',
      }),
    });
    expect(only(jobs).metrics.map(({ key, naive }) => [key, naive])).toEqual([['wape', undefined]]);
    expect(jobs.gaps.map(({ what, why }) => `${what}: ${why}`)).toEqual([
      'SLO fraud-error: wape against the naive forecast last-value: Model fraud does not say which columns tell its series apart',
      'SLO fraud-ranking: ndcg@10: ndcg needs whole rankings, and nothing says which rows are one',
    ]);
  });
});
