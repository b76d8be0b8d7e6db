import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Plan } from '../../plan/plan.ts';
import { compareSignal } from './compare.ts';
import { type Expected, expectations } from './expect.ts';
import type { MetricSource } from './source.ts';

export interface MetricCheck {
  readonly diagnostics: readonly Diagnostic[];
  /** How many metrics were looked for. */
  readonly checked: number;
}

/** Compares all signals of a plan, or those of some models, with what is there. Throws when the source can't be asked. */
export async function checkPlanMetrics(
  plan: Plan,
  source: MetricSource,
  settings: { readonly models: readonly string[]; readonly mostSeries: number },
): Promise<MetricCheck> {
  const wanted = expectations(plan).filter((each) => isOf(plan, each, settings.models));
  const found: Diagnostic[] = [];
  const others = new Set(plan.signals.map(({ metric }) => metric));
  const compared = { mostSeries: settings.mostSeries, others };
  for (const expected of wanted) found.push(...(await compareSignal(expected, source, compared)));
  // Several roles may be read from one metric, and then lack the same.
  const distinct = new Map(
    found.map((each) => [JSON.stringify([each.code, each.message]), each] as const).toReversed(),
  );
  return {
    diagnostics: [...distinct.values()].toReversed(),
    checked: new Set(wanted.map(({ signal }) => signal.metric)).size,
  };
}

/** Those of a model are its own, those of its drift policies, and what else its service emits. */
function isOf({ instrumentations }: Plan, { signal }: Expected, models: readonly string[]): boolean {
  if (models.length === 0) return true;
  return models.some((model) => {
    const own = instrumentations.find((each) => each.model === model);
    return (
      signal.id.startsWith(`model:${model}/`) ||
      signal.prometheus.labels['model'] === model ||
      own?.metrics.some(({ roles }) => roles.some((role) => role.signal === signal.id)) === true
    );
  });
}
