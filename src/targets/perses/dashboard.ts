import { placed } from '../../plan/views/layout.ts';
import type { LoweredView } from '../../promql/views/lowered.ts';
import { joined, link, md } from '../../support/markdown.ts';
import type { PersesContext } from './context.ts';
import { panelOf } from './panels.ts';
import { variableOf } from './variables.ts';

/** A resource of kind Dashboard: https://perses.dev/perses/docs/api/dashboard/ */
export function dashboardOf(context: PersesContext, lowered: LoweredView): object {
  const { view } = lowered;
  const panels: Record<string, object> = {};
  const layouts = lowered.rows.map((row, rowIndex) => {
    const places = placed(row.panels.map(({ panel }) => panel));
    const items = row.panels.map((each, index) => {
      const key = panelKey(rowIndex, index);
      panels[key] = panelOf(context, each);
      return { ...places[index], content: { $ref: `#/spec/panels/${key}` } };
    });
    return grid(row.title, !row.isFolded, items);
  });
  if (view.links.length > 0) {
    panels['links'] = linksPanel(context, lowered);
    const item = { x: 0, y: 0, width: 24, height: 3, content: { $ref: '#/spec/panels/links' } };
    layouts.push(grid('Elsewhere', false, [item]));
  }
  return {
    kind: 'Dashboard',
    metadata: { name: context.nameOf(view.id), project: context.project },
    spec: {
      display: { name: `${view.title} (${context.plan.environment.name})`, description: view.description },
      duration: '6h',
      refreshInterval: '1m',
      variables: lowered.variables.map((variable) => variableOf(context, variable)),
      layouts,
      panels,
    },
  };
}

/** Keys are references: they stay the same while the row and the place in it do. */
function panelKey(row: number, index: number): string {
  return `row${row + 1}panel${index + 1}`;
}

function grid(title: string, open: boolean, items: readonly object[]) {
  return { kind: 'Grid', spec: { display: { title, collapse: { open } }, items } };
}

/** Dashboards of Perses have no links of their own. */
function linksPanel(context: PersesContext, { view }: LoweredView): object {
  const links = view.links.map(({ title, to }) => link(title, 'url' in to ? to.url : context.urlOf(to.view)));
  return {
    kind: 'Panel',
    spec: {
      display: { name: 'Links', description: 'Pages beside this one.' },
      plugin: { kind: 'Markdown', spec: { text: md`${joined(links, ' · ')}` } },
    },
  };
}
