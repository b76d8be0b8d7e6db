import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Plan } from '../../plan/plan.ts';
import { viewName } from '../../plan/view-uid.ts';
import { viewsOf } from '../../plan/views/views.ts';
import { scopeOf } from '../../promql/lower/scope.ts';
import { lowerView } from '../../promql/views/lower-view.ts';
import { stableJson } from '../../support/stable-json.ts';
import type { RenderedFile, Target, TargetOutput } from '../target.ts';
import { alertingFiles } from './alerting/files.ts';
import { alertingNotes } from './alerting/notes.ts';
import { asData } from './as-data.ts';
import { capabilities } from './capabilities.ts';
import { contextOf } from './context.ts';
import { classicDashboard } from './dashboard.ts';
import { sizeNote } from './limits.ts';
import { type GrafanaOptions, grafanaOptions } from './options.ts';
import { provisioningFiles } from './provisioning.ts';
import { dashboardResource } from './v2/dashboard.ts';
import { folderResource } from './v2/folder.ts';

/** Dashboards for Grafana, with the files by which it finds them, and alerts of its own where it is to raise them. */
export const grafanaTarget: Target<GrafanaOptions> = {
  name: 'grafana',
  description:
    'dashboards for Grafana: fleet, on call, drift, and one for each model; its own alerts if asked',
  capabilities,
  options: grafanaOptions,
  onlyWhenAsked: true,
  lower,
};

function lower(plan: Plan, options: GrafanaOptions): TargetOutput {
  const context = contextOf(plan, options);
  const scope = scopeOf(plan);
  const files: RenderedFile[] = [];
  const notes: Diagnostic[] = [];
  const json = (built: object): string => stableJson(asData(built), options.compact ? 0 : 2);
  for (const view of viewsOf(plan)) {
    const lowered = lowerView(scope, view);
    const text = json(
      options.schemaVersion === 'v2'
        ? dashboardResource(context, lowered)
        : classicDashboard(context, lowered),
    );
    files.push({
      path: `dashboards/${viewName(view.id)}.json`,
      text,
      marks: [{ pointer: [], origin: view.origin }],
    });
    const note = sizeNote(view, Buffer.byteLength(text), options.compact);
    if (note !== undefined) notes.push(note);
  }
  if (options.schemaVersion === 'v2') {
    files.push({
      path: 'folders/modelwatch.json',
      text: json(folderResource(context)),
      marks: [{ pointer: [], origin: plan.origin }],
    });
  }
  if (options.provisioning) files.push(...provisioningFiles(context));
  if (options.alerting) {
    files.push(...alertingFiles(context, options));
    notes.push(...alertingNotes(plan));
  }
  return { files, notes };
}
