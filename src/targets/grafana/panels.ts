import * as common from '@grafana/grafana-foundation-sdk/common';
import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as text from '@grafana/grafana-foundation-sdk/text';
import * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import type { Curve } from '../../plan/view.ts';
import type { LoweredPanel } from '../../promql/views/lowered.ts';
import { text as literal, md } from '../../support/markdown.ts';
import type { GrafanaContext } from './context.ts';
import { queriesOf, refId } from './queries.ts';
import { thresholdsOf } from './thresholds.ts';
import { grafanaUnit } from './units.ts';

type AnyPanel = timeseries.PanelBuilder | stat.PanelBuilder | table.PanelBuilder | text.PanelBuilder;

/** A panel without its place. */
export function panelOf(context: GrafanaContext, lowered: LoweredPanel): AnyPanel {
  const built = drawn(context, lowered);
  const { panel } = lowered;
  return built
    .title(panel.title)
    .description(panel.description)
    .links(
      panel.links.map(({ title, to }) =>
        new dashboard.DashboardLinkBuilder(title)
          .type(dashboard.DashboardLinkType.Link)
          .url(context.urlOf(to))
          .keepTime(true),
      ),
    );
}

function drawn(context: GrafanaContext, lowered: LoweredPanel): AnyPanel {
  switch (lowered.panel.drawing) {
    case 'lines':
      return linesPanel(context, lowered);
    case 'figures':
      return figuresPanel(context, lowered);
    case 'table':
      return tablePanel(context, lowered);
    case 'text':
      return new text.PanelBuilder()
        .mode(text.TextMode.Markdown)
        .content((lowered.panel.text ?? []).map((paragraph) => md`${literal(paragraph)}`).join('\n\n'));
  }
}

function linesPanel(context: GrafanaContext, lowered: LoweredPanel): timeseries.PanelBuilder {
  const { panel } = lowered;
  const built = new timeseries.PanelBuilder()
    .datasource(context.prometheus)
    .targets(queriesOf(context, lowered))
    .unit(grafanaUnit(panel.unit))
    .noValue(panel.emptyWhen ?? 'no data')
    .lineWidth(1)
    .fillOpacity(0)
    .showPoints(common.VisibilityMode.Auto)
    // A sample that was missed is no gap; an hour without any is.
    .spanNulls(context.scrapeSeconds * 4 * 1000)
    .legend(
      new common.VizLegendOptionsBuilder()
        .displayMode(common.LegendDisplayMode.List)
        .placement(common.LegendPlacement.Bottom)
        .showLegend(true),
    )
    .tooltip(
      new common.VizTooltipOptionsBuilder()
        .mode(common.TooltipDisplayMode.Multi)
        .sort(common.SortOrder.Descending),
    );
  if (panel.least !== undefined) built.min(panel.least);
  if (panel.most !== undefined) built.max(panel.most);
  if (panel.thresholds.length > 0) {
    built
      .thresholds(thresholdsOf(panel.thresholds))
      .thresholdsStyle(
        new common.GraphThresholdsStyleConfigBuilder().mode(common.GraphThresholdsStyleMode.Dashed),
      );
  }
  for (const [index, { curve }] of lowered.queries.entries()) {
    const properties = referenceStyle(curve);
    if (properties.length > 0) built.overrideByQuery(refId(index), properties);
  }
  return built;
}

/** What is normal is drawn apart from what is. */
function referenceStyle({ isReference }: Curve): dashboard.DynamicConfigValue[] {
  return isReference === true
    ? [
        { id: 'custom.lineStyle', value: { fill: 'dash', dash: [10, 10] } },
        { id: 'color', value: { mode: 'fixed', fixedColor: 'text' } },
      ]
    : [];
}

function figuresPanel(context: GrafanaContext, lowered: LoweredPanel): stat.PanelBuilder {
  const { panel } = lowered;
  return new stat.PanelBuilder()
    .datasource(context.prometheus)
    .targets(queriesOf(context, lowered))
    .unit(grafanaUnit(panel.unit))
    .noValue(panel.emptyWhen ?? 'no data')
    .thresholds(thresholdsOf(panel.thresholds))
    .colorScheme(new dashboard.FieldColorBuilder().mode(dashboard.FieldColorModeId.Thresholds))
    .colorMode(common.BigValueColorMode.Value)
    .graphMode(common.BigValueGraphMode.None)
    .textMode(common.BigValueTextMode.ValueAndName)
    .reduceOptions(new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']));
}

function tablePanel(context: GrafanaContext, lowered: LoweredPanel): table.PanelBuilder {
  const { panel, queries } = lowered;
  const isOne = queries.length === 1;
  const nameOf = (index: number): string => (isOne ? 'Value' : `Value #${refId(index)}`);
  const columns = queries.map(({ curve }, index) => [nameOf(index), curve] as const);
  const labels = queries[0]?.labels ?? [];
  const order = [...labels, ...columns.map(([name]) => name)];
  const built = new table.PanelBuilder()
    .datasource(context.prometheus)
    .targets(queriesOf(context, lowered))
    .unit(grafanaUnit(panel.unit))
    .noValue(panel.emptyWhen ?? 'no data')
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation({
      id: 'organize',
      options: {
        excludeByName: { Time: true },
        indexByName: Object.fromEntries(order.map((name, index) => [name, index])),
        renameByName: Object.fromEntries(columns.map(([name, { label }]) => [name, label])),
      },
    })
    .thresholds(thresholdsOf(panel.thresholds));
  const [worst] = columns;
  if (worst !== undefined && panel.thresholds.some(({ beyond }) => beyond === 'below'))
    built.sortBy([new common.TableSortByFieldStateBuilder().displayName(worst[1].label).desc(false)]);
  for (const [, curve] of columns) {
    const properties = columnStyle(lowered, curve);
    if (properties.length > 0) built.overrideByName(curve.label, properties);
  }
  return built;
}

function columnStyle({ panel }: LoweredPanel, { unit, words }: Curve): dashboard.DynamicConfigValue[] {
  return [
    ...(unit === undefined ? [] : [{ id: 'unit', value: grafanaUnit(unit) }]),
    ...(panel.thresholds.length > 0 && unit === undefined
      ? [{ id: 'custom.cellOptions', value: { type: 'color-text' } }]
      : []),
    ...(words === undefined
      ? []
      : [
          {
            id: 'mappings',
            value: [
              {
                type: 'value',
                options: Object.fromEntries(
                  Object.entries(words).map(([value, word], index) => [value, { text: word, index }]),
                ),
              },
            ],
          },
        ]),
  ];
}
