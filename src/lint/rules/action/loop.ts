import type { Entity } from '../../../workspace/entity.ts';
import { isRetraining } from '../../actions.ts';
import { RETRAIN, retrainProject } from '../../example-actions.ts';
import { at } from '../../place.ts';
import { type FixedBaseline, fixedBaseline } from '../../rows.ts';
import type { LintRule } from '../../rule.ts';

export const loop: LintRule = {
  id: 'action/loop',
  severity: 'warning',
  title: 'retraining that does not end what set it off',
  why: 'Drift is measured against data that stay what they are, and it retrains the model without asking anybody. The new model changes nothing about the data: they have drifted from the old baseline as before, and the model is trained again as soon as the guard allows, for ever. Compare with data that move along (`baseline: previous-window`, or a model’s baseline with a window such as 90d), let a person agree (`approval: oncall`), or leave a young version alone (`onlyIf: { versionAge: { gt: 14d } }`).',
  bad: example('model'),
  good: example('previous-window'),
  check({ workspace }, report) {
    for (const policy of workspace.list('DriftPolicy')) {
      const model = workspace.get('Model', policy.spec.model);
      const baseline = model && fixedBaseline(policy, model);
      if (model === undefined || baseline === undefined || moves(baseline)) continue;
      for (const [index, { do: name }] of policy.spec.actions.entries()) {
        const action = workspace.get('Action', name);
        if (action === undefined || !isRetraining(action) || isHeldBack(action)) continue;
        const { cooldown, maxPerWeek } = action.spec.guard;
        const window = baseline.window?.text;
        const data = `the ${baseline.kind === 'training' ? 'training data' : 'data'}${window === undefined ? '' : ` of ${window}`}`;
        report({
          ...at(
            policy,
            ['actions', index, 'do'],
            [
              { message: 'the action', span: action.span },
              { message: 'the baseline', span: at(model, ['baseline']).span ?? model.span },
            ],
          ),
          message: `drift from ${data} triggers ${name}, and is still there afterwards: it is triggered again every ${cooldown.text}, up to ${maxPerWeek} times a week`,
          hint: 'Add onlyIf: { versionAge: { gt: 14d } } or approval: oncall to its guard, or compare with data that move along.',
          data: {
            action: name,
            baseline: baseline.kind,
            ...(window !== undefined && { window }),
            cooldownSeconds: cooldown.seconds,
            maxPerWeek,
          },
        });
      }
    }
  },
};

/** The last so long of a table is another stretch each time; a snapshot of it is not. */
function moves({ window, snapshot }: FixedBaseline): boolean {
  return window !== undefined && 'seconds' in window && snapshot === undefined;
}

/** Whether somebody has to agree, or a young version is left alone. */
function isHeldBack({ spec: { guard } }: Entity<'Action'>): boolean {
  const age = guard.onlyIf?.versionAge;
  return guard.approval === 'oncall' || (age !== undefined && 'gt' in age);
}

function example(baseline: string): string {
  return retrainProject(
    RETRAIN,
    `baseline: ${baseline}`,
    'actions: [{ when: { predictions: alert }, do: retrain }]',
  );
}
