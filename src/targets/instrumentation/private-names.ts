/** Names of private members for metrics, in either language, each its own: names of metrics may have colons. */
export function privateNames(metrics: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    metrics.map((metric) => {
      let name = `_${metric.replaceAll(':', '_').replace(/^_+/, '').toLowerCase()}`;
      while (taken.has(name)) name = `${name}_`;
      taken.add(name);
      return [metric, name];
    }),
  );
}
