import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Compiled, compile } from '../compile.ts';
import { sortDiagnostics } from '../diagnostics/collector.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { findProject, type LoadedProject, loadProject } from '../load.ts';
import { TX_NAME } from '../output/paths.ts';
import { recover } from '../output/recover.ts';
import { type FindingOptions, reportFindings } from './findings.ts';

export interface OpenProject {
  readonly loaded: LoadedProject;
  readonly compiled: Compiled;
  /** Of loading and compiling together. */
  readonly diagnostics: readonly Diagnostic[];
  /** Absolute output folder of the project: `<outDir>/<project>`; absent without a valid Project. */
  readonly outputFolder?: string;
}

/**
 * Finds, reads and compiles the project. Reports and gives the exit code when there is none. A write that was killed is
 * finished or undone first, unless the command may not touch the disk.
 */
export function openProject(
  given: string | undefined,
  options: FindingOptions,
  settings: { outDir?: string; readOnly?: boolean } = {},
): OpenProject | number {
  const found = findProject(given, process.cwd());
  if ('problem' in found)
    return reportFindings({ diagnostics: [found.problem], texts: new Map(), root: process.cwd() }, options);
  const loaded = loadProject(found.root, settings.outDir);
  const compiled = compile(loaded.input);
  const name = compiled.environments[0]?.workspace.project.name;
  // What is typed is meant from where one stands.
  const outDir =
    settings.outDir === undefined ? resolve(found.root, loaded.outDir) : resolve(settings.outDir);
  const outputFolder = name === undefined ? undefined : join(outDir, name);
  const begun = outputFolder === undefined ? unfinished(outDir) : [outputFolder];
  const recovered = settings.readOnly ? [] : begun.flatMap((folder) => recover(folder).diagnostics);
  return {
    loaded,
    compiled,
    diagnostics: sortDiagnostics([...loaded.diagnostics, ...recovered, ...compiled.diagnostics]),
    ...(outputFolder !== undefined && { outputFolder }),
  };
}

/** Folders with a write that was killed: which one is this project's is unknown while its specs are wrong. */
function unfinished(outDir: string): string[] {
  try {
    const folders = readdirSync(outDir).map((name) => join(outDir, name));
    return folders.filter((folder) => existsSync(join(folder, TX_NAME))).toSorted();
  } catch {
    return [];
  }
}

/** The names among `wanted` that are not known, as findings. */
export function unknownNames(
  kind: 'environment' | 'target',
  wanted: readonly string[],
  known: readonly string[],
): Diagnostic[] {
  return wanted
    .filter((name) => !known.includes(name))
    .map((name) => ({
      code: kind === 'environment' ? 'usage/unknown-environment' : 'usage/unknown-target',
      severity: 'error',
      message: `there is no ${kind} "${name}"`,
      expected: `one of ${known.join(', ')}`,
    }));
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}
