import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { AskedBy } from '../preview/questions.ts';

/** A finding about the query of a panel or of a variable's list: `what` follows "its query". */
export function aboutQuery(
  code: string,
  severity: Diagnostic['severity'],
  { dashboard, asker, question }: AskedBy,
  what: string,
  environment: string,
): Diagnostic {
  const text = 'query' in question ? `: ${question.query}` : '';
  return { code, severity, message: `${dashboard}, ${asker}: its query ${what}${text}`, env: [environment] };
}

/** A wrong call. */
export function usageProblem(message: string): Diagnostic {
  return { code: 'usage/preview', severity: 'error', message };
}
