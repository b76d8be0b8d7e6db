import type { Diagnostic, Report } from '../../diagnostics/diagnostic.ts';
import type { Plan } from '../../plan/plan.ts';
import { didYouMean, suggest } from '../../support/suggest.ts';
import { type Entity, refOf, spanAt, type Workspace } from '../../workspace/entity.ts';
import { alertNames } from './alert-names.ts';
import { isForEnvironment, type PreparedTest, prepareTest } from './prepare.ts';

/** One environment, as far as tests need it. */
export interface TestedEnvironment {
  readonly name: string;
  readonly workspace: Workspace;
  readonly plan: Plan;
}

/**
 * Prepares the AlertTests of a project, each for the environment that it names, sorted by environment as given and by name; reports
 * all that is wrong with them. An AlertTest that an environment removes is none there.
 */
export function prepareTests(
  environments: readonly TestedEnvironment[],
  report: Report,
): readonly PreparedTest[] {
  const names = environments.map(({ name }) => name);
  const homeless = new Map<string, Diagnostic>();
  const prepared = environments.flatMap(({ name, workspace, plan }) => {
    const tests = workspace.list('AlertTest');
    if (tests.length === 0) return [];
    const known = alertNames(plan.alerts);
    return tests.flatMap((entity) => {
      const problem = environmentProblem(entity, names);
      if (problem) homeless.set(entity.name, problem);
      if (problem || !isForEnvironment(entity, name)) return [];
      const test = prepareTest(plan, known, entity, report);
      return test === undefined ? [] : [test];
    });
  });
  for (const problem of homeless.values()) report(problem);
  return prepared;
}

function environmentProblem(entity: Entity<'AlertTest'>, names: readonly string[]): Diagnostic | undefined {
  const { env } = entity.spec;
  if (env === undefined ? names.length === 1 : names.includes(env)) return undefined;
  const suggestions = env === undefined ? [] : suggest(env, names);
  const hint = didYouMean(suggestions);
  return {
    code: 'test/environment',
    severity: 'error',
    message:
      env === undefined
        ? 'the test does not say which environment it is for'
        : `there is no environment "${env}"`,
    span: spanAt(entity, env === undefined ? [] : ['env']),
    object: refOf(entity),
    field: 'spec.env',
    expected: `env: ${names.length === 1 ? names[0] : `one of ${names.join(', ')}`}`,
    ...(hint !== undefined && { hint }),
    ...(suggestions.length > 0 && { suggestions }),
  };
}
