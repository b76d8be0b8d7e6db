/** What tests read of a dashboard in classic JSON. */
export interface ClassicDashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly ClassicPanel[];
  readonly templating: { readonly list: readonly ClassicVariable[] };
  readonly annotations: {
    readonly list: readonly {
      readonly name: string;
      readonly target?: { readonly expr: string };
    }[];
  };
  readonly links: readonly { readonly title: string; readonly url: string }[];
}

export interface ClassicPanel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly {
    readonly expr: string;
    readonly legendFormat?: string;
    readonly interval?: string;
  }[];
  readonly panels?: readonly ClassicPanel[];
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string; readonly noValue?: string } };
  readonly datasource?: { readonly uid: string };
}

export interface ClassicVariable {
  readonly name: string;
  readonly type: string;
  readonly query?: string | { readonly query: string };
}

/** All dashboards among rendered files. */
export function dashboardsOf(files: ReadonlyMap<string, string>): ClassicDashboard[] {
  return [...files]
    .filter(([path]) => path.startsWith('grafana/dashboards/'))
    .map(([, text]) => JSON.parse(text) as ClassicDashboard);
}

/** The panels of a dashboard, those of folded rows among them, but for the rows themselves. */
export function panelsOf({ panels }: Pick<ClassicDashboard, 'panels'>): ClassicPanel[] {
  return panels.flatMap((panel) =>
    panel.type === 'row' ? panelsOf({ panels: panel.panels ?? [] }) : [panel],
  );
}

/** A query that a dashboard sends. */
export interface Asked {
  /** Which panel, variable or annotation. */
  readonly place: string;
  readonly expr: string;
  /** The dashboard itself says when it shows nothing. */
  readonly mayBeEmpty: boolean;
}

/** All queries of a dashboard: of panels, of variables, of annotations (which mark what happens seldom). */
export function askedBy(dashboard: ClassicDashboard): Asked[] {
  return [
    ...panelsOf(dashboard).flatMap(({ title, targets = [], fieldConfig }) =>
      targets.map(({ expr }) => ({
        place: title,
        expr,
        mayBeEmpty: (fieldConfig?.defaults.noValue ?? 'no data') !== 'no data',
      })),
    ),
    ...dashboard.templating.list.flatMap(({ name, query }) => {
      const text = typeof query === 'object' ? query.query : '';
      const selector = /^label_values\((.*), [a-z_]+\)$/s.exec(text)?.[1];
      return selector === undefined ? [] : [{ place: `variable ${name}`, expr: selector, mayBeEmpty: false }];
    }),
    ...dashboard.annotations.list.flatMap(({ name, target }) =>
      target === undefined ? [] : [{ place: `annotation ${name}`, expr: target.expr, mayBeEmpty: true }],
    ),
  ];
}

/** A query as Grafana sends it: variables replaced, all of them at "All" but those that are given. */
export function withValues(expr: string, values: Readonly<Record<string, string>>): string {
  return expr
    .replaceAll('$__rate_interval', '4m')
    .replace(/\$([a-z]+)/g, (_, name: string) => values[name] ?? '.*');
}
