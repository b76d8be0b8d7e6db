import { it } from 'vitest';
import type { Condition } from '../../src/plan/condition.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { alertOf, counter, fastBurn, objectiveOf, planOf, routeOf } from '../support/plan.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { testRules } from '../support/rule-tests.ts';

const SLO = { kind: 'SLO', name: 'availability' };
const REQUESTS = 'model_predictions_total{job="fraud", pod="a"}';
const ERRORS = 'model_prediction_errors_total{job="fraud", pod="a"}';
const LABELS = '{env="prod", project="acme", slo="availability"}';

const requests = counter('model:fraud/requests', 'model_predictions_total');
const errors = counter('model:fraud/errors', 'model_prediction_errors_total');
const availability = objectiveOf('availability', {
  indicator: {
    type: 'events',
    total: [{ signal: requests.id }, { signal: errors.id }],
    bad: [{ signal: errors.id }],
  },
});

/** Absence of requests always matters, that of errors only if there were some in the last week. */
const absences: readonly [name: string, condition: Condition][] = [
  ['RequestsAbsent', { node: 'absent', of: { signal: requests.id } }],
  ['ErrorsAbsent', { node: 'absent', of: { signal: errors.id }, existedWithinSeconds: 7 * 86_400 }],
];

function planWith(condition: Condition, parts: Partial<Plan> = {}): Plan {
  return planOf({
    signals: [requests, errors],
    objectives: [availability],
    alerts: [
      alertOf('BurnFast', SLO, condition, { holdSeconds: 120, keepFiringSeconds: 300 }),
      ...absences.map(([name, absence]) => alertOf(name, SLO, absence, { holdSeconds: 600 })),
    ],
    ...parts,
  });
}

const plan = planWith(fastBurn('availability'));

describeWithPrograms(['promtool'], 'availability rules in promtool', () => {
  it('read a total outage with a counter of its own as 100 % and page', () =>
    testRules(plan, [
      {
        series: { [REQUESTS]: '0+30x60 1800x60', [ERRORS]: '0x60 0+30x60' },
        firing: [
          ['33m', []],
          ['35m', ['BurnFast/1']],
        ],
        values: [
          ['50m', 'modelwatch:sli_bad:ratio_rate5m', { [`modelwatch:sli_bad:ratio_rate5m${LABELS}`]: 1 }],
        ],
      },
      {
        // The error counter appears only with the outage, and nothing was ever served.
        series: { [ERRORS]: '_x10 0+30x60' },
        firing: [['20m', ['BurnFast/1', 'RequestsAbsent/1']]],
        values: [
          ['20m', 'modelwatch:sli_bad:ratio_rate5m', { [`modelwatch:sli_bad:ratio_rate5m${LABELS}`]: 1 }],
        ],
      },
    ]));

  it('read a total outage as 100 % when errors are chosen from the counter of all requests', () => {
    const failed = counter('model:fraud/errors', 'model_predictions_total', {
      prometheus: { labels: { job: 'fraud', outcome: 'error' } },
    });
    const within = objectiveOf('availability');
    return testRules(
      planWith(fastBurn('availability'), { signals: [requests, failed], objectives: [within] }),
      [
        {
          series: {
            'model_predictions_total{job="fraud", outcome="ok"}': '0+30x20 600x60',
            'model_predictions_total{job="fraud", outcome="error"}': '0x20 0+30x60',
          },
          firing: [['30m', ['BurnFast/1']]],
          values: [
            ['30m', 'modelwatch:sli_bad:ratio_rate5m', { [`modelwatch:sli_bad:ratio_rate5m${LABELS}`]: 1 }],
          ],
        },
      ],
    );
  });

  it('page at 100 % errors on an objective of 80 %, whose factor the plan lowered to 0.5 / budget', () => {
    const low = { ...availability, target: 0.8 };
    const outage = { series: { [REQUESTS]: '0x60', [ERRORS]: '0+30x60' } };
    return Promise.all([
      testRules(planWith(fastBurn('availability', 2.5), { objectives: [low] }), [
        { ...outage, firing: [['20m', ['BurnFast/1']]] },
      ]),
      // With the workbook's factor nothing could ever fire.
      testRules(planWith(fastBurn('availability', 14.4), { objectives: [low] }), [
        { ...outage, firing: [['20m', []]] },
      ]),
    ]);
  });

  it('stay quiet at three failures in a quiet night', () => {
    // A request every 5 minutes, three of which fail in a row.
    const night = {
      series: {
        [REQUESTS]: `0x9 ${Array.from({ length: 12 }, (_, n) => `${n + 1}x9`).join(' ')}`,
        [ERRORS]: '0x59 1x9 2x9 3x60',
      },
    };
    return Promise.all([
      testRules(plan, [
        {
          ...night,
          firing: [
            ['36m', []],
            ['42m', []],
            ['47m', []],
          ],
        },
      ]),
      // The same night without the minimum of bad events.
      testRules(planWith(fastBurn('availability', 14.4, 0)), [
        { ...night, firing: [['42m', ['BurnFast/1']]] },
      ]),
    ]);
  });

  it('miss a metric that vanished, after the hold', () =>
    testRules(plan, [
      {
        series: { [REQUESTS]: '0+30x20 stale', [ERRORS]: '0+0x80' },
        firing: [
          ['20m', []],
          ['21m', ['RequestsAbsent/1']],
        ],
      },
      {
        series: { [REQUESTS]: '0+30x80', [ERRORS]: '0+0x20 stale' },
        firing: [
          ['20m', []],
          ['21m', ['ErrorsAbsent/1']],
        ],
      },
    ]));

  it('stay quiet when counters restart', () =>
    testRules(plan, [
      {
        series: { [REQUESTS]: '0+30x25 0+30x25 5+30x30', [ERRORS]: '3x25 0x25 0x30' },
        firing: [
          ['13m', []],
          ['20m', []],
          ['30m', []],
          ['39m', []],
        ],
        values: [
          // What happened between its last scrape and its end is lost, but no more.
          ['15m', 'round(sum(modelwatch:sli_total:rate5m), 0.01)', { '{}': 0.89 }],
          ['20m', 'sum(modelwatch:sli_total:rate5m)', { '{}': 1 }],
          ['20m', 'sum(modelwatch:sli_bad:rate5m)', { '{}': 0 }],
        ],
      },
    ]));

  it('count errors that never existed as none', () =>
    testRules(plan, [
      {
        series: { [REQUESTS]: '0+30x60' },
        firing: [
          ['10m', []],
          ['30m', []],
        ],
        values: [
          ['30m', 'modelwatch:sli_bad:ratio_rate1h', { [`modelwatch:sli_bad:ratio_rate1h${LABELS}`]: 0 }],
          [
            '30m',
            'modelwatch:slo_budget_remaining:ratio',
            { [`modelwatch:slo_budget_remaining:ratio${LABELS}`]: 1 },
          ],
          ['30m', 'modelwatch:slo_time_to_exhaustion:seconds', {}],
        ],
      },
    ]));

  it('have no ratio, and nothing to tell, without traffic', () =>
    testRules(plan, [
      {
        series: { [REQUESTS]: '7x60', [ERRORS]: '2x60' },
        firing: [['30m', []]],
        values: [
          ['30m', 'modelwatch:sli_bad:ratio_rate5m', {}],
          ['30m', 'modelwatch:slo_error_ratio:period', {}],
          ['30m', 'modelwatch:sli_total:rate5m', { [`modelwatch:sli_total:rate5m${LABELS}`]: 0 }],
        ],
      },
    ]));

  it('record budget, burn rate and time to exhaustion', () => {
    const day = { ...availability, periodSeconds: 86_400 };
    return testRules(planWith(fastBurn('availability'), { objectives: [day] }), [
      {
        // 2 % of 10/s fail: 20 times as many as may.
        series: { [REQUESTS]: '0+294x300', [ERRORS]: '0+6x300' },
        values: [
          ['40m', 'modelwatch:sli_bad:ratio_rate1h', { [`modelwatch:sli_bad:ratio_rate1h${LABELS}`]: 0.02 }],
          [
            '40m',
            'modelwatch:slo_burn_rate:ratio_1h',
            { [`modelwatch:slo_burn_rate:ratio_1h${LABELS}`]: 20 },
          ],
          // Recorded for 39.5 minutes: a young series stands for what it has seen, not for a whole hour.
          ['40m', 'sum(modelwatch:sli_bad:increase1h) > bool 440', { '{}': 1 }],
          ['40m', 'sum(modelwatch:sli_bad:increase1h) <= bool 480', { '{}': 1 }],
          // promtool ignores the interval of 5 m, so that the rung has 4 of the 288 samples of 24 h already.
          ['2m', 'sum(modelwatch:slo_period_observed:ratio) * 288', { '{}': 4 }],
          ['2m', 'round(sum(modelwatch:slo_budget_remaining:ratio), 0.0001)', { '{}': 0.7222 }],
          ['2m', 'round(sum(modelwatch:slo_time_to_exhaustion:seconds))', { '{}': 3120 }],
          ['150m', 'sum(modelwatch:slo_period_observed:ratio)', { '{}': 1 }],
          ['150m', 'round(sum(modelwatch:slo_budget_remaining:ratio), 0.000001)', { '{}': -19 }],
          ['150m', 'sum(modelwatch:slo_time_to_exhaustion:seconds)', { '{}': 0 }],
        ],
      },
    ]);
  });

  it('stage the second level 15 minutes after the first, and end both together', () =>
    testRules({ ...plan, routes: [routeOf([900])] }, [
      {
        series: { [REQUESTS]: '0+30x120 3600x60 3600+30x120', [ERRORS]: '0x120 0+30x60 1800x120' },
        firing: [
          ['65m', []],
          ['65m30s', ['BurnFast/1']],
          ['80m', ['BurnFast/1']],
          ['80m30s', ['BurnFast/1', 'BurnFast/2']],
          ['98m', ['BurnFast/1', 'BurnFast/2']],
          ['102m', []],
        ],
      },
      {
        // A short outage: the 5 m window is clean again at once, and the alert stays for keep_firing_for.
        series: { [REQUESTS]: '0+30x120 3600x10 3600+30x120', [ERRORS]: '0x120 0+30x10 300x120' },
        firing: [
          ['66m', ['BurnFast/1']],
          ['73m', ['BurnFast/1']],
          ['77m', []],
          ['90m', []],
        ],
      },
    ]));
});
