import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import type { LoweredAnnotation } from '../../promql/views/lowered.ts';
import type { GrafanaContext } from './context.ts';

const COLOURS: Readonly<Record<LoweredAnnotation['mark'], string>> = {
  'firing-alerts': 'red',
  deploys: 'blue',
  actions: 'purple',
  maintenance: 'yellow',
};

export function annotationOf(
  context: GrafanaContext,
  { title, mark, expr, text }: LoweredAnnotation,
): dashboard.AnnotationQueryBuilder {
  return new dashboard.AnnotationQueryBuilder()
    .name(title)
    .datasource(context.prometheus)
    .enable(true)
    .iconColor(COLOURS[mark])
    .target(
      new prometheus.DataqueryBuilder()
        .refId('annotation')
        .datasource(context.prometheus)
        .expr(expr)
        .range()
        .interval('60s')
        .editorMode(prometheus.QueryEditorMode.Code),
    )
    .titleFormat(title)
    .textFormat(text)
    .useValueForTime(false);
}
