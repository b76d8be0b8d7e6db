import { nodeAt } from '../../source/locate.ts';
import type { MetricMapping, MetricRef } from '../../spec/metric.ts';
import { kebabCase } from '../../support/kebab-case.ts';
import { didYouMean, suggest } from '../../support/suggest.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Convention, ConventionRole } from '../conventions/convention.ts';
import { conventions } from '../conventions/registry.ts';
import {
  FACETS,
  type Instrument,
  type LabelSet,
  type PrometheusSeries,
  type Signal,
  type Unit,
} from '../signal.ts';
import { cloudWatchOf } from './cloudwatch.ts';
import { type BuildContext, originOf, reportAt, type SubjectEntity } from './context.ts';

/** Unit of the plan and the factor that turns a raw sample into it. */
const UNITS: Readonly<Record<NonNullable<MetricMapping['unit']>, { unit: Unit; scale: number }>> = {
  seconds: { unit: 'seconds', scale: 1 },
  milliseconds: { unit: 'seconds', scale: 1e-3 },
  microseconds: { unit: 'seconds', scale: 1e-6 },
  ratio: { unit: 'ratio', scale: 1 },
  percent: { unit: 'ratio', scale: 0.01 },
  bytes: { unit: 'bytes', scale: 1 },
  'unix-seconds': { unit: 'unix-seconds', scale: 1 },
  none: { unit: 'none', scale: 1 },
};

/**
 * The signal that plays `role` for a model, mapped by the model or by its convention. Reports and returns undefined when
 * nobody maps the role, or it is no instrument of the wanted kind. `path` is the field that asked.
 */
export function modelSignal(
  context: BuildContext,
  model: Entity<'Model'>,
  role: string,
  asked: { entity: Entity; path: (string | number)[]; instruments?: readonly Instrument[] },
): Signal | undefined {
  const convention = conventionOf(context, model);
  const known = Object.hasOwn(convention.roles, role) ? convention.roles[role] : undefined;
  const mapping = Object.hasOwn(model.spec.metrics, role) ? model.spec.metrics[role] : undefined;
  if (known === undefined && mapping === undefined) {
    reportUnknownRole(context, model, role, Object.keys(convention.roles), asked);
    return undefined;
  }
  const signal = mappedSignal(context, model, role, mapping ?? {}, known);
  if (signal === undefined) return undefined;
  if (asked.instruments && !asked.instruments.includes(signal.instrument)) {
    reportAt(context, asked.entity, asked.path, {
      code: 'metrics/wrong-instrument',
      severity: 'error',
      message: `role ${role} of ${model.name} is a ${signal.instrument}`,
      expected: `a ${asked.instruments.join(' or a ')}`,
      related: [{ message: `${signal.metric} is mapped here`, span: signal.origin.spans[0] ?? model.span }],
    });
    return undefined;
  }
  return remember(context, signal);
}

/** The signal behind a metric that a pipeline or feature set names itself. */
export function namedSignal(
  context: BuildContext,
  owner: SubjectEntity,
  role: string,
  ref: MetricRef,
  facts: {
    instrument: Instrument;
    unit: Unit;
    emitter: Signal['emitter'];
    cadenceSeconds?: number;
    path: (string | number)[];
  },
): Signal {
  const emitted = {
    metric: ref.name,
    instrument: facts.instrument,
    unit: facts.unit,
    prometheus: { labels: ref.match, scale: 1, facetLabels: {} },
    origin: originOf(owner, facts.path),
  };
  const cloudwatch = cloudWatchOf(context, owner, emitted);
  return remember(context, {
    id: `${kebabCase(owner.kind)}:${owner.name}/${role}`,
    role,
    ...emitted,
    emitter: facts.emitter,
    cadenceSeconds: facts.cadenceSeconds ?? scrapeSeconds(context, owner),
    ...(cloudwatch && { cloudwatch }),
  });
}

/** How often an object's metrics are scraped: as it says itself, else as the data source does. */
function scrapeSeconds({ cadence }: BuildContext, { spec }: SubjectEntity): number {
  return ('scrape' in spec ? spec.scrape?.interval?.seconds : undefined) ?? cadence.scrapeSeconds;
}

function remember(context: BuildContext, signal: Signal): Signal {
  const first = context.signals.get(signal.id);
  if (first) return first;
  context.signals.set(signal.id, signal);
  return signal;
}

function mappedSignal(
  context: BuildContext,
  model: Entity<'Model'>,
  role: string,
  mapping: MetricMapping,
  known: ConventionRole | undefined,
): Signal | undefined {
  const path = ['metrics', role];
  const metric = mapping.name ?? known?.name;
  const instrument = instrumentOf(metric, mapping, known);
  if (metric === undefined || instrument === undefined) {
    const field = metric === undefined ? 'name' : 'type';
    reportAt(context, model, path, {
      code: 'metrics/incomplete-mapping',
      severity: 'error',
      message: `role ${role} has no ${field}`,
      expected: field === 'name' ? 'the name of its metric' : 'type: counter, gauge or histogram',
      hint: 'The convention does not know this role, so the mapping must say it.',
    });
    return undefined;
  }
  // What the convention says of its own instrument does not hold of another: a counter in place of its histogram counts no seconds.
  const fitting = instrument === known?.instrument ? known : undefined;
  const labels = { ...fitting?.labels, ...mapping.labels };
  const buckets = bucketsOf(context, model, role, mapping, known);
  const selected: LabelSet = { ...model.spec.select, ...mapping.match };
  const { unit, scale } = UNITS[mapping.unit ?? fitting?.unit ?? 'none'];
  const prometheus: PrometheusSeries = {
    labels: selected,
    scale,
    facetLabels: Object.fromEntries(
      FACETS.flatMap((facet) => (labels[facet] === undefined ? [] : [[facet, labels[facet]]])),
    ),
    ...(instrument === 'histogram' && {
      histogram: { kind: mapping.native ? 'native' : 'classic', ...(buckets && { buckets }) } as const,
    }),
  };
  const origin = originOf(model, ...(nodeAt(model.node, path) ? [path] : []));
  const emitted = { metric, instrument, unit, prometheus, origin };
  const cloudwatch = cloudWatchOf(
    context,
    model,
    emitted,
    mapping.cloudwatch
      ? { mapping: mapping.cloudwatch, path: [...path, 'cloudwatch'] }
      : publishedBy(mapping, known),
  );
  return {
    id: `model:${model.name}/${role}`,
    role,
    ...emitted,
    emitter: known?.emitter ?? 'service',
    cadenceSeconds: scrapeSeconds(context, model),
    ...(cloudwatch && { cloudwatch }),
  };
}

/** Where whoever emits the convention's own metric publishes it. */
function publishedBy(mapping: MetricMapping, known: ConventionRole | undefined) {
  if (mapping.name !== undefined || known?.cloudwatch === undefined) return undefined;
  return { mapping: known.cloudwatch, path: ['metricConvention'] };
}

/** Whether a total of a model counts failed requests too; undefined when neither the mapping nor the convention says. */
export function includesErrors(
  context: Pick<BuildContext, 'workspace'>,
  model: Entity<'Model'>,
  role: string,
): boolean | undefined {
  const mapping = Object.hasOwn(model.spec.metrics, role) ? model.spec.metrics[role] : undefined;
  const { roles } = conventionOf(context, model);
  const known = Object.hasOwn(roles, role) ? roles[role] : undefined;
  return mapping?.includesErrors ?? (mapping?.name === undefined ? known?.includesErrors : undefined);
}

function conventionOf({ workspace }: Pick<BuildContext, 'workspace'>, model: Entity<'Model'>): Convention {
  return conventions[model.spec.metricConvention ?? workspace.project.spec.metricConvention];
}

/** What the mapping says; of a metric of another name its name before the convention, which speaks of its own. */
function instrumentOf(
  metric: string | undefined,
  mapping: MetricMapping,
  known: ConventionRole | undefined,
): Instrument | undefined {
  const guessed = guessInstrument(metric, mapping);
  return mapping.type ?? (metric === known?.name ? undefined : guessed) ?? known?.instrument ?? guessed;
}

/** By Prometheus' naming rules a name that ends in `_total` is a counter; buckets make a histogram. */
function guessInstrument(metric: string | undefined, mapping: MetricMapping): Instrument | undefined {
  if (mapping.buckets || mapping.native) return 'histogram';
  return metric?.endsWith('_total') ? 'counter' : undefined;
}

/** Buckets are the mapping's own; the convention's hold only while the metric is the convention's. */
function bucketsOf(
  context: BuildContext,
  model: Entity<'Model'>,
  role: string,
  mapping: MetricMapping,
  known: ConventionRole | undefined,
): readonly number[] | undefined {
  if (mapping.native) return undefined;
  if (mapping.buckets === undefined)
    return mapping.name === undefined || mapping.name === known?.name ? known?.buckets : undefined;
  const sorted = mapping.buckets.toSorted((a, b) => a - b);
  if (
    sorted.some(
      (bound, index) => bound !== mapping.buckets?.[index] || (index > 0 && bound === sorted[index - 1]),
    )
  ) {
    reportAt(context, model, ['metrics', role, 'buckets'], {
      code: 'metrics/buckets-not-ascending',
      severity: 'error',
      message: 'the buckets do not ascend',
      expected: `[${[...new Set(sorted)].join(', ')}]`,
    });
  }
  return sorted;
}

function reportUnknownRole(
  context: BuildContext,
  model: Entity<'Model'>,
  role: string,
  conventionRoles: readonly string[],
  asked: { entity: Entity; path: (string | number)[] },
): void {
  const roles = [...new Set([...conventionRoles, ...Object.keys(model.spec.metrics)])].toSorted();
  const suggestions = suggest(role, roles);
  reportAt(context, asked.entity, asked.path, {
    code: 'metrics/unknown-role',
    severity: 'error',
    message: `no metric of ${model.name} plays the role "${role}"`,
    expected: `one of ${roles.join(', ')}`,
    hint:
      didYouMean(suggestions) ??
      `Map it under metrics of Model ${model.name}: ${role}: { name: …, type: … }.`,
    ...(suggestions.length > 0 && { suggestions }),
  });
}
