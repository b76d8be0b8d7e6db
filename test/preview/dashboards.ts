import { DASHBOARD, type Dashboard } from '../../src/preview/dashboard.ts';

/** A panel with Prometheus queries, as Perses keeps it. */
export function panel(title: string, kind: string, queries: readonly object[], spec: object = {}): object {
  return {
    kind: 'Panel',
    spec: {
      display: { name: title },
      plugin: { kind, spec },
      queries: queries.map((query) => ({
        kind: 'TimeSeriesQuery',
        spec: { plugin: { kind: 'PrometheusTimeSeriesQuery', spec: query } },
      })),
    },
  };
}

/** A list that asks for the values of a label. */
export function labelValues(
  name: string,
  label: string,
  spec: object = {},
  matchers: readonly string[] = [],
) {
  const plugin = { kind: 'PrometheusLabelValuesVariable', spec: { labelName: label, matchers } };
  return { kind: 'ListVariable', spec: { name, plugin, ...spec } };
}

/** A dashboard whose panels stand below one another. */
export function dashboard(
  name: string,
  panels: Readonly<Record<string, object>>,
  variables: readonly object[] = [],
): Dashboard {
  const items = Object.keys(panels).map((key, index) => ({
    x: 0,
    y: index * 6,
    width: 24,
    height: 6,
    content: { $ref: `#/spec/panels/${key}` },
  }));
  return DASHBOARD.parse({
    kind: 'Dashboard',
    metadata: { name, project: 'p' },
    spec: {
      display: { name: `The ${name}` },
      variables,
      panels,
      layouts: [{ kind: 'Grid', spec: { items } }],
    },
  });
}
