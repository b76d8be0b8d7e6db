import type {
  CompareCondition,
  Comparison,
  Measure,
  Proportion,
  ProportionTest,
} from '../../../plan/condition.ts';
import type { Selection } from '../../../plan/signal.ts';
import { bucketPart, type Sampled } from '../world.ts';
import { lastDueAt } from './due.ts';
import { increaseAt, instantAt } from './range.ts';
import { spreadAt } from './segments.ts';
import { type Simulation, sampledOf, theSignal, type Use } from './simulation.ts';

/** The value of a measure at a moment; undefined where there is none. */
export function valueAt(simulation: Simulation, measure: Measure, at: number): number | undefined {
  switch (measure.node) {
    case 'rate': {
      const events = eventsAt(simulation, measure.of, at, measure.overSeconds);
      return events === undefined ? undefined : events / measure.overSeconds;
    }
    case 'increase':
      return eventsAt(simulation, measure.of, at, measure.overSeconds);
    case 'mean':
      return meanAt(simulation, measure.of, at, measure.overSeconds);
    case 'quantile':
      return quantileAt(simulation, measure, at);
    case 'gauge': {
      const scale = scaleOf(simulation, measure.of);
      return aggregated(measure.aggregate, instants(simulation, measure.of, at), scale);
    }
    case 'age': {
      const op = measure.aggregate === 'oldest' ? 'min' : 'max';
      const moment = aggregated(op, instants(simulation, measure.of, at), scaleOf(simulation, measure.of));
      return moment === undefined ? undefined : at + (simulation.world.startSeconds ?? 0) - moment;
    }
    case 'ratio': {
      const above =
        valueAt(simulation, measure.numerator, at) ?? (countsEvents(measure.numerator) ? 0 : undefined);
      const below = valueAt(simulation, measure.denominator, at);
      return above === undefined || below === undefined || below <= 0 ? undefined : above / below;
    }
    case 'ago':
      return valueAt(simulation, measure.of, at - measure.bySeconds);
    case 'scaled': {
      const value = valueAt(simulation, measure.of, at);
      return value === undefined ? undefined : value * measure.factor;
    }
    case 'constant':
      return measure.value;
    case 'when':
      return compareHoldsAt(simulation, measure.condition, at)
        ? valueAt(simulation, measure.of, at)
        : undefined;
    case 'combine':
      return combined(
        measure.by,
        measure.of.map((each) => valueAt(simulation, each, at)).filter((value) => value !== undefined),
      );
    case 'amount-rate': {
      const isHistogram = theSignal(simulation.scope, measure.of).instrument === 'histogram';
      const part = isHistogram ? 'sum' : 'value';
      const amount = summed(simulation, measure.of, part, at, measure.overSeconds);
      return amount === undefined
        ? undefined
        : (amount / measure.overSeconds) * scaleOf(simulation, measure.of);
    }
    case 'proportion-z':
      return zAt(simulation, measure, at);
    case 'segment-spread':
      return spreadAt(simulation, measure, at);
    case 'last-due':
      return lastDueAt(measure.due, at + (simulation.world.startSeconds ?? 0));
    case 'raw':
    case 'raw-volume':
      // Not simulated: `unprovable` keeps alerts on them from getting here.
      return undefined;
  }
}

const USES: Readonly<Record<string, Use>> = { count: 'count', sum: 'sum' };

function scaleOf({ scope }: Simulation, selection: Selection): number {
  return theSignal(scope, selection).prometheus.scale;
}

/** Events in the window; undefined when no series has two samples in it. */
export function eventsAt(
  simulation: Simulation,
  selection: Selection,
  at: number,
  seconds: number,
): number | undefined {
  const { instrument, prometheus } = theSignal(simulation.scope, selection);
  const events = summed(simulation, selection, instrument === 'histogram' ? 'count' : 'value', at, seconds);
  return events === undefined || instrument !== 'counter' ? events : events * prometheus.scale;
}

function summed(
  simulation: Simulation,
  selection: Selection,
  part: string,
  at: number,
  seconds: number,
): number | undefined {
  return combined(
    'sum',
    increasesOf(simulation, sampledOf(simulation, selection, USES[part]), part, at, seconds),
  );
}

export function increasesOf(
  { world }: Simulation,
  sampled: readonly Sampled[],
  part: string,
  at: number,
  seconds: number,
): readonly number[] {
  return sampled
    .map(({ parts }) => increaseAt(parts.get(part) ?? [], world.intervalSeconds, at, seconds))
    .filter((value) => value !== undefined);
}

function meanAt(simulation: Simulation, of: Selection, at: number, seconds: number): number | undefined {
  const sum = summed(simulation, of, 'sum', at, seconds);
  const count = summed(simulation, of, 'count', at, seconds);
  if (sum === undefined || count === undefined || count <= 0) return undefined;
  return (sum / count) * scaleOf(simulation, of);
}

/** Linear within the bucket, as Prometheus interpolates classic buckets and custom bounds. */
function quantileAt(
  simulation: Simulation,
  { of, quantile, overSeconds }: Extract<Measure, { node: 'quantile' }>,
  at: number,
): number | undefined {
  const sampled = sampledOf(simulation, of, 'bucket');
  const bounds = sampled[0]?.emitter.histogram?.bounds ?? [];
  const counts = [...bounds.keys(), bounds.length].map(
    (index) => combined('sum', increasesOf(simulation, sampled, bucketPart(index), at, overSeconds)) ?? 0,
  );
  const total = counts.at(-1) ?? 0;
  if (total <= 0) return undefined;
  const rank = quantile * total;
  const index = counts.findIndex((count) => count >= rank);
  const scale = scaleOf(simulation, of);
  const upper = bounds[index];
  if (upper === undefined) return (bounds.at(-1) ?? 0) * scale;
  const [lower, below] =
    index === 0 ? [Math.min(0, upper), 0] : [bounds[index - 1] ?? 0, counts[index - 1] ?? 0];
  const inside = (counts[index] ?? 0) - below;
  return (lower + (upper - lower) * (inside === 0 ? 1 : (rank - below) / inside)) * scale;
}

function instants(simulation: Simulation, of: Selection, at: number): readonly number[] {
  const { intervalSeconds } = simulation.world;
  return sampledOf(simulation, of)
    .map(({ parts }) => instantAt(parts.get('value') ?? [], intervalSeconds, at))
    .filter((value) => value !== undefined);
}

function aggregated(
  by: 'min' | 'max' | 'mean' | 'sum',
  values: readonly number[],
  scale: number,
): number | undefined {
  const value = combined(by, values);
  return value === undefined ? undefined : value * scale;
}

function combined(
  by: Extract<Measure, { node: 'combine' }>['by'],
  values: readonly number[],
): number | undefined {
  if (values.length === 0) return undefined;
  switch (by) {
    case 'min':
      return Math.min(...values);
    case 'max':
      return Math.max(...values);
    case 'sum':
      return values.reduce((sum, value) => sum + value, 0);
    case 'mean':
      return values.reduce((sum, value) => sum + value, 0) / values.length;
    case 'median': {
      const sorted = values.toSorted((a, b) => a - b);
      const middle = (sorted.length - 1) / 2;
      return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
    }
  }
}

/** Events of a kind that never happened are none; a gauge that is absent is unknown. */
function countsEvents(measure: Measure): boolean {
  if (measure.node === 'scaled' || measure.node === 'ago') return countsEvents(measure.of);
  return measure.node === 'rate' || measure.node === 'increase';
}

interface Count {
  readonly events: number;
  readonly of: number;
}

function zAt(simulation: Simulation, { left, right }: ProportionTest, at: number): number | undefined {
  const count = ({ events, of }: Proportion): Count => ({
    events: valueAt(simulation, events, at) ?? 0,
    of: valueAt(simulation, of, at) ?? 0,
  });
  return zStatistic(count(left), count(right));
}

/** The two-proportion z-test with pooled variance; undefined where it is not defined. */
export function zStatistic(left: Count, right: Count): number | undefined {
  if (left.of <= 0 || right.of <= 0) return undefined;
  const pooled = (left.events + right.events) / (left.of + right.of);
  const variance = pooled * (1 - pooled) * (1 / left.of + 1 / right.of);
  return variance > 0 ? (left.events / left.of - right.events / right.of) / Math.sqrt(variance) : undefined;
}

/** Whether one measure is beyond another; never while one of them has no value. */
export function compareHoldsAt(
  simulation: Simulation,
  { left, op, right }: CompareCondition,
  at: number,
): boolean {
  const [value, bound] = [valueAt(simulation, left, at), valueAt(simulation, right, at)];
  return value !== undefined && bound !== undefined && compares(value, op, bound);
}

export function compares(left: number, op: Comparison, right: number): boolean {
  switch (op) {
    case '>':
      return left > right;
    case '>=':
      return left >= right;
    case '<':
      return left < right;
    case '<=':
      return left <= right;
  }
}
