import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import {
  type AlertCase,
  FIRING_QUERY,
  momentsOf,
  promtoolDuration,
  promtoolFile,
} from '../../../src/proof/testing/promtool-case.ts';

const CASE: AlertCase = {
  id: 'one',
  intervalSeconds: 15,
  evaluationSeconds: 30,
  series: [{ series: 'up{job="a"}', values: '0+1x10' }],
  expectations: [
    { atSeconds: 120, alert: 'Down', labels: {}, state: 'firing' },
    { atSeconds: 60, alert: 'Down', labels: {}, state: 'not-firing' },
    { atSeconds: 60, alert: 'Slow', labels: {}, state: 'not-firing' },
  ],
  looksAtSeconds: [0, 120],
};

describe('a file of unit tests', () => {
  it('asks once at each moment for everything that fires, and expects what cannot be', () => {
    const file = promtoolFile({ cases: [CASE], ruleFiles: ['rules.json'], groupOrder: ['b', 'a', 'b'] });
    expect(parse(file)).toEqual({
      rule_files: ['rules.json'],
      evaluation_interval: '30s',
      group_eval_order: ['b', 'a'],
      tests: [
        {
          name: '0',
          interval: '15s',
          input_series: [{ series: 'up{job="a"}', values: '0+1x10' }],
          promql_expr_test: ['0s', '60s', '120s'].map((eval_time, probe) => ({
            expr: FIRING_QUERY,
            eval_time,
            exp_samples: [{ labels: `{modelwatch_probe="${probe}"}`, value: 1 }],
          })),
        },
      ],
    });
    expect(momentsOf(CASE)).toEqual([0, 60, 120]);
  });

  it('starts when the case does', () => {
    const file = promtoolFile({
      cases: [
        { ...CASE, startSeconds: 1_772_938_800 },
        { ...CASE, startSeconds: 0 },
      ],
      ruleFiles: [],
      groupOrder: [],
    });
    const { tests } = parse(file) as { tests: { name: string; start_timestamp?: string }[] };
    expect(tests.map(({ name, start_timestamp }) => [name, start_timestamp])).toEqual([
      ['0', '1772938800'],
      ['1', undefined],
    ]);
  });

  it('holds any text of a label, also what YAML 1.1 does not allow as it is', () => {
    const series = 'up{a="\u2028\u007f\ufeffé😀\\n"}';
    const file = promtoolFile({
      cases: [{ ...CASE, series: [{ series, values: '1' }] }],
      ruleFiles: [],
      groupOrder: [],
    });
    expect(file).not.toMatch(/[\u007f\u2028\ufeff]/);
    expect(
      (parse(file) as { tests: [{ input_series: [{ series: string }] }] }).tests[0].input_series[0].series,
    ).toBe(series);
  });

  it('refuses cases that are evaluated at different intervals', () => {
    const cases = [CASE, { ...CASE, id: 'two', evaluationSeconds: 60 }];
    expect(() => promtoolFile({ cases, ruleFiles: [], groupOrder: [] })).toThrow(
      'case two is evaluated every 60 s',
    );
  });

  it('writes durations as Prometheus reads them', () => {
    expect([0, 90, 0.5, 1e6].map(promtoolDuration)).toEqual(['0s', '90s', '500ms', '1000000s']);
  });
});
