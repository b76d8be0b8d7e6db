import type { Entity } from '../../workspace/entity.ts';
import type { Condition } from '../condition.ts';
import { addActionAlert } from './actions.ts';
import { type BuildContext, originOf, reportAt } from './context.ts';
import type { DriftCommon } from './drift-policy.ts';
import { type DriftState, driftInRuns, driftStateCondition } from './drift-signals.ts';
import { DRIFT_PROSE } from './prose-drift.ts';

const PARTS = ['dataset', 'features', 'predictions', 'labels'] as const;

/** An alert for each action of a policy, which triggers it. */
export function addDriftActions(
  context: BuildContext,
  policy: Entity<'DriftPolicy'>,
  model: Entity<'Model'>,
  common: DriftCommon,
): void {
  for (const [index, { when, do: action }] of policy.spec.actions.entries()) {
    const named = PARTS.flatMap((part) => {
      const state = when[part];
      return state === undefined ? [] : [{ part, state }];
    });
    if (named.length === 0) {
      reportAt(context, policy, ['actions', index, 'when'], {
        code: 'schema/missing-field',
        severity: 'error',
        message: 'the action has no state to wait for',
        expected: `one of ${PARTS.join(', ')}: warn or alert`,
      });
    }
    const conditions = named.flatMap(
      ({ part, state }) =>
        runsOf(context, policy, { part, state, runs: when.consecutive, path: ['actions', index, 'when'] }) ??
        [],
    );
    const [only] = conditions;
    if (only === undefined || conditions.length < named.length) continue;
    addActionAlert(
      context,
      {
        ...common,
        aspect: policy.spec.actions.length === 1 ? action : `${action}-${index + 1}`,
        condition: conditions.length === 1 ? only : { node: 'all', of: conditions },
        origin: originOf(policy, ['actions', index]),
        prose: {
          summary: DRIFT_PROSE.action({
            title: policy.title,
            subject: model.name,
            what: named.map(({ part }) => part).join(' and '),
            runs: when.consecutive === 1 ? 'the last run' : `${when.consecutive} runs in a row`,
            action,
          }),
          impact: `${action} is asked for; its guard decides.`,
        },
      },
      action,
    );
  }
}

function runsOf(
  context: BuildContext,
  policy: Entity<'DriftPolicy'>,
  {
    part,
    state,
    runs,
    path,
  }: { part: (typeof PARTS)[number]; state: DriftState; runs: number; path: (string | number)[] },
): Condition | undefined {
  const now = driftStateCondition(context, policy, part, state);
  if (now !== undefined) return driftInRuns(policy, now, runs);
  reportAt(context, policy, [...path, part], {
    code: 'drift/untested-part',
    severity: 'error',
    message: `DriftPolicy ${policy.name} does not test ${part === 'dataset' ? 'the data as a whole' : part}`,
    expected: part === 'dataset' ? 'dataset: { driftedShare: { alert: … } }' : `${part}: { test: … }`,
    hint: 'It could never be in this state.',
  });
  return undefined;
}
