import type { DriftPlan } from '../../plan/drift-job.ts';
import { secretRefOf } from '../../spec/fields.ts';
import type { DriftJobOptions } from './options.ts';
import type { Run } from './runs.ts';

/** Where a packaging has what a run reads and writes. */
export interface Places {
  readonly plan: string;
  readonly history: string;
  /** Folder of the textfile collector; absent where none reads what is written. */
  readonly textfile?: string;
  readonly report?: string;
  readonly token?: { readonly file: string } | { readonly env: string };
}

/** Arguments of `modelwatch` for a run. The plan comes last: its name ends in nothing that a scheduler takes for a script. */
export function runArguments(
  { project, environment }: Pick<DriftPlan, 'project' | 'environment'>,
  run: Run,
  { outputs, root, memoryLimit, extensionFolder }: DriftJobOptions,
  places: Places,
): string[] {
  const { policies, datasets, qualities, isWhole } = run;
  const stem = fileStem(project, environment, run);
  const { textfile, report, token } = places;
  return [
    'drift',
    'run',
    ...(isWhole ? [] : policies.flatMap((name) => ['--policy', name])),
    ...(isWhole ? [] : datasets.flatMap((name) => ['--dataset', name])),
    ...(isWhole ? [] : qualities.flatMap((name) => ['--quality', name])),
    ...(root === undefined ? [] : ['--root', root]),
    ...(extensionFolder === undefined ? [] : ['--extension-folder', extensionFolder]),
    '--history',
    places.history,
    ...(textfile === undefined ? [] : ['--textfile', `${textfile}/${stem}.prom`]),
    ...(outputs.pushgateway === undefined ? [] : ['--pushgateway', outputs.pushgateway]),
    ...(outputs.otlp === undefined ? [] : ['--otlp', outputs.otlp]),
    ...(outputs.remoteWrite === undefined ? [] : ['--remote-write', outputs.remoteWrite]),
    ...(token === undefined
      ? []
      : 'file' in token
        ? ['--token-file', token.file]
        : ['--token-env', token.env]),
    ...(report === undefined
      ? []
      : ['--report', `${report}/${stem}.html`, '--markdown', `${report}/${stem}.md`]),
    '--memory-limit',
    memoryLimit,
    '--plan',
    places.plan,
  ];
}

/** Of two jobs that write into one folder each has a file of its own. */
function fileStem(project: string, environment: string, { name }: Run): string {
  const prefix = `${project}-${environment}-`;
  return `modelwatch-drift-${name.startsWith(prefix) ? name : `${prefix}${name}`}`;
}

/** Where the target's own plan lies below a folder with all that is generated. */
export function planBelow(folder: string, { project, environment }: DriftPlan): string {
  return `${folder}/${project}/${environment}/driftJob/plan.json`;
}

/** The history of an environment. */
export function historyBelow(folder: string, { project, environment }: DriftPlan): string {
  return `${folder}/${project}/${environment}`;
}

/** The variables and files with secrets that a run needs, sorted. */
export function secretsOf(
  { sources }: DriftPlan,
  { env, outputs }: DriftJobOptions,
): { readonly variables: readonly string[]; readonly files: readonly string[] } {
  const auths = sources.flatMap(({ auth }) => auth ?? []);
  const token = tokenOf(outputs);
  const variables = [
    ...env,
    ...auths.flatMap((auth) => ('env' in auth ? [auth.env] : [])),
    ...(token?.from === 'env' ? [token.variable] : []),
  ];
  const files = [
    ...auths.flatMap((auth) => ('file' in auth ? [auth.file] : [])),
    ...(token?.from === 'file' ? [token.path] : []),
  ];
  return { variables: [...new Set(variables)].toSorted(), files: [...new Set(files)].toSorted() };
}

/** Where the token is, if there is one. */
export function tokenOf({ token }: DriftJobOptions['outputs']) {
  return token === undefined ? undefined : secretRefOf(token);
}

/** The token as it is found by default. */
export function tokenPlace({ outputs }: DriftJobOptions): Pick<Places, 'token'> {
  const token = tokenOf(outputs);
  if (token === undefined) return {};
  return { token: token.from === 'env' ? { env: token.variable } : { file: token.path } };
}

/** How long a run may take: no longer than until the next, and six hours at most. */
export function longestSeconds({ calendar }: Run): number {
  return Math.min(calendar.everySeconds, 6 * 3600);
}

/** Memory of the whole program, in megabytes: twice what reading and comparing may take. */
export function memoryMegabytes({ memoryLimit }: DriftJobOptions): number {
  return 2 * Number.parseInt(memoryLimit, 10) * (memoryLimit.endsWith('GB') ? 1000 : 1);
}
