import { Chip } from '@mui/material';
import { type ReactElement, useMemo } from 'react';
import type { DashboardChange, PanelChange } from '../../../src/preview/changes.ts';
import type { DrawnDashboard, PageData } from '../../../src/preview/page-data.ts';
import { Changes } from './Changes.tsx';
import { DashboardView } from './DashboardView.tsx';
import type { Place } from './place.ts';

export interface PageProps {
  readonly data: PageData;
  readonly place: Place;
  readonly isDark: boolean;
  readonly onTheme: () => void;
}

/** The whole page: what is shown, which dashboards there are, and one of them or the list of changes. */
export function Page({ data, place, isDark, onTheme }: PageProps): ReactElement {
  return (
    <>
      <header className="top">
        <h1>
          {data.project} <span className="environment">{data.environment}</span>
        </h1>
        <p className="range">{rangeText(data)}</p>
        <button type="button" onClick={onTheme} aria-label={isDark ? 'light theme' : 'dark theme'}>
          {isDark ? '☀' : '☾'}
        </button>
      </header>
      <nav aria-label="dashboards">
        {data.before && <NavigationLink to="changes" text="Changes" place={place} count={data.before.changes.length} />}
        {allDashboards(data).map(({ name, title, how }) => (
          <NavigationLink key={name} to={`dashboard/${name}`} text={title} place={place} how={how} />
        ))}
      </nav>
      <main>
        <Shown data={data} place={place} />
      </main>
    </>
  );
}

function NavigationLink(props: {
  readonly to: string;
  readonly text: string;
  readonly place: Place;
  readonly how?: string | undefined;
  readonly count?: number;
}): ReactElement {
  const { to, text, place, how, count } = props;
  return (
    <a href={`#${to}`} aria-current={place.path === to ? 'page' : undefined}>
      {text}
      {count !== undefined && <span className="mark">{count}</span>}
      {how !== undefined && <span className={`mark ${how}`}>{how}</span>}
    </a>
  );
}

/** Dashboards of now, then those that are no more. */
function allDashboards({ dashboards, before }: PageData) {
  const changes = new Map(before?.changes.map((each) => [each.dashboard, each]));
  const removed = before?.changes.filter(({ how }) => how === 'removed') ?? [];
  return [
    ...dashboards.map(({ dashboard: { metadata, spec } }) => ({
      name: metadata.name,
      title: spec.display?.name ?? metadata.name,
      how: changes.get(metadata.name)?.how,
    })),
    ...removed.map(({ dashboard, title, how }) => ({ name: dashboard, title, how })),
  ];
}

function Shown({ data, place }: { readonly data: PageData; readonly place: Place }): ReactElement {
  const { before, source } = data;
  if (place.path === 'changes' && before) return <Changes changes={before.changes} name={before.name} />;
  const name = place.path.replace(/^dashboard\//, '');
  const now = byName(data.dashboards, name);
  const old = before && byName(before.dashboards, name);
  const change = before?.changes.find(({ dashboard }) => dashboard === name);
  if (now === undefined && old === undefined) return <p className="notice">There is no dashboard “{name}”.</p>;
  if (before === undefined || change === undefined) {
    const only = now ?? old;
    return only ? <Side drawn={only} source={source} title={undefined} change={undefined} was={undefined} /> : <p />;
  }
  return (
    <div className="sides">
      <Side drawn={old} source={source} title={`Before: ${before.name}`} change={change} was />
      <Side drawn={now} source={source} title="After" change={change} was={false} />
    </div>
  );
}

function byName(dashboards: readonly DrawnDashboard[], name: string): DrawnDashboard | undefined {
  return dashboards.find(({ dashboard }) => dashboard.metadata.name === name);
}

interface SideProps {
  readonly drawn: DrawnDashboard | undefined;
  readonly source: PageData['source'];
  readonly title: string | undefined;
  readonly change: DashboardChange | undefined;
  readonly was: boolean | undefined;
}

function Side({ drawn, source, title, change, was }: SideProps): ReactElement {
  const markOf = useMemo(() => drawn && change && marker(drawn, change, was === true), [drawn, change, was]);
  const description = drawn?.dashboard.spec.display?.description;
  return (
    <section className="side" aria-label={title ?? 'dashboard'}>
      {title !== undefined && <h2>{title}</h2>}
      {description !== undefined && <p className="description">{description}</p>}
      {drawn ? (
        <DashboardView
          key={`${was}/${drawn.dashboard.metadata.name}`}
          drawn={drawn}
          source={source}
          {...(markOf && { markOf })}
        />
      ) : (
        <p className="notice">{was ? 'There was no such dashboard.' : 'This dashboard is no more.'}</p>
      )}
    </section>
  );
}

/** Says in the header of a panel what became of it. Perses tells the panel, not its key: it is found by what it is. */
function marker({ dashboard }: DrawnDashboard, { panels }: DashboardChange, was: boolean) {
  const changed = new Map<string, PanelChange>();
  for (const change of panels) {
    const panel = dashboard.spec.panels[change.panel];
    if (panel) changed.set(JSON.stringify(panel), change);
  }
  return (panel: unknown): ReactElement | undefined => {
    const change = changed.get(JSON.stringify(panel));
    if (change === undefined || (was && change.how === 'added')) return undefined;
    const title = change.parts.length > 0 ? `changed: ${change.parts.join(', ')}` : change.how;
    return <Chip size="small" variant="outlined" className={`mark ${change.how}`} label={change.how} title={title} />;
  };
}

function rangeText({ source }: PageData): string {
  if (source.from === 'live') return 'live';
  return `recorded ${minuteText(source.startS)} to ${minuteText(source.endS)} UTC`;
}

function minuteText(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ');
}
