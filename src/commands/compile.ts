import { checkTree } from '../output/check.ts';
import { type WrittenTree, writeTree } from '../output/transaction.ts';
import type { FindingOptions } from './findings.ts';
import { hasErrors, openProject } from './project.ts';
import { renderedFiles } from './rendered.ts';

export interface CompileOptions extends FindingOptions {
  readonly env: readonly string[];
  readonly target: readonly string[];
  readonly out?: string;
  /** Compare with what is on disk instead of writing. */
  readonly check: boolean;
  /** What a target leaves out is an error, so that nothing is written. */
  readonly strictTargets?: boolean;
}

/** `modelwatch compile`: renders everything, then writes it as one step; with `--check` only compares. */
export function compileCommand(project: string | undefined, options: CompileOptions): number {
  const { env, target, out: outDir, check: readOnly, strictTargets } = options;
  const opened = openProject(project, options, { env, target, outDir, readOnly, strictTargets });
  if (typeof opened === 'number') return opened;
  const { compiled, diagnostics, outputFolder, report } = opened;
  if (hasErrors(diagnostics) || outputFolder === undefined) return report();
  const { files, manifest, scope } = renderedFiles(compiled, options);
  if (options.check) {
    const stale = checkTree(outputFolder, files, manifest, scope);
    if (stale.length === 0)
      progress(options, `${files.size} files in ${outputFolder} are what the specs render`);
    return report([...diagnostics, ...stale]);
  }
  const outcome = writeTree(outputFolder, files, manifest, scope);
  if (outcome.status === 'written') progress(options, told(outcome, outputFolder));
  return report([...diagnostics, ...outcome.diagnostics]);
}

function told(outcome: WrittenTree, folder: string): string {
  const edited =
    outcome.edited.length > 0
      ? `; ${outcome.edited.length} of them had been changed by hand: ${outcome.edited.slice(0, 5).join(', ')}`
      : '';
  return `${folder}: ${outcome.written.length} files written, ${outcome.removed.length} removed, ${outcome.unchanged.length} unchanged${edited}`;
}

/** What a person wants to know and no program reads: on stderr. */
export function progress(options: Pick<FindingOptions, 'quiet'>, text: string): void {
  if (!options.quiet) process.stderr.write(`${text}\n`);
}
