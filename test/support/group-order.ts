/** Groups in the order in which they read each other, as promtool is to evaluate them. */
const ORDER = [
  /\/maintenance$/,
  /\/sli$/,
  /\/objectives\/5m$/,
  /\/objectives\/1h$/,
  /\/objectives\/slices-/,
  /\/objectives$/,
  /\/objectives\/budget$/,
];

/** Sorts the names of our groups: what records something before what reads it, alerts last. */
export function inReadingOrder(names: readonly string[]): readonly string[] {
  const rank = (name: string): number => {
    const found = ORDER.findIndex((pattern) => pattern.test(name));
    return found < 0 ? ORDER.length : found;
  };
  return names.toSorted((a, b) => rank(a) - rank(b));
}
