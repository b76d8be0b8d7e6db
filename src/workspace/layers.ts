import type { Diagnostic, Report } from '../diagnostics/diagnostic.ts';
import { toData } from '../source/data.ts';
import { nodeAt, spanOf } from '../source/locate.ts';
import type { SpecNode } from '../source/node.ts';
import { issuesToDiagnostics } from '../spec/issues.ts';
import type { Match } from '../spec/kinds/match.ts';
import type { KindRegistry } from '../spec/registry.ts';
import type { Entity } from './entity.ts';
import { matcher, specificity } from './match.ts';
import { tagLayer } from './merge.ts';
import type { RawObject } from './objects.ts';

/** One `match` + `set`, ready to be applied. */
export interface LayerRule {
  readonly matches: (object: {
    kind: RawObject['kind'];
    name: string;
    labels: Readonly<Record<string, string>>;
  }) => boolean;
  /** The values, marked with their layer; null removes the object. */
  readonly set: SpecNode | null;
  readonly source: Entity;
  readonly index: number;
}

/** The rules of all Defaults objects, weakest first: least specific, then in order of files. */
export function defaultRules(
  kinds: KindRegistry,
  defaults: readonly Entity<'Defaults'>[],
  report: Report,
): LayerRule[] {
  const rules = defaults.flatMap((entity) =>
    entity.spec.map(({ match }, index) => {
      const set = partialSpec(kinds, entity, match, [index, 'set'], report);
      const layer = { kind: 'defaults', name: entity.name } as const;
      return {
        rank: specificity(match),
        rule: { matches: matcher(match), set: tagLayer(set, layer), source: entity, index },
      };
    }),
  );
  return rules.toSorted((a, b) => a.rank - b.rank).map(({ rule }) => rule);
}

/** The overlays of an environment, in their order. */
export function overlayRules(
  kinds: KindRegistry,
  environment: Entity<'Environment'>,
  report: Report,
): LayerRule[] {
  const layer = { kind: 'environment', name: environment.name } as const;
  return environment.spec.overlays.map(({ match, set }, index) => ({
    matches: matcher(match),
    set:
      set === null
        ? null
        : tagLayer(partialSpec(kinds, environment, match, ['overlays', index, 'set'], report), layer),
    source: environment,
    index,
  }));
}

/** A part of a spec as written in a layer; its fields are checked against the kind, whether or not an object gets them. */
function partialSpec(
  kinds: KindRegistry,
  layer: Entity,
  match: Match,
  path: (string | number)[],
  report: Report,
): SpecNode {
  const node = nodeAt(layer.node, path);
  if (node === undefined) throw new Error(`no node at ${path.join('.')} of ${layer.kind} ${layer.name}`);
  const parsed = kinds[match.kind].spec.safeParse(withoutNulls(toData(node)));
  if (!parsed.success) {
    const context = {
      root: node,
      base: ['spec', ...path],
      object: { kind: layer.kind, name: layer.name },
      partial: true,
    };
    for (const diagnostic of issuesToDiagnostics(parsed.error.issues, context)) {
      // A wrong form of a union is told only where the object is whole: here its deciding key may be missing on purpose.
      report(diagnostic);
    }
  }
  return node;
}

/** `null` deletes; it is no value of any field. */
function withoutNulls(data: unknown): unknown {
  if (Array.isArray(data) || typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, withoutNulls(value)]),
  );
}

/** An info finding for each default that reached no object in any environment. */
export function unusedRules(rules: readonly LayerRule[], used: ReadonlySet<LayerRule>): Diagnostic[] {
  return rules
    .filter((rule) => !used.has(rule))
    .map((rule) => ({
      code: 'env/unused-default',
      severity: 'info',
      message: `no object matches entry ${rule.index + 1} of Defaults ${rule.source.name}`,
      span: spanOf(rule.source.node, [rule.index, 'match'], 'value'),
      object: { kind: rule.source.kind, name: rule.source.name },
      hint: 'Remove it, or correct its match.',
    }));
}
