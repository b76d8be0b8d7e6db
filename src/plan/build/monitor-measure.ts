import type { NodePath } from '../../source/node.ts';
import type { Statistic } from '../../spec/kinds/monitor/threshold.ts';
import type { Entity } from '../../workspace/entity.ts';
import { type FacetValues, type Instrument, type Signal, tellsApart, type Unit } from '../signal.ts';
import { type BuildContext, reportAt, type SubjectEntity } from './context.ts';
import { featureSetSignal, pipelineSignal } from './freshness.ts';
import { modelSignal } from './signals.ts';
import { type AskedStatistic, type MonitorMeasure, statisticMeasure } from './statistic.ts';

/** Who asks for a measure, and the fields that say which. */
export interface MeasureAsked {
  readonly entity: Entity;
  /** The map with the fields, below `spec`. */
  readonly path: NodePath;
  /** The field that names the role. */
  readonly roleField: 'of' | 'from';
  readonly subject: SubjectEntity;
  readonly spec: {
    readonly role?: string | undefined;
    readonly query?: string | undefined;
    readonly unit?: Exclude<Unit, 'unix-seconds' | 'money'> | undefined;
    readonly statistic?: Statistic | undefined;
    readonly class?: string | undefined;
    readonly version?: string | undefined;
    readonly over: { readonly seconds: number };
  };
}

const FITTING: Readonly<Record<Instrument, readonly Statistic[]>> = {
  counter: ['rate', 'increase', 'share'],
  histogram: ['mean', 'p50', 'p75', 'p90', 'p95', 'p99', 'rate', 'increase'],
  gauge: ['max', 'min', 'avg', 'sum'],
};

/** Statistics that mean something for a signal, the default one first: of a moment only its age does. */
function fittingStatistics({ instrument, unit }: Signal): readonly Statistic[] {
  if (instrument !== 'gauge') return FITTING[instrument];
  return unit === 'unix-seconds' ? ['age'] : FITTING.gauge;
}

/** The measure of a monitor; undefined (and findings) when role, statistic and query don't fit. */
export function monitorMeasure(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  subject: SubjectEntity,
): MonitorMeasure | undefined {
  const { of, ...spec } = monitor.spec;
  const bounds = [spec.threshold, spec.recover].flatMap((bound) => (bound ? Object.values(bound) : []));
  const unit = spec.unit ?? (spec.query === undefined ? undefined : unitAsWritten(bounds));
  return measureOf(context, {
    entity: monitor,
    path: [],
    roleField: 'of',
    subject,
    spec: { ...spec, role: of, ...(unit !== undefined && { unit }) },
  });
}

/** The unit of a query that nobody named, by what it is compared with: what is held against 5% is a share. */
export function unitAsWritten(bounds: readonly unknown[]): 'ratio' | undefined {
  const isShare = bounds.some((bound) => typeof bound === 'string' && bound.trimEnd().endsWith('%'));
  return isShare ? 'ratio' : undefined;
}

/** The measure that is asked for; undefined (and findings at its fields) when role, statistic and query don't fit. */
export function measureOf(context: BuildContext, asked: MeasureAsked): MonitorMeasure | undefined {
  if (!checkOneSource(context, asked)) return undefined;
  const { spec } = asked;
  if (spec.query !== undefined) return queryMeasure(context, asked, spec.query);
  const found = askedStatistic(context, asked);
  const version = found && versionOf(context, asked, found.signal);
  return found && version && statisticMeasure(found, version, spec);
}

function checkOneSource(context: BuildContext, { entity, path, roleField, spec }: MeasureAsked): boolean {
  if ((spec.query === undefined) !== (spec.role === undefined)) return true;
  const what = path.length === 0 ? 'the monitor' : 'this';
  reportAt(context, entity, spec.query === undefined ? path : [...path, 'query'], {
    code: 'monitor/of-or-query',
    severity: 'error',
    message:
      spec.query === undefined
        ? `${what} says neither "${roleField}" nor "query"`
        : `${what} says both "${roleField}" and "query"`,
    expected: `exactly one of: ${roleField}, a role of the subject; query, a PromQL expression`,
  });
  return false;
}

function queryMeasure(
  context: BuildContext,
  { entity, path, spec }: MeasureAsked,
  query: string,
): MonitorMeasure | undefined {
  for (const field of ['statistic', 'class', 'version'] as const) {
    if (spec[field] === undefined) continue;
    reportAt(context, entity, [...path, field], {
      code: 'monitor/not-with-query',
      severity: 'error',
      message: `"${field}" has no effect on a query`,
      expected: 'the query itself to say it',
    });
    return undefined;
  }
  const text = query.trim();
  return {
    measure: { node: 'raw', language: 'promql', text, unit: spec.unit ?? 'none' },
    // Whether a volume can be read from it is checked with the queries, and only where it is asked for.
    samples: { node: 'raw-volume', language: 'promql', text, unit: 'events' },
    words: 'the value',
  };
}

/** The statistic of a role, without regard to versions; undefined (and findings) when it does not fit. */
export function askedStatistic(context: BuildContext, asked: MeasureAsked): AskedStatistic | undefined {
  const { entity, path, spec } = asked;
  if (spec.unit !== undefined) {
    reportAt(context, entity, [...path, 'unit'], {
      code: 'monitor/only-with-query',
      severity: 'error',
      message: '"unit" has no effect on a role',
      expected: 'the unit in the mapping of the role; unit only with a query',
    });
    return undefined;
  }
  const signal = signalOf(context, asked, spec.role ?? '');
  if (signal === undefined) return undefined;
  const fitting = fittingStatistics(signal);
  const statistic = spec.statistic ?? fitting[0] ?? 'rate';
  if (!fitting.includes(statistic)) {
    const isMoment = signal.unit === 'unix-seconds' || statistic === 'age';
    reportAt(context, entity, [...path, 'statistic'], {
      code: 'monitor/statistic',
      severity: 'error',
      message: `${statistic} means nothing for ${signal.metric}, a ${signal.instrument}${isMoment ? ` of unit ${signal.unit}` : ''}`,
      expected: `one of ${fitting.join(', ')}`,
    });
    return undefined;
  }
  const ofClass = classOf(context, asked, signal, statistic);
  const overSeconds = Math.max(spec.over.seconds, 4 * signal.cadenceSeconds);
  return ofClass && { signal, statistic, ofClass, overSeconds };
}

function signalOf(
  context: BuildContext,
  { entity, path, roleField, subject }: MeasureAsked,
  role: string,
): Signal | undefined {
  const place = [...path, roleField];
  if (subject.kind === 'Model') return modelSignal(context, subject, role, { entity, path: place });
  const signal =
    subject.kind === 'FeatureSet' ? featureSetSignal(context, subject) : pipelineSignal(context, subject);
  if (role === 'freshness' && signal) return signal;
  reportAt(context, entity, place, {
    code: 'metrics/unknown-role',
    severity: 'error',
    message: `${subject.kind} ${subject.name} has no role "${role}"`,
    expected: signal ? 'freshness' : 'a query: the subject maps no metrics',
  });
  return undefined;
}

/** Facets that a class may be told by: of predictions, of ratings, of labelled outcomes. */
const CLASS_FACETS = ['class', 'value', 'outcome'] as const;

/** The class to look at; undefined when the signal has no label for it, or a share is of none. */
function classOf(
  context: BuildContext,
  { entity, path, spec }: MeasureAsked,
  signal: Signal,
  statistic: Statistic,
): FacetValues | undefined {
  if (spec.class === undefined) {
    if (statistic !== 'share') return {};
    reportAt(context, entity, [...path, 'statistic'], {
      code: 'monitor/share-without-class',
      severity: 'error',
      message: 'a share needs the class whose share it is',
      expected: 'class: …',
    });
    return undefined;
  }
  const facet = CLASS_FACETS.find((each) => tellsApart(signal, each));
  if (facet !== undefined) return { [facet]: spec.class };
  reportNoLabel(context, entity, [...path, 'class'], signal, 'class');
  return undefined;
}

function versionOf(
  context: BuildContext,
  { entity, path, spec }: MeasureAsked,
  signal: Signal,
): FacetValues | undefined {
  if (spec.version === undefined) return {};
  if (tellsApart(signal, 'version')) return { version: spec.version };
  reportNoLabel(context, entity, [...path, 'version'], signal, 'version');
  return undefined;
}

export function reportNoLabel(
  context: BuildContext,
  entity: Entity,
  path: NodePath,
  signal: Signal,
  facet: 'class' | 'version' | 'kind',
): void {
  reportAt(context, entity, path, {
    code: 'metrics/no-label',
    severity: 'error',
    message: `${signal.metric} has no label for the ${facet}`,
    expected: `labels: { ${facet}: … } in the mapping of role ${signal.role}`,
  });
}
