import type { CompiledEnvironment } from '../compile.ts';
import { persesTarget } from '../targets/perses/index.ts';
import { DASHBOARD, type Dashboard } from './dashboard.ts';

/** The dashboards of an environment, whether or not the project has them rendered: those that `compile` writes for Perses. */
export function dashboardsOf({ plan }: CompiledEnvironment): Dashboard[] {
  const { files } = persesTarget.lower(plan, { compact: true }, () => undefined);
  return files
    .filter(({ path }) => path.startsWith('dashboards/'))
    .map(({ text }) => DASHBOARD.parse(JSON.parse(text)));
}
