import type { Report } from '../diagnostics/diagnostic.ts';
import type { Levels } from './levels.ts';
import { LINT_RULES } from './registry.ts';
import type { LintInput } from './rule.ts';

/**
 * Runs every rule that is not off over one environment. Findings are reported with the rule's id as code and the level that the
 * project gives it; nothing is thrown.
 */
export function lintPlan(input: LintInput, levels: Levels, report: Report): void {
  for (const rule of LINT_RULES) {
    const severity = levels.levelOf(rule.id, rule.severity);
    if (severity === 'off') continue;
    rule.check(input, ({ isGrave = false, ...finding }) => {
      const own = isGrave ? levels.levelOf(rule.id, 'error') : severity;
      if (own !== 'off') report({ code: rule.id, severity: own, ...finding });
    });
  }
}
