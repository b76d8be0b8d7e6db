import type { Plan } from '../../plan/plan.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import { labelEquals, labelMatches } from './matchers.ts';

/** What tells our alerts from all others, and one environment's from another's. */
export interface Scope {
  readonly matchers: readonly string[];
  /** The environment's labels that every alert carries: alerts of two environments must not explain each other. */
  readonly environmentLabels: readonly string[];
}

/**
 * The scope of a plan. Only labels that each alert really carries count: a matcher on another would match none, and an
 * `equal` on another would hold for any two alerts, since Alertmanager takes an absent label for an empty one
 * (https://github.com/prometheus/alertmanager/issues/1727).
 */
export function scopeOf({ environment, alerts }: Plan): Scope {
  const carried = sortedBy(Object.entries(environment.labels), ([label]) => label).filter(
    ([label, value]) => value !== '' && alerts.every(({ labels }) => labels[label] === value),
  );
  return {
    matchers: [
      labelMatches('modelwatch_id', '.+'),
      ...carried.map(([label, value]) => labelEquals(label, value)),
    ],
    environmentLabels: carried.map(([label]) => label),
  };
}
