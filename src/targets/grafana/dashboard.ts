import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import { viewUid } from '../../plan/view-uid.ts';
import { placed } from '../../plan/views/layout.ts';
import type { LoweredView } from '../../promql/views/lowered.ts';
import { annotationOf } from './annotations.ts';
import type { GrafanaContext } from './context.ts';
import { panelOf } from './panels.ts';
import { variableOf } from './variables.ts';

const ROW_HEIGHT = 1;

/** A dashboard as classic JSON, which every Grafana reads. */
export function classicDashboard(context: GrafanaContext, lowered: LoweredView): dashboard.Dashboard {
  const { view } = lowered;
  const { plan } = context;
  const built = new dashboard.DashboardBuilder(view.title)
    .uid(viewUid(plan.project, plan.environment.name, view.id))
    .description(view.description)
    .tags(['modelwatch', plan.project, plan.environment.name, view.kind])
    .timezone('browser')
    // It comes from a repository: what is changed by hand is gone with the next deploy.
    .readonly()
    .tooltip(dashboard.DashboardCursorSync.Crosshair)
    .time({ from: 'now-6h', to: 'now' })
    .refresh('1m')
    .variables(lowered.variables.map((variable) => variableOf(context, variable)))
    .annotations(lowered.annotations.map((annotation) => annotationOf(context, annotation)))
    .links(
      view.links.map(({ title, to }) =>
        new dashboard.DashboardLinkBuilder(title)
          .type(dashboard.DashboardLinkType.Link)
          .url(context.urlOf(to))
          .keepTime('view' in to)
          .targetBlank('url' in to),
      ),
    );
  let y = 0;
  let id = 1;
  for (const { title, isFolded, panels } of lowered.rows) {
    const row = new dashboard.RowBuilder(title)
      .id(id++)
      .collapsed(isFolded)
      .gridPos({ x: 0, y, w: 24, h: ROW_HEIGHT });
    y += ROW_HEIGHT;
    const places = placed(panels.map(({ panel }) => panel));
    const inRow = panels.map((each, index) => {
      const place = places[index];
      if (place === undefined) throw new Error('a panel has a place');
      return panelOf(context, each)
        .id(id++)
        .gridPos({ x: place.x, y: y + place.y, w: place.width, h: place.height });
    });
    // Panels of a folded row are inside it; those of an open one follow it.
    if (isFolded) for (const panel of inRow) row.withPanel(panel);
    built.withRow(row);
    if (isFolded) continue;
    for (const panel of inRow) built.withPanel(panel);
    y += Math.max(0, ...places.map((place) => place.y + place.height));
  }
  return built.build();
}
