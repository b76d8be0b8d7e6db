import { it } from 'vitest';
import { alertOf, counter, fastBurn, objectiveOf, planOf, routeOf } from '../support/plan.ts';
import { describeWithPrograms } from '../support/programs.ts';
import { testRules } from '../support/rule-tests.ts';

const SLO = { kind: 'SLO', name: 'availability' };
const REQUESTS = 'model_predictions_total{job="fraud", pod="a"}';
const ERRORS = 'model_prediction_errors_total{job="fraud", pod="a"}';

const requests = counter('model:fraud/requests', 'model_predictions_total');
const errors = counter('model:fraud/errors', 'model_prediction_errors_total');
const availability = objectiveOf('availability', {
  indicator: {
    type: 'events',
    total: [{ signal: requests.id }, { signal: errors.id }],
    bad: [{ signal: errors.id }],
  },
});

const burn = alertOf('BurnFast', SLO, fastBurn('availability'), { holdSeconds: 120, keepFiringSeconds: 300 });
const plan = planOf({ signals: [requests, errors], objectives: [availability], alerts: [burn] });

describeWithPrograms(['promtool'], 'availability rules in promtool', () => {
  it('fire at a total outage, which reads 100 %', () =>
    testRules(plan, [
      {
        series: { [REQUESTS]: '0+30x60 1800x60', [ERRORS]: '0x60 0+30x60' },
        firing: [
          ['30m', []],
          ['45m', ['BurnFast/1']],
        ],
        values: [
          [
            '50m',
            'modelwatch:sli_bad:ratio_rate5m',
            { 'modelwatch:sli_bad:ratio_rate5m{env="prod", slo="availability"}': 1 },
          ],
        ],
      },
    ]));

  it('stage the second level 15 minutes later', () =>
    testRules({ ...plan, routes: [routeOf([900])] }, [
      {
        series: { [REQUESTS]: '0+30x60 1800x90', [ERRORS]: '0x60 0+30x90' },
        firing: [
          ['33m', []],
          ['35m', ['BurnFast/1']],
          ['48m', ['BurnFast/1']],
          ['51m', ['BurnFast/1', 'BurnFast/2']],
        ],
      },
    ]));
});
