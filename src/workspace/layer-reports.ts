import type { Diagnostic, Report } from '../diagnostics/diagnostic.ts';

/**
 * A wrong value of Defaults or of an overlay is told once: with the first object that gets it, so that both places are named,
 * or alone when no object does.
 */
export function layerReports(report: Report): {
  /** For what is wrong in the layer itself. */
  readonly inLayer: Report;
  /** For what is wrong in an object once its layers are merged. */
  readonly onObject: Report;
  /** Call it when all objects were looked at. */
  readonly finish: () => void;
} {
  const withoutObject: Diagnostic[] = [];
  const told = new Set<string>();
  const twins = new Set<string>();
  return {
    inLayer: (diagnostic) => {
      withoutObject.push(diagnostic);
    },
    onObject: (diagnostic) => {
      const key = keyOf(diagnostic);
      const twin = `${key} ${(diagnostic.env ?? []).join()}`;
      if (diagnostic.related && diagnostic.span && twins.has(twin)) return;
      told.add(key);
      twins.add(twin);
      report(diagnostic);
    },
    finish: () => {
      for (const diagnostic of withoutObject) if (!told.has(keyOf(diagnostic))) report(diagnostic);
    },
  };
}

function keyOf({ code, span, message }: Diagnostic): string {
  return `${code} ${span?.file ?? ''} ${span?.start.offset ?? -1} ${message}`;
}
