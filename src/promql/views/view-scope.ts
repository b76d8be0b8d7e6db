import { SUBJECT_LABELS } from '../../plan/labels.ts';
import type { Subject } from '../../plan/objective.ts';
import type { View } from '../../plan/view.ts';
import { compareStrings } from '../../support/compare-strings.ts';
import { groupBy } from '../../support/group-by.ts';
import type { Matcher } from '../ast.ts';
import { labelEquals, labelMatches } from '../build.ts';
import { oneOf } from '../lower/one-of.ts';
import type { Scope } from '../lower/scope.ts';

/** What queries of a view are made from. */
export interface ViewScope {
  readonly scope: Scope;
  readonly view: View;
  /** Names of the view's variables. */
  readonly variables: ReadonlySet<string>;
}

export function viewScope(scope: Scope, view: View): ViewScope {
  return { scope, view, variables: new Set(view.variables.map(({ name }) => name)) };
}

/** `label=~"$name"`, where the view has such a variable. */
export function chosen({ variables }: ViewScope, name: string, label: string = name): Matcher[] {
  return variables.has(name) ? [labelMatches(label, `$${name}`)] : [];
}

/** The labels of recorded series on this page: pages with a choice of environments leave it to the reader. */
export function recordedMatchers({ scope, view }: ViewScope): Matcher[] {
  const choosesEnv = view.variables.some(
    ({ name, ...rest }) => name === 'env' && 'from' in rest && rest.from === 'objectives',
  );
  if (!choosesEnv) return Object.entries(scope.labels).map(([label, value]) => labelEquals(label, value));
  return [labelEquals('env', '$env'), labelEquals('project', scope.plan.project)];
}

/** Matchers for each kind of subject: an alert is about one of them, each kind under a label of its own. */
export function subjectMatchers(subjects: readonly Subject[]): Matcher[] {
  const byLabel = groupBy(subjects, ({ kind }) => SUBJECT_LABELS[kind]);
  return [...byLabel]
    .toSorted(([a], [b]) => compareStrings(a, b))
    .map(([label, group]) =>
      oneOf(
        label,
        group.map(({ name }) => name),
      ),
    );
}
