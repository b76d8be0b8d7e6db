import type { Measure } from '../../plan/condition.ts';
import type { Instrument, Selection, Signal } from '../../plan/signal.ts';
import { checkQuery } from '../../promql/check.ts';
import { volumeQuery } from '../../promql/lower/raw.ts';
import { type SelectorSyntax, type Syntax, withoutParentheses } from '../../promql/syntax.ts';

/** A user's query read as a measure of the plan, over signals that the query itself names. */
export interface ReadQuery {
  readonly measure: Measure;
  readonly signals: readonly Signal[];
}

/** What of PromQL cannot be turned into a measure; the message says which part. */
class NotReadable extends Error {}

/** Signals of queries: they have the labels that the query asks for and no others. */
export const QUERY_ROLE = 'query of a user';

const ORIGIN = { object: { kind: 'Monitor', name: 'query' }, spans: [] };

/**
 * Reads the common shapes of queries: sums of rates and increases, gauges and their aggregates, ages, quantiles of classic histograms,
 * quotients, multiples and sums of these. The text says which part of any other one stands in the way.
 */
export function readQuery(
  text: string,
  id: string,
  worst: 'min' | 'max' = 'max',
): ReadQuery | { readonly why: string } {
  const { syntax } = checkQuery(text);
  if (syntax === undefined) return { why: 'the query does not parse' };
  const signals = new Map<string, Signal>();
  try {
    return { measure: read({ id, signals, text, worst }, syntax), signals: [...signals.values()] };
  } catch (error) {
    if (error instanceof NotReadable) return { why: error.message };
    throw error;
  }
}

/** The events that a user's quotient stands on. */
export function readVolume(
  text: string,
  id: string,
  worst: 'min' | 'max' = 'max',
): ReadQuery | { readonly why: string } {
  const query = volumeQuery(text);
  return query === undefined ? { why: 'the query counts no events' } : readQuery(query, id, worst);
}

interface Reading {
  readonly id: string;
  readonly signals: Map<string, Signal>;
  readonly text: string;
  /** Which of several series counts. */
  readonly worst: 'min' | 'max';
}

function read(reading: Reading, syntax: Syntax): Measure {
  const bare = withoutParentheses(syntax);
  switch (bare.kind) {
    case 'number':
      return { node: 'constant', value: bare.value, unit: 'none' };
    case 'selector':
      return gauge(reading, bare, reading.worst);
    case 'aggregation':
      return aggregation(reading, bare);
    case 'binary':
      return binary(reading, bare);
    case 'call':
      return call(reading, bare);
    case 'modifier': {
      const { offset, modifier } = bare;
      if (modifier !== 'offset' || offset?.seconds === undefined) return fail(reading, bare);
      return { node: 'ago', of: read(reading, bare.of), bySeconds: offset.seconds, unit: 'none' };
    }
    case 'sign':
      return { node: 'scaled', of: read(reading, bare.of), factor: bare.sign === '-' ? -1 : 1, unit: 'none' };
    case 'string':
    case 'range':
    case 'subquery':
    case 'parentheses':
      return fail(reading, bare);
  }
}

function fail({ text }: Reading, { from, to }: Syntax): never {
  const part = text.slice(from, to).replace(/\s+/g, ' ');
  throw new NotReadable(`series that give \`${part}\` a value are not made up`);
}

type Node<Kind extends Syntax['kind']> = Extract<Syntax, { kind: Kind }>;

const AGGREGATES = { sum: 'sum', min: 'min', max: 'max', avg: 'mean' } as const;

function aggregation(reading: Reading, node: Node<'aggregation'>): Measure {
  const [of] = node.args;
  if (of === undefined || node.args.length !== 1) return fail(reading, node);
  const inner = withoutParentheses(of);
  if (node.op === 'sum' && node.grouping === undefined && inner.kind === 'call') return read(reading, inner);
  const by = Object.entries(AGGREGATES).find(([op]) => op === node.op)?.[1];
  if (inner.kind === 'selector' && by !== undefined && node.grouping === undefined)
    return gauge(reading, inner, by);
  if (node.op === 'sum' && node.grouping === undefined && inner.kind === 'modifier') {
    if (inner.modifier !== 'offset' || inner.offset?.seconds === undefined) return fail(reading, node);
    const now: Syntax = { ...node, args: [inner.of] };
    return { node: 'ago', of: read(reading, now), bySeconds: inner.offset.seconds, unit: 'none' };
  }
  return fail(reading, node);
}

function call(reading: Reading, node: Node<'call'>): Measure {
  const [first, second] = node.args;
  if (first === undefined) return fail(reading, node);
  if (node.function === 'scalar' || node.function === 'vector') return read(reading, first);
  if (node.function === 'histogram_quantile' && second !== undefined)
    return quantile(reading, node, first, second);
  if (node.function !== 'rate' && node.function !== 'increase') return fail(reading, node);
  const { selector, seconds, ago } = rangeOf(reading, first);
  const of = selection(reading, selector, 'counter');
  const measure: Measure =
    node.function === 'rate'
      ? { node: 'rate', of, overSeconds: seconds, unit: 'events-per-second' }
      : { node: 'increase', of, overSeconds: seconds, unit: 'events' };
  return ago === 0 ? measure : { node: 'ago', of: measure, bySeconds: ago, unit: 'none' };
}

function rangeOf(
  reading: Reading,
  syntax: Syntax,
): { readonly selector: SelectorSyntax; readonly seconds: number; readonly ago: number } {
  const bare = withoutParentheses(syntax);
  if (bare.kind === 'modifier' && bare.modifier === 'offset' && bare.offset?.seconds !== undefined) {
    const inner = rangeOf(reading, bare.of);
    return { ...inner, ago: inner.ago + bare.offset.seconds };
  }
  const of = bare.kind === 'range' ? withoutParentheses(bare.of) : bare;
  if (bare.kind !== 'range' || of.kind !== 'selector' || bare.range.seconds === undefined)
    return fail(reading, bare);
  return { selector: of, seconds: bare.range.seconds, ago: 0 };
}

/** `histogram_quantile(q, sum by (le) (rate(x_bucket[w])))`. */
function quantile(reading: Reading, node: Node<'call'>, share: Syntax, buckets: Syntax): Measure {
  const [q, sum] = [withoutParentheses(share), withoutParentheses(buckets)];
  const [inner] = sum.kind === 'aggregation' ? sum.args : [];
  const rate = inner && withoutParentheses(inner);
  const isByBound =
    sum.kind === 'aggregation' &&
    sum.op === 'sum' &&
    sum.grouping?.kind === 'by' &&
    sum.grouping.labels.join() === 'le';
  if (q.kind !== 'number' || !isByBound || rate?.kind !== 'call' || rate.function !== 'rate')
    return fail(reading, node);
  const [over] = rate.args;
  if (over === undefined) return fail(reading, node);
  const { selector, seconds, ago } = rangeOf(reading, over);
  if (ago !== 0 || selector.metric?.endsWith('_bucket') !== true) return fail(reading, node);
  const of = selection(
    reading,
    { ...selector, metric: selector.metric.replace(/_bucket$/, '') },
    'histogram',
  );
  return { node: 'quantile', of, quantile: q.value, overSeconds: seconds, unit: 'none' };
}

function binary(reading: Reading, node: Node<'binary'>): Measure {
  const { operator } = node;
  if (operator.bool || operator.matching !== undefined || operator.fill !== undefined)
    return fail(reading, node);
  if (operator.op === '-' && isTime(node.left)) return age(reading, node);
  // `x > 0` below a fraction line guards the quotient, which has no value without it either.
  const guarded = withoutParentheses(node.right);
  const isGuarded =
    operator.op === '/' && guarded.kind === 'binary' && guarded.operator.op === '>' && isZero(guarded.right);
  const left = read(reading, node.left);
  const right = read(reading, isGuarded ? guarded.left : node.right);
  if (operator.op === '*') {
    if (left.node === 'constant') return multiple(right, left.value);
    if (right.node === 'constant') return multiple(left, right.value);
  }
  if (operator.op === '/')
    return right.node === 'constant' && right.value !== 0
      ? multiple(left, 1 / right.value)
      : { node: 'ratio', numerator: left, denominator: right, unit: 'ratio' };
  if (operator.op === '+' && left.node !== 'constant' && right.node !== 'constant')
    return { node: 'combine', by: 'sum', of: [left, right], unit: 'none' };
  return fail(reading, node);
}

function multiple(of: Measure, factor: number): Measure {
  return { node: 'scaled', of, factor, unit: 'none' };
}

function isTime(syntax: Syntax): boolean {
  const bare = withoutParentheses(syntax);
  return bare.kind === 'call' && bare.function === 'time';
}

function isZero(syntax: Syntax): boolean {
  const bare = withoutParentheses(syntax);
  return bare.kind === 'number' && bare.value === 0;
}

function age(reading: Reading, node: Node<'binary'>): Measure {
  const bare = withoutParentheses(node.right);
  const [of] = bare.kind === 'aggregation' ? bare.args : [bare];
  const selector = of && withoutParentheses(of);
  const op = bare.kind === 'aggregation' ? bare.op : 'min';
  if (selector?.kind !== 'selector' || (op !== 'min' && op !== 'max')) return fail(reading, node);
  return {
    node: 'age',
    of: selection(reading, selector, 'gauge', true),
    aggregate: op === 'min' ? 'oldest' : 'newest',
    unit: 'seconds',
  };
}

function gauge(
  reading: Reading,
  selector: SelectorSyntax,
  aggregate: 'min' | 'max' | 'mean' | 'sum',
): Measure {
  return { node: 'gauge', of: selection(reading, selector, 'gauge'), aggregate, unit: 'none' };
}

/** A signal of the selector's own; what is not an equality must be fulfilled by the labels as they are made up. */
function selection(
  reading: Reading,
  selector: SelectorSyntax,
  instrument: Instrument,
  isMoment = false,
): Selection {
  const { id, signals } = reading;
  const { metric, matchers, from } = selector;
  if (metric === undefined || matchers.some(({ op, value }) => op !== '=' || value === ''))
    return fail(reading, selector);
  const signal: Signal = {
    id: `${id}:${from}`,
    role: QUERY_ROLE,
    metric,
    instrument,
    unit: isMoment ? 'unix-seconds' : 'none',
    emitter: 'exporter',
    cadenceSeconds: 30,
    prometheus: {
      labels: Object.fromEntries(matchers.map(({ label, value }) => [label, value])),
      scale: 1,
      facetLabels: {},
      ...(instrument === 'histogram' && { histogram: { kind: 'classic' } }),
    },
    origin: ORIGIN,
  };
  signals.set(signal.id, signal);
  return { signal: signal.id };
}
