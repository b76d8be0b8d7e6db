import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/plan/plan.ts';
import { buildProject } from '../../support/project.ts';
import { object } from '../../support/specs.ts';
import { alertIds, alertOf, objectiveOf, signalOf, soundPlan, withModel } from './built.ts';

const GROUND_TRUTH = 'groundTruth: { label: y, metrics: [groundedness] }';
const SEGMENTS =
  'segments: [{ name: region, label: region, values: [uk, eu] }, { name: age, label: age, top: 5, protected: true, fairness: { metric: recall, maxRatio: 1.2, minSamples: 300 } }]';

const slo = (name: string, sli: string, more = '') =>
  object('SLO', name, `{ model: fraud, objective: 90%, sli: { type: quality, ${sli} }${more} }`);
const withQuality = (sli: string, more = GROUND_TRUTH, ...objects: readonly string[]) =>
  withModel(more, slo('q', sli), ...objects);

const gauge = (signal: string, aggregate: string, unit: string) => ({
  node: 'gauge',
  of: { signal: `model:fraud/${signal}` },
  aggregate,
  unit,
});

describe('a quality objective', () => {
  it('counts evaluations in which the metric is bad, on enough samples', () => {
    const plan = soundPlan(
      withQuality('metric: precision, atThreshold: 0.8, min: 85%, minSamples: 300, evaluate: { every: 6h }'),
    );
    expect(objectiveOf(plan, 'q')).toMatchObject({
      sliType: 'quality',
      budgeting: { type: 'timeslices', sliceSeconds: 6 * 3600 },
      indicator: {
        type: 'time-in-bounds',
        badWhen: '<',
        limit: 0.85,
        measure: {
          node: 'when',
          of: gauge('quality/precision@0.8', 'min', 'ratio'),
          condition: {
            node: 'compare',
            left: gauge('quality-samples/precision@0.8', 'min', 'events'),
            op: '>=',
            right: { value: 300 },
          },
        },
      },
    });
    expect(signalOf(plan, 'model:fraud/quality/precision@0.8').prometheus.labels).toEqual({
      model: 'fraud',
      metric: 'precision@0.8',
      segment: '',
      reference: '',
    });
  });

  it.each([
    ['metric: rmse, max: 12', '>', 12, 'none', 'max'],
    ['metric: ndcg, at: 10, min: 0.32', '<', 0.32, 'ratio', 'min'],
    ['metric: wape, max: 1.2', '>', 1.2, 'ratio', 'max'],
    ['metric: groundedness, min: 0.8', '<', 0.8, 'none', 'min'],
    ['metric: groundedness, max: 3', '>', 3, 'none', 'max'],
  ])('of %s is bad when it is %s %d', (sli, badWhen, limit, unit, aggregate) => {
    const { indicator } = objectiveOf(soundPlan(withQuality(sli)), 'q');
    expect(indicator).toMatchObject({ badWhen, limit, measure: { unit, of: { aggregate } } });
  });

  it.each([
    ['metric: wape, max: 22%, vs: { naive: seasonal-7d, mustBeatBy: 5% }', 0.95, 'min'],
    ['metric: auc, min: 0.7, vs: { naive: last-value, mustBeatBy: 10% }', 1.1, 'max'],
  ])('must beat a naive forecast: %s', (sli, factor, aggregate) => {
    const plan = soundPlan(withQuality(sli));
    const { indicator } = objectiveOf(plan, 'q');
    expect(indicator).toMatchObject({ alsoBeyond: { node: 'scaled', factor, of: { aggregate } } });
    const reference = /naive: ([a-z0-9-]+)/.exec(sli)?.[1] ?? '';
    const metric = sli.startsWith('metric: wape') ? 'wape' : 'auc';
    expect(signalOf(plan, `model:fraud/quality/${metric}/${reference}`).prometheus.labels).toMatchObject({
      reference,
    });
  });

  it('by no margin is the naive forecast itself', () => {
    const plan = soundPlan(withQuality('metric: mae, max: 3, vs: { naive: seasonal-1d }'));
    expect(objectiveOf(plan, 'q').indicator).toMatchObject({
      alsoBeyond: gauge('quality/mae/seasonal-1d', 'min', 'none'),
    });
  });
});

const JOB = [
  'model:fraud/quality-job-absent',
  'model:fraud/quality-job-stale',
  'model:fraud/quality-labels-immature',
  'model:fraud/quality-samples-low',
];
const jobAlerts = (plan: Plan) => alertIds(plan).filter((id) => id.startsWith('model:fraud/quality-'));

describe('the evaluation of quality', () => {
  it('is watched once, however many objectives stand on it, by the strictest of them', () => {
    const plan = soundPlan(
      withQuality(
        'metric: auc, min: 0.7, minSamples: 50, minMatured: 80%, evaluate: { every: 1d }',
        GROUND_TRUTH,
        slo(
          'r',
          'metric: recall, min: 0.5, minSamples: 900, evaluate: { every: 12h }',
          ', alerting: { severity: { slow: page } }',
        ),
        slo('s', 'metric: auc, min: 0.6, minSamples: 70, minMatured: 80%'),
      ),
    );
    expect(jobAlerts(plan)).toEqual(JOB);
    const stale = alertOf(plan, 'model:fraud/quality-job-stale');
    expect([stale.severity, stale.condition]).toMatchObject(['page', { right: { value: 24 * 3600 + 3600 } }]);
    expect(alertOf(plan, 'model:fraud/quality-samples-low').condition).toMatchObject({
      node: 'any',
      of: [
        { left: { of: { signal: 'model:fraud/quality-samples/auc' } }, op: '<', right: { value: 70 } },
        { left: { of: { signal: 'model:fraud/quality-samples/recall' } }, right: { value: 900 } },
      ],
    });
    expect(alertOf(plan, 'model:fraud/quality-labels-immature').condition).toMatchObject({
      of: [{ right: { value: 0.8 } }, { right: { value: 0.9 } }],
    });
  });

  it('is not watched where nothing is evaluated', () => {
    expect(jobAlerts(soundPlan(withModel(GROUND_TRUTH)))).toEqual([]);
  });
});

describe('segments', () => {
  it('have an alert each where the objective says what is typical', () => {
    const plan = soundPlan(
      withQuality(
        'metric: precision, min: 0.85, typical: 0.91, minSamples: 200',
        `${GROUND_TRUTH}, ${SEGMENTS}`,
      ),
    );
    expect(alertOf(plan, 'slo:q/segment-region').condition).toEqual({
      node: 'segment-beyond',
      of: { signal: 'model:fraud/quality/precision/region' },
      samples: { signal: 'model:fraud/quality-samples/precision/region' },
      overallSamples: { signal: 'model:fraud/quality-samples/precision' },
      op: '<',
      typical: 0.91,
      threshold: 0.85,
      minSamples: 200,
    });
    expect(alertIds(plan)).toContain('slo:q/segment-age');
    const { prometheus } = signalOf(plan, 'model:fraud/quality/precision/region');
    expect(prometheus).toMatchObject({
      labels: { segment: 'region', reference: '' },
      facetLabels: { value: 'segment_value' },
    });
  });

  it('without a typical value have none, and it is said', () => {
    const text = withQuality('metric: precision, min: 0.85', `${GROUND_TRUTH}, ${SEGMENTS}`);
    const told = buildProject(text).diagnostics.filter(({ code }) => code.startsWith('quality/'));
    expect(told.map(({ code, severity, field }) => [code, severity, field])).toEqual([
      ['quality/segments-without-typical', 'info', 'spec.sli'],
    ]);
    expect(alertIds(soundPlan(text)).filter((id) => id.includes('segment'))).toEqual([]);
  });

  it('are compared for fairness', () => {
    const plan = soundPlan(withModel(`${GROUND_TRUTH}, ${SEGMENTS}`));
    const { condition, class: ofClass, severity } = alertOf(plan, 'model:fraud/fairness-age');
    expect([ofClass, severity, condition]).toEqual([
      'fairness',
      'ticket',
      {
        node: 'compare',
        op: '>',
        left: {
          node: 'segment-spread',
          of: { signal: 'model:fraud/quality/recall/age' },
          samples: { signal: 'model:fraud/quality-samples/recall/age' },
          minSamples: 300,
          unit: 'ratio',
        },
        right: { node: 'constant', value: 1.2, unit: 'ratio' },
      },
    ]);
  });

  it('of protected attributes are never told by value', () => {
    const secret =
      'segments: [{ name: faith, label: faith, values: [zoroastrian, jain], protected: true, fairness: { metric: recall, maxRatio: 1.2 } }]';
    const plan = soundPlan(
      withQuality('metric: precision, min: 0.85, typical: 0.91', `${GROUND_TRUTH}, ${secret}`),
    );
    const texts = JSON.stringify(
      plan.alerts.map(({ prose, labels, name, runbook }) => ({ prose, labels, name, runbook })),
    );
    expect(texts).toContain('faith');
    expect(texts).not.toMatch(/zoroastrian|jain/);
  });
});

describe('a coverage objective', () => {
  it('divides the rows of all shards by those expected', () => {
    const plan = soundPlan(
      withModel(
        'serving: { mode: batch, expectedRows: { typical: 1200 } }',
        object('SLO', 'c', '{ model: fraud, objective: 99%, sli: { type: coverage, min: 97% } }'),
      ),
    );
    expect(objectiveOf(plan, 'c').indicator).toMatchObject({
      badWhen: '<',
      limit: 0.97,
      measure: {
        node: 'ratio',
        numerator: { node: 'gauge', of: { signal: 'model:fraud/rows' }, aggregate: 'sum' },
        denominator: { node: 'constant', value: 1200 },
      },
    });
    expect(alertIds(plan)).toContain('model:fraud/rows-absent');
  });

  it('takes a gauge that is a share as it is', () => {
    const plan = soundPlan(
      withModel(
        'metrics: { scored: { name: scored_percent, type: gauge, unit: percent } }',
        object('SLO', 'c', '{ model: fraud, objective: 99%, sli: { type: coverage, of: scored, min: 97% } }'),
      ),
    );
    expect(objectiveOf(plan, 'c').indicator).toMatchObject({
      measure: { node: 'gauge', aggregate: 'min', unit: 'ratio' },
    });
  });
});
