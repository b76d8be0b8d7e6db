import { sha256 } from '../../support/sha256.ts';
import type { Diagnostic } from '../diagnostic.ts';

/**
 * One fingerprint for each finding, by which code scanning knows it again after lines moved: made of code, object and field;
 * without an object, of code, file and message. Findings alike in these are told apart by their order.
 */
export function fingerprints(diagnostics: readonly Diagnostic[]): string[] {
  const seen = new Map<string, number>();
  return diagnostics.map(({ code, object, field, span, message }) => {
    const about =
      object === undefined
        ? [span?.file ?? '', field ?? '', message]
        : [object.kind, object.name, field ?? ''];
    const print = sha256(JSON.stringify([code, ...about])).slice(0, 32);
    const before = seen.get(print) ?? 0;
    seen.set(print, before + 1);
    return `${print}:${before + 1}`;
  });
}
