import { upstreamOf } from '../../../workspace/references.ts';
import { isRetraining } from '../../actions.ts';
import { RETRAIN, retrainProject } from '../../example-actions.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';
import { listed } from '../../words.ts';

export const retrainOnUpstreamFault: LintRule = {
  id: 'action/retrain-on-upstream-fault',
  severity: 'warning',
  title: 'retraining that a broken pipeline sets off',
  why: 'When a pipeline upstream stops or writes rubbish, the data of the model drift and its quality falls: the alert that retrains it fires, and the new model learns the rubbish. Alerts that name their upstream are held back while it fails. This one names none, although the model depends on others. Leave `inhibit: upstream`, trigger the action by drift or by a quality objective, and not by what no upstream explains.',
  bad: example('inhibit: none'),
  good: example('inhibit: upstream'),
  check({ workspace, plan }, report) {
    for (const alert of plan.alerts) {
      const action = alert.action === undefined ? undefined : workspace.get('Action', alert.action);
      const { kind, name } = alert.subject;
      if (action === undefined || alert.upstream.length > 0 || kind !== 'Model' || !isRetraining(action))
        continue;
      const model = workspace.get('Model', name);
      const entity = workspace.get(alert.object.kind as 'DriftPolicy', alert.object.name);
      const upstream = model ? upstreamOf(workspace, model).map(({ target }) => target.name) : [];
      if (entity === undefined || upstream.length === 0) continue;
      const isSwitchedOff = 'inhibit' in entity.spec && entity.spec.inhibit === 'none';
      report({
        ...at(entity, isSwitchedOff ? ['inhibit'] : [], [{ message: 'the action', span: action.span }]),
        message: `${action.name} is triggered whether or not ${listed(upstream, 3)} ${upstream.length === 1 ? 'works' : 'work'}: ${alert.name} names no upstream`,
        hint: isSwitchedOff
          ? 'Use inhibit: upstream.'
          : 'Trigger it by drift or by a quality objective: these are held back while an upstream fails.',
        data: { action: action.name, alert: alert.name, upstream },
      });
    }
  },
};

function example(inhibit: string): string {
  return retrainProject(
    RETRAIN,
    'baseline: previous-window',
    inhibit,
    'actions: [{ when: { predictions: alert }, do: retrain }]',
  );
}
