import { sortedBy } from '../../support/sorted-by.ts';
import type { Alert } from '../alert.ts';
import { type Route, routeFinder } from '../route.ts';
import type { BuildContext } from './context.ts';

/** Reports, once per policy and severity, that a policy tells nobody of its pages or tickets although there are some. */
export function reportUnrouted(context: BuildContext, routes: readonly Route[]): void {
  const unrouted = new Map<string, { route: Route; severity: 'page' | 'ticket'; alerts: Alert[] }>();
  const routeOf = routeFinder(routes);
  const isLeftOut = (alert: Alert): boolean =>
    routeOf(alert)?.severities.every(({ severity }) => severity !== alert.severity) === true;
  for (const alert of sortedBy<Alert>(context.alerts.filter(isLeftOut), ({ name }) => name)) {
    const { severity, escalation } = alert;
    const route = routeOf(alert);
    if (route === undefined || escalation === undefined) continue;
    if (severity !== 'page' && severity !== 'ticket') continue;
    // A team that nobody can reach was reported itself, and so was a severity that the policy promises to route.
    if (route.severities.length === 0 && isBuiltIn(context, escalation)) continue;
    if (policyOf(context, escalation)?.spec.severities?.includes(severity)) continue;
    const key = `${escalation} ${severity}`;
    const group = unrouted.get(key) ?? { route, severity, alerts: [] };
    unrouted.set(key, { ...group, alerts: [...group.alerts, alert] });
  }
  for (const { route, severity, alerts } of unrouted.values()) {
    const names = alerts.map(({ name }) => name);
    const [span] = route.origin.spans;
    const told =
      names.length === 1
        ? `${names.join()} is one`
        : `${names.length} alerts are: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ' …' : ''}`;
    context.report({
      code: 'routing/severity-not-routed',
      severity: 'error',
      message: `policy ${route.escalation} tells nobody of a ${severity}, and ${told}`,
      ...(span && { span }),
      object: { kind: 'EscalationPolicy', name: route.escalation },
      field: 'spec.routes',
      related: alerts
        .slice(0, 1)
        .flatMap(({ name, origin }) =>
          origin.spans.slice(0, 1).map((place) => ({ message: name, span: place })),
        ),
      hint: `Add routes.${severity} to the policy, or give the alerts another severity.`,
      data: { severity, alerts: names },
    });
  }
}

function policyOf(context: BuildContext, name: string) {
  return context.workspace.get('EscalationPolicy', name);
}

function isBuiltIn(context: BuildContext, policy: string): boolean {
  return policyOf(context, policy)?.node.layer?.kind === 'builtin';
}
