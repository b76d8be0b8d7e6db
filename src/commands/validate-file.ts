import { statSync } from 'node:fs';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { type Compiled, compile, type ProjectInput } from '../compile.ts';
import { sortDiagnostics } from '../diagnostics/collector.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { findProject, loadProject } from '../load.ts';
import { specsAround } from '../workspace/around.ts';
import { PROJECT_FILE } from '../workspace/project-file.ts';
import { reportFindings } from './findings.ts';
import { testFindings } from './project.ts';
import type { ValidateOptions } from './validate.ts';

/** Whether a path names a spec file rather than a project. */
export function isSpecFile(given: string): boolean {
  if (!/\.ya?ml$/.test(given) || basename(given) === PROJECT_FILE) return false;
  return statSync(given, { throwIfNoEntry: false })?.isFile() === true;
}

/**
 * `modelwatch validate FILE`: what `validate` of the whole project tells about one of its files, from the specs that it has to
 * do with. What only shows beside all other objects (two alerts of one name) is left to the whole. Prints the findings and
 * gives the exit code.
 */
export function validateFile(given: string, options: ValidateOptions): number {
  const file = resolve(given);
  const found = findProject(undefined, dirname(file));
  if ('problem' in found) return tell([found.problem], process.cwd(), options);
  const { root } = found;
  const path = relative(root, file).split(sep).join('/');
  const loaded = loadProject(root);
  if (!loaded.texts.has(path)) return tell([notPart(given, loaded.diagnostics)], root, options);
  const settings = {
    strictTargets: options.strictTargets === true,
    withoutFiles: true,
    ...(options.now !== undefined && { today: options.now }),
  };
  const compiled = compileAround(loaded.input, path, settings);
  const findings = sortDiagnostics([
    ...loaded.diagnostics,
    ...compiled.diagnostics,
    ...testFindings(compiled),
  ]).filter((finding) => finding.severity === 'error' || concerns(finding, path));
  const { texts } = loaded;
  return reportFindings({ diagnostics: findings, texts, objectCount: compiled.objectCount, root }, options);
}

/** Compiles what has to do with one file of a project; all of it where names are not found or the file is about everything. */
export function compileAround(
  input: ProjectInput,
  path: string,
  settings: Pick<ProjectInput, 'strictTargets' | 'today' | 'withoutFiles'> = {},
): Compiled {
  const around = specsAround(input.specs, path);
  const compiled = compile({ ...input, ...settings, ...around });
  // For a name that is not found, those of the whole project are proposed.
  const isUnknown = compiled.diagnostics.some(({ code }) => code === 'reference/unknown');
  return around !== undefined && isUnknown ? compile({ ...input, ...settings }) : compiled;
}

/** Whether a finding is told about a file, or points at it. */
export function concerns({ span, related = [] }: Diagnostic, path: string): boolean {
  return span?.file === path || related.some((place) => place.span.file === path);
}

function notPart(given: string, others: readonly Diagnostic[]): Diagnostic {
  return (
    others.find(({ severity }) => severity === 'error') ?? {
      code: 'usage/not-found',
      severity: 'error',
      message: `${given} is no spec file of its project`,
      hint: "Check the project's include and exclude.",
    }
  );
}

function tell(diagnostics: readonly Diagnostic[], root: string, options: ValidateOptions): number {
  return reportFindings({ diagnostics, texts: new Map(), root }, options);
}
