import type { Plan } from '../../plan/plan.ts';
import {
  type CloudWatchMetric,
  FACETS,
  type LabelSet,
  namedFacets,
  type Selection,
  type Signal,
} from '../../plan/signal.ts';
import { compareStrings } from '../../support/compare-strings.ts';

/** One metric of CloudWatch with all of its dimensions, and the signal that it keeps. */
export interface Series {
  readonly signal: Signal;
  readonly metric: CloudWatchMetric;
  /** Of the metric and of the selection, sorted by name. */
  readonly dimensions: readonly (readonly [name: string, value: string])[];
}

/** What chooses the series of a plan in CloudWatch. */
export type SeriesOf = (selection: Selection) => Series | undefined;

/**
 * Finds the metric of a selection; undefined where CloudWatch does not keep the signal, or not by the facets that the
 * selection asks for, nor by what they are not.
 */
export function seriesOf(plan: Pick<Plan, 'signals'>): SeriesOf {
  const signals = new Map(plan.signals.map((signal) => [signal.id, signal]));
  return ({ signal: id, where = {}, whereNot = {} }) => {
    const signal = signals.get(id);
    if (signal?.cloudwatch?.found !== true || Object.keys(whereNot).length > 0) return undefined;
    const { metric } = signal.cloudwatch;
    const wanted = FACETS.filter((facet) => where[facet] !== undefined);
    if (wanted.some((facet) => metric.facetDimensions[facet] === undefined)) return undefined;
    return {
      signal,
      metric,
      dimensions: sortedDimensions({ ...metric.dimensions, ...namedFacets(metric.facetDimensions, where) }),
    };
  };
}

/** Dimensions in the order of their names. */
export function sortedDimensions(dimensions: LabelSet): [name: string, value: string][] {
  return Object.entries(dimensions).toSorted(([a], [b]) => compareStrings(a, b));
}
