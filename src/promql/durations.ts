const UNITS: readonly (readonly [name: string, milliseconds: number])[] = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
];

/**
 * A duration in PromQL's units, `5400` → `1h30m`. Days are the largest unit (`28d`, not `4w`: windows are known by their days);
 * a fraction of a second is printed in milliseconds, the finest that Prometheus keeps.
 * Throws a RangeError below 1 ms and beyond what is exact in milliseconds.
 */
export function printDuration(seconds: number): string {
  let rest = Math.round(seconds * 1000);
  if (!(rest >= 1 && rest <= Number.MAX_SAFE_INTEGER)) {
    throw new RangeError(`a duration of PromQL is at least 1 ms, not ${seconds} s`);
  }
  let text = '';
  for (const [name, milliseconds] of UNITS) {
    const count = Math.floor(rest / milliseconds);
    if (count > 0) text += `${count}${name}`;
    rest -= count * milliseconds;
  }
  return text;
}

/** Nanoseconds in 64 bits: about 292 years. */
export const LONGEST_SECONDS = 2 ** 63 / 1e9;

export const TOO_LONG = 'a duration cannot be longer than about 292 years';

const UNIT_MILLISECONDS: Readonly<Record<string, number>> = {
  y: 31_536_000_000,
  w: 604_800_000,
  d: 86_400_000,
  h: 3_600_000,
  m: 60_000,
  s: 1000,
  ms: 1,
};

/**
 * Seconds of a number or duration literal of PromQL: `5m`, `1h30m`, `90`, `0x1f`, `1e3`, `Inf`.
 * Undefined when it is neither.
 */
export function literalSeconds(text: string): number | undefined {
  if (/^(?:\d+(?:ms|[ywdhms]))+$/u.test(text)) {
    let milliseconds = 0;
    for (const [, count, unit] of text.matchAll(/(\d+)(ms|[ywdhms])/gu)) {
      milliseconds += Number(count) * (UNIT_MILLISECONDS[unit ?? ''] ?? Number.NaN);
    }
    return milliseconds / 1000;
  }
  if (/^inf$/iu.test(text)) return Number.POSITIVE_INFINITY;
  if (/^nan$/iu.test(text)) return Number.NaN;
  // Only whole numbers may be parted by underscores; those that begin with 0 are octal if their digits allow it.
  if (/^\d+(?:_\d+)+$/u.test(text)) return literalSeconds(text.replaceAll('_', ''));
  if (/^0[0-7]+$/u.test(text)) return Number.parseInt(text, 8);
  return /^(?:0x[0-9a-f]+|(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)$/iu.test(text) ? Number(text) : undefined;
}
