import type { Report } from '../../diagnostics/diagnostic.ts';
import { stableJson } from '../../support/stable-json.ts';
import { refOf, type Workspace } from '../../workspace/entity.ts';
import type { Plan } from '../plan.ts';

/**
 * Reports environments with equal labels: what is rendered for them has the same series, alerts and routes, so that whoever
 * loads both gets one.
 */
export function checkEnvironmentsApart(
  environments: readonly { readonly workspace: Workspace; readonly plan: Plan }[],
  report: Report,
): void {
  const byLabels = new Map<string, Workspace>();
  for (const { workspace, plan } of environments) {
    const labels = stableJson(plan.environment.labels);
    const first = byLabels.get(labels);
    byLabels.set(labels, first ?? workspace);
    if (first === undefined) continue;
    const blamed = workspace.environmentObject ?? first.environmentObject ?? workspace.project;
    report({
      code: 'env/same-labels',
      severity: 'error',
      message: `environments ${first.environment} and ${workspace.environment} have the same labels`,
      span: blamed.span,
      object: refOf(blamed),
      field: 'spec.labels',
      expected: `labels that tell them apart, such as { env: ${workspace.environment} }`,
    });
  }
}
