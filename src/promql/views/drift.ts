import { DRIFT_CONTRACT } from '../../plan/drift-contract.ts';
import type { Reading } from '../../plan/view.ts';
import type { Expr, Matcher } from '../ast.ts';
import { labelEquals, max, metric } from '../build.ts';
import { oneOf } from '../lower/one-of.ts';
import { div } from '../operators.ts';
import type { LoweredReading } from './readings.ts';
import { chosen, type ViewScope } from './view-scope.ts';

/** What tells the tests of a policy apart. */
const TEST = ['model', 'policy', 'part', 'feature', 'test', 'segment', 'segment_value'];
/** What a legend has room for. */
const SHORT = ['feature', 'test', 'segment_value'];

/** What the drift job wrote, as it wrote it. */
export function driftReading(
  view: ViewScope,
  { figure, model, featureSets }: Extract<Reading, { read: 'drift' }>,
): LoweredReading {
  if (figure === 'failed-checks') {
    const matchers = [
      ...environmentMatchers(view),
      oneOf('dataset', featureSets ?? []),
      ...chosen(view, 'feature'),
    ];
    const labels = ['dataset', 'feature', 'check'];
    return { expr: max(metric(DRIFT_CONTRACT.checkFailed.name, matchers), { by: labels }), labels };
  }
  const labels = model === undefined ? TEST : TEST.filter((label) => label !== 'model');
  const series = (of: 'verdict' | 'score' | 'threshold'): Expr =>
    max(metric(DRIFT_CONTRACT[of].name, testMatchers(view, model)), { by: labels });
  const expr = figure === 'score-over-threshold' ? div(series('score'), series('threshold')) : series(figure);
  return { expr, labels, legendLabels: model === undefined ? ['model', ...SHORT] : SHORT };
}

function testMatchers(view: ViewScope, model: string | undefined): Matcher[] {
  return [
    ...environmentMatchers(view),
    ...(model === undefined ? [...ownModels(view), ...chosen(view, 'model')] : [labelEquals('model', model)]),
    ...chosen(view, 'policy'),
    ...chosen(view, 'feature'),
    ...chosen(view, 'segment'),
  ];
}

/** The job's series have the environment's labels only where the specs say that all raw series do. */
export function environmentMatchers({ scope }: ViewScope): Matcher[] {
  const { labels, labelsSelect } = scope.plan.environment;
  return labelsSelect ? Object.entries(labels).map(([label, value]) => labelEquals(label, value)) : [];
}

/** Another project in the same Prometheus has models of its own. */
export function ownModels({ scope }: ViewScope): Matcher[] {
  const models = scope.plan.subjects.flatMap(({ subject }) =>
    subject.kind === 'Model' ? [subject.name] : [],
  );
  return models.length === 0 ? [] : [oneOf('model', models)];
}
