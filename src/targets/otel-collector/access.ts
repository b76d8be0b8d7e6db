import { sortedBy } from '../../support/sorted-by.ts';
import type { Component } from './config.ts';
import type { Wrapped } from './wrapping.ts';

export const GATEWAY_ACCOUNT = 'otel-gateway';

const RBAC = 'rbac.authorization.k8s.io';

/** Namespaces in which the gateway looks for pods to scrape. */
export function watchedNamespaces({ plan, pipeline }: Wrapped): string[] {
  if (!pipeline.sources.scrapes) return [];
  const namespaces = plan.scrapes.flatMap(({ kubernetes }) => (kubernetes ? [kubernetes.namespace] : []));
  return sortedBy([...new Set(namespaces)], (namespace) => namespace);
}

/** What lets the gateway find pods: an account, and in each namespace the right to look at its pods and nothing else. */
export function accessObjects(wrapped: Wrapped, namespace: string, labels: Component): Component[] {
  const watched = watchedNamespaces(wrapped);
  if (watched.length === 0) return [];
  const name = GATEWAY_ACCOUNT;
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace, labels } },
    ...watched.flatMap((each) => [
      {
        apiVersion: `${RBAC}/v1`,
        kind: 'Role',
        metadata: { name, namespace: each, labels },
        rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list', 'watch'] }],
      },
      {
        apiVersion: `${RBAC}/v1`,
        kind: 'RoleBinding',
        metadata: { name, namespace: each, labels },
        roleRef: { apiGroup: RBAC, kind: 'Role', name },
        subjects: [{ kind: 'ServiceAccount', name, namespace }],
      },
    ]),
  ];
}
