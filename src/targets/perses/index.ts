import type { Origin } from '../../plan/origin.ts';
import type { Plan } from '../../plan/plan.ts';
import { viewName } from '../../plan/view-uid.ts';
import { viewsOf } from '../../plan/views/views.ts';
import { scopeOf } from '../../promql/lower/scope.ts';
import { lowerView } from '../../promql/views/lower-view.ts';
import { stableJson } from '../../support/stable-json.ts';
import type { RenderedFile, Target, TargetOutput } from '../target.ts';
import { capabilities } from './capabilities.ts';
import { contextOf } from './context.ts';
import { dashboardOf } from './dashboard.ts';
import { type PersesOptions, persesOptions } from './options.ts';
import { resourcesOf } from './resources.ts';

/** The same pages as Grafana's, as open dashboards of the CNCF project Perses. */
export const persesTarget: Target<PersesOptions> = {
  name: 'perses',
  description: 'the same dashboards for Perses',
  capabilities,
  options: persesOptions,
  onlyWhenAsked: true,
  lower,
};

function lower(plan: Plan, options: PersesOptions): TargetOutput {
  const context = contextOf(plan, options);
  const scope = scopeOf(plan);
  const indent = options.compact ? 0 : 2;
  const file = (path: string, resource: object, origin: Origin): RenderedFile => ({
    path,
    text: stableJson(resource, indent),
    marks: [{ pointer: [], origin }],
  });
  return {
    files: [
      ...resourcesOf(context).map(({ name, resource }) => file(`${name}.json`, resource, plan.origin)),
      ...Array.from(viewsOf(plan), (view) =>
        file(
          `dashboards/${viewName(view.id)}.json`,
          dashboardOf(context, lowerView(scope, view)),
          view.origin,
        ),
      ),
    ],
    notes: [],
  };
}
