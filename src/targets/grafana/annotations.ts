import * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
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
    .expr(expr)
    .step('60s')
    .titleFormat(title)
    .textFormat(text)
    .useValueForTime(false);
}
