import type { Statistic } from '../../spec/kinds/monitor/threshold.ts';
import { printDuration } from '../../units/index.ts';
import type { Measure } from '../condition.ts';
import type { FacetValues, Selection, Signal } from '../signal.ts';

/** What is looked at. */
export interface MonitorMeasure {
  readonly measure: Measure;
  /** Absent for a query. */
  readonly signal?: Signal;
  /** The series without which there is no value; absent for a query. */
  readonly needs?: Selection;
  /** How many events the value is made of, where that can be counted. */
  readonly samples?: Measure;
  /** "p99 of latency", for prose. */
  readonly words: string;
}

/** A statistic of a role, checked: what it is of which series. */
export interface AskedStatistic {
  readonly signal: Signal;
  readonly statistic: Statistic;
  /** The class that is looked at, by the facet that tells it. */
  readonly ofClass: FacetValues;
  readonly overSeconds: number;
}

/** Which versions' series are meant. */
export type VersionSelection = Pick<Selection, 'where' | 'whereNot'>;

/** A statistic of a signal's series of some versions, with what its value is made of. */
export function statisticMeasure(
  asked: AskedStatistic,
  version: FacetValues,
  texts: { readonly class?: string | undefined; readonly version?: string | undefined },
): MonitorMeasure {
  const side = Object.keys(version).length === 0 ? {} : { where: version };
  return { ...statisticOf(asked, side), words: statisticWords(asked, texts) };
}

/** The same without words. */
export function statisticOf(asked: AskedStatistic, side: VersionSelection): Omit<MonitorMeasure, 'words'> {
  const { signal, statistic, overSeconds } = asked;
  const of = selectionOf(asked, side);
  const samples: Measure = { node: 'increase', of, overSeconds, unit: 'events' };
  const windowed = { signal, needs: of, samples };
  switch (statistic) {
    case 'rate':
      return { ...windowed, measure: { node: 'rate', of, overSeconds, unit: 'events-per-second' } };
    case 'increase':
      return { ...windowed, measure: samples };
    case 'share': {
      const all = allOf(asked, side);
      return {
        ...windowed,
        // A class that nobody was predicted to be in has a share of 0.
        needs: all,
        samples: { node: 'increase', of: all, overSeconds, unit: 'events' },
        measure: {
          node: 'ratio',
          numerator: { node: 'rate', of, overSeconds, unit: 'events-per-second' },
          denominator: { node: 'rate', of: all, overSeconds, unit: 'events-per-second' },
          unit: 'ratio',
        },
      };
    }
    case 'mean':
      return { ...windowed, measure: { node: 'mean', of, overSeconds, unit: signal.unit } };
    case 'p50':
    case 'p75':
    case 'p90':
    case 'p95':
    case 'p99': {
      const quantile = Number(statistic.slice(1)) / 100;
      return { ...windowed, measure: { node: 'quantile', of, quantile, overSeconds, unit: signal.unit } };
    }
    case 'age':
      return { signal, needs: of, measure: { node: 'age', of, aggregate: 'oldest', unit: 'seconds' } };
    case 'max':
    case 'min':
    case 'sum':
    case 'avg': {
      const aggregate = statistic === 'avg' ? 'mean' : statistic;
      return { signal, needs: of, measure: { node: 'gauge', of, aggregate, unit: signal.unit } };
    }
  }
}

/** So many events among so many, in one window. */
export interface Counts {
  readonly events: CountMeasure;
  readonly of: CountMeasure;
}

export type CountMeasure = Extract<Measure, { node: 'increase' | 'combine' }>;

/** How many events of the class there were among all. */
export function classCounts(asked: AskedStatistic, side: VersionSelection): Counts {
  const { overSeconds } = asked;
  const count = (of: Selection): CountMeasure => ({ node: 'increase', of, overSeconds, unit: 'events' });
  return { events: count(selectionOf(asked, side)), of: count(allOf(asked, side)) };
}

function selectionOf({ signal, ofClass }: AskedStatistic, side: VersionSelection): Selection {
  const where = { ...ofClass, ...side.where };
  return {
    signal: signal.id,
    ...(Object.keys(where).length > 0 && { where }),
    ...(side.whereNot && { whereNot: side.whereNot }),
  };
}

function allOf({ signal }: AskedStatistic, side: VersionSelection): Selection {
  return { signal: signal.id, ...side };
}

/** "p99 of fraud latency v2 over 30m". */
function statisticWords(
  { signal, statistic, overSeconds }: AskedStatistic,
  { class: ofClass, version }: { readonly class?: string | undefined; readonly version?: string | undefined },
): string {
  const what = [ofClass, signal.role, version].filter((word) => word !== undefined).join(' ');
  const words = `${statistic} of ${what}`;
  return signal.instrument === 'gauge' ? words : `${words} over ${printDuration(overSeconds)}`;
}
