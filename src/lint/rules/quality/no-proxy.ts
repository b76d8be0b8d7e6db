import { AVAILABILITY, exampleModel, PROXY } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';
import { outputSignals } from '../../signals.ts';

const SOON_SECONDS = 86_400;

export const noProxy: LintRule = {
  id: 'quality/no-proxy',
  severity: 'warning',
  graveWhen: 'for a model of tier 1',
  title: 'nothing watches the model until its labels come',
  why: 'Labels that take longer than a day tell of a broken model when it has decided wrongly for as long. Until then something must stand in for them: a proxy (`proxies:`: mean confidence, the share of a class, overrides by people), a drift test of the predictions, or a monitor of confidence, classes or feedback. None of them proves anything alone, and each of them is days or weeks earlier.',
  bad: example([]),
  good: example([PROXY]),
  check({ workspace }, report) {
    const signalsOf = outputSignals(workspace);
    for (const model of workspace.list('Model')) {
      const delay = model.spec.groundTruth?.delay?.p95;
      if (delay === undefined || delay.seconds <= SOON_SECONDS) continue;
      if (signalsOf(model).proxies.length > 0) continue;
      report({
        ...at(model, ['groundTruth', 'delay', 'p95']),
        message: `95% of the labels of ${model.name} take up to ${delay.text}, and nothing watches its predictions until then`,
        isGrave: model.labels['tier'] === '1',
        hint: 'Add proxies, or a DriftPolicy with predictions.',
        data: { delaySeconds: delay.seconds },
      });
    }
  },
};

function example(lines: readonly string[]): string {
  return exampleModel(['groundTruth: { delay: { p50: 7d, p95: 45d } }', ...lines, AVAILABILITY]);
}
