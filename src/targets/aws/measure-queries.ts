import type { Measure } from '../../plan/condition.ts';
import type { Indicator } from '../../plan/objective.ts';
import { rawValue, type Selection } from '../../plan/signal.ts';
import { printNumber, shiftDecimal } from '../../units/index.ts';
import type { Series, SeriesOf } from './series.ts';

/** One statistic of one metric, under the id by which expressions name it. */
export interface StatOf {
  readonly id: string;
  readonly series: Series;
  readonly stat: string;
}

/** Statistics and what is calculated of them, in the plan's unit. */
export interface MathQuery {
  readonly stats: readonly StatOf[];
  /** Metric math; the id of a statistic when there is nothing to calculate. */
  readonly expression: string;
}

/** Collects statistics while an expression is written; the same statistic has one id. */
interface Collector {
  readonly of: SeriesOf;
  readonly prefix: string;
  readonly stats: StatOf[];
}

/**
 * A measure as it is in every period, for people to look at and for objectives to judge: windows of the measure become
 * periods. Undefined for what CloudWatch does not keep or cannot calculate so: a user's query, a measure some time ago.
 * `prefix` begins the ids of statistics: a lower-case letter.
 */
export function measureQuery(measure: Measure, of: SeriesOf, prefix = 'm'): MathQuery | undefined {
  const collector: Collector = { of, prefix, stats: [] };
  const expression = measureText(measure, collector);
  return expression === undefined || collector.stats.length === 0
    ? undefined
    : { stats: collector.stats, expression };
}

/** Events of all selections in each period. Undefined when one of them is not kept, or there is none. */
export function eventsQuery(
  selections: readonly Selection[],
  of: SeriesOf,
  prefix = 'm',
): MathQuery | undefined {
  const collector: Collector = { of, prefix, stats: [] };
  const ids = selections.map((selection) => countText(selection, collector));
  if (ids.length === 0 || ids.some((id) => id === undefined)) return undefined;
  // A counter of errors has no samples while there are none.
  const expression = ids.length === 1 ? ids.join('') : ids.map((id) => `FILL(${id}, 0)`).join(' + ');
  return { stats: collector.stats, expression };
}

/** Events of an objective in each period: all, and the bad ones. Undefined where they cannot be counted. */
export function objectiveQueries(
  indicator: Indicator,
  of: SeriesOf,
): { readonly total: MathQuery; readonly bad: MathQuery } | undefined {
  if (indicator.type === 'time-in-bounds') return undefined;
  if (indicator.type === 'events') {
    const total = eventsQuery(indicator.total, of, 'total');
    const bad = eventsQuery(indicator.bad, of, 'bad');
    return total && bad && { total, bad };
  }
  const series = of(indicator.of);
  if (series === undefined) return undefined;
  // Above the lower bound, which is not part of the range, and without an upper bound:
  // https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Statistics-definitions.html
  const above = `TC(${printNumber(rawValue(series.metric, indicator.thresholdSeconds))}:)`;
  return {
    total: { stats: [{ id: 'total1', series, stat: 'SampleCount' }], expression: 'total1' },
    bad: { stats: [{ id: 'bad1', series, stat: above }], expression: 'bad1' },
  };
}

function measureText(measure: Measure, collector: Collector): string | undefined {
  switch (measure.node) {
    case 'rate': {
      const id = countText(measure.of, collector);
      return id && `${id} / PERIOD(${id})`;
    }
    case 'increase':
      return countText(measure.of, collector);
    case 'mean':
      return scaledText(measure.of, 'Average', collector);
    case 'quantile':
      return scaledText(measure.of, `p${printNumber(shiftDecimal(measure.quantile, 2))}`, collector);
    case 'gauge':
      return scaledText(measure.of, GAUGE_STATS[measure.aggregate], collector);
    case 'age': {
      const moment = idOf(measure.of, measure.aggregate === 'oldest' ? 'Minimum' : 'Maximum', collector);
      // The last known moment stays true while nobody tells a newer one.
      const known = moment && `FILL(${moment.id}, REPEAT)`;
      return moment && `EPOCH(${known}) - ${times(known ?? '', moment.series.metric.scale)}`;
    }
    case 'ratio': {
      const [over, under] = [measure.numerator, measure.denominator].map((part) =>
        measureText(part, collector),
      );
      return over === undefined || under === undefined ? undefined : `(${over}) / (${under})`;
    }
    case 'scaled': {
      const text = measureText(measure.of, collector);
      return text === undefined ? undefined : times(`(${text})`, measure.factor);
    }
    case 'constant':
      return printNumber(measure.value);
    case 'amount-rate': {
      const amount = idOf(measure.of, 'Sum', collector);
      return amount && times(`${amount.id} / PERIOD(${amount.id})`, amount.series.metric.scale);
    }
    case 'ago':
    case 'when':
    case 'combine':
    case 'proportion-z':
    case 'segment-spread':
    case 'last-due':
    case 'raw-volume':
    case 'raw':
      return undefined;
  }
}

const GAUGE_STATS = { min: 'Minimum', max: 'Maximum', mean: 'Average', sum: 'Sum' } as const;

function countText(selection: Selection, collector: Collector): string | undefined {
  const instrument = collector.of(selection)?.signal.instrument;
  return idOf(selection, instrument === 'histogram' ? 'SampleCount' : 'Sum', collector)?.id;
}

function scaledText(selection: Selection, stat: string, collector: Collector): string | undefined {
  const found = idOf(selection, stat, collector);
  return found && times(found.id, found.series.metric.scale);
}

function idOf(selection: Selection, stat: string, { of, prefix, stats }: Collector): StatOf | undefined {
  const series = of(selection);
  if (series === undefined) return undefined;
  const key = keyOf({ series, stat });
  const known = stats.find((each) => keyOf(each) === key);
  if (known) return known;
  const added = { id: `${prefix}${stats.length + 1}`, series, stat };
  stats.push(added);
  return added;
}

function keyOf({ series: { metric, dimensions }, stat }: Pick<StatOf, 'series' | 'stat'>): string {
  return JSON.stringify([metric.namespace, metric.name, dimensions, stat]);
}

function times(text: string, factor: number): string {
  return factor === 1 ? text : `${text} * ${printNumber(factor)}`;
}
