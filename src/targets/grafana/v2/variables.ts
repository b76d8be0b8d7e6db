import type * as dashboard from '@grafana/grafana-foundation-sdk/dashboard';
import * as v2 from '@grafana/grafana-foundation-sdk/dashboardv2';
import type { LoweredAnnotation, LoweredVariable } from '../../../promql/views/lowered.ts';
import { annotationOf } from '../annotations.ts';
import { asData } from '../as-data.ts';
import type { GrafanaContext } from '../context.ts';
import { variableOf } from '../variables.ts';
import { queryKind } from './query-kind.ts';

/** The variable that the classic dashboard has, in the words of v2. */
export function variableKind(
  context: GrafanaContext,
  variable: LoweredVariable,
): v2.QueryVariableBuilder | v2.CustomVariableBuilder {
  const classic = asData(variableOf(context, variable).build()) as dashboard.VariableModel;
  const { text = '', value = '' } = classic.current ?? {};
  const { name, title } = variable;
  if (typeof classic.query === 'string') {
    const built = new v2.CustomVariableBuilder(name)
      .label(title)
      .query(classic.query)
      .current({ text, value })
      .multi(classic.multi === true)
      .includeAll(classic.includeAll === true);
    return classic.allValue === undefined ? built : built.allValue(classic.allValue);
  }
  const built = new v2.QueryVariableBuilder(name)
    .label(title)
    .query(queryKind(context, classic.query ?? {}))
    .refresh(v2.VariableRefresh.OnTimeRangeChanged)
    .current({ text, value })
    .multi(classic.multi === true)
    .includeAll(classic.includeAll === true);
  // oxlint-disable-next-line unicorn/no-array-sort -- a builder, not a list
  built.sort(v2.VariableSort.AlphabeticalAsc);
  return classic.allValue === undefined ? built : built.allValue(classic.allValue);
}

/** The annotation that the classic dashboard has; what v2 does not know of the Prometheus data source is handed on to it. */
export function annotationKind(
  context: GrafanaContext,
  annotation: LoweredAnnotation,
): v2.AnnotationQueryBuilder {
  const classic = asData(annotationOf(context, annotation).build()) as ClassicAnnotation;
  const { datasource: _datasource, ...query } = classic.target;
  return new v2.AnnotationQueryBuilder()
    .name(classic.name)
    .enable(classic.enable)
    .iconColor(classic.iconColor)
    .query(queryKind(context, query))
    .legacyOptions({
      titleFormat: classic.titleFormat,
      textFormat: classic.textFormat,
      useValueForTime: classic.useValueForTime,
    });
}

interface ClassicAnnotation {
  readonly name: string;
  readonly enable: boolean;
  readonly iconColor: string;
  readonly target: Readonly<Record<string, unknown>>;
  readonly titleFormat: string;
  readonly textFormat: string;
  readonly useValueForTime: boolean;
}
