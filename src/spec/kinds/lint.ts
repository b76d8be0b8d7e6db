import { z } from 'zod';
import { expects, oneOf, strictObject } from '../expectation.ts';
import { zRatio } from '../fields.ts';
import { zNameGlob } from '../names.ts';

/** What a finding of a rule is in this project; `off`: the rule does not run. */
export const LINT_LEVELS = ['error', 'warning', 'info', 'off'] as const;
export type LintLevel = (typeof LINT_LEVELS)[number];

/** `recommended` takes each rule's own severity; `strict` one step more of it. */
export const LINT_PRESETS = ['recommended', 'strict'] as const;

/** What is looked at of a model that is monitored as a whole, in the order in which it is told. */
export const COVERAGE_CELLS = [
  'accuracy',
  'prediction-distribution',
  'confidence',
  'error-analysis',
  'latency',
  'throughput',
  'error-rates',
  'resource-usage',
  'data-volume',
  'schema',
  'freshness',
  'feature-distribution',
  'engagement',
  'revenue',
  'user-feedback',
  'owner',
  'human-route',
  'absent-signal',
  'runbook',
  'alert-test',
] as const;
export type CoverageCellId = (typeof COVERAGE_CELLS)[number];

/** How much of what a model should be monitored for must be. */
const zCoverage = strictObject({
  min: zRatio
    .optional()
    .meta({ description: 'Least share of the cells that are covered, of every model: 80%.' }),
  tiers: z
    .record(z.string().min(1), zRatio, expects('a map of tiers to shares: { "1": 95% }'))
    .default({})
    .meta({ description: 'The same for models whose label `tier` is this, in place of min: { "1": 95% }.' }),
  notApplicable: z
    .array(
      strictObject({
        cells: z
          .array(oneOf(COVERAGE_CELLS), expects('a list of cells such as [user-feedback]'))
          .min(1, expects('at least one cell'))
          .meta({ description: 'What need not be covered.' }),
        models: zNameGlob.default('*').meta({ description: 'Of which models, as a glob; all by default.' }),
        reason: z
          .string(expects('text'))
          .regex(/\S/, expects('a reason: a sentence for whoever asks in a year'))
          .meta({ description: 'Why; it is told wherever the coverage is.' }),
      }),
      expects('a list of { cells: [CELL], reason: TEXT }'),
    )
    .default([])
    .meta({ description: 'Cells that do not apply, and why: they count neither as covered nor as missing.' }),
});
export type CoverageSpec = z.output<typeof zCoverage>;

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
  coverage: zCoverage.optional().meta({
    description: 'How much of what models should be monitored for must be; told by coverage/below-minimum.',
  }),
});
