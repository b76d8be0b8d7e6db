import type { Plan, Scrape } from '../../plan/plan.ts';
import { printDuration } from '../../units/index.ts';
import type { RenderedFile } from '../target.ts';
import type { PrometheusOptions } from './options.ts';
import { groupMarks, groupsData } from './print.ts';
import type { RuleFile } from './rule.ts';
import { fixedLabels } from './scrape.ts';
import { yamlFile } from './yaml.ts';

/** The same rules and scrapes as custom resources of the Prometheus Operator. */
export function operatorFiles(
  plan: Plan,
  { operator }: PrometheusOptions,
  rules: Iterable<RuleFile>,
): readonly RenderedFile[] {
  const metadata = (name: string): unknown => ({
    name: resourceName(plan, name),
    ...(operator.namespace === undefined ? {} : { namespace: operator.namespace }),
    ...(Object.keys(operator.labels).length === 0 ? {} : { labels: operator.labels }),
  });
  return [
    ...Array.from(rules, ({ name, groups }) =>
      yamlFile(
        `rules/${name}.yaml`,
        {
          apiVersion: 'monitoring.coreos.com/v1',
          kind: 'PrometheusRule',
          metadata: metadata(name),
          spec: { groups: groupsData(groups) },
        },
        groupMarks(groups, ['spec', 'groups']),
      ),
    ),
    ...plan.scrapes.flatMap((scrape) => scrapeResources(scrape, metadata)),
  ];
}

/** Unique in a namespace: names hold no dots, so that no two of project, environment and name run together. */
function resourceName({ project, environment }: Plan, name: string): string {
  return ['modelwatch', project, environment.name, name].join('.');
}

function scrapeResources(scrape: Scrape, metadata: (name: string) => unknown): readonly RenderedFile[] {
  const name = scrape.id
    .toLowerCase()
    .replace(/[^a-z0-9]+/gu, '-')
    .replace(/^-|-$/gu, '');
  const marks = [{ pointer: [], origin: scrape.origin }];
  const pods = podMonitor(scrape, metadata(name));
  const addresses = scrapeConfig(scrape, metadata(name));
  return [
    ...(pods === undefined ? [] : [yamlFile(`scrape/${name}-pods.yaml`, pods, marks)]),
    ...(addresses === undefined ? [] : [yamlFile(`scrape/${name}.yaml`, addresses, marks)]),
  ];
}

function podMonitor(scrape: Scrape, metadata: unknown): unknown {
  const { kubernetes } = scrape;
  if (kubernetes === undefined) return undefined;
  const relabelings = fixedLabels(scrape.labels).map(([targetLabel, replacement]) => ({
    targetLabel,
    replacement,
  }));
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata,
    spec: {
      namespaceSelector: { matchNames: [kubernetes.namespace] },
      selector: { matchLabels: kubernetes.podLabels },
      podMetricsEndpoints: [
        {
          port: kubernetes.port,
          path: scrape.path,
          scheme: scrape.scheme,
          interval: printDuration(scrape.intervalSeconds),
          scrapeTimeout: printDuration(scrape.timeoutSeconds),
          ...(relabelings.length === 0 ? {} : { relabelings }),
        },
      ],
      ...nativeHistograms(scrape),
    },
  };
}

function scrapeConfig(scrape: Scrape, metadata: unknown): unknown {
  const { targets, labels } = scrape;
  if (targets.length === 0) return undefined;
  return {
    apiVersion: 'monitoring.coreos.com/v1alpha1',
    kind: 'ScrapeConfig',
    metadata,
    spec: {
      jobName: scrape.id,
      staticConfigs: [{ targets, ...(Object.keys(labels).length === 0 ? {} : { labels }) }],
      metricsPath: scrape.path,
      // This resource of the operator wants capitals.
      scheme: scrape.scheme.toUpperCase(),
      scrapeInterval: printDuration(scrape.intervalSeconds),
      scrapeTimeout: printDuration(scrape.timeoutSeconds),
      ...nativeHistograms(scrape),
    },
  };
}

function nativeHistograms(scrape: Scrape): object {
  return scrape.nativeHistograms ? { scrapeNativeHistograms: true } : {};
}
