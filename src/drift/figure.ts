/** A number for people: three significant digits, without a locale. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'unknown' : value > 0 ? 'infinite' : '-infinite';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e-4 && size < 1e7) return String(Number(value.toPrecision(3)));
  return value
    .toExponential(2)
    .replace(/\.?0+e/, 'e')
    .replace('e+', 'e');
}

/** How many there are of something: `1 row`, `12 rows`; with what they do: `1 row is`, `12 rows are`. */
export function quantity(count: number, noun: string, [one, many]: readonly string[] = []): string {
  const verb = count === 1 ? one : many;
  return `${count} ${noun}${count === 1 ? '' : 's'}${verb === undefined ? '' : ` ${verb}`}`;
}

/** `1 row, 100 are needed`. */
export function needing(rows: number, needed: number): string {
  return `${quantity(rows, 'row')}, ${needed} ${needed === 1 ? 'is' : 'are'} needed`;
}
