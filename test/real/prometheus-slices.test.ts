import { it } from 'vitest';
import type { Objective } from '../../src/plan/objective.ts';
import type { Plan } from '../../src/plan/plan.ts';
import { alertOf, counter, gauge, objectiveOf, originOf, planOf } from '../support/plan.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { testRules } from '../support/rule-tests.ts';

const SLO = { kind: 'SLO', name: 'fresh' };
const LABELS = '{env="prod", project="acme", slo="fresh"}';

const requests = counter('model:fraud/requests', 'requests_total');
const errors = counter('model:fraud/errors', 'errors_total');
const updated = gauge('feature-set:transactions/freshness', 'feature_last_update_timestamp_seconds', {
  unit: 'unix-seconds',
});

/** Features older than 15 m are stale; 99.5 % of the slices of 5 m must be fresh. */
const fresh = objectiveOf('fresh', {
  sliType: 'freshness',
  target: 0.995,
  indicator: {
    type: 'time-in-bounds',
    measure: { node: 'age', of: { signal: updated.id }, aggregate: 'oldest', unit: 'seconds' },
    badWhen: '>',
    limit: 900,
    signals: [{ signal: updated.id }],
  },
  budgeting: { type: 'timeslices', sliceSeconds: 300 },
  periodSeconds: 86_400,
  ratioWindowsSeconds: [3600],
});

function planWith(objective: Objective, parts: Partial<Plan> = {}): Plan {
  const { id } = objective;
  return planOf({
    signals: [requests, errors, updated],
    objectives: [objective],
    alerts: [
      alertOf('Sustained', { ...SLO, name: id }, { node: 'sustained', objective: id, slices: 3 }),
      alertOf(
        'BudgetLow',
        { ...SLO, name: id },
        { node: 'budget-remaining', objective: id, op: '<', ratio: 0.25 },
      ),
    ],
    ...parts,
  });
}

const VIEW = 'feature_last_update_timestamp_seconds{job="fraud", view="transactions"}';

describeWithPrograms(['promtool'], 'time slices in promtool', () => {
  it('a slice is bad if any evaluation in it was, and three in a row tell', () =>
    testRules(planWith(fresh), [
      {
        // Never updated after 0; breached from 15 m on.
        series: { [VIEW]: '0x100' },
        firing: [
          ['14m', []],
          // promtool ignores the interval of 5 m, so every evaluation ends a slice here: 15 m after the first bad one.
          ['29m', ['BudgetLow/1']],
          ['31m', ['BudgetLow/1', 'Sustained/1']],
        ],
        values: [
          ['15m', 'modelwatch:sli_breach:bool', { [`modelwatch:sli_breach:bool${LABELS}`]: 0 }],
          ['15m30s', 'modelwatch:sli_breach:bool', { [`modelwatch:sli_breach:bool${LABELS}`]: 1 }],
        ],
      },
      {
        // Stale for one minute of every ten: every second slice is bad, and never three in a row.
        series: {
          [VIEW]: Array.from({ length: 20 }, (_, n) => (n % 20 < 2 ? '-600' : `${n * 30}`))
            .concat(Array.from({ length: 60 }, (_, n) => (n % 20 < 2 ? '-600' : `${(n + 20) * 30}`)))
            .join(' '),
        },
        firing: [
          ['20m', ['BudgetLow/1']],
          ['39m', ['BudgetLow/1']],
        ],
        values: [
          ['10m', 'modelwatch:sli_breach:max5m', { [`modelwatch:sli_breach:max5m${LABELS}`]: 1 }],
          ['14m', 'modelwatch:sli_breach:max5m', { [`modelwatch:sli_breach:max5m${LABELS}`]: 1 }],
          ['16m', 'modelwatch:sli_breach:max5m', { [`modelwatch:sli_breach:max5m${LABELS}`]: 0 }],
        ],
      },
    ]));

  it('of several series the worst counts', () =>
    testRules(planWith(fresh), [
      {
        series: {
          [VIEW]: '0+30x100',
          'feature_last_update_timestamp_seconds{job="fraud", view="merchants"}': '0x100',
        },
        values: [['20m', 'modelwatch:sli_breach:bool', { [`modelwatch:sli_breach:bool${LABELS}`]: 1 }]],
      },
    ]));

  it('slices without data count on neither side, and are counted', () =>
    testRules(planWith({ ...fresh, periodSeconds: 3600 }), [
      {
        series: { [VIEW]: '0+30x40 stale' },
        firing: [['60m', []]],
        values: [
          ['60m', 'modelwatch:slo_error_ratio:period', { [`modelwatch:slo_error_ratio:period${LABELS}`]: 0 }],
          ['60m', 'modelwatch:sli_breach:bool', {}],
        ],
      },
    ]));

  it('events are sliced by whether the base ratio breaches the objective', () => {
    const sliced = objectiveOf('fresh', {
      target: 0.99,
      budgeting: { type: 'timeslices', sliceSeconds: 300 },
      periodSeconds: 86_400,
      ratioWindowsSeconds: [3600],
    });
    return testRules(planWith(sliced), [
      {
        series: { 'requests_total{job="fraud"}': '0+100x200', 'errors_total{job="fraud"}': '0x40 0+2x200' },
        firing: [
          ['19m', []],
          ['45m', ['BudgetLow/1', 'Sustained/1']],
        ],
        values: [
          [
            '19m',
            'modelwatch:slo_budget_remaining:ratio',
            { [`modelwatch:slo_budget_remaining:ratio${LABELS}`]: 1 },
          ],
        ],
      },
      {
        series: { 'requests_total{job="fraud"}': '5x200', 'errors_total{job="fraud"}': '5x200' },
        firing: [['45m', []]],
        values: [['45m', 'modelwatch:sli_breach:bool', {}]],
      },
    ]);
  });
});

describeWithPrograms(['promtool'], 'maintenance in promtool', () => {
  const window = {
    id: 'backfill',
    recurrence: { type: 'once', interval: { startUnixSeconds: 600, endUnixSeconds: 1200 } },
    occurrences: [{ startUnixSeconds: 600, endUnixSeconds: 1200 }],
    match: {},
    excludeFromBudget: true,
    alertNames: [],
    origin: originOf('MaintenanceWindow', 'backfill'),
  } as const;

  it('counts neither for time in bounds nor for events', () => {
    const events = objectiveOf('served', { excludedMaintenance: ['backfill'] });
    const inBounds = { ...fresh, excludedMaintenance: ['backfill', 'other.window'] };
    const plan = planOf({
      signals: [requests, errors, updated],
      objectives: [inBounds, events],
      maintenance: [window],
    });
    const total = 'modelwatch:sli_total:rate5m{slo="served"}';
    return testRules(plan, [
      {
        // Everything fails, and nothing is updated, from 10 m to 20 m.
        series: {
          'requests_total{job="fraud"}': '0+30x120',
          'errors_total{job="fraud"}': '0x20 0+30x19 570x80',
          [VIEW]: '0+30x20 -900x18 1200+30x80',
        },
        values: [
          ['9m', 'sum(modelwatch:maintenance:active)', { '{}': 0 }],
          ['10m', 'sum(modelwatch:maintenance:active)', { '{}': 1 }],
          ['19m30s', 'sum(modelwatch:maintenance:active)', { '{}': 1 }],
          ['20m', 'sum(modelwatch:maintenance:active)', { '{}': 0 }],
          ['9m30s', `sum(${total})`, { '{}': 1 }],
          ['12m', total, {}],
          // The window of the rates has to leave the maintenance behind, too.
          ['24m', total, {}],
          ['24m30s', `sum(${total})`, { '{}': 1 }],
          ['12m', 'modelwatch:sli_breach:bool', {}],
          ['20m30s', 'modelwatch:sli_breach:bool', { [`modelwatch:sli_breach:bool${LABELS}`]: 0 }],
          [
            '59m',
            'sum by (slo) (modelwatch:slo_error_ratio:period)',
            { '{slo="fresh"}': 0, '{slo="served"}': 0 },
          ],
        ],
      },
    ]);
  });

  it('shows without the exclusion, so that the test above can fail', () =>
    testRules(
      planOf({
        signals: [requests, errors],
        objectives: [objectiveOf('served')],
        maintenance: [window],
      }),
      [
        {
          series: {
            'requests_total{job="fraud"}': '0+30x120',
            'errors_total{job="fraud"}': '0x20 0+30x19 570x80',
          },
          values: [['59m', 'sum(modelwatch:slo_error_ratio:period) > bool 0.15', { '{}': 1 }]],
        },
      ],
    ));
});
