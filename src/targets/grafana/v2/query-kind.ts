import * as v2 from '@grafana/grafana-foundation-sdk/dashboardv2';
import type { GrafanaContext } from '../context.ts';

/** A query to Prometheus; `spec` is what the classic dashboard has beside the data source. */
export function queryKind(
  { prometheus }: GrafanaContext,
  spec: Readonly<Record<string, unknown>>,
): { build(): v2.DataQueryKind } {
  return {
    build: () => ({
      ...v2.defaultDataQueryKind(),
      group: prometheus.type,
      // What v2 calls the name is the uid.
      datasource: { name: prometheus.uid },
      spec,
    }),
  };
}
