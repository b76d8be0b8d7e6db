import { MOST_DISCOVERED } from '../../spec/kinds/model/segments.ts';
import { groupBy } from '../../support/group-by.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import type { Entity } from '../../workspace/entity.ts';
import { ascending, boundsOf } from '../bounds.ts';
import {
  type Instrumentation,
  MOST_OPEN_VALUES,
  type ServiceLabel,
  type ServiceMetric,
  type ServiceRole,
} from '../instrumentation.ts';
import type { Objective } from '../objective.ts';
import { FACETS, type Facet, type LabelSet, type Selection, type Signal } from '../signal.ts';
import { conditionSelections, indicatorMeasures, indicatorSelections, measureSelections } from '../walk.ts';
import { type BuildContext, originOf } from './context.ts';
import { emitterBeside } from './emitters.ts';
import { includesErrors } from './signals.ts';

/** Roles of counted predictions: only these are split by segments, since a histogram has many series already. */
const COUNTED_ROLES: ReadonlySet<string> = new Set([
  'requests',
  'errors',
  'fallback',
  'timeout',
  'timeouts',
  'labelled',
]);

/** Tasks whose predictions are no few classes: a label with them would have no end. */
const WITHOUT_CLASSES: ReadonlySet<string> = new Set(['regression', 'ranking', 'generation']);

/** Labels that a scrape sets whatever the specs say of it. */
const LABELS_OF_SCRAPES = ['job', 'instance'];

/** What the service of each model must emit. */
export function buildInstrumentations(
  context: BuildContext,
  objectives: readonly Objective[],
): Instrumentation[] {
  const byOwner = groupBy(context.signals.values(), ({ id }) => id.slice(0, id.indexOf('/')));
  const byHistogram = groupBy(objectives, ({ indicator }) =>
    indicator.type === 'histogram-threshold' ? indicator.of.signal : undefined,
  );
  let read: ReadonlyMap<string, readonly Selection[]> | undefined;
  return context.workspace.list('Model').flatMap((model) => {
    const signals = signalsOf(byOwner, model);
    if (signals.length === 0) return [];
    const reading: Reading = {
      context,
      model,
      objectives: signals.flatMap(({ id }) => byHistogram.get(id) ?? []),
      // Looked for only when some label has to be bounded by it.
      selectionsOf: (signal) => (read ??= selectionsBySignal(context, objectives)).get(signal) ?? [],
    };
    return [instrumentationOf(reading, signals)];
  });
}

/** A model, with what tells how its metrics are read. */
interface Reading {
  readonly context: BuildContext;
  readonly model: Entity<'Model'>;
  /** Those with thresholds on its histograms. */
  readonly objectives: readonly Objective[];
  readonly selectionsOf: (signal: string) => readonly Selection[];
}

/** Selections that look at one value only; the others tell nothing of values. */
function selectionsBySignal(
  { alerts }: BuildContext,
  objectives: readonly Objective[],
): ReadonlyMap<string, readonly Selection[]> {
  const all = [
    ...alerts.flatMap(({ condition }) => conditionSelections(condition)),
    ...objectives.flatMap(({ indicator }) => [
      ...indicatorSelections(indicator),
      ...indicatorMeasures(indicator).flatMap(measureSelections),
    ]),
  ];
  return groupBy(
    all.filter(({ where, whereNot }) => where !== undefined || whereNot !== undefined),
    ({ signal }) => signal,
  );
}

/** The signals that the service emits; of a batch model those of the pipeline that runs it, too: that is the same program. */
function signalsOf(
  byOwner: ReadonlyMap<string, readonly Signal[]>,
  { name, spec }: Entity<'Model'>,
): Signal[] {
  const { mode, producedBy } = spec.serving;
  const own = byOwner.get(`model:${name}`) ?? [];
  const pipeline =
    mode === 'batch' && producedBy !== undefined ? (byOwner.get(`pipeline:${producedBy}`) ?? []) : [];
  return sortedBy<Signal>(
    [
      ...own.filter(({ emitter }) => emitter === 'service'),
      ...pipeline.filter(({ emitter }) => emitter === 'pipeline'),
    ],
    ({ id }) => id,
  );
}

function instrumentationOf(reading: Reading, signals: readonly Signal[]): Instrumentation {
  const { context, model } = reading;
  const { spec } = model;
  const byMetric = sortedBy([...groupBy(signals, ({ metric }) => metric)], ([metric]) => metric);
  const elsewhere = byMetric.flatMap(([metric, [first]]) => {
    const by = emitterBeside(metric);
    return by === undefined || first === undefined ? [] : [{ metric, by, origin: first.origin }];
  });
  const isElsewhere = new Set(elsewhere.map(({ metric }) => metric));
  return {
    model: model.name,
    title: model.title,
    mode: spec.serving.mode,
    isGenerative: spec.task === 'generation',
    versions: [spec.versions?.champion, spec.versions?.challenger?.version].filter(
      (version) => version !== undefined,
    ),
    metrics: byMetric.filter(([metric]) => !isElsewhere.has(metric)).map(([, of]) => metricOf(reading, of)),
    elsewhere,
    collectedLabels: collectedLabels(context, model),
    origin: originOf(model),
  };
}

/** Labels that a declared scrape sets; without one, those that every scrape sets and those of the environment. */
function collectedLabels({ environment }: BuildContext, { spec }: Entity<'Model'>): string[] {
  const own = spec.scrape === undefined ? [] : Object.keys({ ...spec.select, ...spec.scrape.labels });
  return [...new Set([...LABELS_OF_SCRAPES, ...Object.keys(environment.labels), ...own])].toSorted();
}

function metricOf(reading: Reading, signals: readonly Signal[]): ServiceMetric {
  const [first] = signals as [Signal];
  const { context, model, objectives } = reading;
  const collected = collectedLabels(context, model);
  const common = Object.fromEntries(
    Object.entries(first.prometheus.labels).filter(
      ([label, value]) =>
        !collected.includes(label) && signals.every(({ prometheus }) => prometheus.labels[label] === value),
    ),
  );
  const bounds = ascending(signals.flatMap((signal) => boundsOf(signal, objectives) ?? []));
  return {
    name: first.metric,
    instrument: first.instrument,
    unit: first.unit,
    scale: first.prometheus.scale,
    ...(bounds.length > 0 && { bounds }),
    declaresBounds: signals.some(({ prometheus }) => prometheus.histogram?.buckets !== undefined),
    isNative: first.prometheus.histogram?.kind === 'native',
    labels: labelsOf(reading, signals, [...collected, ...Object.keys(common)]),
    fixedLabels: common,
    roles: signals.map((signal) => roleOf(reading, signal, [...collected, ...Object.keys(common)])),
    origin: first.origin,
  };
}

function roleOf({ context, model }: Reading, signal: Signal, others: readonly string[]): ServiceRole {
  const { labels, facetLabels } = signal.prometheus;
  return {
    role: signal.role,
    signal: signal.id,
    match: withoutKeys(labels, others),
    facets: FACETS.filter((facet) => facetLabels[facet] !== undefined),
    includesErrors: includesErrors(context, model, signal.role) === true,
  };
}

function withoutKeys(labels: LabelSet, keys: readonly string[]): LabelSet {
  return Object.fromEntries(Object.entries(labels).filter(([label]) => !keys.includes(label)));
}

/** The labels with several values, each once: of roles, of facets, of segments. */
function labelsOf(reading: Reading, signals: readonly Signal[], others: readonly string[]): ServiceLabel[] {
  const { model } = reading;
  const labels = new Map<string, ServiceLabel>();
  const add = (label: ServiceLabel): void => {
    if (!labels.has(label.name) && !others.includes(label.name)) labels.set(label.name, label);
  };
  for (const facet of FACETS) {
    for (const { prometheus } of signals) {
      const name = prometheus.facetLabels[facet];
      if (name !== undefined && isTold(reading, signals, facet))
        add(facetLabel(reading, signals, facet, name));
    }
  }
  for (const { prometheus } of signals) {
    for (const name of Object.keys(prometheus.labels)) add({ name, carries: 'role', most: MOST_OPEN_VALUES });
  }
  if (signals.some(({ role, instrument }) => instrument === 'counter' && COUNTED_ROLES.has(role))) {
    for (const { label, values, top } of model.spec.segments) {
      add({
        name: label,
        carries: 'segment',
        ...(values && { allowed: values }),
        most: values?.length ?? top ?? MOST_DISCOVERED,
      });
    }
  }
  return sortedBy([...labels.values()], ({ name }) => name);
}

/** A class is told where there are a few, or something reads one. */
function isTold(reading: Reading, signals: readonly Signal[], facet: Facet): boolean {
  if (facet !== 'class') return true;
  const { classes, task } = reading.model.spec;
  return (
    classes !== undefined ||
    !WITHOUT_CLASSES.has(task ?? '') ||
    valuesRead(reading, signals, facet).length > 0
  );
}

function facetLabel(reading: Reading, signals: readonly Signal[], facet: Facet, name: string): ServiceLabel {
  const most = MOST_OPEN_VALUES;
  if (facet !== 'class') return { name, carries: facet, most };
  const read = valuesRead(reading, signals, facet);
  const allowed = [...new Set([...(reading.model.spec.classes ?? []), ...read])];
  return { name, carries: facet, ...(allowed.length > 0 && { allowed }), most: allowed.length || most };
}

function valuesRead({ selectionsOf }: Reading, signals: readonly Signal[], facet: Facet): string[] {
  const values = signals
    .flatMap(({ id }) => selectionsOf(id))
    .flatMap(({ where, whereNot }) => [where?.[facet], whereNot?.[facet]]);
  return [...new Set(values.filter((value) => value !== undefined))].toSorted();
}
