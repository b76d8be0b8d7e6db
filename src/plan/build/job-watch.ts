import type { Objective } from '../objective.ts';
import type { BuildContext } from './context.ts';
import { addDriftPolicy } from './drift-policy.ts';
import { addFeatureCheckAlerts } from './feature-checks.ts';
import { subjectEntity } from './ownership.ts';
import { type Quality, readQuality } from './quality.ts';
import { addQualityJobAlerts } from './quality-job.ts';
import { addFairnessAlerts, addSegmentAlerts, checkSegments } from './segments.ts';

/**
 * Everything that stands on what the drift job writes, but for the SLOs themselves: drift policies, checks of features,
 * segments, and the job itself. Returns the objectives of drift budgets.
 */
export function addJobAlerts(context: BuildContext): Objective[] {
  const { workspace } = context;
  for (const model of workspace.list('Model')) {
    checkSegments(context, model);
    addFairnessAlerts(context, model);
  }
  const qualities = qualitiesOf(context);
  for (const quality of qualities) addSegmentAlerts(context, quality);
  addQualityJobAlerts(context, qualities);
  for (const featureSet of workspace.list('FeatureSet')) addFeatureCheckAlerts(context, featureSet);
  return workspace.list('DriftPolicy').flatMap((policy) => addDriftPolicy(context, policy)?.objective ?? []);
}

/** The quality objectives that can be measured; the others were reported when their SLOs were built. */
function qualitiesOf(context: BuildContext): Quality[] {
  const quiet: BuildContext = { ...context, report: () => undefined };
  return context.workspace.list('SLO').flatMap((slo) => {
    if (slo.spec.sli.type !== 'quality') return [];
    const subject = subjectEntity(quiet, slo);
    return subject?.kind === 'Model' ? (readQuality(quiet, slo, subject) ?? []) : [];
  });
}
