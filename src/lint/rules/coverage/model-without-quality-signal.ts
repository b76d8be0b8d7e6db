import { AVAILABILITY, exampleModel, PROXY } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';
import { outputSignals } from '../../signals.ts';

export const modelWithoutQualitySignal: LintRule = {
  id: 'coverage/model-without-quality-signal',
  severity: 'warning',
  title: 'a model whose answers nothing looks at',
  why: 'A model can answer fast, without an error, and be wrong: the failures that are its own never show in latency or error rates. This one says what it is for (its `task`, its `groundTruth`, or that it is tier 1), and nothing looks at what it says: no quality objective, no proxy, no drift policy, no monitor of confidence, classes or feedback. Begin with what costs least: a proxy on the confidence or the share of a class.',
  bad: example([]),
  good: example([PROXY]),
  check({ workspace }, report) {
    const signalsOf = outputSignals(workspace);
    for (const model of workspace.list('Model')) {
      const { task, groundTruth, segments } = model.spec;
      const isTier1 = model.labels['tier'] === '1';
      if (!isTier1 && task === undefined && groundTruth === undefined) continue;
      const { objectives, proxies, drift } = signalsOf(model);
      const isFair = segments.some(({ fairness }) => fairness !== undefined);
      if (objectives.length + proxies.length + drift.length > 0 || isFair) continue;
      const delay = groundTruth?.delay?.p95;
      // Slow labels are told by quality/no-proxy.
      if (delay !== undefined && delay.seconds > 86_400) continue;
      report({
        ...at(model, []),
        message: `nothing looks at what ${model.name} says: it may be wrong for weeks without an alert`,
        hint: groundTruth
          ? 'Add an SLO of type quality, or proxies until its labels come.'
          : 'Add groundTruth and an SLO of type quality, proxies, or a DriftPolicy with predictions.',
        data: { tier: model.labels['tier'] ?? '', ...(task !== undefined && { task }) },
      });
    }
  },
};

function example(lines: readonly string[]): string {
  return exampleModel(['task: binary-classification', ...lines, AVAILABILITY]);
}
