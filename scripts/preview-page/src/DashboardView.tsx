import { Box } from '@mui/material';
import { ErrorAlert, ErrorBoundary } from '@perses-dev/components';
import type { DashboardResource, GlobalDatasourceResource, TimeRangeValue, VariableDefinition } from '@perses-dev/core';
import {
  Dashboard,
  type DatasourceApi,
  DashboardProvider,
  DatasourceStoreProvider,
  VariableList,
  VariableProvider,
} from '@perses-dev/dashboards';
import { TimeRangeControls, TimeRangeProvider, usePluginBuiltinVariableDefinitions } from '@perses-dev/plugin-system';
import { type ReactElement, useMemo } from 'react';
import type { PageData, DrawnDashboard } from '../../../src/preview/page-data.ts';
import { RECORDED_URL } from './recorded-fetch.ts';

export interface DashboardViewProps {
  readonly drawn: DrawnDashboard;
  readonly source: PageData['source'];
  /** What to say of a panel in its header, if anything. */
  readonly markOf?: (panel: unknown) => ReactElement | undefined;
}

/** One dashboard with its variables, without anything to edit it with. */
export function DashboardView({ drawn, source, markOf }: DashboardViewProps): ReactElement {
  const resource = useMemo(() => drawnResource(drawn), [drawn]);
  const datasourceApi = useMemo(() => apiOf(source), [source]);
  const timeRange = useMemo(() => rangeOf(source), [source]);
  const builtin = useBuiltinVariables(resource);
  if (builtin === undefined) return <Box />;
  return (
    <DatasourceStoreProvider dashboardResource={resource} datasourceApi={datasourceApi}>
      <DashboardProvider initialState={{ dashboardResource: resource, isEditMode: false }}>
        <TimeRangeProvider timeRange={timeRange} refreshInterval="0s">
          <VariableProvider initialVariableDefinitions={resource.spec.variables} builtinVariableDefinitions={builtin}>
            <ErrorBoundary FallbackComponent={ErrorAlert}>
              <Box className="variables" data-testid="variables">
                <VariableList />
                {source.from === 'live' && <TimeRangeControls />}
              </Box>
              <Dashboard
                emptyDashboardProps={{ additionalText: 'This dashboard has no panels.', actions: false }}
                panelOptions={{ extra: ({ panelDefinition }) => markOf?.(panelDefinition) ?? null }}
              />
            </ErrorBoundary>
          </VariableProvider>
        </TimeRangeProvider>
      </DashboardProvider>
    </DatasourceStoreProvider>
  );
}

function useBuiltinVariables({ metadata }: DashboardResource) {
  const { data } = usePluginBuiltinVariableDefinitions();
  return useMemo(
    () =>
      data && [
        builtinVariable('__dashboard', metadata.name),
        builtinVariable('__project', metadata.project),
        ...data,
      ],
    [data, metadata.name, metadata.project],
  );
}

function builtinVariable(name: string, value: string) {
  return {
    kind: 'BuiltinVariable' as const,
    spec: { name, value: () => value, source: 'Dashboard', display: { name, hidden: true } },
  };
}

/** The dashboard, its lists at the values that were recorded, and every data source the one of the page. */
function drawnResource({ dashboard, values }: DrawnDashboard): DashboardResource {
  const { datasources: _, ...spec } = dashboard.spec;
  const variables = spec.variables.map((variable) => {
    const value = values[variable.spec.name];
    if (value === undefined || variable.kind !== 'ListVariable') return variable;
    return { ...variable, spec: { ...variable.spec, defaultValue: value } };
  });
  const resource = {
    ...dashboard,
    metadata: { project: 'modelwatch', version: 0, ...dashboard.metadata },
    spec: { ...spec, variables: variables as unknown as VariableDefinition[] },
  };
  return resource as unknown as DashboardResource;
}

function rangeOf(source: PageData['source']): TimeRangeValue {
  if (source.from === 'live') return { pastDuration: `${source.pastS}s` };
  return { start: new Date(source.startS * 1000), end: new Date(source.endS * 1000) };
}

function apiOf(source: PageData['source']): DatasourceApi {
  const datasource: GlobalDatasourceResource = {
    kind: 'GlobalDatasource',
    metadata: { name: 'prometheus', version: 0 },
    spec: {
      default: true,
      plugin: {
        kind: 'PrometheusDatasource',
        spec: { directUrl: source.from === 'live' ? source.url : RECORDED_URL },
      },
    },
  };
  return {
    getDatasource: () => Promise.resolve(undefined),
    getGlobalDatasource: () => Promise.resolve(datasource),
    listDatasources: () => Promise.resolve([]),
    listGlobalDatasources: () => Promise.resolve([datasource]),
  };
}
