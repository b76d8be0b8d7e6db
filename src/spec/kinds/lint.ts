import { z } from 'zod';
import { expects, oneOf, strictObject } from '../expectation.ts';

/** What a finding of a rule is in this project; `off`: the rule does not run. */
export const LINT_LEVELS = ['error', 'warning', 'info', 'off'] as const;
export type LintLevel = (typeof LINT_LEVELS)[number];

/** `recommended` takes each rule's own severity; `strict` one step more of it. */
export const LINT_PRESETS = ['recommended', 'strict'] as const;

/** Which rules run and how much their findings weigh. Ids are known to the linter, which refuses unknown ones. */
export const zLint = strictObject({
  extends: z
    .array(oneOf(LINT_PRESETS), expects('a list such as [recommended]'))
    .default(['recommended'])
    .meta({
      description:
        'Where levels come from: recommended, or strict, in which infos warn and warnings are errors.',
    }),
  rules: z.record(z.string(), oneOf(LINT_LEVELS), expects('a map of rule ids to levels')).default({}).meta({
    description: 'Levels of single rules: slo/too-few-events: error. `modelwatch lint --list` names all.',
  }),
});
