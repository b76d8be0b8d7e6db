import type { Plan } from '../plan/plan.ts';
import type { SeverityRoute } from '../plan/route.ts';

export interface PageRoute {
  readonly team: string;
  readonly escalation: string;
  readonly page: SeverityRoute;
}

/** The routes of pages that some alert of the environment takes. */
export function pageRoutes(plan: Plan): PageRoute[] {
  const used = new Set(
    plan.alerts
      .filter(({ severity }) => severity === 'page')
      .map(({ team, escalation }) => `${team}/${escalation}`),
  );
  return plan.routes.flatMap(({ team, escalation, severities }) => {
    const page = severities.find(({ severity }) => severity === 'page');
    return page && used.has(`${team}/${escalation}`) ? [{ team, escalation, page }] : [];
  });
}
