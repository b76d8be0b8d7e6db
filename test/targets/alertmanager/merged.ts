import type { Plan } from '../../../src/plan/plan.ts';
import { alert, level, plan, route, severityRoute, webhook } from '../../support/route-plan.ts';
import { lower } from './rendered.ts';

/** A team's own configuration, with comments, anchors, legacy keys and scalars that readers disagree about. */
export const BASE = `# Our own configuration.

global:
  smtp_require_tls: yes # not a boolean in YAML 1.2
  resolve_timeout: 5m
route:
  receiver: team
  group_by: ['alertname']
  routes:
    # The database first.
    - match: { service: db }
      receiver: dba
      continue: true
    - match_re:
        severity: page|critical
      receiver: team
      mute_time_intervals: [night]
    # No more routes.
inhibit_rules:
  - source_matchers: [severity="critical"]
    target_matchers: [severity="warning"]
    equal: [service]
mute_time_intervals:
  - name: night
    time_intervals:
      - times: [{start_time: 00:00, end_time: 06:00}]
receivers:
  - name: team
    webhook_configs:
      - &hook
        url: http://127.0.0.1:9/
        max_alerts: 0010
  - name: dba
    webhook_configs: [*hook]

# The end.
`;

export const PLAN = plan({
  alerts: [alert('FraudDown')],
  teamHours: [
    {
      team: 'risk-ml',
      timezone: 'Europe/London',
      hours: { mon: [{ from: 540, to: 1050 }] },
      holidays: [],
    },
  ],
  routes: [
    route([
      severityRoute('page', [level(1, [webhook('pager')])]),
      severityRoute('ticket', [level(1, [webhook('jira')])], { heldOutsideBusinessHours: true }),
    ]),
  ],
});

export const OPTIONS = { mode: 'fragment', base: 'am/base.yml' } as const;

/** Merges the plan into a base of that text; without it the base cannot be read. */
export function merge(base: string | undefined, merged: Plan = PLAN) {
  return lower(merged, OPTIONS, base);
}
