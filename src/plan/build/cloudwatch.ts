import type { CloudWatchMapping } from '../../spec/kinds/cloudwatch.ts';
import type { DataSourceSpec } from '../../spec/kinds/data-source.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Origin } from '../origin.ts';
import type {
  CloudWatchLookup,
  FacetNames,
  Instrument,
  LabelSet,
  PrometheusSeries,
  Unit,
} from '../signal.ts';
import { type BuildContext, originOf, type SubjectEntity } from './context.ts';

/** The units that CloudWatch may have for one of the plan's, and the factor that turns a raw value into it. */
const SCALES: Readonly<Record<Unit, Readonly<Record<string, number>>>> = {
  seconds: { Seconds: 1, Milliseconds: 1e-3, Microseconds: 1e-6 },
  ratio: { None: 1, Percent: 0.01 },
  events: { Count: 1, None: 1 },
  'events-per-second': { 'Count/Second': 1, None: 1 },
  bytes: { Bytes: 1, Kilobytes: 1e3, Megabytes: 1e6, Gigabytes: 1e9, Terabytes: 1e12, None: 1 },
  'unix-seconds': { Seconds: 1, Milliseconds: 1e-3, None: 1 },
  money: { None: 1 },
  none: { None: 1, Count: 1 },
};

/** What a signal is without CloudWatch: how it is emitted. */
export interface Emitted {
  readonly metric: string;
  readonly instrument: Instrument;
  readonly unit: Unit;
  readonly prometheus: PrometheusSeries;
  readonly origin: Origin;
}

type CloudWatchSource = Extract<DataSourceSpec, { type: 'cloudwatch' }>;

/** The project's data source of type cloudwatch. */
export function cloudWatchSource(
  context: Pick<BuildContext, 'workspace'>,
): { readonly entity: Entity<'DataSource'>; readonly spec: CloudWatchSource } | undefined {
  for (const entity of context.workspace.list('DataSource'))
    if (entity.spec.type === 'cloudwatch') return { entity, spec: entity.spec };
  return undefined;
}

/**
 * Where CloudWatch keeps a signal: what its role says (`own`, at `path` of the owner), else what the data source says of the
 * metric, else the name it is emitted under, if the data source says that metrics keep it. Undefined when the project has no
 * such data source.
 */
export function cloudWatchOf(
  context: BuildContext,
  owner: SubjectEntity,
  emitted: Emitted,
  own?: { readonly mapping: CloudWatchMapping; readonly path: (string | number)[] },
): CloudWatchLookup | undefined {
  const source = cloudWatchSource(context);
  if (source === undefined) return undefined;
  const { spec, entity } = source;
  const shared = Object.hasOwn(spec.metrics, emitted.metric) ? spec.metrics[emitted.metric] : undefined;
  const mapping = own?.mapping ?? shared ?? (spec.names === 'as-emitted' ? {} : undefined);
  if (mapping === undefined) {
    return {
      found: false,
      why: 'no-mapping',
      message: `nothing says where CloudWatch keeps ${emitted.metric}`,
      expected: `cloudwatch: { name: … } in the mapping of its role, or metrics: { ${emitted.metric}: { name: … } } in DataSource ${entity.name}`,
      origin: emitted.origin,
    };
  }
  const origin = own
    ? originOf(owner, own.path)
    : shared
      ? originOf(entity, ['metrics', emitted.metric])
      : emitted.origin;
  const scale = mapping.unit === undefined ? defaultScale(emitted, mapping) : scaleOf(emitted, mapping.unit);
  if (scale === undefined) {
    return {
      found: false,
      why: 'unit-contradicts',
      message: `${emitted.metric} is measured in ${measuredIn(emitted)}, which ${mapping.unit ?? 'no unit'} of CloudWatch is not`,
      expected: `one of ${Object.keys(unitsOf(emitted)).join(', ')}`,
      origin,
    };
  }
  const ownedBy = owner.kind === 'Model' ? owner.spec.cloudwatch : undefined;
  return {
    found: true,
    metric: {
      namespace: mapping.namespace ?? ownedBy?.namespace ?? spec.namespace,
      name: mapping.name ?? emitted.metric,
      dimensions: mapping.dimensions ?? { ...spec.dimensions, ...emittedDimensions(owner, emitted) },
      ...(mapping.unit !== undefined && { unit: mapping.unit }),
      scale,
      facetDimensions: { ...emittedFacets(emitted, mapping), ...definedFacets(mapping) },
      origin,
    },
  };
}

/**
 * A metric published as it is emitted has its labels for dimensions. One that somebody else names or publishes has only
 * those that the mapping names: by any other it would never be found, and seem to be absent.
 */
function emittedFacets({ prometheus }: Emitted, { name, dimensions }: CloudWatchMapping): FacetNames {
  return name === undefined && dimensions === undefined ? prometheus.facetLabels : {};
}

function definedFacets({ facets = {} }: CloudWatchMapping): Record<string, string> {
  return Object.fromEntries(
    Object.entries(facets).flatMap(([facet, name]) => (name === undefined ? [] : [[facet, name]])),
  );
}

/**
 * The labels that choose the series, of a model with its dimensions in place of `select`. What a role matches by itself is
 * stronger than either.
 */
function emittedDimensions(owner: SubjectEntity, { prometheus }: Emitted): LabelSet {
  if (owner.kind !== 'Model' || owner.spec.cloudwatch?.dimensions === undefined) return prometheus.labels;
  const selected = new Map(Object.entries(owner.spec.select));
  const matched = Object.entries(prometheus.labels).filter(([label, value]) => selected.get(label) !== value);
  return { ...owner.spec.cloudwatch.dimensions, ...Object.fromEntries(matched) };
}

/** A metric published as it is emitted keeps its raw unit; one with a name of its own is taken to be in the plan's. */
function defaultScale({ prometheus }: Emitted, { name }: CloudWatchMapping): number {
  return name === undefined ? prometheus.scale : 1;
}

/** What a counter without a unit counts is events. */
function measuredIn({ instrument, unit }: Emitted): Unit {
  return instrument === 'counter' && unit === 'none' ? 'events' : unit;
}

/** Counts are added up as they are published, so that a counter must be kept in the very unit of the plan. */
function unitsOf(emitted: Emitted): Readonly<Record<string, number>> {
  const units = SCALES[measuredIn(emitted)];
  if (emitted.instrument !== 'counter') return units;
  return Object.fromEntries(Object.entries(units).filter(([, scale]) => scale === 1));
}

function scaleOf(emitted: Emitted, unit: string): number | undefined {
  const units = unitsOf(emitted);
  return Object.hasOwn(units, unit) ? units[unit] : undefined;
}
