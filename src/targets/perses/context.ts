import type { Plan } from '../../plan/plan.ts';
import { viewName } from '../../plan/view-uid.ts';
import { sha256 } from '../../support/sha256.ts';
import type { PersesOptions } from './options.ts';

/** Names of resources: https://github.com/perses/perses/blob/main/docs/api (at most 75 characters). */
const LONGEST_NAME = 75;

/** What all dashboards of an environment share. */
export interface PersesContext {
  readonly plan: Plan;
  /** The project in Perses. */
  readonly project: string;
  readonly datasource?: string;
  readonly nameOf: (viewId: string) => string;
  /** Where another dashboard is, on the server that shows this one. */
  readonly urlOf: (viewId: string) => string;
}

export function contextOf(plan: Plan, { datasource }: PersesOptions): PersesContext {
  const project = shortened(plan.project);
  const nameOf = (viewId: string): string => shortened(`${plan.environment.name}-${viewName(viewId)}`);
  return {
    plan,
    project,
    ...(datasource !== undefined && { datasource }),
    nameOf,
    urlOf: (viewId) => `/projects/${project}/dashboards/${nameOf(viewId)}`,
  };
}

/** A name that is too long ends in digits of its hash, so that two that begin alike stay apart. */
function shortened(name: string): string {
  if (name.length <= LONGEST_NAME) return name;
  return `${name.slice(0, LONGEST_NAME - 9)}-${sha256(name).slice(0, 8)}`;
}
