import type { LabelSet } from '../../plan/signal.ts';
import { quoteString } from '../../promql/strings.ts';
import { compareStrings } from '../../support/compare-strings.ts';
import type { CaseSeries } from '../testing/promtool-case.ts';
import { bucketPart, type Sampled, type Values } from './world.ts';

/** The series of an emitter as Prometheus keeps it, in promtool's notation. */
export function seriesOfEmitter({ emitter, parts }: Sampled): readonly CaseSeries[] {
  if (emitter.levels.every((level) => level === undefined)) return [];
  const { metric, labels, histogram } = emitter;
  const part = (name: string): Values => parts.get(name) ?? [];
  if (histogram === undefined) return [{ series: selector(metric, labels), values: notation(part('value')) }];
  if (histogram.kind === 'native')
    return [{ series: selector(metric, labels), values: nativeNotation(histogram.bounds, part) }];
  return [
    { series: selector(`${metric}_count`, labels), values: notation(part('count')) },
    { series: selector(`${metric}_sum`, labels), values: notation(part('sum')) },
    ...[...histogram.bounds.map(String), '+Inf'].map((le, index) => ({
      series: selector(`${metric}_bucket`, { ...labels, le }),
      values: notation(part(bucketPart(index))),
    })),
  ];
}

/** `name{a="b"}` with sorted labels; any name of UTF-8 is quoted where it must be. */
export function selector(metric: string, labels: LabelSet): string {
  const matchers = Object.entries(labels)
    .toSorted(([a], [b]) => compareStrings(a, b))
    .map(([name, value]) => `${isPlain(name) ? name : quoteString(name)}=${quoteString(value)}`);
  return isPlainMetric(metric)
    ? `${metric}{${matchers.join(', ')}}`
    : `{${[quoteString(metric), ...matchers].join(', ')}}`;
}

function isPlain(name: string): boolean {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name);
}

function isPlainMetric(name: string): boolean {
  return /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name);
}

/**
 * Values in promtool's notation: stretches of equal steps as `from+stepxcount`. What ends is marked stale, as Prometheus does when a
 * target no longer exposes it; what has not begun is left out.
 */
export function notation(values: Values): string {
  const words: string[] = [];
  let index = 0;
  while (index < values.length) {
    const from = values[index];
    let end = index;
    if (from === undefined) {
      while (end + 1 < values.length && values[end + 1] === undefined) end += 1;
      words.push(...gap(end - index + 1, index > 0));
    } else {
      const step = stepAt(values, index);
      if (step !== undefined) while (stepAt(values, end) === step) end += 1;
      words.push(stretch(from, step ?? 0, end - index));
    }
    index = end + 1;
  }
  return words.join(' ');
}

function gap(count: number, wasThere: boolean): readonly string[] {
  if (!wasThere) return [count > 1 ? `_x${count}` : '_'];
  return count > 1 ? ['stale', count > 2 ? `_x${count - 1}` : '_'] : ['stale'];
}

function stepAt(values: Values, index: number): number | undefined {
  const [from, next] = [values[index], values[index + 1]];
  return from === undefined || next === undefined ? undefined : next - from;
}

function stretch(from: number, step: number, steps: number): string {
  if (steps === 0) return `${from}`;
  return `${from}${step < 0 ? '-' : '+'}${Math.abs(step)}x${steps}`;
}

/**
 * A native histogram with custom bounds (schema −53), so that thresholds are bounds, as with classic ones: how exponential buckets
 * are interpolated is Prometheus' affair.
 */
function nativeNotation(bounds: readonly number[], part: (name: string) => Values): string {
  const words: string[] = [];
  const count = part('count');
  let isThere = false;
  for (const [index, total] of count.entries()) {
    if (total === undefined) {
      words.push(isThere ? 'stale' : '_');
      isThere = false;
      continue;
    }
    isThere = true;
    const cumulative = [...bounds.keys(), bounds.length].map((bound) => part(bucketPart(bound))[index] ?? 0);
    const buckets = cumulative.map((value, bound) => value - (cumulative[bound - 1] ?? 0));
    const sum = part('sum')[index] ?? 0;
    words.push(
      `{{schema:-53 count:${total} sum:${sum} custom_values:[${bounds.join(' ')}] buckets:[${buckets.join(' ')}]}}`,
    );
  }
  return words.join(' ');
}
