import { spanAt } from '../../../workspace/entity.ts';
import { AVAILABILITY, documents, exampleModel } from '../../example.ts';
import { findOverlaps } from '../../overlaps.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';
import { listed } from '../../words.ts';

export const noModelLabel: LintRule = {
  id: 'metrics/no-model-label',
  severity: 'warning',
  title: 'a model that counts another model’s events',
  why: 'Nothing in `select` or `match` tells the series of one model from those of another that emits the same metric. Its objectives and monitors then count the events of both: a failure of one pages for the other, and a small model’s outage disappears in the traffic of a large one. Give each model a label of its own under `select`, such as its job.',
  bad: example(),
  good: example('select: { job: fraud }', 'select: { job: churn }'),
  check({ workspace, plan }, report) {
    const overlaps = findOverlaps(plan.signals.filter(({ origin }) => origin.object.kind === 'Model'));
    for (const model of workspace.list('Model')) {
      const overlap = overlaps.get(model.name);
      if (overlap === undefined) continue;
      const others = [...overlap.models].toSorted();
      const metrics = [...overlap.metrics].toSorted();
      const places = others.slice(0, 3).flatMap((name) => workspace.get('Model', name) ?? []);
      const related = places.map((other) => ({
        message: `Model ${other.name}`,
        span: spanAt(other, ['select']),
      }));
      report({
        ...at(model, ['select'], related),
        message: `model ${model.name} also counts the events of ${listed(others, 3)} in ${listed(metrics, 3)}: its labels fit them too`,
        hint: 'Give each model a select that only its own series have, such as { job: … }.',
        data: { others, metrics },
      });
    }
  },
};

function example(...selects: string[]): string {
  return documents(
    exampleModel([...selects.slice(0, 1), AVAILABILITY]),
    exampleModel([...selects.slice(1), AVAILABILITY], 'name: churn'),
  );
}
