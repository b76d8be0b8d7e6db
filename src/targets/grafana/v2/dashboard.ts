import * as v2 from '@grafana/grafana-foundation-sdk/dashboardv2';
import type * as resource from '@grafana/grafana-foundation-sdk/resource';
import { viewUid } from '../../../plan/view-uid.ts';
import { placed } from '../../../plan/views/layout.ts';
import type { LoweredView } from '../../../promql/views/lowered.ts';
import { type GrafanaContext, tagsOf } from '../context.ts';
import { panelKind } from './panels.ts';
import { annotationKind, variableKind } from './variables.ts';

/** The annotation by which Grafana's API knows the folder of a resource. */
const FOLDER = 'grafana.app/folder';

/** A dashboard as a resource of Grafana 13 and later: the same rows, panels, variables and annotations as the classic one. */
export function dashboardResource(context: GrafanaContext, lowered: LoweredView): resource.Manifest {
  const { view } = lowered;
  const { plan, folderUid } = context;
  const built = new v2.DashboardBuilder(view.title)
    .description(view.description)
    .tags(tagsOf(plan, view))
    .editable(false)
    .cursorSync(v2.DashboardCursorSync.Crosshair)
    .timeSettings(new v2.TimeSettingsBuilder().timezone('browser').from('now-6h').to('now').autoRefresh('1m'))
    .variables(lowered.variables.map((variable) => variableKind(context, variable)))
    .annotations(lowered.annotations.map((annotation) => annotationKind(context, annotation)))
    .links(
      view.links.map(({ title, to }) =>
        new v2.DashboardLinkBuilder()
          .title(title)
          .type(v2.DashboardLinkType.Link)
          .url(context.urlOf(to))
          .keepTime('view' in to)
          .targetBlank('url' in to),
      ),
    );
  let id = 1;
  const rows = lowered.rows.map((row) => {
    const first = id;
    for (const panel of row.panels) {
      built.element(elementName(id), panelKind(context, panel, id));
      id += 1;
    }
    return rowOf(row, first);
  });
  built.layout(new v2.RowsBuilder().rows(rows));
  const manifest = v2.manifest(viewUid(plan.project, plan.environment.name, view.id), built).build();
  return { ...manifest, metadata: { ...manifest.metadata, annotations: { [FOLDER]: folderUid } } };
}

function elementName(id: number): string {
  return `panel-${id}`;
}

/** A row, whose panels are numbered from the first; each row has a grid of its own. */
function rowOf({ title, isFolded, panels }: LoweredView['rows'][number], first: number): v2.RowBuilder {
  const items = placed(panels.map(({ panel }) => panel)).map(({ x, y, width, height }, index) =>
    new v2.GridItemBuilder()
      .name(elementName(first + index))
      .x(x)
      .y(y)
      .width(width)
      .height(height),
  );
  return new v2.RowBuilder().title(title).collapse(isFolded).layout(new v2.GridBuilder().items(items));
}
