import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Dashboard } from '../preview/dashboard.ts';
import { beforeOf, pageOf } from '../preview/page.ts';
import type { DrawnDashboard, PageData } from '../preview/page-data.ts';
import { progress } from './compile.ts';
import type { PreviewOptions } from './preview.ts';
import { readTemplate, writePreview } from './preview-files.ts';
import { accessFor, reach } from './preview-prometheus.ts';
import { PROXY_PATH, servePage } from './preview-server.ts';
import type { PreviewSide } from './preview-sides.ts';

/** Draws live: writes a page that reads the Prometheus, or serves one until somebody ends it. */
export async function drawLive(
  url: string,
  side: PreviewSide,
  options: PreviewOptions,
): Promise<Diagnostic[]> {
  const access = accessFor(url, options.tokenEnv);
  if ('problem' in access) return [access.problem];
  const { out } = options;
  const problem = await reach(access);
  if (problem !== undefined) return [problem];
  const read = readTemplate();
  if ('problem' in read) return [read.problem];
  const pastS = options.endS - options.startS;
  const page = pageOf(read.template, liveData(side, out === undefined ? PROXY_PATH : access.url, pastS));
  if (out !== undefined) {
    const unwritten = writePreview(out, page);
    if (unwritten === undefined) progress(options, `${out}: reads ${access.url}`);
    return unwritten === undefined ? [] : [unwritten];
  }
  const served = await servePage(page, access, options.port);
  if ('problem' in served) return [served.problem];
  process.stdout.write(`${served.url} reads ${access.url}; end it with Ctrl-C\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  served.server.closeAllConnections();
  served.server.close();
  return [];
}

function liveData(
  { project, environment, dashboards, before }: PreviewSide,
  url: string,
  pastS: number,
): PageData {
  return {
    project,
    environment,
    source: { from: 'live', url, pastS },
    dashboards: drawn(dashboards),
    ...(before && { before: beforeOf(before.name, drawn(before.dashboards), dashboards) }),
  };
}

/** Their lists stand where Perses puts them. */
function drawn(dashboards: readonly Dashboard[]): DrawnDashboard[] {
  return dashboards.map((dashboard) => ({ dashboard, values: {} }));
}
