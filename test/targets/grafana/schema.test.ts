import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { render } from '../../support/compiled.ts';
import { exampleProject } from '../../support/example-project.ts';
import { type ClassicDashboard, dashboardsOf, panelsOf } from '../../support/grafana-dashboards.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const EXAMPLES = ['demand-forecast', 'fraud-detector', 'home-ranker', 'support-assistant'];

/**
 * Grafana's own types, as JSON has them: values of enumerations are plain texts. What the Prometheus data source adds to annotations
 * and queries is not among the types of the dashboard (https://github.com/grafana/grafana/tree/main/packages/grafana-prometheus).
 */
const TYPES = `
import type { AnnotationQuery, Dashboard, DataQuery, GraphFieldConfig } from '@grafana/schema';
import type * as Stat from '@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen';
import type * as Table from '@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen';
import type * as Text from '@grafana/schema/dist/esm/raw/composable/text/panelcfg/x/TextPanelCfg_types.gen';
import type * as TimeSeries from '@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen';
type Json<T> = T extends string ? \`\${T}\` : T extends number | boolean | null | undefined ? T
  : T extends readonly (infer U)[] ? Json<U>[] : T extends object ? { [K in keyof T]: Json<T[K]> } : T;
type PromQuery = DataQuery & { expr: string; range: boolean; instant: boolean; interval?: string; editorMode: 'code' };
type PromAnnotation = AnnotationQuery<PromQuery> & { textFormat?: string; titleFormat?: string; useValueForTime?: boolean };
type Checked = Omit<Json<Dashboard>, 'annotations'> & { annotations?: { list?: Json<PromAnnotation>[] } };
type Options = { timeseries: Json<TimeSeries.Options>; stat: Json<Stat.Options>; table: Json<Table.Options>; text: Json<Text.Options> };
`;

/** What the compiler says of dashboards against Grafana's types. */
function complaintsOf(dashboards: readonly ClassicDashboard[]): string {
  mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
  const folder = mkdtempSync(path.join(ROOT, '.cache', 'grafana-schema-'));
  try {
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
    writeFileSync(path.join(folder, 'dashboards.ts'), [TYPES, ...lines].join('\n'));
    const options = ['--noEmit', '--strict', '--skipLibCheck', '--module', 'esnext', '--target', 'es2022'];
    const { stdout, status } = spawnSync(
      path.join(ROOT, 'node_modules/.bin/tsc'),
      ['--ignoreConfig', ...options, '--moduleResolution', 'bundler', 'dashboards.ts'],
      { cwd: folder, encoding: 'utf8' },
    );
    if (status !== 0 && stdout === '') throw new Error('the compiler says nothing');
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const dashboards = EXAMPLES.flatMap((name) => dashboardsOf(render(exampleProject(name), 'prod').files));

describe('dashboards of the examples', () => {
  it('are of the types of @grafana/schema, options and fields of every panel included', () => {
    expect(dashboards.length).toBeGreaterThan(10);
    expect(complaintsOf(dashboards)).toBe('');
  });

  it('are judged by types that find a wrong value', () => {
    const [first] = dashboards;
    if (first === undefined) throw new Error('there is a dashboard');
    const [panel] = panelsOf(first);
    const wrong = { ...first, graphTooltip: 'yes', panels: [{ ...panel, options: { showHeader: 'no' } }] };
    const told = complaintsOf([wrong as unknown as ClassicDashboard]);
    expect(told).toContain("'DashboardCursorSync | undefined'");
    expect(told).toContain("Type 'string' is not assignable to type 'boolean'");
  });
});
