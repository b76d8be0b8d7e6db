import { alertmanagerTarget } from './alertmanager/index.ts';
import { awsTarget } from './aws/index.ts';
import { driftJobTarget } from './drift-job/index.ts';
import { grafanaTarget } from './grafana/index.ts';
import { instrumentationTarget } from './instrumentation/index.ts';
import { otelCollectorTarget } from './otel-collector/index.ts';
import { pagerdutyTarget } from './pagerduty/index.ts';
import { persesTarget } from './perses/index.ts';
import { prometheusTarget } from './prometheus/index.ts';
import { runbooksTarget } from './runbooks/index.ts';
import type { Target } from './target.ts';

/** All targets, in the order in which they are rendered. A new one is its folder and a line here. */
export const targets: readonly Target[] = [
  prometheusTarget,
  alertmanagerTarget,
  awsTarget,
  grafanaTarget,
  pagerdutyTarget,
  persesTarget,
  otelCollectorTarget,
  runbooksTarget,
  instrumentationTarget,
  driftJobTarget,
];

/** Options of every target, for the schema of Project. */
export function targetOptions() {
  return Object.fromEntries(targets.map((target) => [target.name, target.options]));
}
