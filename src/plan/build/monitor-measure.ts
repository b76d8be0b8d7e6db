import { printDuration } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Measure } from '../condition.ts';
import { type FacetValues, type Instrument, type Selection, type Signal, tellsApart } from '../signal.ts';
import { type BuildContext, reportAt, type SubjectEntity } from './context.ts';
import { featureSetSignal, pipelineSignal } from './freshness.ts';
import { modelSignal } from './signals.ts';

/** What a monitor looks at. */
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

type Statistic = NonNullable<Entity<'Monitor'>['spec']['statistic']>;

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
  const { spec } = monitor;
  if ((spec.query === undefined) === (spec.of === undefined)) {
    reportAt(context, monitor, spec.query === undefined ? [] : ['query'], {
      code: 'monitor/of-or-query',
      severity: 'error',
      message:
        spec.query === undefined
          ? 'the monitor says neither "of" nor "query"'
          : 'the monitor says both "of" and "query"',
      expected: 'exactly one of: of, a role of the subject; query, a PromQL expression',
    });
    return undefined;
  }
  if (spec.query !== undefined) return queryMeasure(context, monitor, spec.query);
  if (spec.unit !== undefined) {
    reportAt(context, monitor, ['unit'], {
      code: 'monitor/only-with-query',
      severity: 'error',
      message: '"unit" has no effect on a role',
      expected: 'the unit in the mapping of the role; unit only with a query',
    });
    return undefined;
  }
  const signal = signalOf(context, monitor, subject, spec.of ?? '');
  if (signal === undefined) return undefined;
  const fitting = fittingStatistics(signal);
  const statistic = spec.statistic ?? fitting[0] ?? 'rate';
  if (!fitting.includes(statistic)) {
    const isMoment = signal.unit === 'unix-seconds' || statistic === 'age';
    reportAt(context, monitor, ['statistic'], {
      code: 'monitor/statistic',
      severity: 'error',
      message: `${statistic} means nothing for ${signal.metric}, a ${signal.instrument}${isMoment ? ` of unit ${signal.unit}` : ''}`,
      expected: `one of ${fitting.join(', ')}`,
    });
    return undefined;
  }
  const where = whereOf(context, monitor, signal, statistic);
  return where && statisticMeasure(context, monitor, signal, statistic, where);
}

function queryMeasure(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  text: string,
): MonitorMeasure | undefined {
  const { spec } = monitor;
  for (const field of ['statistic', 'class', 'version', 'minSamples'] as const) {
    if (spec[field] === undefined) continue;
    reportAt(context, monitor, [field], {
      code: 'monitor/not-with-query',
      severity: 'error',
      message: `"${field}" has no effect on a query`,
      expected: 'the query itself to say it',
    });
    return undefined;
  }
  return {
    measure: { node: 'raw', language: 'promql', text: text.trim(), unit: spec.unit ?? 'none' },
    words: 'the value',
  };
}

function signalOf(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  subject: SubjectEntity,
  role: string,
): Signal | undefined {
  if (subject.kind === 'Model') return modelSignal(context, subject, role, { entity: monitor, path: ['of'] });
  const signal =
    subject.kind === 'FeatureSet' ? featureSetSignal(context, subject) : pipelineSignal(context, subject);
  if (role === 'freshness' && signal) return signal;
  reportAt(context, monitor, ['of'], {
    code: 'metrics/unknown-role',
    severity: 'error',
    message: `${subject.kind} ${subject.name} has no role "${role}"`,
    expected: signal ? 'freshness' : 'a query: the subject maps no metrics',
  });
  return undefined;
}

/** The class and version to look at; undefined when the signal has no label for them. */
function whereOf(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  signal: Signal,
  statistic: Statistic,
): FacetValues | undefined {
  const { spec } = monitor;
  const where: Record<string, string> = {};
  for (const field of ['class', 'version'] as const) {
    const value = spec[field];
    if (value === undefined) continue;
    if (!tellsApart(signal, field)) {
      reportAt(context, monitor, [field], {
        code: 'metrics/no-label',
        severity: 'error',
        message: `${signal.metric} has no label for the ${field}`,
        expected: `labels: { ${field}: … } in the mapping of role ${signal.role}`,
      });
      return undefined;
    }
    where[field] = value;
  }
  if (statistic === 'share' && spec.class === undefined) {
    reportAt(context, monitor, ['statistic'], {
      code: 'monitor/share-without-class',
      severity: 'error',
      message: 'a share needs the class whose share it is',
      expected: 'class: …',
    });
    return undefined;
  }
  return where;
}

function statisticMeasure(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  signal: Signal,
  statistic: Statistic,
  where: FacetValues,
): MonitorMeasure {
  const { spec } = monitor;
  const overSeconds = Math.max(spec.over.seconds, 4 * signal.cadenceSeconds);
  const of: Selection = { signal: signal.id, ...(Object.keys(where).length > 0 && { where }) };
  const samples: Measure = { node: 'increase', of, overSeconds, unit: 'events' };
  const what = [spec.class, signal.role, spec.version].filter((word) => word !== undefined).join(' ');
  const over = `over ${printDuration(overSeconds)}`;
  const windowed = { signal, needs: of, samples, words: `${statistic} of ${what} ${over}` };
  switch (statistic) {
    case 'rate':
      return { ...windowed, measure: { node: 'rate', of, overSeconds, unit: 'events-per-second' } };
    case 'increase':
      return { ...windowed, measure: samples };
    case 'share': {
      const all: Selection = {
        signal: signal.id,
        ...(spec.version !== undefined && { where: { version: spec.version } }),
      };
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
    case 'p99':
      return {
        ...windowed,
        measure: {
          node: 'quantile',
          of,
          quantile: Number(statistic.slice(1)) / 100,
          overSeconds,
          unit: signal.unit,
        },
      };
    case 'age':
      return {
        signal,
        needs: of,
        words: `age of ${what}`,
        measure: { node: 'age', of, aggregate: 'oldest', unit: 'seconds' },
      };
    case 'max':
    case 'min':
    case 'sum':
    case 'avg':
      return {
        signal,
        needs: of,
        words: `${statistic} of ${what}`,
        measure: {
          node: 'gauge',
          of,
          aggregate: statistic === 'avg' ? 'mean' : statistic,
          unit: signal.unit,
        },
      };
  }
}
