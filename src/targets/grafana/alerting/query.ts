import * as alerting from '@grafana/grafana-foundation-sdk/alerting';
import * as expressions from '@grafana/grafana-foundation-sdk/expr';
import * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import type { Alert } from '../../../plan/alert.ts';
import type { Expr } from '../../../promql/ast.ts';
import { max } from '../../../promql/build.ts';
import { lowerCondition } from '../../../promql/lower/condition.ts';
import type { Scope } from '../../../promql/lower/scope.ts';
import { isValueTold, valueOf } from '../../../promql/lower/value.ts';
import { and, or } from '../../../promql/operators.ts';
import { print } from '../../../promql/print.ts';
import { firstLevelLabels } from '../../alert-texts.ts';
import type { GrafanaContext } from '../context.ts';

/** The query, and what is decided on its result. */
export const VALUE = 'A';
export const CONDITION = 'B';
/** Uid of the data source that calculates in Grafana itself. */
const EXPRESSIONS = '__expr__';
/** Rules ask for the newest value; Grafana wants a range all the same. */
const RANGE_SECONDS = 600;

/** A series while the alert's condition holds, and none while it does not; its value is the one that the alert's text tells. */
export function conditionQuery(scope: Scope, alert: Alert): Expr {
  const { expr } = lowerCondition(scope, alert.condition, {
    name: alert.name,
    labels: firstLevelLabels(alert),
  });
  const told = isValueTold(alert.condition) ? undefined : valueOf(scope, alert.condition);
  // Rules have the labels of the plan and no others, and Grafana tells apart by labels what is one alert.
  return max(told === undefined ? expr : or(and(told, expr, { on: [] }), expr, { on: [] }));
}

/** What a rule asks and decides: whether there is a value, whatever it is. */
export function ruleData({ prometheus: { uid } }: GrafanaContext, query: Expr): alerting.QueryBuilder[] {
  return [
    new alerting.QueryBuilder(VALUE)
      .datasourceUid(uid)
      .relativeTimeRange({ from: RANGE_SECONDS, to: 0 })
      .model(
        new prometheus.DataqueryBuilder()
          .refId(VALUE)
          .expr(print(query))
          .instant()
          .editorMode(prometheus.QueryEditorMode.Code),
      ),
    new alerting.QueryBuilder(CONDITION)
      .datasourceUid(EXPRESSIONS)
      .relativeTimeRange({ from: 0, to: 0 })
      .model(
        new expressions.TypeMathBuilder()
          .refId(CONDITION)
          .datasource({ type: EXPRESSIONS, uid: EXPRESSIONS })
          .expression(['is_number', 'is_inf', 'is_nan'].map((is) => `${is}($${VALUE})`).join(' || ')),
      ),
  ];
}
