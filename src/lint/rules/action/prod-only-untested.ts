import { documents, exampleObject } from '../../example.ts';
import { retrainProject, WEBHOOK_PROJECT } from '../../example-actions.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';
import { listed } from '../../words.ts';

export const prodOnlyUntested: LintRule = {
  id: 'action/prod-only-untested',
  severity: 'warning',
  title: 'an action that runs for the first time in production',
  why: 'The alerts that trigger the action exist in one environment only, and it is pretended in none (`guard.dryRunIn`). Whether the webhook is reached, the token is right and the guard holds is then seen on the day when it matters, on what people use. Let its alerts exist in staging as well, with `dryRunIn: [staging]`.',
  bad: example(''),
  good: example(', dryRunIn: [staging]'),
  check({ workspace, plan, environments }, report) {
    if (environments.length < 2) return;
    for (const { name } of plan.actions) {
      const action = workspace.get('Action', name);
      if (action === undefined || action.spec.guard.dryRunIn.length > 0) continue;
      const having = environments.filter((each) => each.plan.actions.some((other) => other.name === name));
      if (having.length > 1) continue;
      const others = environments
        .map((each) => each.workspace.environment)
        .filter((other) => other !== workspace.environment);
      report({
        ...at(action, []),
        message: `nothing triggers ${name} but in ${workspace.environment}, and it is pretended in none of ${listed(environments.map((each) => each.workspace.environment))}`,
        hint: `Let its alerts exist in ${others[0] ?? 'staging'} too, with guard: { dryRunIn: [${others[0] ?? 'staging'}] }.`,
        data: { action: name, environment: workspace.environment, others },
      });
    }
  },
};

function example(dryRun: string): string {
  return documents(
    WEBHOOK_PROJECT.replace('spec:\n', 'spec:\n  environments: [prod, staging]\n'),
    exampleObject('Environment', 'name: prod', ['labels: { env: prod }']),
    exampleObject('Environment', 'name: staging', [
      'labels: { env: staging }',
      'overlays: [{ match: { kind: DriftPolicy }, set: { actions: [] } }]',
    ]),
    retrainProject(
      { guard: `cooldown: 24h, maxPerWeek: 2${dryRun}`, project: '' },
      'baseline: previous-window',
      'actions: [{ when: { predictions: alert }, do: retrain }]',
    ),
  );
}
