import { FIXED_LABELS, SUBJECT_LABELS } from '../labels.ts';
import { type BuildContext, reportAt } from './context.ts';

/**
 * Labels that tell our alerts and recorded series apart: one environment's value for all of them would make them one, or be
 * overwritten by ours.
 */
const RESERVED: ReadonlySet<string> = new Set([
  ...Object.values(SUBJECT_LABELS),
  ...FIXED_LABELS.filter((label) => label !== 'env'),
  'alertstate',
  'signal',
  'selection',
  'maintenance',
  'metric',
  'version',
  'against',
  'le',
]);

/** Reports labels of the environment that are ours. */
export function checkEnvironmentLabels(context: BuildContext): void {
  const { environmentObject } = context.workspace;
  if (environmentObject === undefined) return;
  for (const label of Object.keys(environmentObject.spec.labels ?? {})) {
    if (!RESERVED.has(label) && !label.startsWith('modelwatch_')) continue;
    reportAt(context, environmentObject, ['labels', label], {
      code: 'env/reserved-label',
      severity: 'error',
      message: `the label ${label} is set for each alert by itself, so no environment can set it`,
      expected: 'labels that tell environments apart: env, region, cluster, …',
    });
  }
}
