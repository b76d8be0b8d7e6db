import type { Entity, Workspace } from '../workspace/entity.ts';

/** The object behind an item of the label `upstream` (`pipeline:ingest`, `feature-set:users`). */
export function upstreamObject(
  workspace: Workspace,
  item: string,
): Entity<'Pipeline'> | Entity<'FeatureSet'> | undefined {
  const at = item.indexOf(':');
  const [kind, name] = [item.slice(0, at), item.slice(at + 1)];
  if (kind === 'pipeline') return workspace.get('Pipeline', name);
  return kind === 'feature-set' ? workspace.get('FeatureSet', name) : undefined;
}
