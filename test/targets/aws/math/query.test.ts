import { describe, expect, it } from 'vitest';
import { watchedValue } from '../../../../src/targets/aws/math/query.ts';
import { measureQuery } from '../../../../src/targets/aws/measure-queries.ts';
import { seriesOf } from '../../../../src/targets/aws/series.ts';
import { cloudWatchPlan } from '../../../support/cloudwatch-plan.ts';

const of = seriesOf(cloudWatchPlan());
const requests = { signal: 'model:fraud/requests' };

function queryOf(measure: Parameters<typeof measureQuery>[0]) {
  const query = measureQuery(measure, of);
  if (query === undefined) throw new Error('nothing to watch');
  return query;
}

describe('watchedValue', () => {
  it('leaves a single metric as it is', () => {
    const query = queryOf({ node: 'increase', of: requests, overSeconds: 600, unit: 'events' });
    expect(watchedValue(query, 600, 'requests')).toEqual({
      periodSeconds: 600,
      queries: [
        {
          Id: 'm1',
          MetricStat: {
            Metric: {
              Namespace: 'ML/Serving',
              MetricName: 'Requests',
              Dimensions: [{ Name: 'model', Value: 'fraud' }],
            },
            Period: 600,
            Stat: 'Sum',
            Unit: 'Count',
          },
          ReturnData: true,
        },
      ],
    });
  });

  it('calculates in the last entry, the only one that returns data', () => {
    const query = queryOf({ node: 'rate', of: requests, overSeconds: 600, unit: 'events-per-second' });
    const { queries } = watchedValue(query, 600, 'rate of requests');
    expect(queries.map(({ ReturnData }) => ReturnData)).toEqual([false, true]);
    expect(queries.at(-1)).toEqual({
      Id: 'value',
      Label: 'rate of requests',
      Expression: 'm1 / PERIOD(m1)',
      ReturnData: true,
    });
  });

  it('says no unit where the mapping says none', () => {
    const gauge = queryOf({
      node: 'gauge',
      of: { signal: 'model:fraud/saturation' },
      aggregate: 'max',
      unit: 'ratio',
    });
    expect(watchedValue(gauge, 60, 'gpu').queries[0]?.MetricStat).not.toHaveProperty('Unit');
  });
});
