import { stableJson } from '../support/stable-json.ts';
import { type Dashboard, type Panel, titleOf } from './dashboard.ts';

export type HowChanged = 'added' | 'removed' | 'changed';

export interface PanelChange {
  /** Key of the panel in its dashboard. */
  readonly panel: string;
  readonly title: string;
  readonly how: HowChanged;
  /** What of it is other than it was; empty unless it is changed. */
  readonly parts: readonly string[];
}

export interface DashboardChange {
  readonly dashboard: string;
  readonly title: string;
  readonly how: HowChanged;
  readonly panels: readonly PanelChange[];
  /** What changed beside panels: variables, layout, title. */
  readonly parts: readonly string[];
}

/** What is other in the dashboards of now than in those of before, by name; panels by their keys. */
export function dashboardChanges(
  before: readonly Dashboard[],
  now: readonly Dashboard[],
): readonly DashboardChange[] {
  const earlier = new Map(before.map((each) => [each.metadata.name, each]));
  const later = new Map(now.map((each) => [each.metadata.name, each]));
  const names = [...new Set([...earlier.keys(), ...later.keys()])].toSorted();
  return names.flatMap((name) => {
    const [old, fresh] = [earlier.get(name), later.get(name)];
    const shown = fresh ?? old;
    if (shown === undefined) return [];
    const panels = panelChanges(old?.spec.panels ?? {}, fresh?.spec.panels ?? {});
    const parts = old && fresh ? dashboardParts(old, fresh) : [];
    if (old && fresh && panels.length === 0 && parts.length === 0) return [];
    return [{ dashboard: name, title: titleOf(shown), how: howChanged(old, fresh), panels, parts }];
  });
}

function howChanged(old: unknown, fresh: unknown): HowChanged {
  if (old === undefined) return 'added';
  return fresh === undefined ? 'removed' : 'changed';
}

function panelChanges(
  old: Readonly<Record<string, Panel>>,
  fresh: Readonly<Record<string, Panel>>,
): PanelChange[] {
  const keys = [...new Set([...Object.keys(old), ...Object.keys(fresh)])].toSorted();
  return keys.flatMap((panel) => {
    const [was, is] = [old[panel], fresh[panel]];
    if (was && is && isSame(was, is)) return [];
    const title = (is ?? was)?.spec.display?.name ?? panel;
    return [{ panel, title, how: howChanged(was, is), parts: was && is ? panelParts(was, is) : [] }];
  });
}

function panelParts(was: Panel, is: Panel): string[] {
  const parts: readonly (readonly [string, unknown, unknown])[] = [
    ['title', was.spec.display?.name, is.spec.display?.name],
    ['description', was.spec.display?.description, is.spec.display?.description],
    ['kind of panel', was.spec.plugin.kind, is.spec.plugin.kind],
    ['queries', was.spec.queries, is.spec.queries],
    ['links', was.spec['links'], is.spec['links']],
    ...optionParts(was.spec.plugin.spec, is.spec.plugin.spec),
  ];
  return parts.filter(([, a, b]) => !isSame(a, b)).map(([name]) => name);
}

function optionParts(
  was: Readonly<Record<string, unknown>>,
  is: Readonly<Record<string, unknown>>,
): (readonly [string, unknown, unknown])[] {
  return [...new Set([...Object.keys(was), ...Object.keys(is)])]
    .toSorted()
    .map((name) => [name, was[name], is[name]]);
}

function dashboardParts(old: Dashboard, fresh: Dashboard): string[] {
  const parts: readonly (readonly [string, unknown, unknown])[] = [
    ['title', old.spec.display, fresh.spec.display],
    ['variables', old.spec.variables, fresh.spec.variables],
    ['layout', old.spec.layouts, fresh.spec.layouts],
    ['time range', old.spec.duration, fresh.spec.duration],
  ];
  return parts.filter(([, a, b]) => !isSame(a, b)).map(([name]) => name);
}

function isSame(a: unknown, b: unknown): boolean {
  return stableJson(a ?? null) === stableJson(b ?? null);
}
