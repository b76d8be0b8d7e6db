import type { Plan } from '../../plan/plan.ts';
import type { ViewLink } from '../../plan/view.ts';
import { viewUid } from '../../plan/view-uid.ts';
import type { GrafanaOptions } from './options.ts';

/** What all dashboards of an environment share. */
export interface GrafanaContext {
  readonly plan: Plan;
  readonly prometheus: { readonly type: 'prometheus'; readonly uid: string };
  readonly tracesUid?: string;
  /** How far samples are apart. */
  readonly scrapeSeconds: number;
  readonly folder: string;
  readonly urlOf: (to: ViewLink['to']) => string;
}

export function contextOf(plan: Plan, { datasource, folder }: GrafanaOptions): GrafanaContext {
  return {
    plan,
    prometheus: { type: 'prometheus', uid: datasource.prometheus },
    ...(datasource.traces !== undefined && { tracesUid: datasource.traces }),
    scrapeSeconds: plan.cadence.scrapeSeconds,
    folder: folder ?? `${plan.project} (${plan.environment.name})`,
    urlOf: (to) => ('url' in to ? to.url : `/d/${viewUid(plan.project, plan.environment.name, to.view)}`),
  };
}
