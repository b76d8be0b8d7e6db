import { type Reference, reference } from '../kind.ts';
import { zRef } from '../names.ts';

/** What an SLO or a monitor is about: exactly one of them; which is checked with its place when the plan is built. */
export const subjectFields = {
  model: zRef('Model').optional(),
  pipeline: zRef('Pipeline').optional(),
  featureSet: zRef('FeatureSet').optional(),
};

/** Who answers for it, where that differs from its subject. */
export const ownershipFields = {
  owner: zRef('Team').optional().meta({ description: "The subject's owner by default." }),
  escalation: zRef('EscalationPolicy').optional().meta({ description: "The subject's policy by default." }),
  runbook: zRef('Runbook').optional().meta({ description: "The subject's runbook by default." }),
};

type Names = {
  readonly [Field in keyof typeof subjectFields | keyof typeof ownershipFields]?: string | undefined;
};

export function subjectReferences(spec: Names): readonly Reference[] {
  return [
    ...reference('Model', spec.model, 'model'),
    ...reference('Pipeline', spec.pipeline, 'pipeline'),
    ...reference('FeatureSet', spec.featureSet, 'featureSet'),
    ...reference('Team', spec.owner, 'owner'),
    ...reference('EscalationPolicy', spec.escalation, 'escalation'),
    ...reference('Runbook', spec.runbook, 'runbook'),
  ];
}
