import { describe, expect, it } from 'vitest';
import { inspect } from '../../../src/promql/inspect.ts';
import { render } from '../../support/compiled.ts';
import { exampleProject } from '../../support/example-project.ts';
import {
  askedBy,
  type ClassicDashboard,
  type ClassicPanel,
  dashboardsOf,
  panelsOf,
  withValues,
} from '../../support/grafana-dashboards.ts';

/**
 * The rules that Grafana's dashboard-linter documents (https://github.com/grafana/dashboard-linter/tree/main/docs/rules), as far as they
 * are about what a reader sees. Its rules for templates `job` and `instance` are for mixins that are installed beside other services'
 * dashboards; ours select by what the specs say.
 */
const dashboards = ['demand-forecast', 'fraud-detector', 'home-ranker', 'support-assistant'].flatMap(
  (name) => {
    const { files, plan } = render(exampleProject(name), 'prod');
    return dashboardsOf(files).map((dashboard) => ({ dashboard, plan, name: `${name}: ${dashboard.title}` }));
  },
);

/** `dashboard / panel` of all panels that a rule finds fault with. */
function panelsThat(isWrong: (panel: ClassicPanel, dashboard: ClassicDashboard) => boolean): string[] {
  return dashboards.flatMap(({ dashboard, name }) =>
    panelsOf(dashboard)
      .filter((panel) => isWrong(panel, dashboard))
      .map(({ title }) => `${name} / ${title}`),
  );
}

describe('every panel of the examples', () => {
  it('has a title and a description', () => {
    expect(
      panelsThat(
        ({ title, description = '' }) => title.trim() === '' || !/^[A-Z0-9].*\.$/s.test(description),
      ),
    ).toEqual([]);
  });

  it('has a unit', () => {
    expect(
      panelsThat(({ type, fieldConfig }) => type !== 'text' && fieldConfig?.defaults.unit === undefined),
    ).toEqual([]);
  });

  it('has queries, and reads the data source that the project names', () => {
    expect(
      panelsThat(
        ({ type, targets = [], datasource }) =>
          type !== 'text' && (targets.length === 0 || datasource?.uid !== 'prometheus'),
      ),
    ).toEqual([]);
  });

  it('lies on the grid, beside the others and not over them', () => {
    const overlaps = (a: ClassicPanel['gridPos'], b: ClassicPanel['gridPos']): boolean =>
      a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
    expect(
      panelsThat(
        (panel, dashboard) =>
          panel.gridPos.x + panel.gridPos.w > 24 ||
          panelsOf(dashboard).some(
            (other) => other.id !== panel.id && overlaps(panel.gridPos, other.gridPos),
          ),
      ),
    ).toEqual([]);
  });

  it('has no two curves that the legend calls the same', () => {
    expect(
      panelsThat(({ targets = [] }) => {
        const legends = targets.map(({ legendFormat = '' }) => legendFormat);
        return targets.length > 1 && (new Set(legends).size < legends.length || legends.includes(''));
      }),
    ).toEqual([]);
  });
});

describe('every query of the examples', () => {
  const asked = dashboards.flatMap(({ dashboard, name, plan }) =>
    askedBy(dashboard).map((each) => ({ ...each, plan, dashboard, place: `${name} / ${each.place}` })),
  );

  it('is PromQL without mistakes once its variables have values', () => {
    const wrong = asked.flatMap(({ place, expr }) =>
      inspect(withValues(expr, { env: 'prod' })).problems.map(({ message }) => `${place}: ${message}`),
    );
    expect(asked.length).toBeGreaterThan(200);
    expect(wrong).toEqual([]);
  });

  it('has variables that its dashboard declares', () => {
    const wrong = asked.filter(({ expr, dashboard }) => {
      const names = [...expr.matchAll(/\$([a-z]+)/g)].map(([, found = '']) => found);
      const declared = dashboard.templating.list.map(({ name }) => name);
      return names.some((found) => !declared.includes(found));
    });
    expect(wrong.map(({ place }) => place)).toEqual([]);
  });

  it('takes rates over windows of at least four scrapes: the window of the zoom, or one of the specs', () => {
    const wrong = asked.flatMap(({ place, expr, plan }) =>
      [...expr.matchAll(/\b(?:rate|increase)\([^[]*\[(\w+|\$__rate_interval)\]/g)]
        .map(([, window = '']) => window)
        .filter(
          (window) => window !== '$__rate_interval' && secondsOf(window) < 4 * plan.cadence.scrapeSeconds,
        )
        .map((window) => `${place}: ${window}`),
    );
    expect(wrong).toEqual([]);
  });
});

describe('dashboards of the examples', () => {
  it('have uids of their own that Grafana takes', () => {
    const uids = dashboards.map(({ dashboard }) => dashboard.uid);
    expect(new Set(uids).size).toBe(uids.length);
    expect(uids.filter((uid) => !/^[A-Za-z0-9_-]{8,40}$/.test(uid))).toEqual([]);
  });

  it('link to each other by uids that exist', () => {
    const uids = new Set(dashboards.map(({ dashboard }) => `/d/${dashboard.uid}`));
    const dead = dashboards.flatMap(({ dashboard, name }) =>
      dashboard.links
        .filter(({ url }) => url.startsWith('/d/') && !uids.has(url))
        .map(({ title }) => `${name}: ${title}`),
    );
    expect(dead).toEqual([]);
  });

  it('are what alerts link to, with variables that the page has', () => {
    for (const { plan } of dashboards) {
      for (const { dashboardUrl } of plan.alerts) {
        if (dashboardUrl === undefined) continue;
        const url = new URL(dashboardUrl);
        const page = dashboards.find(({ dashboard }) => url.pathname === `/d/${dashboard.uid}`)?.dashboard;
        const variables = page?.templating.list.map(({ name }) => `var-${name}`) ?? [];
        expect(variables).toEqual(expect.arrayContaining([...url.searchParams.keys()]));
      }
    }
  });
});

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

function secondsOf(window: string): number {
  return [...window.matchAll(/(\d+)([smhd])/g)].reduce(
    (sum, [, count, unit = 's']) => sum + Number(count) * (UNITS[unit] ?? 1),
    0,
  );
}
