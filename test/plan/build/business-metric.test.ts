import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/compile.ts';
import { file, object, PROJECT, TEAM } from '../../support/specs.ts';
import { alertIds, alertOf, findings, onlyFinding, soundPlan } from './built.ts';

const QUERY = 'sum(rate(clicks_total[30m])) / sum(rate(views_total[30m]))';
const WEEKS = '[same-time-last-week, same-time-2-weeks-ago, same-time-3-weeks-ago]';

const withMetric = (more: string, query = QUERY) =>
  file(
    PROJECT,
    TEAM,
    object(
      'BusinessMetric',
      'ctr',
      `{ owner: ml, query: "${query}", unit: ratio, direction: higher-is-better, ${more} }`,
    ),
  );
const breach = (more: string) =>
  alertOf(soundPlan(withMetric(more)), 'business-metric:ctr/breached').condition;

const value = { node: 'raw', language: 'promql', text: QUERY, unit: 'ratio' };
const ago = (weeks: number) => ({ node: 'ago', of: value, bySeconds: weeks * 604_800, unit: 'ratio' });
const number = (amount: number, unit = 'ratio') => ({ node: 'constant', value: amount, unit });

describe('a business metric', () => {
  it('is breached when it is too far below the median of several weeks', () => {
    expect(breach(`baseline: { compare: ${WEEKS}, maxDecrease: 8% }`)).toEqual({
      node: 'compare',
      left: value,
      op: '<',
      right: {
        node: 'scaled',
        of: { node: 'combine', by: 'median', of: [ago(1), ago(2), ago(3)], unit: 'ratio' },
        factor: 0.92,
        unit: 'ratio',
      },
    });
  });

  it('takes a time that is named twice once', () => {
    const twice = '[same-time-last-week, same-time-last-week]';
    expect(breach(`baseline: { compare: ${twice}, maxDecrease: 8% }`)).toEqual(
      breach('baseline: { compare: same-time-last-week, maxDecrease: 8% }'),
    );
  });

  it('is judged only on enough events, by its own count if it gives one', () => {
    const bounds = 'compare: same-time-yesterday, maxDecrease: 8%, minVolume: 500';
    expect(breach(`baseline: { ${bounds} }`)).toMatchObject({
      node: 'all',
      of: [
        { op: '<' },
        {
          node: 'compare',
          left: { node: 'raw-volume', text: QUERY },
          op: '>=',
          right: number(500, 'events'),
        },
      ],
    });
    expect(breach(`volume: "sum(increase(views_total[1h]))", baseline: { ${bounds} }`)).toMatchObject({
      of: [{}, { left: { node: 'raw', text: 'sum(increase(views_total[1h]))', unit: 'events' } }],
    });
  });

  it('has fixed bounds while there is no history', () => {
    const plan = soundPlan(
      withMetric('baseline: { compare: same-time-last-week, maxDecrease: 8%, fallback: { min: 0.02 } }'),
    );
    expect(alertIds(plan)).not.toContain('business-metric:ctr/no-history');
    expect(alertOf(plan, 'business-metric:ctr/breached').condition).toMatchObject({
      node: 'any',
      of: [
        { node: 'compare', op: '<' },
        {
          node: 'all',
          of: [
            { node: 'compare', left: value, op: '<', right: number(0.02) },
            { node: 'no-value', of: ago(1) },
          ],
        },
      ],
    });
  });

  it('tells when nothing compares it with anything', () => {
    const plan = soundPlan(withMetric('baseline: { compare: same-time-last-week, maxDecrease: 8% }'));
    expect(alertOf(plan, 'business-metric:ctr/no-history')).toMatchObject({
      severity: 'info',
      class: 'absence',
      condition: {
        node: 'unless',
        of: { node: 'no-value', of: ago(1) },
        exception: { node: 'no-value', of: value },
      },
    });
  });

  it('is told to its owner, by its name, with the value', () => {
    const alert = alertOf(
      soundPlan(withMetric(`severity: page, baseline: { compare: ${WEEKS}, maxDecrease: 8%, for: 2h }`)),
      'business-metric:ctr/breached',
    );
    expect(alert).toMatchObject({
      name: 'CtrBreached',
      class: 'business',
      severity: 'page',
      team: 'ml',
      holdSeconds: 7200,
      subject: { kind: 'BusinessMetric', name: 'ctr' },
      labels: { business_metric: 'ctr', modelwatch_id: 'business-metric:ctr' },
      prose: {
        summary: [
          { text: 'ctr: the value is ' },
          { value: 'ratio' },
          {
            text: ', more than 8% below the median of the same time last week, 2 weeks ago and 3 weeks ago',
          },
        ],
      },
    });
  });

  it('has an alert on missing data where that is asked for', () => {
    const more = 'onNoData: alert, baseline: { compare: same-time-last-week, maxDecrease: 8% }';
    expect(alertOf(soundPlan(withMetric(more)), 'business-metric:ctr/no-data').condition).toEqual({
      node: 'no-value',
      of: value,
    });
  });

  it.each([
    ['', 'business/no-baseline spec'],
    ['baseline: { compare: same-time-last-week }', 'baseline/no-bound baseline'],
    [
      'baseline: { compare: same-time-last-week, maxDecrease: 100% }',
      'baseline/unreachable baseline.maxDecrease',
    ],
    [
      'baseline: { compare: same-time-last-week, maxDecrease: 5%, fallback: {} }',
      'baseline/no-bound baseline.fallback',
    ],
    [
      'baseline: { compare: same-time-last-week, maxDecrease: 5%, fallback: { min: 2, max: 1 } }',
      'baseline/bounds-crossed baseline.fallback.min',
    ],
    [
      'baseline: { compare: same-time-last-week, maxIncrease: 5% }',
      'business/odd-bound baseline.maxIncrease',
    ],
  ])('reports { %s } where it stands', (more, finding) => {
    expect(findings(withMetric(more))).toEqual([finding]);
  });

  it('points at the wrong field, and tells the one that was meant', () => {
    const found = onlyFinding(withMetric('baseline: { compare: same-time-last-week, maxIncrease: 5% }'));
    expect(found).toMatchObject({ suggestions: ['maxDecrease'], severity: 'warning' });
    expect(found.span?.start).toMatchObject({ line: 14 });
  });
});

describe('queries of a business metric', () => {
  const compiled = (more: string, query?: string) =>
    compile({
      specs: [{ path: 'modelwatch.yaml', text: withMetric(more, query) }],
      readAuxiliary: () => undefined,
    })
      .diagnostics.filter(({ severity }) => severity === 'error')
      .map(({ code, field, span }) => [code, field, span?.start.line]);
  const bounds = 'compare: same-time-last-week, maxDecrease: 8%';

  it('are read where they stand', () => {
    expect(compiled(`baseline: { ${bounds} }`, 'rate(clicks_total)')).toEqual([
      ['promql/invalid-query', 'spec.query', 14],
    ]);
    expect(compiled(`volume: "sum(", baseline: { ${bounds}, minVolume: 5 }`)).toEqual([
      ['promql/invalid-query', 'spec.volume', 14],
    ]);
  });

  it('must tell how many events they stand on where a minimum is asked for', () => {
    const gauge = 'ctr_ratio';
    expect(compiled(`baseline: { ${bounds} }`, gauge)).toEqual([]);
    expect(compiled(`baseline: { ${bounds}, minVolume: 5 }`, gauge)).toEqual([
      ['promql/no-volume', 'spec.query', 14],
    ]);
    expect(compiled(`volume: views, baseline: { ${bounds}, minVolume: 5 }`, gauge)).toEqual([]);
  });
});
