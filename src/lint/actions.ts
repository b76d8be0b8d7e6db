import type { Entity } from '../workspace/entity.ts';

const TRAINS = /re-?train|train|refit/i;

/** Whether an action makes a new model, as far as its names tell: retrain-fraud, event: train, pipeline: fraud-training. */
export function isRetraining({ name, spec }: Entity<'Action'>): boolean {
  if (spec.type === 'argo-rollouts') return false;
  const { guard: _guard, auth: _auth, payload, ...rest } = spec;
  const texts = [name, ...Object.values(rest), ...Object.keys(payload)];
  return texts.some((text) => typeof text === 'string' && TRAINS.test(text));
}
