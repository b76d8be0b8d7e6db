import { describe, expect, it } from 'vitest';
import { render } from '../../support/compiled.ts';
import { exampleProject } from '../../support/example-project.ts';
import { type ClassicDashboard, dashboardsOf, panelsOf } from '../../support/grafana-dashboards.ts';
import { complaintsOf, JSON_OF } from '../../support/type-check.ts';

const EXAMPLES = ['demand-forecast', 'fraud-detector', 'home-ranker', 'support-assistant'];

/**
 * Grafana's own types. What the Prometheus data source adds to annotations
 * and queries is not among the types of the dashboard (https://github.com/grafana/grafana/tree/main/packages/grafana-prometheus).
 */
const TYPES = `
import type { AnnotationQuery, Dashboard, DataQuery, GraphFieldConfig } from '@grafana/schema';
import type * as Stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as Table from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type * as Text from '@grafana/schema/dist/esm/raw/composable/text/panelcfg/x/TextPanelCfg_types.gen';
import type * as TimeSeries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';
type PromQuery = DataQuery & { expr: string; range: boolean; instant: boolean; interval?: string; editorMode: 'code' };
type PromAnnotation = AnnotationQuery<PromQuery> & { textFormat?: string; titleFormat?: string; useValueForTime?: boolean };
type Checked = Omit<Json<Dashboard>, 'annotations'> & { annotations?: { list?: Json<PromAnnotation>[] } };
type Options = { timeseries: Json<TimeSeries.Options>; stat: Json<Stat.Options>; table: Json<Table.Options>; text: Json<Text.Options> };
`;

/** What the compiler says of dashboards against Grafana's types. */
function faultsOf(dashboards: readonly ClassicDashboard[]): string {
  const lines = dashboards.flatMap((dashboard, index) => [
    `export const dashboard${index}: Checked = ${JSON.stringify(dashboard)};`,
    ...panelsOf(dashboard).map(({ type, id, ...panel }) => {
      const { options, fieldConfig } = panel as {
        options?: unknown;
        fieldConfig?: { defaults: { custom?: unknown } };
      };
      const custom = fieldConfig?.defaults.custom;
      const check = `export const options${index}_${id}: Options['${type}'] = ${JSON.stringify(options)};`;
      return type === 'timeseries' && custom !== undefined
        ? `${check}\nexport const custom${index}_${id}: Json<GraphFieldConfig> = ${JSON.stringify(custom)};`
        : check;
    }),
  ]);
  return complaintsOf([JSON_OF, TYPES, ...lines].join('\n'));
}

const dashboards = EXAMPLES.flatMap((name) => dashboardsOf(render(exampleProject(name), 'prod').files));

describe('dashboards of the examples', () => {
  it('are of the types of @grafana/schema, options and fields of every panel included', () => {
    expect(dashboards.length).toBeGreaterThan(10);
    expect(faultsOf(dashboards)).toBe('');
  });

  it('are judged by types that find a wrong value', () => {
    const [first] = dashboards;
    if (first === undefined) throw new Error('there is a dashboard');
    const [panel] = panelsOf(first);
    const wrong = { ...first, graphTooltip: 'yes', panels: [{ ...panel, options: { showHeader: 'no' } }] };
    const told = faultsOf([wrong as unknown as ClassicDashboard]);
    expect(told).toContain("'DashboardCursorSync | undefined'");
    expect(told).toContain("Type 'string' is not assignable to type 'boolean'");
  });
});
