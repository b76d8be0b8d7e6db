import type { Plan } from '../../plan/plan.ts';
import { COVERAGE_CELLS, type CoverageCellId, type CoverageSpec } from '../../spec/kinds/lint.ts';
import { matchesGlob } from '../../support/glob.ts';
import type { Workspace } from '../../workspace/entity.ts';
import { engagementCell, feedbackCell, revenueCell } from './business-cells.ts';
import { CELL_TITLES, type CellState, type CoverageCell } from './cell.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import { accuracyCell, confidenceCell, errorAnalysisCell, predictionCell } from './quality-cells.ts';
import { errorsCell, latencyCell, resourcesCell, throughputCell } from './serving-cells.ts';
import { absentCell, ownerCell, routeCell, runbookCell, testCell } from './structure-cells.ts';
import { featuresCell, freshnessCell, schemaCell, volumeCell } from './upstream-cells.ts';

/** How far one model is monitored, in one environment. */
export interface ModelCoverage {
  readonly model: string;
  /** Its label `tier`; absent when it has none. */
  readonly tier?: string;
  /** All cells, in the order of `COVERAGE_CELLS`. */
  readonly cells: readonly CoverageCell[];
  /** Cells that are covered, half ones as half. */
  readonly covered: number;
  /** Cells that apply. */
  readonly counted: number;
  /** covered ÷ counted, 0 to 1; 1 when no cell applies. */
  readonly score: number;
}

const LOOKS: Readonly<Record<CoverageCellId, (evidence: Evidence, plan: Plan) => CellState>> = {
  accuracy: accuracyCell,
  'prediction-distribution': predictionCell,
  confidence: confidenceCell,
  'error-analysis': errorAnalysisCell,
  latency: latencyCell,
  throughput: throughputCell,
  'error-rates': errorsCell,
  'resource-usage': resourcesCell,
  'data-volume': volumeCell,
  schema: schemaCell,
  freshness: freshnessCell,
  'feature-distribution': featuresCell,
  engagement: engagementCell,
  revenue: revenueCell,
  'user-feedback': feedbackCell,
  owner: ownerCell,
  'human-route': routeCell,
  'absent-signal': absentCell,
  runbook: runbookCell,
  'alert-test': testCell,
};

/**
 * Each model of an environment with what covers each cell of its monitoring, what is missing, and what does not apply: by its
 * task, by how it serves, or since the project says so under `lint.coverage.notApplicable` (of cells that nothing covers).
 * Pure; models by name.
 */
export function environmentCoverage({
  workspace,
  plan,
}: {
  readonly workspace: Workspace;
  readonly plan: Plan;
}): ModelCoverage[] {
  const evidence = evidenceOf(workspace, plan);
  const declared = workspace.project.spec.lint.coverage?.notApplicable ?? [];
  return workspace.list('Model').map((model) => {
    const known = evidence(model);
    const cells = COVERAGE_CELLS.map((id): CoverageCell => {
      const state = LOOKS[id](known, plan);
      return { id, title: CELL_TITLES[id], ...declaredAway(declared, model.name, id, state) };
    });
    const tier = model.labels['tier'];
    return { model: model.name, ...(tier !== undefined && { tier }), cells, ...scoreOf(cells) };
  });
}

function declaredAway(
  declared: CoverageSpec['notApplicable'],
  model: string,
  id: CoverageCellId,
  state: CellState,
): CellState {
  if (state.state !== 'missing') return state;
  const found = declared.find(({ cells, models }) => cells.includes(id) && matchesGlob(models, model));
  return found ? { state: 'not-applicable', reason: found.reason } : state;
}

const CREDIT: Readonly<Record<CellState['state'], number>> = {
  covered: 1,
  half: 0.5,
  missing: 0,
  'not-applicable': 0,
};

function scoreOf(cells: readonly CoverageCell[]): Pick<ModelCoverage, 'covered' | 'counted' | 'score'> {
  const counted = cells.filter(({ state }) => state !== 'not-applicable').length;
  const covered = cells.reduce((sum, { state }) => sum + CREDIT[state], 0);
  return { covered, counted, score: counted === 0 ? 1 : covered / counted };
}
