import { dashboardChanges } from './changes.ts';
import type { Dashboard } from './dashboard.ts';
import type { DrawnDashboard, PageData } from './page-data.ts';
import type { AskedBy } from './questions.ts';
import type { Recording } from './recording.ts';
import { replay } from './replay.ts';

/** Where the built template takes the data and the policy. */
const DATA_SLOT = '/*MODELWATCH-PREVIEW-DATA*/';
const POLICY_SLOT = 'MODELWATCH-PREVIEW-CONNECT';

/**
 * A page of its own: the built template with its data inside. Its content security policy lets a recorded page connect to
 * nothing, and a live one to its Prometheus only.
 */
export function pageOf(template: string, data: PageData): string {
  const connect = data.source.from === 'live' ? originOf(data.source.url) : "'none'";
  return template.replace(POLICY_SLOT, () => connect).replace(DATA_SLOT, () => inlineJson(data));
}

/** A path stands for the page's own server. */
function originOf(url: string): string {
  return url.startsWith('/') ? "'self'" : new URL(url).origin;
}

/** JSON that no HTML parser ends early: `<` is in strings only, where it may be written by its number. */
function inlineJson(data: PageData): string {
  return JSON.stringify(data).replaceAll('<', String.raw`\u003c`);
}

export interface ShownProject {
  readonly project: string;
  readonly environment: string;
  readonly dashboards: readonly Dashboard[];
  /** Another state of it. */
  readonly before?: { readonly name: string; readonly dashboards: readonly Dashboard[] };
}

/** What a page draws from a recording, with those of its answers that it needs; and what it asks that is not recorded. */
export async function recordedPage(
  { project, environment, dashboards, before }: ShownProject,
  recording: Recording,
): Promise<{ readonly data: PageData; readonly missing: readonly AskedBy[] }> {
  const now = await replay(dashboards, recording);
  const old = before && (await replay(before.dashboards, recording));
  const asked = new Set([...now.asked, ...(old?.asked ?? [])]);
  const answers = Object.fromEntries(Object.entries(recording.answers).filter(([key]) => asked.has(key)));
  const { startS, endS, stepS } = recording;
  return {
    data: {
      project,
      environment,
      source: { from: 'recording', startS, endS, stepS, answers },
      dashboards: now.drawn,
      ...(before && old && { before: beforeOf(before.name, old.drawn, dashboards) }),
    },
    missing: [...now.missing, ...(old?.missing ?? [])],
  };
}

/** The other state of a project as a page shows it: `now` are the dashboards that it became. */
export function beforeOf(
  name: string,
  drawn: readonly DrawnDashboard[],
  now: readonly Dashboard[],
): NonNullable<PageData['before']> {
  const changes = dashboardChanges(
    drawn.map(({ dashboard }) => dashboard),
    now,
  );
  return { name, dashboards: drawn, changes };
}
