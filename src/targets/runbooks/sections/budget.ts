import type { Alert } from '../../../plan/alert.ts';
import type { Condition } from '../../../plan/condition.ts';
import type { Objective } from '../../../plan/objective.ts';
import { code, type Inline, listed, md, text } from '../../../support/markdown.ts';
import type { RunbookContext } from '../context.ts';
import { badWords, budgetWords, objectiveWords } from '../words/indicator.ts';
import { pageLink } from './causes.ts';

interface BudgetFact {
  readonly name: Inline;
  readonly value: Inline;
}

/** The objectives that a condition stands on, each once. */
export function objectivesOf(context: RunbookContext, condition: Condition): readonly Objective[] {
  const ids = new Set(objectiveIds(condition));
  return [...ids].flatMap((id) => context.scope.objectives.get(id) ?? []);
}

function objectiveIds(condition: Condition): readonly string[] {
  switch (condition.node) {
    case 'burn-rate':
    case 'sustained':
    case 'budget-remaining':
    case 'missing-bucket':
      return [condition.objective];
    case 'all':
    case 'any':
      return condition.of.flatMap(objectiveIds);
    case 'unless':
      return objectiveIds(condition.of);
    case 'latched':
      return objectiveIds(condition.trigger);
    case 'compare':
    case 'segment-beyond':
    case 'absent':
    case 'no-value':
    case 'always':
    case 'self':
      return [];
  }
}

/** What an objective promises, what is bad, how much may be, and what else watches it. */
export function budgetFacts(
  context: RunbookContext,
  alert: Alert,
  objective: Objective,
): readonly BudgetFact[] {
  const others = (context.alertsOfObjective.get(objective.id) ?? []).filter(
    ({ name }) => name !== alert.name,
  );
  const name =
    objective.displayName === objective.id
      ? code(objective.id)
      : md`${text(objective.displayName)} (${code(objective.id)})`;
  return [
    { name: md`Objective`, value: md`${name}: ${objectiveWords(objective)}` },
    { name: md`Counted`, value: badWords(context.scope, objective) },
    { name: md`Error budget`, value: budgetWords(objective) },
    ...(objective.excludedMaintenance.length === 0
      ? []
      : [
          {
            name: md`Left out`,
            value: md`the time of maintenance ${listed(
              objective.excludedMaintenance.map((id) => code(id)),
              'and',
            )}`,
          },
        ]),
    ...(others.length === 0
      ? []
      : [
          {
            name: md`Other alerts on it`,
            value: listed(
              others.map((other) => md`${pageLink(other)} (${text(other.severity)})`),
              'and',
            ),
          },
        ]),
  ];
}
