import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import type { LoweredPanel, LoweredQuery } from '../../promql/views/lowered.ts';
import type { GrafanaContext } from './context.ts';

/** Queries of a panel: over time for charts, their newest values for figures and tables. */
export function queriesOf(
  context: GrafanaContext,
  { panel, queries }: LoweredPanel,
): prometheus.DataqueryBuilder[] {
  return queries.map((query, index) => {
    const built = new prometheus.DataqueryBuilder()
      .refId(refId(index))
      .datasource(context.prometheus)
      .expr(query.expr)
      .legendFormat(query.legend)
      .editorMode(prometheus.QueryEditorMode.Code);
    if (panel.drawing === 'table') return built.instant().format(prometheus.PromQueryFormat.Table);
    if (panel.drawing === 'figures') return built.instant();
    // No step is shorter than the samples are apart, so that no window of a rate holds fewer than four of them.
    const ranged = built.range().interval(`${context.scrapeSeconds}s`);
    return wantsExemplars(context, query) ? ranged.exemplar(true) : ranged;
  });
}

function wantsExemplars({ tracesUid }: GrafanaContext, query: LoweredQuery): boolean {
  return tracesUid !== undefined && query.hasExemplars;
}

/** A, B … Z, AA, AB …, as Grafana's own editor names queries. */
export function refId(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : `${refId(Math.floor(index / 26) - 1)}${letter}`;
}
