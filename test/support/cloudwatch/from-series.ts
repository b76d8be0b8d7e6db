import type { Plan } from '../../../src/plan/plan.ts';
import { FACETS, type Signal } from '../../../src/plan/signal.ts';

/** Values that a metric was published with: as often as `count` says. */
export interface Observation {
  /** Unix seconds. */
  readonly at: number;
  readonly value: number;
  readonly count: number;
}

/** One metric with its whole set of dimensions. */
export interface PublishedMetric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly observations: Observation[];
}

interface Series {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  /** One for each step; undefined where it is not there. */
  readonly values: readonly (number | undefined)[];
}

/**
 * What a service publishes to CloudWatch while it exposes these series, given in promtool's notation, to Prometheus: counters
 * as what they grow by, buckets as values at their upper bound, gauges as they are; each also by version and class, since
 * CloudWatch adds nothing up.
 */
export function publishedOf(
  plan: Plan,
  series: Readonly<Record<string, string>>,
  { stepSeconds, startSeconds }: { readonly stepSeconds: number; readonly startSeconds: number },
): PublishedMetric[] {
  const all = Object.entries(series).map(
    ([name, text]): Series => ({ ...parseName(name), values: parseValues(text) }),
  );
  const published = new Map<string, PublishedMetric>();
  for (const signal of plan.signals) {
    if (signal.cloudwatch?.found !== true) continue;
    for (const [labels, observations] of observationsOf(signal, all, stepSeconds, startSeconds)) {
      for (const dimensions of dimensionSets(signal, labels)) {
        const { namespace, name } = signal.cloudwatch.metric;
        const key = JSON.stringify([namespace, name, dimensions]);
        const known = published.get(key) ?? { namespace, name, dimensions, observations: [] };
        known.observations.push(...observations);
        published.set(key, known);
      }
    }
  }
  return [...published.values()];
}

type Labels = Readonly<Record<string, string>>;

function observationsOf(
  signal: Signal,
  all: readonly Series[],
  step: number,
  start: number,
): [Labels, Observation[]][] {
  const chosen = all.filter(({ labels }) =>
    Object.entries(signal.prometheus.labels).every(([label, value]) => labels[label] === value),
  );
  const named = (suffix: string) => chosen.filter(({ metric }) => metric === `${signal.metric}${suffix}`);
  const at = (index: number): number => start + index * step;
  if (signal.instrument === 'gauge') {
    return named('').map(({ labels, values }) => [
      labels,
      values.flatMap((value, index) =>
        value === undefined ? [] : [{ at: at(index), value: inCloudWatch(signal, value), count: 1 }],
      ),
    ]);
  }
  if (signal.instrument === 'counter') {
    return named('').map(({ labels, values }) => [
      labels,
      growth(values).map(({ index, by }) => ({ at: at(index), value: by, count: 1 })),
    ]);
  }
  const buckets = named('_bucket');
  return named('_count').map(({ labels, values }): [Labels, Observation[]] => {
    const own = buckets
      .filter((bucket) => Object.entries(labels).every(([label, value]) => bucket.labels[label] === value))
      .toSorted((a, b) => boundOf(a) - boundOf(b));
    if (own.length > 0) return [labels, ofBuckets(signal, own, at)];
    const sums = new Map(growth(named('_sum')[0]?.values ?? []).map(({ index, by }) => [index, by]));
    return [
      labels,
      growth(values).flatMap(({ index, by }) =>
        by === 0
          ? []
          : [{ at: at(index), value: inCloudWatch(signal, (sums.get(index) ?? 0) / by), count: by }],
      ),
    ];
  });
}

function ofBuckets(signal: Signal, buckets: readonly Series[], at: (index: number) => number): Observation[] {
  const grown = buckets.map(({ values }) => new Map(growth(values).map(({ index, by }) => [index, by])));
  const finite = buckets.map(boundOf).filter((bound) => Number.isFinite(bound));
  return buckets.flatMap((bucket, position) =>
    [...(grown[position] ?? [])].flatMap(([index, by]) => {
      const count = by - (grown[position - 1]?.get(index) ?? 0);
      const bound = Number.isFinite(boundOf(bucket)) ? boundOf(bucket) : 2 * (finite.at(-1) ?? 1);
      return count <= 0 ? [] : [{ at: at(index), value: inCloudWatch(signal, bound), count }];
    }),
  );
}

function boundOf({ labels }: Series): number {
  return labels['le'] === '+Inf' ? Number.POSITIVE_INFINITY : Number(labels['le']);
}

/** What a counter grows by at each step after one at which it was there; from a restart on, all of it. */
function growth(values: readonly (number | undefined)[]): { index: number; by: number }[] {
  return values.flatMap((value, index) => {
    const before = values[index - 1];
    if (value === undefined || before === undefined) return [];
    return [{ index, by: value >= before ? Number((value - before).toPrecision(12)) : value }];
  });
}

function inCloudWatch({ prometheus, cloudwatch }: Signal, raw: number): number {
  return cloudwatch?.found === true ? (raw * prometheus.scale) / cloudwatch.metric.scale : raw;
}

/** The metric's own dimensions, and those with each of its facets and all of them. */
function dimensionSets({ prometheus, cloudwatch }: Signal, labels: Labels): Record<string, string>[] {
  if (cloudwatch?.found !== true) return [];
  const { dimensions, facetDimensions } = cloudwatch.metric;
  const facets = FACETS.flatMap((facet) => {
    const [label, dimension] = [prometheus.facetLabels[facet], facetDimensions[facet]];
    const value = label === undefined ? undefined : labels[label];
    return dimension === undefined || value === undefined ? [] : [[dimension, value] as const];
  });
  return Array.from({ length: 2 ** facets.length }, (_, mask) => ({
    ...dimensions,
    ...Object.fromEntries(facets.filter((__, bit) => (mask >> bit) % 2 === 1)),
  }));
}

function parseName(text: string): { metric: string; labels: Labels } {
  const [metric = '', rest = ''] = text.split('{');
  const labels = [...rest.matchAll(/(\w+)="([^"]*)"/g)].map(([, label = '', value = '']) => [label, value]);
  return { metric, labels: Object.fromEntries(labels) as Labels };
}

/** `1+2x3` is 1 3 5 7; `stale` and `_x3` are gaps. */
export function parseValues(text: string): (number | undefined)[] {
  return text.split(' ').flatMap((token): (number | undefined)[] => {
    if (token === 'stale') return [undefined];
    const gap = /^_x(\d+)$/.exec(token);
    if (gap) return Array.from({ length: Number(gap[1]) }, () => undefined);
    const run = /^(-?[\d.e+-]+?)\+(-?[\d.e+-]+)x(\d+)$/.exec(token);
    if (!run) throw new Error(`${token} is not in promtool's notation`);
    const [from, by, times] = [Number(run[1]), Number(run[2]), Number(run[3])];
    return Array.from({ length: times + 1 }, (_, index) => Number((from + index * by).toPrecision(12)));
  });
}
