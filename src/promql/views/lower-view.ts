import type { Curve, Panel, View, ViewAnnotation } from '../../plan/view.ts';
import type { Expr } from '../ast.ts';
import { labelEquals, metric, sum } from '../build.ts';
import { MAINTENANCE_ACTIVE } from '../lower/names.ts';
import { oneOf } from '../lower/one-of.ts';
import { type Scope, signalOf } from '../lower/scope.ts';
import { presenceOf } from '../lower/selection.ts';
import { eq, or, unless } from '../operators.ts';
import { print } from '../print.ts';
import { alertLabels, alertSelectors } from './alerts.ts';
import type { LoweredAnnotation, LoweredPanel, LoweredQuery, LoweredView } from './lowered.ts';
import { lowerReading } from './readings.ts';
import { lowerVariable } from './variables.ts';
import { recordedMatchers, type ViewScope, viewScope } from './view-scope.ts';

/** How long a version must have been away to be called new when it comes. */
const DEPLOY_WINDOW_SECONDS = 600;

/** A view with its queries in PromQL. What both dashboards need to know of a panel is decided in the view and here. */
export function lowerView(scope: Scope, view: View): LoweredView {
  const inView = viewScope(scope, view);
  return {
    view,
    variables: view.variables.map((variable) => lowerVariable(inView, variable)),
    rows: view.rows.map(({ title, panels, isFolded = false }) => ({
      title,
      isFolded,
      panels: panels.map((panel) => lowerPanel(inView, panel)),
    })),
    annotations: view.annotations.map((annotation) => lowerAnnotation(inView, annotation)),
  };
}

function lowerPanel(scope: ViewScope, panel: Panel): LoweredPanel {
  return { panel, queries: panel.curves.map((curve) => lowerCurve(scope, curve)) };
}

function lowerCurve(scope: ViewScope, curve: Curve): LoweredQuery {
  const { expr, labels, legendLabels = labels } = lowerReading(scope, curve.reading);
  return {
    curve,
    expr: print(expr),
    legend: legendOf(curve.label, legendLabels),
    labels,
    hasExemplars: curve.reading.read === 'quantile' && isOfService(scope, curve.reading.of.signal),
  };
}

function isOfService({ scope }: ViewScope, signal: string): boolean {
  return signalOf(scope, signal).emitter === 'service';
}

/** Braces in a user's text would be taken for a label. */
function legendOf(label: string, labels: readonly string[]): string {
  const own = label.replaceAll('{{', '{ {');
  return [own, ...labels.map((name) => `{{${name}}}`)].filter((part) => part !== '').join(' ');
}

function lowerAnnotation(scope: ViewScope, { title, marks }: ViewAnnotation): LoweredAnnotation {
  return { title, mark: marks.mark, ...marked(scope, marks) };
}

function marked(view: ViewScope, marks: ViewAnnotation['marks']): { expr: string; text: string } {
  switch (marks.mark) {
    case 'firing-alerts':
      return {
        expr: print(anyOf(alertSelectors(view, 'firing', marks.of))),
        text: '{{alertname}} ({{severity}})',
      };
    case 'deploys': {
      const label = signalOf(view.scope, marks.of.signal).prometheus.facetLabels.version ?? 'version';
      const serving = (offsetSeconds: number): Expr =>
        sum(
          { ...presenceOf(view.scope, marks.of), ...(offsetSeconds > 0 && { offsetSeconds }) },
          { by: [label] },
        );
      // A version that was not there a while ago; without any before, there is no telling what is new.
      const isNew = unless(serving(0), serving(DEPLOY_WINDOW_SECONDS));
      return { expr: print(isNew), text: `version {{${label}}}` };
    }
    case 'actions':
      return {
        expr: print(
          metric('ALERTS', [
            labelEquals('alertstate', 'firing'),
            ...alertLabels(view),
            oneOf('alertname', marks.alerts),
          ]),
        ),
        text: 'action {{action}}',
      };
    case 'maintenance':
      return {
        expr: print(
          eq(metric(MAINTENANCE_ACTIVE, [...recordedMatchers(view), oneOf('maintenance', marks.names)]), 1),
        ),
        text: 'maintenance {{maintenance}}',
      };
  }
}

function anyOf(exprs: readonly Expr[]): Expr {
  const [first, ...others] = exprs;
  if (first === undefined) throw new Error('alerts of nobody');
  return others.reduce<Expr>((joined, part) => or(joined, part), first);
}
