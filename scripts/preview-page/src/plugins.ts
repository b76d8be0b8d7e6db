import * as barChart from '@perses-dev/bar-chart-plugin';
import * as gaugeChart from '@perses-dev/gauge-chart-plugin';
import * as markdown from '@perses-dev/markdown-plugin';
import {
  dynamicImportPluginLoader,
  type PluginLoader,
  type TimeSeriesQueryPlugin,
} from '@perses-dev/plugin-system';
import * as prometheus from '@perses-dev/prometheus-plugin';
import * as statChart from '@perses-dev/stat-chart-plugin';
import * as staticListVariable from '@perses-dev/static-list-variable-plugin';
import * as statusHistoryChart from '@perses-dev/status-history-chart-plugin';
import * as table from '@perses-dev/table-plugin';
import * as timeSeriesChart from '@perses-dev/timeseries-chart-plugin';
import { StatChart } from './StatRows.tsx';

type TimeSeriesQuery = typeof prometheus.PrometheusTimeSeriesQuery;

/** All plugins that a page draws with; they are bundled, none is fetched. `stepMs` is a recording's distance of samples. */
export function pluginLoader(stepMs: number | undefined): PluginLoader {
  const query = withSteadyQuestions(prometheus.PrometheusTimeSeriesQuery, stepMs);
  const modules = [
    barChart,
    gaugeChart,
    markdown,
    { ...prometheus, PrometheusTimeSeriesQuery: query },
    { ...statChart, StatChart },
    staticListVariable,
    statusHistoryChart,
    table,
    timeSeriesChart,
  ];
  return dynamicImportPluginLoader(
    modules.map((module) => ({
      resource: module.getPluginModule(),
      importPlugin: () => Promise.resolve(module),
    })),
  );
}

/**
 * Perses makes the step, and with it `$__rate_interval` and the query, of a panel's width in pixels. A recording must be asked
 * the same on every screen: it has one step. A query whose lists are not loaded yet is not asked at all.
 */
function withSteadyQuestions(plugin: TimeSeriesQuery, stepMs: number | undefined): TimeSeriesQuery {
  const getTimeSeriesData: TimeSeriesQueryPlugin<
    Parameters<TimeSeriesQuery['getTimeSeriesData']>[0]
  >['getTimeSeriesData'] = async (spec, context) => {
    const names = plugin.dependsOn?.(spec, context).variables ?? [];
    if (names.some((name) => isUnresolved(context.variableState[name]?.value))) return { series: [] };
    return plugin.getTimeSeriesData(
      spec,
      stepMs === undefined ? context : { ...context, suggestedStepMs: stepMs },
    );
  };
  return { ...plugin, getTimeSeriesData };
}

function isUnresolved(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}
