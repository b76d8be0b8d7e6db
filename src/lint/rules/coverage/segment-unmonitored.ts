import { groupBy } from '../../../support/group-by.ts';
import { documents, exampleModel, examplePolicy } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';

export const segmentUnmonitored: LintRule = {
  id: 'coverage/segment-unmonitored',
  severity: 'warning',
  title: 'a segment that nothing looks at by itself',
  why: 'A segment is declared since the whole can hide it: a model may fail in one country and be as good as ever on average. Here nothing is measured by it: no drift policy tests it, no quality objective with a `typical` value gives it a margin of its own, no `fairness` compares its values. Let a policy test it, say what is typical, or take the segment out.',
  bad: example('[]'),
  good: example('[region]'),
  check({ workspace }, report) {
    const policies = groupBy(workspace.list('DriftPolicy'), ({ spec }) => spec.model);
    const slos = groupBy(workspace.list('SLO'), ({ spec }) => spec.model);
    for (const model of workspace.list('Model')) {
      const { segments } = model.spec;
      if (segments.length === 0) continue;
      const hasMargins = (slos.get(model.name) ?? []).some(
        ({ spec }) => spec.sli.type === 'quality' && spec.sli.typical !== undefined,
      );
      if (hasMargins) continue;
      const tests = policies.get(model.name) ?? [];
      for (const [index, { name, fairness }] of segments.entries()) {
        const isTested = tests.some(({ spec }) => spec.segments?.includes(name) ?? true);
        if (isTested || fairness !== undefined) continue;
        report({
          ...at(model, ['segments', index, 'name']),
          message: `segment ${name} of ${model.name} is declared, and nothing is measured by it`,
          hint: `Add it to segments of a DriftPolicy, or typical: … to a quality SLO.`,
          data: { segment: name, driftPolicies: tests.map((each) => each.name) },
        });
      }
    }
  },
};

function example(tested: string): string {
  return documents(
    exampleModel([
      'segments: [{ name: region, label: region, values: [eu, us] }]',
      'baseline: { kind: training }',
    ]),
    examplePolicy(['predictions: { test: psi, alert: 0.2 }', `segments: ${tested}`]),
  );
}
