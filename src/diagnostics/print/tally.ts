import { counted } from '../../support/counted.ts';
import type { Diagnostic, Severity } from '../diagnostic.ts';

/** How many findings of each severity. */
export function tally(diagnostics: Iterable<Diagnostic>): Record<Severity, number> {
  const counts = { error: 0, warning: 0, info: 0 };
  for (const { severity } of diagnostics) counts[severity] += 1;
  return counts;
}

/** `2 errors, 0 warnings in 46 objects`; remarks are counted only when there are any. */
export function summaryLine(diagnostics: Iterable<Diagnostic>, objects?: number): string {
  const { error, warning, info } = tally(diagnostics);
  const parts = [counted(error, 'error'), counted(warning, 'warning')];
  if (info > 0) parts.push(counted(info, 'remark'));
  return parts.join(', ') + (objects === undefined ? '' : ` in ${counted(objects, 'object')}`);
}
