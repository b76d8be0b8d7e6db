import type { Diagnostic, Report } from '../diagnostics/diagnostic.ts';
import { toData } from '../source/data.ts';
import { nodeAt, spanOf } from '../source/locate.ts';
import type { NodePath, SpecNode } from '../source/node.ts';
import { issuesToDiagnostics } from '../spec/issues.ts';
import type { Match } from '../spec/kinds/match.ts';
import type { KindName } from '../spec/names.ts';
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
  /** Where its match is written, below the source's spec. */
  readonly matchPath: NodePath;
  /** Kind that it is for. */
  readonly kind: KindName;
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
        rule: {
          matches: matcher(match),
          set: tagLayer(set, layer),
          source: entity,
          matchPath: [index, 'match'],
          kind: match.kind,
        },
      };
    }),
  );
  return rules.toSorted((a, b) => a.rank - b.rank).map(({ rule }) => rule);
}

/** What an environment removes (`disable`), then its overlays, in their order. */
export function overlayRules(
  kinds: KindRegistry,
  environment: Entity<'Environment'>,
  report: Report,
): LayerRule[] {
  const layer = { kind: 'environment', name: environment.name } as const;
  const disabled = environment.spec.disable.map((match, index) => ({
    matches: matcher(match),
    set: null,
    source: environment,
    matchPath: ['disable', index],
    kind: match.kind,
  }));
  const overlays = environment.spec.overlays.map(({ match, set }, index) => ({
    matches: matcher(match),
    set:
      set === null
        ? null
        : tagLayer(partialSpec(kinds, environment, match, ['overlays', index, 'set'], report), layer),
    source: environment,
    matchPath: ['overlays', index, 'match'],
    kind: match.kind,
  }));
  return [...disabled, ...overlays];
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
  // Objects of a list are merged by their names; a null in the list itself is a wrong value.
  if (Array.isArray(data)) return data.map(withoutNulls);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data)
      .filter(([, value]) => value !== null)
      .map(([key, value]) => [key, withoutNulls(value)]),
  );
}

/** An info finding for each rule that reached no object: of Defaults in any environment, of overlays in their own. */
export function unusedRules(rules: readonly LayerRule[], used: ReadonlySet<LayerRule>): Diagnostic[] {
  return rules
    .filter((rule) => !used.has(rule))
    .map(({ source, matchPath, kind }) => {
      const isDefault = source.kind === 'Defaults';
      return {
        code: isDefault ? 'env/unused-default' : 'env/unused-overlay',
        severity: 'info',
        message: `no object matches this entry of ${source.kind} ${source.name}`,
        span: spanOf(source.node, matchPath, 'value'),
        object: { kind: source.kind, name: source.name },
        field: ['spec', ...matchPath].join('.'),
        hint: 'Remove it, or correct its match.',
        data: { kind },
      };
    });
}
