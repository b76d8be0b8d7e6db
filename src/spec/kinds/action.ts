import { z } from 'zod';
import { expects, oneOf, strictObject } from '../expectation.ts';
import { zDuration, zSecretRef } from '../fields.ts';
import { defineKind, reference } from '../kind.ts';
import { zName, zRef } from '../names.ts';

const zText = z.string(expects('text')).min(1);

const zBound = z.union(
  [
    strictObject({ gt: zDuration.meta({ description: 'Older than this.' }) }),
    strictObject({ lt: zDuration.meta({ description: 'Younger than this.' }) }),
  ],
  expects('{ gt: 30d } or { lt: 48h }'),
);

/** What keeps an automatic action from doing harm; whoever carries it out has to honour it. */
const zGuard = strictObject({
  cooldown: zDuration.meta({ description: 'Least time between two runs.' }),
  maxPerWeek: z
    .int(expects('a whole number'))
    .min(1)
    .max(100)
    .meta({ description: 'Most runs in seven days.' }),
  onlyIf: strictObject({
    labelsAge: zBound.optional().meta({ description: 'Age of the newest labels.' }),
    versionAge: zBound.optional().meta({ description: 'Age of the version that serves.' }),
    upstreamHealthy: z.boolean(expects('true or false')).optional().meta({
      description:
        'Only while no upstream object alerts; alerts of upstream causes hold it back in any case.',
    }),
  })
    .optional()
    .meta({ description: 'What must be true besides.' }),
  approval: oneOf(['none', 'oncall'])
    .default('oncall')
    .meta({ description: 'Whether a person has to agree.' }),
  dryRunIn: z
    .array(zRef('Environment'))
    .default([])
    .meta({ description: 'Environments in which it is only pretended.' }),
});
export type GuardSpec = z.output<typeof zGuard>;

const ACTION_TYPES = [
  'webhook',
  'github-dispatch',
  'gitlab-trigger',
  'argo-workflow',
  'argo-rollouts',
  'sagemaker-pipeline',
] as const;

const common = {
  payload: z
    .record(z.string(), z.union([zText, z.number()]), expects('a map of names to texts'))
    .default({})
    .meta({ description: 'Values of your own, handed on as they are.' }),
  auth: strictObject({ secretRef: zSecretRef })
    .optional()
    .meta({ description: 'Reference to the secret that whoever carries it out needs; never the secret.' }),
  webhook: zName.optional().meta({
    description: 'Name in channels.webhooks of what carries the action out; "actions" by default.',
  }),
  guard: zGuard.meta({ description: 'Limits; required.' }),
};

export const actionSpec = z.discriminatedUnion(
  'type',
  [
    strictObject({ type: z.literal('webhook').meta({ description: 'Whatever listens.' }), ...common }),
    strictObject({
      type: z.literal('github-dispatch').meta({ description: 'repository_dispatch of GitHub.' }),
      repository: z
        .string(expects('a repository such as acme/fraud-model'))
        .regex(/^[\w.-]+\/[\w.-]+$/, expects('a repository such as acme/fraud-model'))
        .meta({ description: 'Owner and name: acme/fraud-model.' }),
      event: zText.meta({ description: 'Its event_type.' }),
      ...common,
    }),
    strictObject({
      type: z.literal('gitlab-trigger').meta({ description: 'A pipeline trigger of GitLab.' }),
      project: zText.meta({ description: 'group/project.' }),
      ref: zText.default('main').meta({ description: 'Branch or tag.' }),
      ...common,
    }),
    strictObject({
      type: z.literal('argo-workflow').meta({ description: 'A workflow of Argo Workflows.' }),
      workflow: zText.meta({ description: 'namespace/template.' }),
      ...common,
    }),
    strictObject({
      type: z.literal('argo-rollouts').meta({ description: 'A rollout of Argo Rollouts.' }),
      rollout: zText.meta({ description: 'namespace/rollout.' }),
      operation: oneOf(['abort', 'abort-and-rollback', 'pause']).meta({ description: 'What is done to it.' }),
      ...common,
    }),
    strictObject({
      type: z.literal('sagemaker-pipeline').meta({ description: 'A pipeline of SageMaker.' }),
      pipeline: zText.meta({ description: 'Its name.' }),
      ...common,
    }),
  ],
  expects('an action with a type', (input) => {
    const type =
      typeof input === 'object' && input !== null ? (input as Record<string, unknown>)['type'] : undefined;
    return typeof type === 'string'
      ? { expected: `one of ${ACTION_TYPES.join(', ')}`, knownKeys: [...ACTION_TYPES] }
      : undefined;
  }),
);
export type ActionSpec = z.output<typeof actionSpec>;

export const action = defineKind({
  kind: 'Action',
  description: 'Something done automatically when an alert says so: retrain, roll back. Always with a guard.',
  spec: actionSpec,
  references: (spec) =>
    spec.guard.dryRunIn.flatMap((env, index) => reference('Environment', env, 'guard', 'dryRunIn', index)),
});
