import type { Route } from '../route.ts';
import type { BuildContext } from './context.ts';

/** Reports each page and ticket that the alert's policy tells nobody of; once per object and severity. */
export function reportUnrouted(context: BuildContext, routes: readonly Route[]): void {
  const told = new Set<string>();
  for (const alert of context.alerts) {
    if (alert.escalation === undefined || (alert.severity !== 'page' && alert.severity !== 'ticket'))
      continue;
    const route = routes.find(
      ({ team, escalation }) => team === alert.team && escalation === alert.escalation,
    );
    if (route === undefined || route.severities.some(({ severity }) => severity === alert.severity)) continue;
    // A team that nobody can reach was reported itself: its default route is empty.
    if (route.severities.length === 0 && isBuiltIn(context, route.escalation)) continue;
    const key = `${alert.object.kind}/${alert.object.name} ${alert.severity}`;
    if (told.has(key)) continue;
    told.add(key);
    const [span] = alert.origin.spans;
    context.report({
      code: 'routing/severity-not-routed',
      severity: 'error',
      message: `${alert.name} is a ${alert.severity}, and policy ${route.escalation} tells nobody of one`,
      ...(span && { span }),
      object: alert.object,
      related: route.origin.spans.slice(0, 1).map((place) => ({ message: 'the policy', span: place })),
      hint: `Add routes.${alert.severity} to the policy, or choose another severity.`,
    });
  }
}

function isBuiltIn(context: BuildContext, policy: string): boolean {
  return context.workspace.get('EscalationPolicy', policy)?.node.layer?.kind === 'builtin';
}
