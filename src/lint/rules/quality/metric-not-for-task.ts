import type { TASKS } from '../../../spec/kinds/model.ts';
import type { Entity } from '../../../workspace/entity.ts';
import { exampleModel } from '../../example.ts';
import { at } from '../../place.ts';
import { qualityObjectives } from '../../quality.ts';
import type { LintFinding, LintRule } from '../../rule.ts';
import { listed } from '../../words.ts';

type Task = (typeof TASKS)[number];

type Fits = { readonly tasks: readonly Task[] };

const DECISIONS: readonly Task[] = [
  'binary-classification',
  'multiclass-classification',
  'anomaly-detection',
];
const classification: Fits = { tasks: DECISIONS };
const scores: Fits = { tasks: [...DECISIONS, 'ranking'] };
const regression: Fits = { tasks: ['regression'] };
const ranking: Fits = { tasks: ['ranking', 'generation'] };

/** The tasks that a metric means something for. */
const FITS: Readonly<Record<string, Fits>> = {
  precision: scores,
  recall: scores,
  f1: classification,
  accuracy: classification,
  'balanced-accuracy': classification,
  specificity: classification,
  'false-positive-rate': classification,
  'false-negative-rate': classification,
  auc: scores,
  'average-precision': scores,
  'log-loss': scores,
  brier: classification,
  ece: scores,
  rmse: regression,
  mae: regression,
  mape: regression,
  wape: regression,
  r2: regression,
  ndcg: ranking,
  map: ranking,
  mrr: ranking,
  'hit-rate': ranking,
};

/** What to measure of a task in place of a metric that is not for it. */
const INSTEAD: Partial<Readonly<Record<Task, readonly string[]>>> = {
  'binary-classification': ['precision', 'recall', 'auc'],
  'multiclass-classification': ['accuracy', 'balanced-accuracy', 'f1'],
  'anomaly-detection': ['precision', 'recall', 'average-precision'],
  regression: ['rmse', 'mae', 'wape'],
  ranking: ['ndcg', 'mrr'],
};

export const metricNotForTask: LintRule = {
  id: 'quality/metric-not-for-task',
  severity: 'warning',
  title: 'a metric that means nothing for the task of the model',
  why: 'A metric is defined for what a model gives: decisions or scores of classes, numbers, rankings. An area under the curve needs classes, and a regression has none; an error of squares needs numbers. The job then measures nothing, or something that nobody can read. Choose a metric of the task, or correct `task` of the model.',
  bad: example('auc, min: 0.8'),
  good: example('mae, max: 12'),
  check({ workspace }, report) {
    for (const { slo, sli, model } of qualityObjectives(workspace)) {
      const finding = judge(slo, ['sli', 'metric'], sli.metric, model);
      if (finding) report(finding);
    }
    for (const model of workspace.list('Model')) {
      for (const [index, { fairness }] of model.spec.segments.entries()) {
        const path = ['segments', index, 'fairness', 'metric'];
        const finding = fairness && judge(model, path, fairness.metric, model);
        if (finding) report(finding);
      }
    }
  },
};

function judge(
  entity: Entity,
  path: (string | number)[],
  metric: string,
  model: Entity<'Model'>,
): LintFinding | undefined {
  const { task } = model.spec;
  const fits = Object.hasOwn(FITS, metric) ? FITS[metric] : undefined;
  // A metric of the model's own judge has whatever meaning the judge gives it.
  const isJudged = model.spec.groundTruth?.metrics.includes(metric) ?? false;
  if (task === undefined || task === 'other' || fits === undefined || isJudged) return undefined;
  if (fits.tasks.includes(task)) return undefined;
  const instead = INSTEAD[task];
  return {
    ...at(entity, path, [{ message: 'its task', span: at(model, ['task']).span ?? model.span }]),
    message: `${metric} is a metric of ${listed(fits.tasks)}, and the task of ${model.name} is ${task}`,
    hint: instead
      ? `Use ${listed(instead).replace(/ and /, ' or ')}.`
      : 'Use a metric that a judge gives, in groundTruth.metrics.',
    data: { metric, task, tasks: fits.tasks },
  };
}

function example(metric: string): string {
  return exampleModel([
    'task: regression',
    'groundTruth: { delay: { p95: 12h }, labelVolume: { typical: 60000/day } }',
    'slos:',
    '  - name: error',
    `    sli: { type: quality, metric: ${metric}, evaluate: { every: 1d, over: 1d, offset: 12h } }`,
    '    objective: 90%',
    '    window: 90d',
  ]);
}
