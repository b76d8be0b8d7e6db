import type { Statistic } from '../../spec/kinds/monitor/threshold.ts';
import { didYouMean, suggest } from '../../support/suggest.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Measure, Proportion, VersionShare } from '../condition.ts';
import { type Selection, type Signal, tellsApart } from '../signal.ts';
import { type BuildContext, reportAt } from './context.ts';
import { askedStatistic, reportNoLabel } from './monitor-measure.ts';
import { silent } from './monitor-part.ts';
import { askedBy, proxiesOf, proxyNamed } from './proxy-measure.ts';
import { includesErrors, modelSignal } from './signals.ts';
import { canCount } from './slo.ts';
import {
  type AskedStatistic,
  type CountMeasure,
  type Counts,
  classCounts,
  statisticOf,
  type VersionSelection,
} from './statistic.ts';
import type { Side } from './versions.ts';

/** A metric by which versions are compared. */
export interface ComparedMetric {
  /** Which way is bad. */
  readonly worse: 'higher' | 'lower' | 'either';
  readonly value: (side: Side) => Measure;
  /** How many events a side stands on. */
  readonly samples: (side: Side) => Measure;
  /** Of a share: what it is a share of, to be tested. */
  readonly proportion?: (side: Side) => Proportion;
  /** "error rate". */
  readonly words: string;
  /** What users feel: no failure upstream excuses it. */
  readonly isSymptom: boolean;
}

/** The metrics that need no proxy. */
const BUILT_IN = [
  'latency-mean',
  'latency-p50',
  'latency-p75',
  'latency-p90',
  'latency-p95',
  'latency-p99',
  'error-rate',
  'fallback-rate',
  'confidence-mean',
] as const;

/**
 * The metric of `compare.metrics[index]`: a proxy of the model by its name, else one that every model may have. Undefined (and
 * a finding at the name) when it is none, or cannot be told apart by version.
 */
export function comparedMetric(
  context: BuildContext,
  monitor: Entity<'Monitor'>,
  model: Entity<'Model'>,
  name: string,
  index: number,
): ComparedMetric | undefined {
  const path = ['compare', 'metrics', index];
  const overSeconds = monitor.spec.over.seconds;
  const asked = { entity: monitor, path };
  const proxy = proxyNamed(model, name);
  if (proxy !== undefined) {
    if (proxy.spec.query !== undefined) {
      reportUnfit(context, asked, name, 'a query names no versions');
      return undefined;
    }
    // What is wrong with the proxy itself is told at it.
    const found = askedStatistic(silent(context), askedBy(proxy));
    if (found === undefined) return undefined;
    const { within, min, max } = proxy.spec.expect;
    const worse =
      within || (min !== undefined && max !== undefined) ? 'either' : min === undefined ? 'higher' : 'lower';
    return statisticMetric(context, asked, model.name, name, found, worse);
  }
  const [role, statistic] = roleAndStatistic(name);
  if (role === 'latency' || role === 'confidence') {
    const signal = modelSignal(context, model, role, { ...asked, instruments: ['histogram'] });
    const seconds = signal && Math.max(overSeconds, 4 * signal.cadenceSeconds);
    const worse = role === 'latency' ? 'higher' : 'either';
    return (
      signal &&
      statisticMetric(
        context,
        asked,
        model.name,
        name,
        { signal, statistic, ofClass: {}, overSeconds: seconds ?? 0 },
        worse,
      )
    );
  }
  if (role === 'errors' || role === 'fallback') return badRate(context, asked, model, role, overSeconds);
  const known = [...BUILT_IN, ...proxiesOf(model).map(({ spec }) => spec.name)];
  const suggestions = suggest(name, known);
  reportAt(context, monitor, path, {
    code: 'monitor/compare-metric',
    severity: 'error',
    message: `"${name}" is nothing that versions of ${model.name} can be compared by`,
    expected: `one of ${[...new Set(known)].join(', ')}`,
    ...(suggestions.length > 0 && { hint: didYouMean(suggestions) ?? '', suggestions }),
  });
  return undefined;
}

function roleAndStatistic(name: string): readonly [string | undefined, Statistic] {
  if (!BUILT_IN.some((known) => known === name)) return [undefined, 'mean'];
  if (name === 'error-rate') return ['errors', 'rate'];
  if (name === 'fallback-rate') return ['fallback', 'rate'];
  const [role, statistic] = name.split('-');
  return [role, statistic as Statistic];
}

function isProxy(name: string): boolean {
  return !BUILT_IN.some((known) => known === name);
}

interface AskedAt {
  readonly entity: Entity;
  readonly path: (string | number)[];
}

function statisticMetric(
  context: BuildContext,
  { entity, path }: AskedAt,
  model: string,
  name: string,
  found: AskedStatistic,
  worse: ComparedMetric['worse'],
): ComparedMetric | undefined {
  const { signal, statistic, ofClass } = found;
  if (!checkVersioned(context, { entity, path }, [signal])) return undefined;
  const words = isProxy(name) ? `proxy ${name}` : name.split('-').toReversed().join(' of ');
  const isCount = statistic === 'rate' || statistic === 'increase' || statistic === 'share';
  if (!isCount && signal.instrument === 'histogram') {
    const of = ({ selection }: Side) => statisticOf(found, selection);
    return {
      worse,
      words,
      value: (side) => of(side).measure,
      samples: (side) => of(side).samples ?? of(side).measure,
      isSymptom: signal.role === 'latency',
    };
  }
  if (isCount && Object.keys(ofClass).length > 0) {
    // Versions have different shares of the traffic: what can be compared is the share of the class in each.
    return shareMetric({ model, metric: name }, (side) => classCounts(found, side), worse, words, false);
  }
  reportUnfit(
    context,
    { entity, path },
    name,
    isCount
      ? 'versions have different shares of the traffic, so that their rates differ anyway'
      : 'a gauge counts no samples to stand on',
  );
  return undefined;
}

function shareMetric(
  compared: Omit<VersionShare, 'version'>,
  counts: (side: VersionSelection) => Counts,
  worse: ComparedMetric['worse'],
  words: string,
  isSymptom: boolean,
): ComparedMetric {
  const proportion = ({ name, selection }: Side): Proportion => {
    const ofVersion: VersionShare = { ...compared, version: name };
    const { events, of } = counts(selection);
    return { ofVersion, events, of: { ...of, ofVersion: { ...ofVersion, figure: 'total' } } };
  };
  return {
    worse,
    words,
    isSymptom,
    proportion,
    value: (side) => {
      const { ofVersion, events, of } = proportion(side);
      return {
        node: 'ratio',
        numerator: events,
        denominator: of,
        unit: 'ratio',
        ofVersion: { ...ofVersion, figure: 'share' },
      };
    },
    samples: (side) => proportion(side).of,
  };
}

/** The share of bad events among all: those of another metric are added to the total, as for an objective. */
function badRate(
  context: BuildContext,
  asked: AskedAt,
  model: Entity<'Model'>,
  role: 'errors' | 'fallback',
  seconds: number,
): ComparedMetric | undefined {
  const counters = { ...asked, instruments: ['counter', 'histogram'] as const };
  const bad = modelSignal(context, model, role, counters);
  const total = modelSignal(context, model, 'requests', counters);
  if (bad === undefined || total === undefined) return undefined;
  if (!checkVersioned(context, asked, [bad, total])) return undefined;
  const overSeconds = Math.max(seconds, 4 * bad.cadenceSeconds, 4 * total.cadenceSeconds);
  const count = (signal: Signal, side: VersionSelection): CountMeasure => {
    const of: Selection = { signal: signal.id, ...side };
    return { node: 'increase', of, overSeconds, unit: 'events' };
  };
  const isIn = includesErrors(context, model, 'requests') ?? canCount(total, bad);
  const all = (side: VersionSelection): CountMeasure =>
    isIn
      ? count(total, side)
      : { node: 'combine', by: 'sum', of: [count(total, side), count(bad, side)], unit: 'events' };
  return shareMetric(
    { model: model.name, metric: role === 'errors' ? 'error-rate' : 'fallback-rate' },
    (side) => ({ events: count(bad, side), of: all(side) }),
    'higher',
    role === 'errors' ? 'error rate' : 'fallback rate',
    true,
  );
}

function checkVersioned(
  context: BuildContext,
  { entity, path }: AskedAt,
  signals: readonly Signal[],
): boolean {
  const without = signals.find((signal) => !tellsApart(signal, 'version'));
  if (without === undefined) return true;
  reportNoLabel(context, entity, path, without, 'version');
  return false;
}

function reportUnfit(context: BuildContext, { entity, path }: AskedAt, name: string, why: string): void {
  reportAt(context, entity, path, {
    code: 'monitor/compare-metric',
    severity: 'error',
    message: `versions can't be compared by ${name}: ${why}`,
    expected: 'a share of a class, or a mean or percentile of a histogram',
  });
}
