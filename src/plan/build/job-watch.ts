import { groupBy } from '../../support/group-by.ts';
import type { Objective } from '../objective.ts';
import type { BuildContext } from './context.ts';
import { checkDatasetSources } from './dataset-sources.ts';
import { addDriftPolicy } from './drift-policy.ts';
import { addFeatureCheckAlerts } from './feature-checks.ts';
import { qualitiesOf } from './quality.ts';
import { addQualityJobAlerts } from './quality-job.ts';
import { addFairnessAlerts, addSegmentAlerts, checkSegments } from './segments.ts';
import { checkSeries } from './series-count.ts';

/**
 * Everything that stands on what the drift job writes, but for the SLOs themselves: drift policies, checks of features,
 * segments, and the job itself. `slos` are the objectives of SLOs. Returns the objectives of drift budgets.
 */
export function addJobAlerts(context: BuildContext, slos: readonly Objective[]): Objective[] {
  const { workspace } = context;
  checkDatasetSources(context);
  for (const model of workspace.list('Model')) {
    checkSegments(context, model);
    addFairnessAlerts(context, model);
  }
  const qualities = qualitiesOf(context);
  for (const quality of qualities) addSegmentAlerts(context, quality);
  addQualityJobAlerts(context, qualities);
  for (const featureSet of workspace.list('FeatureSet')) addFeatureCheckAlerts(context, featureSet);
  const budgets = workspace
    .list('DriftPolicy')
    .flatMap((policy) => addDriftPolicy(context, policy)?.objective ?? []);
  const objectivesOf = groupBy([...slos, ...budgets], ({ subject }) => `${subject.kind} ${subject.name}`);
  const qualitiesByModel = groupBy(qualities, ({ model }) => model.name);
  for (const model of workspace.list('Model')) {
    const objectives = objectivesOf.get(`Model ${model.name}`) ?? [];
    checkSeries(context, model, qualitiesByModel.get(model.name) ?? [], objectives);
  }
  return budgets;
}
