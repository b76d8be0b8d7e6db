import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Plan } from '../../plan/plan.ts';
import { viewName } from '../../plan/view-uid.ts';
import { viewsOf } from '../../plan/views/views.ts';
import { scopeOf } from '../../promql/lower/scope.ts';
import { lowerView } from '../../promql/views/lower-view.ts';
import { stableJson } from '../../support/stable-json.ts';
import type { RenderedFile, Target, TargetOutput } from '../target.ts';
import { capabilities } from './capabilities.ts';
import { contextOf } from './context.ts';
import { classicDashboard } from './dashboard.ts';
import { sizeNote } from './limits.ts';
import { type GrafanaOptions, grafanaOptions } from './options.ts';
import { provisioningFiles } from './provisioning.ts';

/** Dashboards for Grafana, with the files by which it finds them. */
export const grafanaTarget: Target<GrafanaOptions> = {
  name: 'grafana',
  description: 'dashboards for Grafana: fleet, on call, drift, and one for each model',
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
  for (const view of viewsOf(plan)) {
    const lowered = lowerView(scope, view);
    const text = stableJson(asData(classicDashboard(context, lowered)), options.compact ? 0 : 2);
    files.push({
      path: `dashboards/${viewName(view.id)}.json`,
      text,
      marks: [{ pointer: [], origin: view.origin }],
    });
    const note = sizeNote(view, Buffer.byteLength(text), options.compact);
    if (note !== undefined) notes.push(note);
  }
  return { files: options.provisioning ? [...files, ...provisioningFiles(context)] : files, notes };
}

/** What the builders fill in for other kinds of variables, and for tables of earlier versions. */
const UNWANTED = new Set(['auto', 'auto_min', 'auto_count', 'footer']);
/** A menu into which the builders put links and annotations: nobody would look for them there. */
const HIDDEN_MENU = 'inControlsMenu';

/** The builders leave marks on their objects that are no data, which JSON drops. */
function asData(built: object): unknown {
  return JSON.parse(JSON.stringify(built), (key, value) =>
    UNWANTED.has(key) || (key === 'placement' && value === HIDDEN_MENU) ? undefined : value,
  );
}
