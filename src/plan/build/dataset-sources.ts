import type { NodePath } from '../../source/node.ts';
import { DATASET_TYPES } from '../../spec/kinds/dataset-source.ts';
import { LLM_JUDGE } from '../../spec/kinds/model/ground-truth.ts';
import type { Entity } from '../../workspace/entity.ts';
import { type BuildContext, reportAt } from './context.ts';

/** Reports data sources that hold no rows where rows are wanted, and baselines that end before they begin. */
export function checkDatasetSources(context: BuildContext): void {
  const { workspace } = context;
  for (const model of workspace.list('Model')) {
    const { predictions, groundTruth, baseline } = model.spec;
    checkSource(context, model, predictions?.source, ['predictions', 'source']);
    if (groundTruth?.source !== LLM_JUDGE)
      checkSource(context, model, groundTruth?.source, ['groundTruth', 'source']);
    checkSource(context, model, baseline?.dataset, ['baseline', 'dataset']);
    checkWindow(context, model);
  }
  for (const featureSet of workspace.list('FeatureSet')) {
    checkSource(context, featureSet, featureSet.spec.source, ['source']);
    checkSource(context, featureSet, featureSet.spec.served, ['served']);
  }
  for (const policy of workspace.list('DriftPolicy')) {
    const { baseline } = policy.spec;
    if (typeof baseline === 'object') checkSource(context, policy, baseline.dataset, ['baseline', 'dataset']);
  }
}

function checkSource(context: BuildContext, entity: Entity, name: string | undefined, path: NodePath): void {
  const source = name === undefined ? undefined : context.workspace.get('DataSource', name);
  if (source === undefined || DATASET_TYPES.some((type) => type === source.spec.type)) return;
  reportAt(context, entity, path, {
    code: 'datasource/no-rows',
    severity: 'error',
    message: `DataSource ${source.name} is of type ${source.spec.type}, which has no rows to read`,
    expected: `a data source of type ${DATASET_TYPES.join(', ')}`,
    related: [{ message: 'the data source', span: source.span }],
  });
}

function checkWindow(context: BuildContext, model: Entity<'Model'>): void {
  const window = model.spec.baseline?.window;
  if (window !== undefined && 'seconds' in window && window.seconds === 0) {
    reportAt(context, model, ['baseline', 'window'], {
      code: 'drift/window',
      severity: 'error',
      message: 'no row is in a window of no length',
      expected: 'a duration above zero, such as 90d',
    });
  }
  if (window === undefined || !('from' in window) || window.from <= window.to) return;
  reportAt(context, model, ['baseline', 'window'], {
    code: 'drift/baseline-window',
    severity: 'error',
    message: `the baseline ends (${window.to}) before it begins (${window.from})`,
    expected: `${window.to}/${window.from}`,
  });
}
