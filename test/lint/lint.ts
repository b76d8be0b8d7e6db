import { sortDiagnostics } from '../../src/diagnostics/collector.ts';
import type { Diagnostic } from '../../src/diagnostics/diagnostic.ts';
import { printPretty } from '../../src/diagnostics/print/pretty.ts';
import { exampleProject } from '../../src/lint/example.ts';
import { RECOMMENDED } from '../../src/lint/levels.ts';
import { lintPlan } from '../../src/lint/run.ts';
import { buildProject } from '../support/project.ts';

/** The day on which examples are linted. */
export const TODAY = '2026-07-01';

export interface Linted {
  readonly findings: readonly Diagnostic[];
  /** What parser, resolver and planner had to say, besides. */
  readonly others: readonly Diagnostic[];
  /** The findings as a person would read them. */
  readonly printed: string;
}

/** Lints every environment of a project; `objects` are completed to one. */
export function lint(objects: string): Linted {
  const text = exampleProject(objects);
  const { environments, diagnostics } = buildProject(text);
  if (environments.length === 0) throw new Error('the example is no project');
  const found: Diagnostic[] = [];
  for (const environment of environments)
    lintPlan({ ...environment, environments, today: TODAY }, RECOMMENDED, (diagnostic) =>
      found.push(diagnostic),
    );
  const findings = sortDiagnostics(found);
  const printed = printPretty(findings, { texts: new Map([['modelwatch.yaml', text]]), color: false });
  return { findings, others: diagnostics, printed };
}
