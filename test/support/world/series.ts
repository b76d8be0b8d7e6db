import { DRIFT_CONTRACT } from '../../../src/plan/drift-contract.ts';
import type { Plan } from '../../../src/plan/plan.ts';
import type { Facet, LabelSet, Signal } from '../../../src/plan/signal.ts';
import { conditionMeasures, conditionSelections, measuresOf } from '../../../src/plan/walk.ts';
import { inspect } from '../../../src/promql/inspect.ts';
import { readQuery } from '../../../src/proof/synthesis/query.ts';
import { bumpOf, type Course, counting, holding } from './courses.ts';

/** A series whose value is known at any time: the same in every run. */
export interface WorldSeries {
  readonly metric: string;
  readonly labels: LabelSet;
  readonly type: 'counter' | 'gauge';
  /** By Unix seconds. */
  readonly at: Course;
}

/**
 * Series for everything that a plan reads, as a healthy service with a bad hour would emit them: all signals with every value of their
 * facets that the plan names, what users' own queries read, and what the drift job writes of each feature. `incident` is when the bad
 * hour began, in Unix seconds.
 */
export function worldOf(plan: Plan, incident: number): WorldSeries[] {
  const signals = new Map([...plan.signals, ...queriedSignals(plan)].map((signal) => [signal.id, signal]));
  const series = [...signals.values()].flatMap((signal) => seriesOf(plan, signal, incident));
  return [...distinct([...series, ...driftSeries(plan, incident)]).values()];
}

function distinct(series: readonly WorldSeries[]): Map<string, WorldSeries> {
  const known = new Map<string, WorldSeries>();
  for (const each of series) {
    const key = notation(each);
    if (!known.has(key)) known.set(key, each);
  }
  return known;
}

/** `name{label="value"}`. */
export function notation({ metric, labels }: Pick<WorldSeries, 'metric' | 'labels'>): string {
  const pairs = Object.entries(labels)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name}="${value.replace(/[\\"]/g, '\\$&')}"`);
  return `${metric}{${pairs.join(',')}}`;
}

/** Signals of users' queries, as far as they can be read. */
function queriedSignals(plan: Plan): Signal[] {
  const measures = [
    ...plan.alerts.flatMap(({ condition }) => conditionMeasures(condition)),
    ...plan.subjects.flatMap(({ value }) => (value === undefined ? [] : measuresOf(value))),
    ...plan.objectives.flatMap(({ indicator }) =>
      indicator.type === 'time-in-bounds'
        ? [indicator.measure, ...(indicator.alsoBeyond === undefined ? [] : [indicator.alsoBeyond])].flatMap(
            measuresOf,
          )
        : [],
    ),
  ];
  const texts = new Set(measures.flatMap((measure) => (measure.node === 'raw' ? [measure.text] : [])));
  return [...texts].flatMap((text) => {
    const read = readQuery(text, `query/${text}`);
    return 'why' in read ? selectedSignals(text) : read.signals;
  });
}

/** Of a query that is no measure of ours: what it selects, by the naming rules. */
function selectedSignals(text: string): Signal[] {
  return inspect(text).selectors.flatMap(({ metric, matchers, from }): Signal[] => {
    if (metric === undefined) return [];
    const equalities = matchers
      .filter(({ op }) => op === '=')
      .map(({ label, value }) => [label, value] as const);
    return [
      {
        id: `query/${text}/${from}`,
        role: 'query',
        metric,
        instrument: metric.endsWith('_total') ? 'counter' : 'gauge',
        unit: 'none',
        emitter: 'exporter',
        cadenceSeconds: 60,
        prometheus: { labels: Object.fromEntries(equalities), scale: 1, facetLabels: {} },
        origin: { object: { kind: 'Monitor', name: 'query' }, spans: [] },
      },
    ];
  });
}

const DEFAULT_VALUES: Readonly<Partial<Record<Facet, readonly string[]>>> = {
  version: ['v1', 'v2'],
  class: ['yes', 'other'],
  reason: ['exception', 'timeout'],
  outcome: ['correct', 'wrong'],
  kind: ['input', 'output'],
  value: ['a', 'b'],
};

/** Every combination of the values that the plan asks for by name; others where it names none, or only excludes. */
function facetSets(plan: Plan, signal: Signal): LabelSet[] {
  const selections = [
    ...plan.alerts.flatMap(({ condition }) => conditionSelections(condition)),
    ...plan.objectives.flatMap(({ indicator }) => {
      if (indicator.type === 'events') return [...indicator.total, ...indicator.bad];
      return indicator.type === 'histogram-threshold' ? [indicator.of] : [];
    }),
  ].filter((selection) => selection.signal === signal.id);
  let sets: LabelSet[] = [{}];
  for (const [facet, label] of Object.entries(signal.prometheus.facetLabels) as [Facet, string][]) {
    const named = selections.flatMap(({ where, whereNot }) => [where?.[facet], whereNot?.[facet]]);
    const wanted = new Set(named.filter((value) => value !== undefined));
    for (const value of DEFAULT_VALUES[facet] ?? ['a']) if (wanted.size < 2) wanted.add(value);
    sets = sets.flatMap((set) => [...wanted].map((value) => ({ ...set, [label]: value })));
  }
  return sets;
}

function seriesOf(plan: Plan, signal: Signal, incident: number): WorldSeries[] {
  const { environment } = plan;
  const base = { ...(environment.labelsSelect ? environment.labels : {}), ...signal.prometheus.labels };
  return facetSets(plan, signal).flatMap((facets, index) => {
    const labels = { ...base, ...facets };
    // Later versions, classes and reasons are rarer.
    const share = 1 / (1 + 6 * index);
    switch (signal.instrument) {
      case 'counter':
        return [
          { metric: signal.metric, labels, type: 'counter', at: counterCourse(signal, share, incident) },
        ];
      case 'gauge':
        return [{ metric: signal.metric, labels, type: 'gauge', at: gaugeCourse(signal, index, incident) }];
      case 'histogram':
        return histogramSeries(plan, signal, labels, share, incident);
    }
  });
}

/** Failures are one in two thousand, and forty times as many in the bad hour. */
function counterCourse({ role, metric }: Signal, share: number, incident: number): Course {
  const isBad = /error|timeout|fail|fallback|violation|override|loss/i.test(`${role} ${metric}`);
  const perSecond = (isBad ? 0.05 : 100) * share;
  return counting(perSecond, isBad ? bumpOf(incident, 40) : undefined);
}

function gaugeCourse({ unit, prometheus, metric, id }: Signal, index: number, incident: number): Course {
  const raw =
    (course: Course): Course =>
    (seconds) =>
      course(seconds) / prometheus.scale;
  const bump = bumpOf(incident, 1);
  switch (unit) {
    case 'unix-seconds':
      return (seconds) => seconds - 60 - (seconds % 240);
    case 'ratio':
      if (metric === DRIFT_CONTRACT.datasetShare.name) return (seconds) => 0.08 + 0.2 * bump(seconds);
      return raw((seconds) => holding(0.9 - 0.02 * index, 0.02)(seconds) - 0.15 * bump(seconds));
    case 'events':
      return holding(40_000, 2_000);
    case 'seconds':
      return raw(holding(120, 30));
    case 'none':
      return metric === DRIFT_CONTRACT.checkFailed.name || id.includes('verdict')
        ? (seconds) => (bump(seconds) > 0.5 && index === 0 ? 1 : 0)
        : raw(holding(10, 2));
    default:
      return raw(holding(1_000, 50));
  }
}

/** Observations whose logarithms spread evenly around a centre that moves in the bad hour. */
function histogramSeries(
  plan: Plan,
  signal: Signal,
  labels: LabelSet,
  share: number,
  incident: number,
): WorldSeries[] {
  const declared = signal.prometheus.histogram?.buckets ?? [0.1, 0.25, 0.5, 1, 2.5, 5, 10];
  const thresholds = plan.objectives.flatMap(({ indicator }) =>
    indicator.type === 'histogram-threshold' && indicator.of.signal === signal.id
      ? [indicator.thresholdSeconds / signal.prometheus.scale]
      : [],
  );
  const bounds = [...new Set([...declared, ...thresholds])].toSorted((a, b) => a - b);
  const centre = (bounds[Math.floor(bounds.length * 0.4)] ?? 1) * (signal.unit === 'ratio' ? 1.6 : 0.8);
  const spread = signal.unit === 'ratio' ? 3 : 1.6;
  const perSecond = 100 * share;
  const slow = bumpOf(incident, 1);
  // The share of observations below a bound, in quiet and in the bad hour.
  const below = (bound: number, middle: number): number => 1 / (1 + (middle / bound) ** (2 * spread));
  const part = (suffix: string, more: LabelSet, at: Course): WorldSeries => ({
    metric: `${signal.metric}${suffix}`,
    labels: { ...labels, ...more },
    type: 'counter',
    at,
  });
  const total = counting(perSecond);
  const bucket = (bound: number): Course => {
    const quiet = below(bound, centre);
    const bad = below(bound, centre * 2);
    return counting(perSecond * quiet, (seconds) => 1 + slow(seconds) * (bad / quiet - 1));
  };
  return [
    ...bounds.map((bound) => part('_bucket', { le: bucketText(bound) }, bucket(bound))),
    part('_bucket', { le: '+Inf' }, total),
    part('_count', {}, total),
    part(
      '_sum',
      {},
      counting(perSecond * centre, (seconds) => 1 + slow(seconds)),
    ),
  ];
}

/** Prometheus writes the bound 1 of a bucket as 1.0. */
function bucketText(bound: number): string {
  return Number.isInteger(bound) ? `${bound}.0` : `${bound}`;
}

/** What the drift job writes beside the verdicts that alerts read: scores and thresholds of some features. */
function driftSeries(plan: Plan, incident: number): WorldSeries[] {
  const policies = new Map(
    plan.alerts.flatMap(({ object, subject }) =>
      object.kind === 'DriftPolicy' ? [[object.name, subject.name] as const] : [],
    ),
  );
  const bump = bumpOf(incident, 1);
  return [...policies].flatMap(([policy, model]) =>
    ['amount', 'country', 'hour'].flatMap((feature, index): WorldSeries[] => {
      const labels = {
        model,
        policy,
        part: 'features',
        feature,
        test: index === 1 ? 'jensen-shannon' : 'psi',
      };
      const gauge = (metric: string, at: Course): WorldSeries => ({ metric, labels, type: 'gauge', at });
      return [
        gauge(
          DRIFT_CONTRACT.score.name,
          (seconds) => holding(0.04 + 0.02 * index, 0.01)(seconds) + (index === 0 ? 0.2 * bump(seconds) : 0),
        ),
        gauge(DRIFT_CONTRACT.threshold.name, () => 0.15),
        gauge(DRIFT_CONTRACT.verdict.name, (seconds) => (index === 0 && bump(seconds) > 0.5 ? 2 : 0)),
      ];
    }),
  );
}
