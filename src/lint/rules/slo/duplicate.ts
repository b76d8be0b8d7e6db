import type { Objective } from '../../../plan/objective.ts';
import { groupBy } from '../../../support/group-by.ts';
import { stableJson } from '../../../support/stable-json.ts';
import { printDuration } from '../../../units/index.ts';
import { exampleModel } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';

export const duplicate: LintRule = {
  id: 'slo/duplicate',
  severity: 'warning',
  title: 'two SLOs that promise the same',
  why: 'Two SLOs measure the same thing of the same subject against the same objective, so that every failure is recorded and told twice. Remove one. Where two periods of one promise are wanted, say for a report, let only one of them alert: `alerting: { burnPolicy: none }` on the other.',
  bad: example('99.9%'),
  good: example('99.99%'),
  check({ workspace, plan }, report) {
    const first = new Map<string, Objective>();
    // Whole indicators are only compared where there is something to compare them with.
    const alike = groupBy(plan.objectives, ({ subject, indicator, target }) =>
      [subject.kind, subject.name, indicator.type, target].join(' '),
    );
    const candidates = [...alike.values()].filter(({ length }) => length > 1).flat();
    for (const objective of candidates) {
      const { subject, indicator, target, budgeting } = objective;
      const key = stableJson({ subject, indicator, target, budgeting }, 0);
      const other = first.get(key);
      const slo = workspace.get('SLO', objective.id);
      const twin = other && workspace.get('SLO', other.id);
      if (other === undefined) first.set(key, objective);
      if (other === undefined || twin === undefined || slo === undefined) continue;
      const samePeriod = other.periodSeconds === objective.periodSeconds;
      if (!samePeriod && (isSilent(other) || isSilent(objective))) continue;
      const difference = samePeriod
        ? ''
        : `, over ${printDuration(objective.periodSeconds)} and ${printDuration(other.periodSeconds)}`;
      report({
        ...at(slo, [], [{ message: 'the same promise', span: twin.span }]),
        message: `SLO ${slo.name} promises the same as ${twin.name}: ${slo.spec.objective.text} ${slo.spec.sli.type} of ${subject.name}${difference}`,
        hint: samePeriod ? 'Remove one.' : 'Let one of them not alert: alerting: { burnPolicy: none }.',
        data: { twin: twin.name, objective: target },
      });
    }
  },
};

function isSilent({ budgeting, burnTiers }: Objective): boolean {
  return budgeting.type === 'events' && burnTiers.length === 0;
}

function example(second: string): string {
  return exampleModel([
    'slos:',
    '  - { name: availability, sli: { type: availability }, objective: 99.9% }',
    `  - { name: errors, sli: { type: availability }, objective: ${second} }`,
  ]);
}
