/**
 * A regular expression that matches every usual spelling of a histogram bucket's upper bound, and of no other bound.
 *
 * Client libraries print the same bound as `0.25`, `.25`, `0.250`, `2.5e-1`, `2.5E-01` or `25e-2`, and Prometheus rewrites it
 * to its own form only since version 3: who matches `le="0.25"` loses the services that print otherwise. The expression
 * matches the decimal value of the bound's shortest digits, plain or with an exponent after one, some or all of the digits,
 * with zeros behind and padded exponents. It is anchored by Prometheus, as any `=~` is.
 * Throws a RangeError for NaN, which bounds nothing.
 */
export function leMatcher(bound: number): string {
  if (Number.isNaN(bound)) throw new RangeError('a bucket bound must be a number');
  if (bound === Number.POSITIVE_INFINITY) return String.raw`\+?[iI]nf(inity)?`;
  if (bound === Number.NEGATIVE_INFINITY) return '-[iI]nf(inity)?';
  if (bound === 0) return String.raw`-?(0(\.0*)?|0?\.0+)([eE][+-]?[0-9]+)?`;
  const spellings = positiveSpellings(Math.abs(bound));
  return bound < 0 ? `-(${spellings})` : spellings;
}

function positiveSpellings(bound: number): string {
  // The value is 0.DIGITS × 10^point.
  const [mantissa = '', exponent = ''] = bound.toExponential().split('e');
  const digits = mantissa.replace('.', '');
  const point = Number(exponent) + 1;
  // Where a spelling may have its decimal point: where the plain number has it, or anywhere behind the first digit.
  const places = new Set([point]);
  for (let place = 1; place <= digits.length; place += 1) places.add(place);
  return Array.from(
    places,
    (place) => `${mantissaPattern(digits, place)}${exponentPattern(point - place)}`,
  ).join('|');
}

/** The digits with the decimal point behind `place` of them; outside of the digits it is reached by zeros. */
function mantissaPattern(digits: string, place: number): string {
  if (place <= 0) return String.raw`0?\.${'0'.repeat(-place)}${digits}0*`;
  if (place < digits.length) return String.raw`${digits.slice(0, place)}\.${digits.slice(place)}0*`;
  return String.raw`${digits}${'0'.repeat(place - digits.length)}(\.0*)?`;
}

function exponentPattern(exponent: number): string {
  if (exponent === 0) return '([eE][+-]?0+)?';
  return exponent > 0 ? String.raw`[eE]\+?0*${exponent}` : `[eE]-0*${-exponent}`;
}
