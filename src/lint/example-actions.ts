import { documents, exampleModel, exampleObject, examplePolicy } from './example.ts';

/** A project whose actions have somewhere to go. */
export const WEBHOOK_PROJECT = exampleObject('Project', 'name: example', [
  'owner: ml',
  'channels:',
  '  slack: { apiUrlFile: secrets/slack-url }',
  '  webhooks: { actions: { urlFile: secrets/actions-url } }',
]);

export interface Retraining {
  /** Fields of the guard of the Action `retrain`. */
  readonly guard: string;
  /** The Project object; empty when the example has its own. */
  readonly project: string;
}

/** Retraining that nobody has to agree to. */
export const RETRAIN: Retraining = {
  guard: 'cooldown: 24h, maxPerWeek: 2, approval: none',
  project: WEBHOOK_PROJECT,
};

/** A model that depends on a pipeline, is tested for drift by a policy of these lines, and can be retrained. */
export function retrainProject({ guard, project }: Retraining, ...policy: readonly string[]): string {
  return documents(
    ...(project === '' ? [] : [project]),
    exampleObject('Pipeline', 'name: ingest', [
      'owner: ml',
      'runbook: fraud',
      'freshness: { metric: ingest_last_success_timestamp_seconds, warn: 30m }',
    ]),
    exampleModel([
      'dependsOn: [{ pipeline: ingest }]',
      'baseline: { kind: training, window: 2026-01-01/2026-03-31 }',
    ]),
    exampleObject('Action', 'name: retrain', ['type: webhook', `guard: { ${guard} }`]),
    examplePolicy(['predictions: { test: psi, alert: 0.2 }', ...policy]),
  );
}
