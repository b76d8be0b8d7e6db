import * as v2 from '@grafana/grafana-foundation-sdk/dashboardv2';
import type { LoweredPanel } from '../../../promql/views/lowered.ts';
import { asData } from '../as-data.ts';
import type { GrafanaContext } from '../context.ts';
import { panelOf } from '../panels.ts';
import { queryKind } from './query-kind.ts';

/** The panel that the classic dashboard has, in the words of v2: what it draws and asks is the same. */
export function panelKind(context: GrafanaContext, lowered: LoweredPanel, id: number): v2.PanelBuilder {
  const classic = asData(panelOf(context, lowered).build()) as ClassicPanel;
  const { panel } = lowered;
  return new v2.PanelBuilder()
    .id(id)
    .title(panel.title)
    .description(panel.description)
    .links(
      panel.links.map(({ title, to }) =>
        new v2.DataLinkBuilder().title(title).url(`${context.urlOf(to)}${'view' in to ? TIME_RANGE : ''}`),
      ),
    )
    .data(
      new v2.QueryGroupBuilder().targets(
        (classic.targets ?? []).map(({ refId, datasource: _datasource, ...query }) =>
          new v2.TargetBuilder().refId(refId).query(queryKind(context, query)),
        ),
      ),
    )
    .visualization(
      new v2.VizConfigKindBuilder()
        .group(classic.type)
        .options(classic.options ?? {})
        // Both versions have the same options and fields.
        .fieldConfig(classic.fieldConfig ?? { defaults: {}, overrides: [] }),
    );
}

/** Links of panels keep the time by a variable. */
const TIME_RANGE = '?${__url_time_range}';

/** What is read of the classic panel. */
interface ClassicPanel {
  readonly type: string;
  readonly targets?: readonly ({ readonly refId: string; readonly datasource?: unknown } & Readonly<
    Record<string, unknown>
  >)[];
  readonly options?: object;
  readonly fieldConfig?: v2.FieldConfigSource;
}
