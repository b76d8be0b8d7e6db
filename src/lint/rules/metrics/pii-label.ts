import type { Entity, Workspace } from '../../../workspace/entity.ts';
import { AVAILABILITY, documents, exampleFeatures, exampleModel, PROXY } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';

export const piiLabel: LintRule = {
  id: 'metrics/pii-label',
  severity: 'error',
  title: 'personal data as values of a label',
  why: 'The values of a segment, and of every label that a metric is told apart by, are kept as labels of series for as long as the series are, and dashboards show them in legends and tables to everybody who may look. The field is marked `pii: true` in a FeatureSet, which promises that no value of it is shown anywhere. Take a coarser field (an age band instead of a birth date), or leave the segment out.',
  bad: example('birth_date'),
  good: example('age_band'),
  check({ workspace }, report) {
    const personal = personalFeatures(workspace);
    for (const model of workspace.list('Model')) {
      for (const { path, label } of labelsOf(model)) {
        const set = personal.get(label);
        if (set === undefined) continue;
        report({
          ...at(model, path),
          message: `values of ${label} would be labels of metrics and stand on dashboards, and FeatureSet ${set.name} marks it as personal data`,
          hint: 'Take a coarser field, or leave it out.',
          related: [{ message: 'marked pii here', span: set.span }],
          data: { label, featureSet: set.name },
        });
      }
    }
  },
};

function personalFeatures(workspace: Workspace): ReadonlyMap<string, Entity<'FeatureSet'>> {
  return new Map(
    workspace
      .list('FeatureSet')
      .flatMap((set) => set.spec.features.filter(({ pii }) => pii).map(({ name }) => [name, set] as const)),
  );
}

/** Labels whose values a model's metrics have, with their places. */
function labelsOf(model: Entity<'Model'>): { readonly path: (string | number)[]; readonly label: string }[] {
  return [
    ...model.spec.segments.map(({ label }, index) => ({ path: ['segments', index, 'label'], label })),
    ...Object.entries(model.spec.metrics).flatMap(([role, { labels }]) =>
      Object.entries(labels ?? {}).flatMap(([facet, label]) =>
        label === undefined ? [] : [{ path: ['metrics', role, 'labels', facet], label }],
      ),
    ),
  ];
}

function example(label: string): string {
  return documents(
    exampleModel([
      AVAILABILITY,
      PROXY,
      'dependsOn: [{ featureSet: users }]',
      `metrics: { requests: { labels: { class: ${label} } } }`,
    ]),
    exampleFeatures(['name: birth_date, type: string, pii: true, monitor: none, reason: "personal data"']),
  );
}
