import { isAbsolute, normalize, relative, resolve } from 'node:path';
import picomatch from 'picomatch';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { DriftPlan } from '../plan/drift-job.ts';
import { groupBy } from '../support/group-by.ts';

/** Files that options of a run name. */
interface RunFiles {
  readonly plan: string;
  readonly root: string;
  readonly json?: string;
  readonly report?: string;
  readonly markdown?: string;
  readonly textfile?: string;
}

interface Named {
  readonly option: string;
  /** A whole path. */
  readonly file: string;
}

/** Outputs that would overwrite each other, the plan, or what it reads. */
export function overwrittenFiles(options: RunFiles, plan: DriftPlan): Diagnostic[] {
  const { json, report, markdown, textfile } = options;
  const outputs = Object.entries({ json, report, markdown, textfile }).flatMap(([option, file]) =>
    named(option, file),
  );
  return [
    ...sameFiles([...named('plan', options.plan), ...outputs]),
    ...readFiles(outputs, options.root, plan),
  ];
}

function named(option: string, file: string | undefined): Named[] {
  const full = file === undefined ? '/dev/null' : resolve(file);
  return full.startsWith('/dev/') ? [] : [{ option: `--${option}`, file: full }];
}

function sameFiles(files: readonly Named[]): Diagnostic[] {
  return [...groupBy(files, ({ file }) => file)]
    .filter(([, options]) => options.length > 1)
    .map(([file, options]) =>
      sameFile(`${options.map(({ option }) => option).join(' and ')} name the same file ${file}`),
    );
}

function readFiles(outputs: readonly Named[], root: string, { sources, policies }: DriftPlan): Diagnostic[] {
  const inputs = [
    ...sources.map(({ name, path }) => ({ path, what: `the data of ${name}` })),
    ...policies.map(({ name, baseline }) => ({
      path: baseline.kind === 'dataset' ? baseline.snapshot : undefined,
      what: `the stored baseline of ${name}`,
    })),
  ];
  return outputs.flatMap(({ option, file }) =>
    inputs
      .filter(({ path }) => path !== undefined && names(path, root, file))
      .map(({ what }) => sameFile(`${option} would overwrite ${what}: ${file}`)),
  );
}

/** Whether a path of a plan, with `{date}` and `*`, names a file: a relative one from the root on, whatever the root is called. */
function names(path: string, root: string, file: string): boolean {
  const from = isAbsolute(path) ? file : relative(resolve(root), file);
  const pattern = normalize(path.replaceAll('{date}', '*'));
  return picomatch.isMatch(from, pattern, { dot: true, nonegate: true, noextglob: true });
}

function sameFile(message: string): Diagnostic {
  return { code: 'job/same-file', severity: 'error', message, hint: 'Each output has a file of its own.' };
}
