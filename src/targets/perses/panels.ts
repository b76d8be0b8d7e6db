import type { LoweredPanel, LoweredQuery } from '../../promql/views/lowered.ts';
import { md, text } from '../../support/markdown.ts';
import { printDuration } from '../../units/index.ts';
import type { PersesContext } from './context.ts';
import { formatOf, thresholdColours, thresholdLines } from './format.ts';

/** A panel as Perses keeps it, without its place. */
export function panelOf(context: PersesContext, lowered: LoweredPanel): object {
  const { panel, queries } = lowered;
  return {
    kind: 'Panel',
    spec: {
      display: { name: panel.title, description: panel.description },
      plugin: pluginOf(lowered),
      ...(queries.length > 0 && { queries: queries.map((query) => queryOf(context, query)) }),
      ...(panel.links.length > 0 && {
        links: panel.links.map(({ title, to }) => ({
          name: title,
          url: 'url' in to ? to.url : context.urlOf(to.view),
        })),
      }),
    },
  };
}

function queryOf({ datasource, plan }: PersesContext, { expr, legend }: LoweredQuery): object {
  return {
    kind: 'TimeSeriesQuery',
    spec: {
      plugin: {
        kind: 'PrometheusTimeSeriesQuery',
        spec: {
          query: expr,
          ...(legend !== '' && { seriesNameFormat: legend }),
          // No step is shorter than the samples are apart, so that no window of a rate holds fewer than four of them.
          minStep: printDuration(plan.cadence.scrapeSeconds),
          ...(datasource !== undefined && {
            datasource: { kind: 'PrometheusDatasource', name: datasource },
          }),
        },
      },
    },
  };
}

function pluginOf(lowered: LoweredPanel): object {
  const { panel } = lowered;
  switch (panel.drawing) {
    case 'lines':
      return { kind: 'TimeSeriesChart', spec: linesSpec(lowered) };
    case 'figures':
      return {
        kind: 'StatChart',
        spec: {
          calculation: 'last-number',
          format: formatOf(panel.unit),
          ...(panel.thresholds.length > 0 && { thresholds: thresholdColours(panel.thresholds) }),
        },
      };
    case 'table':
      return { kind: 'Table', spec: tableSpec(lowered) };
    case 'text':
      return {
        kind: 'Markdown',
        spec: { text: (panel.text ?? []).map((paragraph) => md`${text(paragraph)}`).join('\n\n') },
      };
  }
}

function linesSpec({ panel, queries }: LoweredPanel): object {
  const references = queries.flatMap(({ curve }, queryIndex) =>
    curve.isReference === true ? [{ queryIndex, lineStyle: 'dashed' }] : [],
  );
  return {
    legend: { position: 'bottom', mode: 'list', size: 'small' },
    yAxis: {
      show: true,
      format: formatOf(panel.unit),
      ...(panel.least !== undefined && { min: panel.least }),
      ...(panel.most !== undefined && { max: panel.most }),
    },
    visual: { display: 'line', lineWidth: 1.25, areaOpacity: 0, connectNulls: false },
    ...(panel.thresholds.length > 0 && { thresholds: thresholdLines(panel.thresholds) }),
    ...(references.length > 0 && { querySettings: references }),
  };
}

/** Labels first, then a column for each query; what is worst stands on top. */
function tableSpec({ panel, queries }: LoweredPanel): object {
  const isOne = queries.length === 1;
  const labels = queries[0]?.labels ?? [];
  const isWorstLow = panel.thresholds.some(({ beyond }) => beyond === 'below');
  return {
    density: 'compact',
    defaultColumnWidth: 'auto',
    defaultColumnHeight: 'auto',
    ...(!isOne && { transforms: [{ kind: 'MergeSeries', spec: {} }] }),
    columnSettings: [
      { name: 'timestamp', hide: true },
      // Names of alerts are long.
      ...labels.map((name) => ({ name, enableSorting: true, ...(name === 'alertname' && { width: 250 }) })),
      ...queries.map(({ curve }, index) => ({
        name: isOne ? 'value' : `value #${index + 1}`,
        header: curve.label,
        ...(panel.tellsLabelsOnly === true && { hide: true }),
        align: 'right',
        enableSorting: true,
        format: formatOf(curve.unit ?? panel.unit),
        ...(index === 0 && isWorstLow && { sort: 'asc' }),
      })),
    ],
  };
}
