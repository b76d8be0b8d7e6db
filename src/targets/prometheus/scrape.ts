import type { Scrape } from '../../plan/plan.ts';
import { compareStrings } from '../../support/compare-strings.ts';
import { printDuration } from '../../units/index.ts';

/** Entries of `scrape_configs`. */
export function scrapeConfigs(scrapes: readonly Scrape[]): readonly unknown[] {
  return scrapes.map((scrape) => ({
    job_name: scrape.id,
    scrape_interval: printDuration(scrape.intervalSeconds),
    scrape_timeout: printDuration(scrape.timeoutSeconds),
    metrics_path: scrape.path,
    scheme: scrape.scheme,
    ...(scrape.nativeHistograms ? { scrape_native_histograms: true } : {}),
    ...(scrape.targets.length === 0 ? {} : { static_configs: [staticConfig(scrape)] }),
    ...kubernetesDiscovery(scrape),
  }));
}

function staticConfig({ targets, labels }: Scrape): unknown {
  return { targets, ...(Object.keys(labels).length === 0 ? {} : { labels }) };
}

function kubernetesDiscovery({ kubernetes, labels }: Scrape): object {
  if (kubernetes === undefined) return {};
  const selector = Object.entries(kubernetes.podLabels)
    .toSorted(([a], [b]) => compareStrings(a, b))
    .map(([label, value]) => `${label}=${value}`)
    .join(',');
  return {
    kubernetes_sd_configs: [
      {
        role: 'pod',
        namespaces: { names: [kubernetes.namespace] },
        ...(selector === '' ? {} : { selectors: [{ role: 'pod', label: selector }] }),
      },
    ],
    relabel_configs: [
      {
        source_labels: ['__meta_kubernetes_pod_container_port_name'],
        regex: kubernetes.port,
        action: 'keep',
      },
      // A finished pod keeps its address in the list of pods, but nobody answers there.
      {
        source_labels: ['__meta_kubernetes_pod_phase'],
        regex: 'Pending|Succeeded|Failed|Completed',
        action: 'drop',
      },
      { source_labels: ['__meta_kubernetes_pod_name'], target_label: 'pod' },
      { source_labels: ['__meta_kubernetes_namespace'], target_label: 'namespace' },
      ...fixedLabels(labels).map(([label, value]) => ({ target_label: label, replacement: value })),
    ],
  };
}

/** Labels to set by relabelling, where a `$` would be taken for a reference to a group. */
export function fixedLabels(labels: Scrape['labels']): readonly (readonly [string, string])[] {
  return Object.entries(labels).map(([label, value]) => [label, value.replaceAll('$', '$$$$')] as const);
}
