import type { CoverageCell } from '../../../src/lint/coverage/cell.ts';
import { environmentCoverage, type ModelCoverage } from '../../../src/lint/coverage/cells.ts';
import { exampleProject } from '../../../src/lint/example.ts';
import type { CoverageCellId } from '../../../src/spec/kinds/lint.ts';
import { planOf } from '../../support/project.ts';

/** The coverage of the only model of a project; `objects` are completed to one, and must have no error. */
export function coverageOf(objects: string, environment?: string): ModelCoverage {
  const built = planOf(exampleProject(objects), environment === undefined ? {} : { environment });
  const errors = built.diagnostics.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(built.printed);
  const [only, second] = environmentCoverage(built);
  if (only === undefined || second !== undefined) throw new Error('the project has not exactly one model');
  return only;
}

/** One cell as a line: `covered by SLO/fraud-a`, `missing: an SLO of type latency`, `n/a: …`. */
export function cellOf(id: CoverageCellId, objects: string, environment?: string): string {
  const cell = coverageOf(objects, environment).cells.find((each) => each.id === id);
  if (cell === undefined) throw new Error(`there is no cell ${id}`);
  return lineOf(cell);
}

function lineOf(cell: CoverageCell): string {
  switch (cell.state) {
    case 'covered':
      return `covered by ${cell.by.map(({ object }) => object).join(', ')}`;
    case 'half':
      return `half by ${cell.by.map(({ object }) => object).join(', ')}; wanted: ${cell.wanted}`;
    case 'missing':
      return `missing: ${cell.wanted}`;
    case 'not-applicable':
      return `n/a: ${cell.reason}`;
  }
}
