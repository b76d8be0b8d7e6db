import { checkLimits, DAY, HOUR } from './alarm-limits.ts';
import type { AlarmState } from './alarm-rule.ts';
import type { EmptyFill, MathRange, Missing } from './metric-math.ts';
import { evaluateMath } from './metric-math.ts';
import type { MathExpression } from './metric-math-syntax.ts';
import { parseMath } from './metric-math-syntax.ts';
import type { Properties } from './properties.ts';
import { number, optionalNumber, optionalRecords, optionalText, text } from './properties.ts';
import type { Series, WindowStatistic } from './statistics.ts';
import { datapoints } from './statistics.ts';

/**
 * The state of a metric alarm at a time.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */

/** A metric and its statistic; `key` is the same text for the same metric. */
export interface MetricStatistic {
  readonly key: string;
  readonly statistic: string;
}

export interface MetricAlarm {
  readonly name: string;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly breaches: (value: number) => boolean;
  readonly treatMissingData: TreatMissingData;
  readonly metrics: ReadonlyMap<string, MetricStatistic>;
  readonly expressions: ReadonlyMap<string, MathExpression>;
  /** The id of the metric or expression that the threshold is for. */
  readonly watched: string;
}

const TREATMENTS = ['breaching', 'notBreaching', 'ignore', 'missing'] as const;
export type TreatMissingData = (typeof TREATMENTS)[number];

export type Point = 'breaching' | 'fine' | 'missing';

/** The statistics of a metric; one that never had data gives undefined for each window. */
export type Metrics = (metric: MetricStatistic) => WindowStatistic;

/** The same text for the same metric. Dimensions are a part of what a metric is, in any order. */
export function metricKey(
  namespace: string,
  name: string,
  dimensions: Readonly<Record<string, string>>,
): string {
  const pairs = Object.entries(dimensions).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([namespace, name, pairs]);
}

/**
 * Reads the properties of an `AWS::CloudWatch::Alarm`, with one metric or with `Metrics`.
 * Throws on a value that is missing or unknown, on metrics of several periods, and unless exactly one entry of
 * `Metrics` returns data.
 */
export function metricAlarm(properties: Properties): MetricAlarm {
  const name = text(properties, 'AlarmName');
  const entries = optionalRecords(properties, 'Metrics');
  const metrics = new Map<string, MetricStatistic>();
  const expressions = new Map<string, MathExpression>();
  const periods = new Set<number>();
  const watched: string[] = [];
  for (const entry of entries ?? [oneMetric(properties)]) {
    const id = text(entry, 'Id');
    const expression = optionalText(entry, 'Expression');
    if (expression === undefined) {
      const stat = entry['MetricStat'] as Properties;
      metrics.set(id, { key: keyOf(stat['Metric'] as Properties), statistic: text(stat, 'Stat') });
      periods.add(number(stat, 'Period'));
    } else {
      expressions.set(id, parseMath(expression));
      const period = optionalNumber(entry, 'Period');
      if (period !== undefined) periods.add(period);
    }
    if (entry['ReturnData'] !== false) watched.push(id);
  }
  const [watchedId] = watched;
  if (watchedId === undefined || watched.length > 1) {
    throw new Error(`${name}: ${watched.length} entries of Metrics return data instead of one`);
  }
  const [periodSeconds] = periods;
  if (periodSeconds === undefined || periods.size > 1) throw new Error(`${name} wants one period length`);
  const evaluationPeriods = number(properties, 'EvaluationPeriods');
  checkLimits(name, periodSeconds, evaluationPeriods, metrics.size);
  return {
    name,
    periodSeconds,
    evaluationPeriods,
    datapointsToAlarm: optionalNumber(properties, 'DatapointsToAlarm') ?? evaluationPeriods,
    breaches: comparison(text(properties, 'ComparisonOperator'), number(properties, 'Threshold')),
    treatMissingData: treatment(optionalText(properties, 'TreatMissingData') ?? 'missing'),
    metrics,
    expressions,
    watched: watchedId,
  };
}

/**
 * How many of the most recent periods are looked at, so that late or missing points can be made up for. AWS gives no
 * formula; its tables look at 5 for 3 evaluation periods, so it is two more here.
 */
export function evaluationRange(evaluationPeriods: number): number {
  return evaluationPeriods + 2;
}

/**
 * A multi-day alarm is evaluated once per hour, on what there is up to the full hour; any other each minute, on windows that
 * end in that minute. Exactly a day is not yet multi-day.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html#evaluate-multiday-alarm
 */
function endOfData({ periodSeconds, evaluationPeriods }: MetricAlarm, now: number): number {
  return periodSeconds * evaluationPeriods > DAY ? now - (now % HOUR) : now;
}

/** The state at `now` (Unix seconds), of windows that end there, for an alarm that was in `current`. */
export function alarmState(
  alarm: MetricAlarm,
  metrics: Metrics,
  now: number,
  current: AlarmState,
  missing: Missing,
  emptyFill: EmptyFill = 'fills',
): AlarmState {
  const range = evaluationRange(alarm.evaluationPeriods);
  const end = endOfData(alarm, now);
  const starts = Array.from({ length: range }, (_, i) => end - (range - i) * alarm.periodSeconds);
  const values = watchedSeries(alarm, metrics, { starts, missing, emptyFill });
  const points = starts.map((start): Point => {
    const value = values.get(start);
    if (value === undefined) return 'missing';
    return alarm.breaches(value) ? 'breaching' : 'fine';
  });
  return stateOfPoints(points, alarm, current);
}

/**
 * The state for the points of the evaluation range, oldest first: "How alarm state is evaluated when data is missing"
 * and "Avoiding premature transitions to alarm state" on the page.
 */
export function stateOfPoints(
  points: readonly Point[],
  alarm: Pick<MetricAlarm, 'evaluationPeriods' | 'datapointsToAlarm' | 'treatMissingData'>,
  current: AlarmState,
): AlarmState {
  const { evaluationPeriods, datapointsToAlarm, treatMissingData } = alarm;
  const evaluated = points.filter((point) => point !== 'missing').slice(-evaluationPeriods);
  const breaching = evaluated.filter((point) => point === 'breaching').length;
  const toFill = evaluationPeriods - evaluated.length;
  const alarmIf = (condition: boolean): AlarmState => (condition ? 'ALARM' : 'OK');

  if (toFill === 0 || treatMissingData === 'notBreaching') return alarmIf(breaching >= datapointsToAlarm);
  if (treatMissingData === 'breaching') return alarmIf(breaching + toFill >= datapointsToAlarm);
  if (evaluated.length === 0) return treatMissingData === 'ignore' ? current : 'INSUFFICIENT_DATA';
  if (breaching >= datapointsToAlarm) return 'ALARM';
  if (breaching < evaluated.length) return 'OK';
  if (treatMissingData === 'ignore') return current;
  // Only breaching points, but too few. They count as lasting once the oldest of them is old enough; before that the
  // page only says that the alarm does not go into ALARM.
  const recent = points.slice(-evaluationPeriods);
  const oldest = recent.indexOf('breaching');
  return oldest !== -1 && recent.length - oldest >= datapointsToAlarm ? 'ALARM' : current;
}

function watchedSeries(
  alarm: MetricAlarm,
  metrics: Metrics,
  range: Pick<MathRange, 'starts' | 'missing' | 'emptyFill'>,
): Series {
  const { starts } = range;
  const series = new Map<string, Series>();
  for (const [id, metric] of alarm.metrics) {
    series.set(id, datapoints(metrics(metric), alarm.periodSeconds, starts));
  }
  const waiting = new Set(alarm.expressions.keys());
  // An expression may use another one that stands after it.
  const resolve = (id: string): void => {
    const expression = alarm.expressions.get(id);
    if (expression === undefined || !waiting.delete(id)) return;
    for (const other of alarm.expressions.keys()) if (uses(expression, other)) resolve(other);
    series.set(id, evaluateMath(expression, { ...range, periodSeconds: alarm.periodSeconds, series }));
  };
  resolve(alarm.watched);
  const watched = series.get(alarm.watched);
  if (watched === undefined) throw new Error(`${alarm.name}: unknown id ${alarm.watched}`);
  return watched;
}

function uses(expression: MathExpression, id: string): boolean {
  switch (expression.type) {
    case 'number':
      return false;
    case 'id':
      return expression.name === id;
    case 'list':
      return expression.items.some((item) => uses(item, id));
    case 'negative':
      return uses(expression.operand, id);
    case 'binary':
      return uses(expression.left, id) || uses(expression.right, id);
    case 'call':
      return expression.args.some((item) => uses(item, id));
  }
}

/** The form with one metric, as an entry of `Metrics`. */
function oneMetric(properties: Properties): Properties {
  const stat = optionalText(properties, 'Statistic') ?? text(properties, 'ExtendedStatistic');
  return { Id: 'm1', MetricStat: { Metric: properties, Period: number(properties, 'Period'), Stat: stat } };
}

function keyOf(metric: Properties): string {
  const dimensions = (optionalRecords(metric, 'Dimensions') ?? []).map((d) => [
    text(d, 'Name'),
    text(d, 'Value'),
  ]);
  return metricKey(
    text(metric, 'Namespace'),
    text(metric, 'MetricName'),
    Object.fromEntries(dimensions) as Record<string, string>,
  );
}

function comparison(operator: string, threshold: number): (value: number) => boolean {
  switch (operator) {
    case 'GreaterThanThreshold':
      return (value) => value > threshold;
    case 'GreaterThanOrEqualToThreshold':
      return (value) => value >= threshold;
    case 'LessThanThreshold':
      return (value) => value < threshold;
    case 'LessThanOrEqualToThreshold':
      return (value) => value <= threshold;
    default:
      throw new Error(`unknown comparison ${operator}`);
  }
}

function treatment(name: string): TreatMissingData {
  const found = TREATMENTS.find((one) => one === name);
  if (found === undefined) throw new Error(`unknown treatment of missing data ${name}`);
  return found;
}
