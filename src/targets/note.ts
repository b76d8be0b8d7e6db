import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Origin } from '../plan/origin.ts';

/** What could not be expressed, or not as asked: information, unless `severity` says that more is at stake. */
export function note(
  code: string,
  origin: Origin | undefined,
  text: Pick<Diagnostic, 'message' | 'hint' | 'field' | 'data'> & Partial<Pick<Diagnostic, 'severity'>>,
): Diagnostic {
  const span = origin?.spans[0];
  return {
    code,
    severity: 'info',
    ...text,
    ...(span === undefined ? {} : { span }),
    ...(origin === undefined ? {} : { object: origin.object }),
  };
}
