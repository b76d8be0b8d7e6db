import { expect, it } from 'vitest';
import { compile } from '../../../src/compile.ts';
import type { CellState } from '../../../src/lint/coverage/cell.ts';
import { environmentCoverage } from '../../../src/lint/coverage/cells.ts';
import { COVERAGE_CELLS } from '../../../src/spec/kinds/lint.ts';
import { exampleProject } from '../../support/example-project.ts';

const EXAMPLES = [
  'demand-forecast',
  'fraud-detector',
  'home-ranker',
  'minimal',
  'sagemaker',
  'support-assistant',
];
const SIGNS: Readonly<Record<CellState['state'], string>> = {
  covered: 'x',
  half: 'o',
  missing: '-',
  'not-applicable': '/',
};

/** One row a model, one column a cell: x covered, o half, - missing, / not applicable. */
function rows(): string[] {
  return EXAMPLES.flatMap((name) =>
    compile(exampleProject(name)).environments.flatMap((environment) =>
      environmentCoverage(environment).map(({ model, cells, covered, counted }) => {
        const signs = cells.map(({ state }) => SIGNS[state]).join(' ');
        return `${`${model} ${environment.name}`.padEnd(24)} ${signs}  ${covered}/${counted}`;
      }),
    ),
  );
}

it('the examples are monitored so far', () => {
  // The columns.
  expect(COVERAGE_CELLS.join(' ')).toBe(
    'accuracy prediction-distribution confidence error-analysis latency throughput error-rates resource-usage ' +
      'data-volume schema freshness feature-distribution engagement revenue user-feedback ' +
      'owner human-route absent-signal runbook alert-test',
  );
  expect(rows()).toMatchInlineSnapshot(`
    [
      "demand-forecast prod     x x / x x x x - x - x x - - / x x x x x  14/18",
      "fraud-detector dev       x x x x x - x x x x x - x / - x / x x -  14/18",
      "fraud-detector staging   o x x - x - x x x x x - x / - x x x x x  14.5/19",
      "fraud-detector prod      x x x x x - x x x x x - x / - x x x x x  16/19",
      "home-ranker prod         x x / x x x x - - x - x x / - x x x x x  14/18",
      "my-model default         - - - - x - x - - - - - - - - x x x - x  6/20",
      "churn-scorer default     - - - - x - x x - - - - - - - x x x - -  6/20",
      "support-assistant prod   x - / x x - x x - - - x x / x x x x x x  13/18",
    ]
  `);
});

it('the fraud detector declares a minimum, and holds it', () => {
  const { environments, diagnostics } = compile(exampleProject('fraud-detector'));
  const declared = environments[0]?.workspace.project.spec.lint.coverage;
  expect(declared?.tiers['1']?.ratio).toBeGreaterThan(declared?.min?.ratio ?? 1);
  expect(diagnostics.filter(({ code }) => code === 'coverage/below-minimum')).toEqual([]);
});
