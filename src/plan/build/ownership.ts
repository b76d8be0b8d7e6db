import { DEFAULT_ESCALATION } from '../../workspace/built-in.ts';
import { type Entity, placesOf } from '../../workspace/entity.ts';
import type { Runbook } from '../alert.ts';
import type { BuildContext, SubjectEntity } from './context.ts';

/** Who answers for an alert. */
export interface Ownership {
  readonly team: string;
  /** Absent when this environment has no such policy: nobody is told. */
  readonly escalation?: string;
  readonly runbook: Runbook;
}

type WithOwnership = Entity<'SLO'> | Entity<'Monitor'> | Entity<'DriftPolicy'> | SubjectEntity;

/** Team, escalation policy and runbook of an object: its own, else its subject's, else the default policy. */
export function ownershipOf(context: BuildContext, object: WithOwnership, subject: SubjectEntity): Ownership {
  return ownershipBy(context, {
    owner: object.spec.owner ?? subject.spec.owner,
    escalation: object.spec.escalation ?? subject.spec.escalation,
    runbook: object.spec.runbook ?? subject.spec.runbook,
  });
}

/** The same of an object that is about nothing but itself. */
export function ownershipBy(
  context: BuildContext,
  spec: {
    readonly owner: string;
    readonly escalation?: string | undefined;
    readonly runbook?: string | undefined;
  },
): Ownership {
  const escalation = spec.escalation ?? DEFAULT_ESCALATION;
  return {
    team: spec.owner,
    ...(!context.workspace.isRemoved('EscalationPolicy', escalation) && { escalation }),
    runbook: runbookOf(context, spec.runbook),
  };
}

export function runbookOf(context: BuildContext, name: string | undefined): Runbook {
  const runbook = name === undefined ? undefined : context.workspace.get('Runbook', name);
  if (runbook === undefined) return { steps: [], firstLook: [] };
  const { url, steps, firstLook } = runbook.spec;
  return { name: runbook.title, ...(url !== undefined && { url }), steps, firstLook };
}

/** The one of model, pipeline, featureSet that an SLO or monitor is about; reports when it is not exactly one. */
export function subjectEntity(
  context: BuildContext,
  object: Entity<'SLO'> | Entity<'Monitor'>,
): SubjectEntity | undefined {
  const { model, pipeline, featureSet } = object.spec;
  const given = [
    ...(model === undefined ? [] : ['model']),
    ...(pipeline === undefined ? [] : ['pipeline']),
    ...(featureSet === undefined ? [] : ['featureSet']),
  ];
  if (given.length !== 1) {
    const second = given[1];
    const [span] = second === undefined ? [object.span] : placesOf(object, second);
    context.report({
      code: 'schema/one-subject',
      severity: 'error',
      message:
        given.length === 0
          ? `${object.kind} ${object.name} is about nothing`
          : `${object.kind} ${object.name} is about ${given.join(' and ')}`,
      expected: 'exactly one of model, pipeline, featureSet',
      ...(span && { span }),
      object: { kind: object.kind, name: object.name },
    });
    return undefined;
  }
  const { workspace } = context;
  if (model !== undefined) return workspace.get('Model', model);
  return pipeline === undefined
    ? workspace.get('FeatureSet', featureSet ?? '')
    : workspace.get('Pipeline', pipeline);
}
