import type { MathQuery, StatOf } from '../measure-queries.ts';

/** An entry of `Metrics`: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_MetricDataQuery.html */
export interface MetricQuery {
  readonly Id: string;
  readonly Label?: string;
  readonly Expression?: string;
  readonly MetricStat?: {
    readonly Metric: {
      readonly Namespace: string;
      readonly MetricName: string;
      readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[];
    };
    readonly Period: number;
    readonly Stat: string;
    readonly Unit?: string;
  };
  readonly ReturnData: boolean;
}

/** One time series that an alarm can watch. */
export interface WatchedValue {
  /** Exactly one returns data. */
  readonly queries: readonly MetricQuery[];
  /** Of all its metrics. */
  readonly periodSeconds: number;
}

/** A single metric stays one, so that people find it as such; anything else is calculated in the last entry. */
export function watchedValue(query: MathQuery, periodSeconds: number, label: string): WatchedValue {
  const [only] = query.stats;
  const isPlain = query.stats.length === 1 && only?.id === query.expression;
  const stats = query.stats.map((each) => statQuery(each, periodSeconds, isPlain));
  return {
    periodSeconds,
    queries: isPlain
      ? stats
      : [...stats, { Id: 'value', Label: label, Expression: query.expression, ReturnData: true }],
  };
}

function statQuery({ id, series, stat }: StatOf, period: number, returns: boolean): MetricQuery {
  const { metric, dimensions } = series;
  return {
    Id: id,
    MetricStat: {
      Metric: {
        Namespace: metric.namespace,
        MetricName: metric.name,
        Dimensions: dimensions.map(([Name, Value]) => ({ Name, Value })),
      },
      Period: period,
      Stat: stat,
      ...(metric.unit !== undefined && { Unit: metric.unit }),
    },
    ReturnData: returns,
  };
}
