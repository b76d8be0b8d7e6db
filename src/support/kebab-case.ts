/** `FeatureSet` → `feature-set`, `SLO` → `slo`: a kind as file names, labels and ids have it. */
export function kebabCase(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase();
}
