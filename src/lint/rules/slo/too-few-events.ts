import type { Objective } from '../../../plan/objective.ts';
import { complement, printDuration } from '../../../units/index.ts';
import { type Entity, spanAt } from '../../../workspace/entity.ts';
import { exampleModel } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintFinding, LintRule } from '../../rule.ts';
import { figure, listed } from '../../words.ts';

export const tooFewEvents: LintRule = {
  id: 'slo/too-few-events',
  severity: 'warning',
  title: 'too few events for the objective or its alerts',
  why: 'With the traffic that the model expects, the whole error budget of the period is less than one event, so that a single failure breaks the objective; or even a total outage makes fewer bad events in an alert’s long window than `alerting.minBadEvents`, so that the alert can never fire. Lower the objective or lengthen the window; lower minBadEvents.',
  bad: example('99.99%', ''),
  good: example('99%', ', alerting: { minBadEvents: 2 }'),
  check({ workspace, plan }, report) {
    for (const objective of plan.objectives) {
      const slo = workspace.get('SLO', objective.id);
      const model = slo?.spec.model === undefined ? undefined : workspace.get('Model', slo.spec.model);
      if (slo === undefined || model === undefined || objective.budgeting.type !== 'events') continue;
      for (const finding of [noBudget(slo, model, objective), silentAlerts(slo, model, objective)]) {
        if (finding) report(finding);
      }
    }
  },
};

function noBudget(slo: Entity<'SLO'>, model: Entity<'Model'>, objective: Objective): LintFinding | undefined {
  const { typical, min } = model.spec.serving.expectedTraffic ?? {};
  const rate = typical ?? min;
  if (rate === undefined) return undefined;
  const events = rate.perSecond * objective.periodSeconds;
  const budget = events * complement(objective.target);
  if (budget >= 1) return undefined;
  const period = printDuration(objective.periodSeconds);
  return {
    ...at(slo, ['objective'], [traffic(model, typical ? 'typical' : 'min')]),
    message: `at ${rate.text} there are ${figure(events)} events in ${period}, and ${slo.spec.objective.text} lets ${figure(budget)} of them be bad: the first failure spends the whole budget`,
    hint: 'Promise less, or over a longer window.',
    data: {
      eventsPerSecond: rate.perSecond,
      periodSeconds: objective.periodSeconds,
      events,
      budgetEvents: budget,
    },
  };
}

function silentAlerts(
  slo: Entity<'SLO'>,
  model: Entity<'Model'>,
  objective: Objective,
): LintFinding | undefined {
  const { typical, min } = model.spec.serving.expectedTraffic ?? {};
  const rate = min ?? typical;
  const { minBadEvents } = slo.spec.alerting;
  if (rate === undefined) return undefined;
  const tiers = objective.burnTiers
    .map(({ name, longSeconds }) => ({ name, longSeconds, events: rate.perSecond * longSeconds }))
    .filter(({ events }) => events < minBadEvents);
  if (tiers.length === 0) return undefined;
  const sums = tiers.map(
    ({ name, longSeconds, events }) => `${figure(events)} in ${printDuration(longSeconds)} (${name})`,
  );
  const fewest = Math.min(...tiers.map(({ events }) => events));
  return {
    ...at(slo, ['alerting', 'minBadEvents'], [traffic(model, min ? 'min' : 'typical')]),
    message: `at ${rate.text} even a total outage makes no more bad events than ${listed(sums)}; alerts want ${minBadEvents}, so ${tiers.length === 1 ? 'this one' : 'these'} can't fire`,
    hint:
      fewest < 1
        ? 'Use burn rates with longer windows only.'
        : `Use alerting: { minBadEvents: ${Math.max(1, Math.floor(fewest / 2))} }.`,
    data: { eventsPerSecond: rate.perSecond, minBadEvents, tiers },
  };
}

function traffic(model: Entity<'Model'>, field: 'typical' | 'min') {
  return { message: 'the expected traffic', span: spanAt(model, ['serving', 'expectedTraffic', field]) };
}

function example(objective: string, alerting: string): string {
  return exampleModel([
    'serving: { expectedTraffic: { typical: 3/h } }',
    'slos:',
    `  - { name: availability, sli: { type: availability }, objective: ${objective}${alerting} }`,
  ]);
}
