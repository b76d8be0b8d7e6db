import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { lintRule } from './registry.ts';

/** What `modelwatch lint` tells: findings of rules and of their suppression, and errors, without whose repair no rule runs. */
export function lintFindings(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.filter(
    ({ code, severity }) => severity === 'error' || code.startsWith('lint/') || lintRule(code) !== undefined,
  );
}
