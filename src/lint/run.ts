import type { Report } from '../diagnostics/diagnostic.ts';
import type { Plan } from '../plan/plan.ts';
import type { Workspace } from '../workspace/entity.ts';
import { LINT_RULES } from './registry.ts';

/** Runs every rule over one environment. Findings are reported with the rule's id as code; nothing is thrown. */
export function lintPlan(workspace: Workspace, plan: Plan, report: Report): void {
  for (const rule of LINT_RULES) {
    rule.check({ workspace, plan }, (finding) => {
      report({ code: rule.id, severity: rule.severity, ...finding });
    });
  }
}
