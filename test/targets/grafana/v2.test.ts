import { describe, expect, it } from 'vitest';
import { render } from '../../support/compiled.ts';
import { exampleProject } from '../../support/example-project.ts';
import { askedBy, type ClassicDashboard, dashboardsOf, panelsOf } from '../../support/grafana-dashboards.ts';
import { withGrafana } from '../../support/grafana-project.ts';
import { complaintsOf, JSON_OF } from '../../support/type-check.ts';

const EXAMPLES = ['demand-forecast', 'fraud-detector', 'home-ranker', 'support-assistant'];

/** A dashboard as a resource, as far as tests read it. */
interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
  readonly spec: {
    readonly title: string;
    readonly elements: Readonly<Record<string, Element>>;
    readonly layout: {
      readonly spec: {
        readonly rows: readonly {
          readonly spec: { readonly title: string; readonly collapse: boolean; readonly layout: Grid };
        }[];
      };
    };
    readonly variables: readonly {
      readonly spec: { readonly name: string; readonly query: string | Query };
    }[];
    readonly annotations: readonly { readonly spec: { readonly name: string; readonly query: Query } }[];
  };
}
interface Query {
  readonly spec: { readonly expr?: string; readonly query?: string };
}
interface Element {
  readonly spec: {
    readonly title: string;
    readonly data: {
      readonly spec: { readonly queries: readonly { readonly spec: { readonly query: Query } }[] };
    };
    readonly vizConfig: { readonly group: string; readonly spec: { readonly options: unknown } };
  };
}
interface Grid {
  readonly spec: {
    readonly items: readonly {
      readonly spec: {
        readonly width: number;
        readonly height: number;
        readonly element: { readonly name: string };
      };
    }[];
  };
}

const pairs = EXAMPLES.flatMap((name) => {
  const classic = dashboardsOf(render(exampleProject(name), 'prod').files);
  const { files } = render(withGrafana(name, 'schemaVersion: v2'), 'prod');
  const resources = dashboardsOf(files) as unknown as Resource[];
  return classic.map((dashboard, index) => {
    const resource = resources[index];
    if (resource === undefined) throw new Error(`${name} has fewer dashboards in v2`);
    return { name: `${name}: ${dashboard.title}`, classic: dashboard, resource, files };
  });
});

function elementsOf({ spec }: Resource): Element[] {
  return spec.layout.spec.rows.flatMap(({ spec: row }) =>
    row.layout.spec.items.map(({ spec: item }) => {
      const element = spec.elements[item.element.name];
      if (element === undefined) throw new Error(`no element ${item.element.name}`);
      return element;
    }),
  );
}

/** Place and expression of everything that a dashboard asks, as `askedBy` tells it of a classic one. */
function asksOf(resource: Resource): string[] {
  return [
    ...elementsOf(resource).flatMap(({ spec }) =>
      spec.data.spec.queries.map(({ spec: { query } }) => `${spec.title}: ${query.spec.expr}`),
    ),
    ...resource.spec.variables.flatMap(({ spec: { name, query } }) => {
      const text = typeof query === 'object' ? (query.spec.query ?? '') : '';
      const selector = /^label_values\((.*), [a-z_]+\)$/s.exec(text)?.[1];
      return selector === undefined ? [] : [`variable ${name}: ${selector}`];
    }),
    ...resource.spec.annotations.map(({ spec: { name, query } }) => `annotation ${name}: ${query.spec.expr}`),
  ];
}

function rowsOf({ panels }: ClassicDashboard): string[] {
  return panels.filter(({ type }) => type === 'row').map(({ title }) => title);
}

describe.each(pairs.map((pair) => [pair.name, pair] as const))('%s', (_, { classic, resource }) => {
  it('asks in v2 what it asks in classic JSON, in the same places', () => {
    expect(asksOf(resource)).toEqual(askedBy(classic).map(({ place, expr }) => `${place}: ${expr}`));
  });

  it('has the same rows, panels and variables', () => {
    expect(resource.spec.layout.spec.rows.map(({ spec }) => spec.title)).toEqual(rowsOf(classic));
    expect(elementsOf(resource).map(({ spec }) => [spec.title, spec.vizConfig.group])).toEqual(
      panelsOf(classic).map(({ title, type }) => [title, type]),
    );
    expect(resource.spec.variables.map(({ spec }) => spec.name)).toEqual(
      classic.templating.list.map(({ name }) => name),
    );
  });

  it('is found by the same uid', () => {
    expect(resource.metadata.name).toBe(classic.uid);
  });
});

it('every dashboard names the folder that the provisioning file and the resource beside it make', () => {
  for (const { resource, files } of pairs) {
    const folder = JSON.parse(files.get('grafana/folders/modelwatch.json') ?? '') as Resource;
    expect(resource.metadata.annotations).toEqual({ 'grafana.app/folder': folder.metadata.name });
    expect(files.get('grafana/provisioning/dashboards/modelwatch.yaml')).toContain(
      `folderUid: ${folder.metadata.name}\n`,
    );
  }
});

const TYPES = `
import type { Spec } from '@grafana/schema/apis/dashboard.grafana.app/v2';
interface Resource { apiVersion: 'dashboard.grafana.app/v2'; kind: 'Dashboard'; metadata: object; spec: Json<Spec> }
`;

function faultsOf(resources: readonly unknown[]): string {
  const lines = resources.map(
    (resource, index) => `export const resource${index}: Resource = ${JSON.stringify(resource)};`,
  );
  return complaintsOf([JSON_OF, TYPES, ...lines].join('\n'));
}

describe('dashboards in v2', () => {
  it('are of the types of @grafana/schema', () => {
    expect(faultsOf(pairs.map(({ resource }) => resource))).toBe('');
  });

  it('are judged by types that find a wrong value', () => {
    const [first] = pairs;
    const wrong = { ...first?.resource, spec: { ...first?.resource.spec, cursorSync: 'yes' } };
    expect(faultsOf([wrong])).toContain('\'"yes"\' is not assignable');
  });
});
