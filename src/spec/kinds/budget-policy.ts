import { z } from 'zod';
import { expects, oneOf, strictObject } from '../expectation.ts';
import { zDuration, zRatio } from '../fields.ts';
import { type Reference, reference } from '../kind.ts';
import { zRef } from '../names.ts';
import { zSeverity } from './severity.ts';

const zCount = z.int(expects('a whole number')).min(1).max(100_000);

const zWhen = z.union(
  [
    strictObject({
      remaining: strictObject({
        lt: zRatio.meta({ description: 'Share of the budget; 0% when it is gone.' }),
      }).meta({
        description: 'Less of the budget is left.',
      }),
    }),
    strictObject({
      burn: strictObject({
        gt: z
          .number(expects('a burn rate such as 6'))
          .gt(0, expects('a burn rate above 0'))
          .meta({ description: 'Times the rate that the budget can afford.' }),
        over: zDuration.prefault('1h').meta({ description: 'Window of the burn rate.' }),
      }).meta({ description: 'The budget burns faster; event budgets only.' }),
    }),
    strictObject({
      slices: strictObject({ gte: zCount.meta({ description: 'Bad slices in the period.' }) }).meta({
        description: 'So many slices of the period were bad; time slices only.',
      }),
    }),
    strictObject({
      consecutive: zCount.meta({ description: 'So many slices in a row were bad; time slices only.' }),
    }),
  ],
  expects(
    'one of { remaining: { lt: 25% } }, { burn: { gt: 6 } }, { slices: { gte: 5 } }, { consecutive: 3 }',
  ),
);
export type BudgetWhenSpec = z.output<typeof zWhen>;

const zDo = z.union(
  [
    strictObject({ notify: zSeverity.meta({ description: 'Tell people, with this severity.' }) }),
    strictObject({
      freeze: oneOf(['deploys', 'retraining', 'experiments']).meta({
        description: 'An alert with the label freeze for pipelines to ask for; nobody is told.',
      }),
    }),
    strictObject({ action: zRef('Action').meta({ description: 'Trigger an action.' }) }),
  ],
  expects('one of { notify: ticket }, { freeze: deploys }, { action: NAME }'),
);

/** What is done as the error budget goes. */
export const zErrorBudgetPolicy = z
  .array(
    strictObject({
      when: zWhen.meta({ description: 'As soon as this holds.' }),
      do: z.array(zDo, expects('a list of what to do')).min(1).meta({ description: 'What is done.' }),
    }),
    expects('a list of { when, do }'),
  )
  .default([])
  .meta({ description: 'What is done as the error budget goes.' });
export type ErrorBudgetPolicySpec = z.output<typeof zErrorBudgetPolicy>;

/** The actions that a policy names. */
export function budgetPolicyReferences(policy: ErrorBudgetPolicySpec): Reference[] {
  return policy.flatMap(({ do: steps }, index) =>
    steps.flatMap((step, at) =>
      'action' in step
        ? reference('Action', step.action, 'errorBudgetPolicy', index, 'do', at, 'action')
        : [],
    ),
  );
}
