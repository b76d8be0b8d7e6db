import { describe, expect, it } from 'vitest';
import type { ProseText } from '../../../src/plan/alert.ts';
import { object } from '../../support/specs.ts';
import { alertIds, alertOf, soundPlan, withModel, withSlo } from './built.ts';

const AVAILABILITY = 'sli: { type: availability }';
const FRESH = 'sli: { type: freshness, maxAge: 1h }';

const idsOf = (slo: string, more = '') =>
  alertIds(soundPlan(withSlo(slo, more)))
    .filter((id) => id.startsWith('slo:'))
    .map((id) => id.replace('slo:fraud-slo/', ''));

/** A text as a person reads it, with the unit where a value stands. */
const said = (text: ProseText | undefined) =>
  text?.map((part) => ('text' in part ? part.text : `<${part.value}>`)).join('');

describe('the alerts of an objective', () => {
  it('on events are its burn rates', () => {
    expect(idsOf(`${AVAILABILITY}, objective: 99.9%`)).toEqual([
      'budget-burn-fast',
      'budget-burn-medium',
      'budget-burn-slow',
      'budget-burn-trickle',
    ]);
  });

  it('tell that the budget is nearly gone when asked to', () => {
    const slo = `${AVAILABILITY}, objective: 99.9%, alerting: { burnPolicy: none, remaining: { lt: 10%, severity: page } }`;
    expect(idsOf(slo)).toEqual(['budget-low']);
    expect(alertOf(soundPlan(withSlo(slo)), 'slo:fraud-slo/budget-low')).toMatchObject({
      severity: 'page',
      condition: { node: 'budget-remaining', objective: 'fraud-slo', op: '<', ratio: 0.1 },
    });
  });

  it('tell by default of less than a quarter, by a ticket', () => {
    const slo = `${AVAILABILITY}, objective: 99.9%, alerting: { remaining: {} }`;
    expect(alertOf(soundPlan(withSlo(slo)), 'slo:fraud-slo/budget-low')).toMatchObject({
      severity: 'ticket',
      condition: { ratio: 0.25 },
    });
  });

  it('on time slices are bad slices in a row, and a budget nearly gone', () => {
    expect(idsOf(`${FRESH}, objective: 99%`)).toEqual(['budget-low', 'sustained']);
    const plan = soundPlan(
      withSlo(`${FRESH}, objective: 99%, alerting: { sustained: { slices: 5, severity: ticket } }`),
    );
    expect(alertOf(plan, 'slo:fraud-slo/sustained')).toMatchObject({
      severity: 'ticket',
      condition: { node: 'sustained', objective: 'fraud-slo', slices: 5 },
      // 1h, four more slices of 5m, and for: 2m.
      gradualSecondsToFire: 3600 + 4 * 300 + 120,
    });
  });

  it('on a classic histogram tell of instances without the bucket', () => {
    const slo =
      'sli: { type: latency, threshold: 250ms }, objective: 99%, alerting: { severity: { slow: info } }';
    expect(alertOf(soundPlan(withSlo(slo)), 'slo:fraud-slo/bucket-missing')).toMatchObject({
      class: 'absence',
      severity: 'info',
      condition: { node: 'missing-bucket', objective: 'fraud-slo' },
    });
    expect(idsOf(slo, 'metrics: { latency: { native: true } }')).not.toContain('bucket-missing');
  });
});

describe('what an alert says', () => {
  it('of a burn rate: value, objective, and when the budget is gone', () => {
    const { prose } = alertOf(
      soundPlan(withSlo(`${AVAILABILITY}, objective: 99.9%`)),
      'slo:fraud-slo/budget-burn-fast',
    );
    expect(said(prose.summary)).toBe(
      'fraud-slo: fraud burns its 30-day error budget at more than 14.4 times the rate it can afford; <ratio> of the last 5m was bad, the objective is 99.9%',
    );
    // 30 d / 14.4 = 50 h.
    expect(said(prose.budget)).toBe(
      '30-day budget gone in 2 days 2 hours at this rate; 2% of it went in the last 1h',
    );
    expect(said(prose.impact)).toBe('fraud-slo misses its objective of 99.9% over 30d.');
  });

  it('of slices: how many the budget holds', () => {
    const { prose } = alertOf(
      soundPlan(withSlo(`${FRESH}, objective: 99%, window: 7d`)),
      'slo:fraud-slo/sustained',
    );
    // 7 d are 2016 slices of 5m; 1 % of them are 20.16.
    expect(said(prose.budget)).toBe('7-day budget: 20 bad slices of 5m');
    expect(said(prose.summary)).toContain('each of the last 3 slices (15m)');
  });

  it('of a user’s own words, nothing is taken for a placeholder', () => {
    const { prose } = alertOf(
      soundPlan(withSlo(`${AVAILABILITY}, objective: 99.9%, impact: "{{value}} & <b>{{ $labels.x }}</b>"`)),
      'slo:fraud-slo/budget-burn-slow',
    );
    expect(prose.impact).toEqual([{ text: '{{value}} & <b>{{ $labels.x }}</b>' }]);
  });
});

describe('what explains an alert', () => {
  const upstream = (slo: string, id: string) =>
    alertOf(
      soundPlan(
        withModel(
          `slos: [{ name: slo, ${slo}, objective: 99% }], dependsOn: [{ pipeline: ingest }]`,
          object('Pipeline', 'ingest', '{ owner: ml }'),
        ),
      ),
      id,
    ).upstream;

  it('is upstream for staleness', () => {
    expect(upstream(FRESH, 'slo:fraud-slo/sustained')).toEqual(['pipeline:ingest']);
    expect(upstream(FRESH, 'slo:fraud-slo/budget-low')).toEqual(['pipeline:ingest']);
  });

  it('is nothing for what users feel', () => {
    expect(upstream(AVAILABILITY, 'slo:fraud-slo/budget-burn-fast')).toEqual([]);
    expect(upstream('sli: { type: latency, threshold: 1s }', 'slo:fraud-slo/budget-burn-fast')).toEqual([]);
  });
});
