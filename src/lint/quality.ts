import type { SliSpec } from '../spec/kinds/slo.ts';
import type { Entity, Workspace } from '../workspace/entity.ts';

export type QualitySli = Extract<SliSpec, { type: 'quality' }>;

/** A quality objective with the model that it is about. */
export interface QualityObjective {
  readonly slo: Entity<'SLO'>;
  readonly sli: QualitySli;
  readonly model: Entity<'Model'>;
}

/** The quality objectives of an environment. */
export function qualityObjectives(workspace: Workspace): QualityObjective[] {
  return workspace.list('SLO').flatMap((slo) => {
    const { sli, model: name } = slo.spec;
    const model = name === undefined ? undefined : workspace.get('Model', name);
    return sli.type === 'quality' && model ? [{ slo, sli, model }] : [];
  });
}
