/**
 * A finding's data as JSON can hold it: numbers that are not finite and big integers become text, maps become objects, sets
 * lists; what has no data (functions, symbols) and cycles are left out. Printing a finding must not fail on its arithmetic.
 */
export function plainData(value: unknown, above: readonly object[] = []): unknown {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (typeof value !== 'object' || above.includes(value)) return undefined;
  const path = [...above, value];
  if (value instanceof Map) return plainData(Object.fromEntries(value as Map<string, unknown>), path);
  if (Array.isArray(value) || value instanceof Set) {
    return Array.from(value as Iterable<unknown>, (item) => plainData(item, path) ?? null);
  }
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plainData(entry, path)]));
}
