import type { DrawnDashboard, PageData } from '../../../src/preview/page-data.ts';

// Where a Perses server has a dashboard.
const ON_SERVER = /\/projects\/[^/\s)"']+\/dashboards\/([A-Za-z0-9_.-]+)(?:\?[^\s)"']*)?/g;

/** Links from one dashboard to another lead to it on this page, if it is here. */
export function withOwnLinks(data: PageData): PageData {
  const { dashboards, before } = data;
  const names = new Set(dashboards.map(({ dashboard }) => dashboard.metadata.name));
  const own = (drawn: readonly DrawnDashboard[]) => drawn.map((each) => linked(each, names));
  return {
    ...data,
    dashboards: own(dashboards),
    ...(before && { before: { ...before, dashboards: own(before.dashboards) } }),
  };
}

function linked(drawn: DrawnDashboard, names: ReadonlySet<string>): DrawnDashboard {
  const replace = (_: string, value: unknown): unknown =>
    typeof value === 'string' && value.includes('/dashboards/')
      ? value.replace(ON_SERVER, (whole, name: string) => (names.has(name) ? `#dashboard/${name}` : whole))
      : value;
  return JSON.parse(JSON.stringify(drawn, replace)) as DrawnDashboard;
}
