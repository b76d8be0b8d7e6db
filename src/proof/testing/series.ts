import type { Plan } from '../../plan/plan.ts';
import { rawValue, type Signal } from '../../plan/signal.ts';
import { type SeriesSpec, SHAPES } from '../../spec/kinds/alert-test.ts';
import { didYouMean, suggest } from '../../support/suggest.ts';
import { parseQuantity } from '../../units/index.ts';
import { notation, selector } from '../synthesis/notation.ts';
import type { Emitted } from './mentions.ts';
import type { CaseSeries } from './promtool-case.ts';
import { drawn, type Piece, type Shape } from './samples.ts';

/** Tells what is wrong at a place below `spec.series[index]`. */
export type Complain = (
  index: number,
  path: readonly (string | number)[],
  what: { code: string; message: string; expected?: string; hint?: string; suggestions?: readonly string[] },
) => void;

export interface TestTimes {
  /** Unix time of the start. */
  readonly startSeconds: number;
  readonly intervalSeconds: number;
  /** Of the last sample, since the start. */
  readonly endSeconds: number;
}

export interface TestSeries {
  readonly series: readonly CaseSeries[];
  /** Those that are absent throughout, too: rules that look for them are meant. */
  readonly emitted: readonly Emitted[];
}

/** What an entry means: a metric with labels, and the signal that it is when a role was named. */
interface Source {
  readonly metric: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly signal?: Signal;
}

/** The series of a test in promtool's notation. What is wrong is told, and left out. */
export function testSeries(
  plan: Plan,
  entries: readonly SeriesSpec[],
  times: TestTimes,
  complain: Complain,
): TestSeries {
  const sources = new Map<string, { source: Source; pieces: Piece[]; verbatim?: string }>();
  for (const [index, entry] of entries.entries()) {
    const source = sourceOf(plan, entry, index, complain);
    const shape = source && shapeOf(entry, source, index, complain);
    if (source === undefined || shape === undefined) continue;
    const key = selector(source.metric, source.labels);
    const known = sources.get(key) ?? { source, pieces: [] };
    sources.set(key, known);
    const from = entry.from?.seconds ?? known.pieces.at(-1)?.toSeconds ?? 0;
    const length = entry.for ?? entry.shape?.for;
    const toSeconds = length === undefined ? Number.POSITIVE_INFINITY : from + length.seconds;
    const problem = misfit(known, shape, from);
    if (entry.for && entry.shape?.for)
      complain(index, ['shape', 'for'], {
        code: 'test/shape',
        message: 'how long it lasts is said twice',
        expected: 'one "for"',
      });
    else if (problem !== undefined)
      complain(index, entry.from ? ['from'] : ['metric'], { code: 'test/overlap', ...problem });
    else known.pieces.push({ fromSeconds: from, toSeconds, shape });
  }
  const drawnSeries = [...sources.values()].flatMap(({ source, pieces }) => seriesOf(source, pieces, times));
  return {
    series: drawnSeries.flatMap(({ values, ...series }) =>
      values === '' ? [] : [{ series: selector(series.name, series.labels), values }],
    ),
    emitted: drawnSeries.map(({ name, labels }) => ({ name, labels })),
  };
}

function misfit(
  { pieces }: { pieces: readonly Piece[] },
  shape: Shape,
  from: number,
): { message: string; expected: string } | undefined {
  const last = pieces.at(-1);
  if (last === undefined) return undefined;
  if (last.toSeconds === Number.POSITIVE_INFINITY || from < last.toSeconds)
    return {
      message: 'it begins before the entry above it for the same series has ended',
      expected: 'a "for" in the entry above, and a "from" that is not before its end',
    };
  const types = new Set(
    [...pieces.map((piece) => piece.shape), shape]
      .map(({ type }) => type)
      .filter((type) => type !== 'absent'),
  );
  const isMixed = types.has('values') || (types.has('histogram') && types.size > 1);
  return isMixed
    ? {
        message: `${[...types].join(' and ')} can't follow each other in one series`,
        expected: 'one way to write it, in all entries of the series',
      }
    : undefined;
}

function seriesOf(
  { metric, labels, signal }: Source,
  pieces: readonly Piece[],
  times: TestTimes,
): (Emitted & { values: string })[] {
  const [first] = pieces;
  if (first?.shape.type === 'values') {
    const lead = Math.round(first.fromSeconds / times.intervalSeconds);
    return [
      {
        name: metric,
        labels,
        values: `${lead > 0 ? `_x${lead - 1} `.replace('_x0', '_') : ''}${first.shape.text}`,
      },
    ];
  }
  const parts = drawn(pieces, times, signal?.prometheus.histogram?.buckets ?? []);
  const isHistogram = signal?.instrument === 'histogram';
  return parts.map(({ suffix, le, values }) => ({
    name: `${metric}${suffix === '' && isHistogram ? '_count' : suffix}`,
    labels: le === undefined ? labels : { ...labels, le },
    values: values.every((value) => value === undefined) ? '' : notation(values),
  }));
}

const SUBJECTS = [
  ['model', 'model'],
  ['pipeline', 'pipeline'],
  ['featureSet', 'feature-set'],
] as const;

function sourceOf(plan: Plan, entry: SeriesSpec, index: number, complain: Complain): Source | undefined {
  const { metric, labels = {} } = entry;
  const subjects = SUBJECTS.filter(([field]) => entry[field] !== undefined);
  const [subject, second] = subjects;
  if (subject === undefined) return { metric: metric.name, labels: { ...metric.match, ...labels } };
  if (second !== undefined) {
    complain(index, [second[0]], {
      code: 'test/unknown-signal',
      message: 'it is of two objects at once',
      expected: 'one of model, pipeline, featureSet',
    });
    return undefined;
  }
  const [field, kind] = subject;
  const prefix = `${kind}:${entry[field] ?? ''}/`;
  const own = plan.signals.flatMap((each) => {
    if (each.id.startsWith(prefix)) return [{ role: each.id.slice(prefix.length), signal: each }];
    // What the drift job writes of a model belongs to the policies that ask for it.
    const isOfJob = each.emitter === 'drift-job' && each.prometheus.labels[field] === entry[field];
    return isOfJob ? [{ role: `drift-${each.id.slice(each.id.lastIndexOf('/') + 1)}`, signal: each }] : [];
  });
  const named = own.filter(({ role }) => role === metric.text).map((each) => each.signal);
  const signal = named.find(({ prometheus }) => fitsLabels(prometheus.labels, labels)) ?? named[0];
  if (signal) {
    const environment = plan.environment.labelsSelect ? plan.environment.labels : {};
    return {
      metric: signal.metric,
      labels: { ...environment, ...signal.prometheus.labels, ...labels },
      signal,
    };
  }
  const roles = own.map(({ role }) => role);
  const suggestions = suggest(metric.text, roles);
  const hint = didYouMean(suggestions);
  complain(index, own.length > 0 ? ['metric'] : [field], {
    code: 'test/unknown-signal',
    message:
      own.length > 0
        ? `${field} ${entry[field]} measures no "${metric.text}"`
        : `nothing is measured of ${field} "${entry[field]}" here`,
    expected:
      own.length > 0 ? `one of ${roles.join(', ')}` : `a ${field} with metrics that something is made of`,
    ...(hint !== undefined && { hint }),
    ...(suggestions.length > 0 && { suggestions }),
  });
  return undefined;
}

/** Of several policies a label says which one. */
function fitsLabels(own: Readonly<Record<string, string>>, asked: Readonly<Record<string, string>>): boolean {
  return Object.entries(asked).every(([name, value]) => (own[name] ?? value) === value);
}

/** What the entry says that its series do, in raw units. */
function shapeOf(entry: SeriesSpec, source: Source, index: number, complain: Complain): Shape | undefined {
  const written = SHAPES.filter((name) => entry[name] !== undefined);
  const [name, second] = written;
  const bad = (field: string | undefined, message: string, expected: string): undefined => {
    complain(index, field === undefined ? [] : [field], { code: 'test/shape', message, expected });
  };
  if (name === undefined || second !== undefined) {
    const message =
      name === undefined
        ? 'it does not say what the series does'
        : `${written.join(' and ')} exclude each other`;
    return bad(second, message, `one of ${SHAPES.join(', ')}`);
  }
  const { signal } = source;
  const fitting = signal && fittingShapes(signal);
  if (fitting && !fitting.includes(name))
    return bad(
      name,
      `${signal.metric} is a ${signal.instrument}${signal.unit === 'unix-seconds' ? ' with a time' : ''}: ${name} says nothing of it`,
      `one of ${fitting.join(', ')}`,
    );
  const raw = (value: number): number => (signal ? rawValue(signal.prometheus, value) : value);
  const { values, rate, value, age, ageFrom, shape } = entry;
  if (values !== undefined) return { type: 'values', text: values };
  // Counters and observations are counted one by one, whatever the unit of what is observed.
  if (rate !== undefined) return { type: 'counter', perSecond: rate.perSecond };
  if (age !== undefined) return { type: 'age', seconds: age.seconds, scale: raw(1), isKept: true };
  if (ageFrom !== undefined) return { type: 'age', seconds: ageFrom.seconds, scale: raw(1), isKept: false };
  if (shape !== undefined)
    return {
      type: 'histogram',
      le: Object.entries(shape.le).map(([bound, { perSecond }]) => ({ bound, perSecond })),
    };
  if (value === undefined) return { type: 'absent' };
  const parsed = parseQuantity(value, signal?.unit ?? 'none');
  return parsed.ok
    ? { type: 'gauge', value: raw(parsed.value) }
    : bad('value', `${value} is no value of ${source.metric}`, parsed.expected);
}

function fittingShapes({ instrument, unit, prometheus }: Signal): readonly (typeof SHAPES)[number][] {
  if (instrument === 'counter') return ['rate', 'values', 'absent'];
  if (instrument === 'gauge')
    return unit === 'unix-seconds' ? ['age', 'ageFrom', 'values', 'absent'] : ['value', 'values', 'absent'];
  return prometheus.histogram?.kind === 'native' ? ['values', 'absent'] : ['shape', 'absent'];
}
