import { featuresOf } from '../../plan/build/features.ts';
import { groupBy } from '../../support/group-by.ts';
import type { Entity } from '../../workspace/entity.ts';
import { checksOf } from '../drift.ts';
import { featureKey } from '../tested-features.ts';
import { listed } from '../words.ts';
import { type CellState, type Cover, coveredOr, coversOf } from './cell.ts';
import type { Evidence, Upstream } from './evidence.ts';

const MOST_NAMES = 5;

/** What covers one object upstream; undefined when nothing is asked of it. */
type Look = (entity: Upstream) => readonly Cover[] | undefined;

/** Of each pipeline upstream. The pipeline that runs a batch model moves the rows that the model scores. */
export function volumeCell(evidence: Evidence): CellState {
  const rows = coversOf([...evidence.objectives('coverage'), ...evidence.reading('rows')]);
  return eachUpstream(evidence, 'volume', (entity) => {
    if (entity.kind === 'FeatureSet') return undefined;
    const own = ofClass(evidence, entity, 'volume');
    return entity.name === evidence.producer?.name ? [...own, ...rows] : own;
  });
}

/** Of each pipeline upstream, and of each feature set that describes its features: their types are checked. */
export function schemaCell(evidence: Evidence): CellState {
  return eachUpstream(evidence, 'schema', (entity) => {
    if (entity.kind === 'Pipeline') return ofClass(evidence, entity, 'schema');
    const checks = ofClass(evidence, entity, 'data-quality');
    const isJudgedAsPipeline = entity.spec.features.length === 0 && entity.spec.producedBy !== undefined;
    return isJudgedAsPipeline ? undefined : checks;
  });
}

/** Of each pipeline upstream, and of each feature set, or of the pipeline that writes it. */
export function freshnessCell(evidence: Evidence): CellState {
  return eachUpstream(evidence, 'freshness', (entity) => {
    const own = ofClass(evidence, entity, 'freshness');
    const isJudgedAsPipeline = entity.kind === 'FeatureSet' && entity.spec.producedBy !== undefined;
    return own.length === 0 && isJudgedAsPipeline ? undefined : own;
  });
}

function ofClass(
  { about }: Evidence,
  entity: Upstream,
  wanted: 'volume' | 'schema' | 'data-quality' | 'freshness',
): Cover[] {
  return coversOf(about(entity).filter((alert) => alert.class === wanted));
}

function eachUpstream(
  { upstream }: Evidence,
  field: 'volume' | 'schema' | 'freshness',
  look: Look,
): CellState {
  if (upstream.length === 0)
    return { state: 'missing', wanted: `dependsOn: what the model reads, with ${field}` };
  const looked = upstream.flatMap((entity) => {
    const by = look(entity);
    return by === undefined ? [] : [{ entity, by }];
  });
  const bare = looked.filter(({ by }) => by.length === 0).map(({ entity }) => wordsOf(entity));
  if (bare.length > 0) return { state: 'missing', wanted: `${field} of ${listed(bare, MOST_NAMES)}` };
  return coveredOr(unique(looked.flatMap(({ by }) => by)), `the pipeline behind it, with ${field}`);
}

function wordsOf({ kind, name }: Upstream): string {
  return `${kind} ${name}`;
}

function unique(covers: readonly Cover[]): Cover[] {
  return [...groupBy(covers, ({ object }) => object).values()].flatMap((same) => same.slice(0, 1));
}

/**
 * Every feature that the model reads is tested by a drift policy of the model, or declared away with a reason. Where no feature
 * set tells the features, a policy that tests some input has to do.
 */
export function featuresCell({ workspace, model, alerts, policies }: Evidence): CellState {
  const ids = policies.flatMap(({ name }) =>
    ['features', 'embeddings', 'text'].map((part) => `drift-policy:${name}/${part}`),
  );
  const by = coversOf(alerts.filter(({ id }) => ids.includes(id)));
  const known = featuresOf(workspace, model);
  const features = known.filter(({ spec }) => spec.monitor !== 'none' && spec.type !== 'timestamp');
  if (known.length === 0) return coveredOr(by, 'features of a DriftPolicy');
  if (features.length === 0)
    return { state: 'not-applicable', reason: declaredAway(known.map(({ spec }) => spec.reason)) };
  const tested = testedOf(workspace, model, policies);
  const left = features.filter((feature) => !tested(feature)).map(({ spec }) => spec.name);
  if (left.length === 0) return coveredOr(by, 'features of a DriftPolicy');
  const wanted =
    left.length === features.length
      ? 'features of a DriftPolicy'
      : `${listed(left, MOST_NAMES)} in a DriftPolicy, or monitor: none with a reason`;
  return { state: 'missing', wanted };
}

type Features = ReturnType<typeof featuresOf>;

function testedOf(
  workspace: Evidence['workspace'],
  model: Entity<'Model'>,
  policies: readonly Entity<'DriftPolicy'>[],
): (feature: Features[number]) => boolean {
  const checks = policies.flatMap((policy) => checksOf(workspace, policy, model));
  const keys = new Set(checks.flatMap(({ features }) => features.map(featureKey)));
  const vectors = new Set(policies.flatMap(({ spec }) => spec.embeddings.map(({ name }) => name)));
  return (feature) =>
    keys.has(featureKey(feature)) || (feature.spec.type === 'vector' && vectors.has(feature.spec.name));
}

function declaredAway(reasons: readonly (string | undefined)[]): string {
  const given = [...new Set(reasons.flatMap((reason) => reason ?? []))];
  return given.length === 0
    ? 'its features are times, which no test compares'
    : `no feature is monitored: ${listed(given, 3)}`;
}
