import { groupBy } from '../../../support/group-by.ts';
import { AVAILABILITY, documents, exampleModel, exampleObject } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';
import { listed } from '../../words.ts';

export const noUpstreamSignal: LintRule = {
  id: 'coverage/no-upstream-signal',
  severity: 'warning',
  title: 'an upstream that nothing is known of',
  why: 'A model depends on a pipeline or feature set of which nothing is measured: not how old its data are, how many there are, or whether they have their schema. Stale or broken input makes a model wrong without an error anywhere; it is the most frequent cause of silent failures. Give the upstream a `freshness`, a `volume`, a `schema` or a deadline.',
  bad: example(),
  good: example('freshness: { metric: ingest_last_success_timestamp_seconds, page: 1h }'),
  check({ workspace, plan }, report) {
    const watched = new Set(plan.alerts.map(({ subject }) => `${subject.kind} ${subject.name}`));
    const needs = workspace.list('Model').flatMap((model) =>
      model.spec.dependsOn.map((dependency) => ({
        model: model.name,
        kind: 'pipeline' in dependency ? ('Pipeline' as const) : ('FeatureSet' as const),
        name: 'pipeline' in dependency ? dependency.pipeline : dependency.featureSet,
      })),
    );
    for (const needed of groupBy(needs, ({ kind, name }) => `${kind} ${name}`).values()) {
      const [first] = needed;
      const upstream = first && workspace.get(first.kind, first.name);
      if (first === undefined || upstream === undefined || watched.has(`${first.kind} ${first.name}`))
        continue;
      const models = needed.map(({ model }) => model);
      report({
        ...at(upstream, []),
        message: `${listed(models, 3)} ${models.length === 1 ? 'depends' : 'depend'} on ${first.name}, and nothing of it is measured`,
        hint: 'Add freshness, volume, schema or a deadline.',
        data: { models },
      });
    }
  },
};

function example(...lines: string[]): string {
  return documents(
    exampleObject('Pipeline', 'name: ingest', ['owner: ml', 'runbook: fraud', ...lines]),
    exampleModel(['dependsOn: [{ pipeline: ingest }]', AVAILABILITY]),
  );
}
