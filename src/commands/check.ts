import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { checkTree } from '../output/check.ts';
import type { Reader } from '../readers/reader.ts';
import { readers } from '../readers/registry.ts';
import { type FileToJudge, hasFilesFor, judge, versionOf } from '../readers/run.ts';
import { counted } from '../support/counted.ts';
import { progress } from './compile.ts';
import type { FindingOptions } from './findings.ts';
import { hasErrors, type OpenProject, openProject } from './project.ts';
import { renderedFiles } from './rendered.ts';

export interface CheckOptions extends FindingOptions {
  readonly env: readonly string[];
  readonly out?: string;
  /** What a target leaves out is an error, so that nothing is judged. */
  readonly strictTargets?: boolean;
}

/**
 * `modelwatch check`: has the real programs read what `compile` wrote. What is on disk must be what the specs render, so
 * that their word holds for the files that are loaded.
 */
export function check(project: string | undefined, options: CheckOptions): number {
  const { env, out: outDir, strictTargets } = options;
  const opened = openProject(project, options, { env, outDir, strictTargets });
  if (typeof opened === 'number') return opened;
  const { compiled, diagnostics, outputFolder, report } = opened;
  if (hasErrors(diagnostics) || outputFolder === undefined) return report();
  const { files, manifest, scope } = renderedFiles(compiled, { env: options.env, target: [] });
  const stale = checkTree(outputFolder, files, manifest, scope);
  return report([...diagnostics, ...(stale.length > 0 ? stale : judgeAll(opened, outputFolder, options))]);
}

function judgeAll({ compiled }: OpenProject, outputFolder: string, options: CheckOptions): Diagnostic[] {
  const environments = compiled.environments
    .map(({ name }) => name)
    .filter((name) => options.env.length === 0 || options.env.includes(name));
  return readers.flatMap((reader) => {
    const jobs = environments
      .map((name) => filesFor(reader, name, compiled, outputFolder))
      .filter((files) => hasFilesFor(reader, files));
    if (jobs.length === 0) return [];
    const found = versionOf(reader);
    if ('problem' in found) return [found.problem];
    const judged = jobs.map((files) => judge(reader, files));
    const diagnostics = judged.flatMap((each) => each.diagnostics);
    const read = judged.reduce((sum, each) => sum + each.read, 0);
    progress(
      options,
      `${reader.program} ${found.version}: ${counted(read, 'file')} read, ${diagnostics.length === 0 ? 'no complaint' : counted(diagnostics.length, 'complaint')}`,
    );
    return diagnostics;
  });
}

/** What is rendered for a program in one environment. */
function filesFor(
  reader: Reader,
  environment: string,
  { files }: OpenProject['compiled'],
  outputFolder: string,
): FileToJudge[] {
  return files
    .filter((file) => file.environment === environment && file.target === reader.target)
    .map((file) => ({
      path: file.path.slice(`${environment}/${reader.target}/`.length),
      text: file.text,
      marks: file.marks,
      shown: `${outputFolder}/${file.path}`,
    }));
}
