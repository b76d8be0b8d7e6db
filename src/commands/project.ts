import { existsSync, readdirSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { type Compiled, compile } from '../compile.ts';
import { sortDiagnostics } from '../diagnostics/collector.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { findProject, type LoadedProject, loadProject } from '../load.ts';
import { TX_NAME } from '../output/paths.ts';
import { recover } from '../output/recover.ts';
import { prepareTests } from '../proof/testing/prepare-all.ts';
import { targets } from '../targets/registry.ts';
import { type FindingOptions, type Findings, reportFindings } from './findings.ts';

export interface OpenProject {
  readonly loaded: LoadedProject;
  readonly compiled: Compiled;
  /** Of loading and compiling together. */
  readonly diagnostics: readonly Diagnostic[];
  /** Output folder of the project, `<outDir>/<project>`, from where the command runs; absent without a valid Project. */
  readonly outputFolder?: string;
  /** What printing findings takes beside them. */
  readonly facts: Omit<Findings, 'diagnostics'>;
  /** Prints these findings, or else those of the project, and gives the exit code. */
  readonly report: (diagnostics?: readonly Diagnostic[]) => number;
}

export interface OpenSettings {
  /** `--out`, as typed. */
  readonly outDir?: string | undefined;
  readonly readOnly?: boolean;
  /** Names that were asked for; unknown ones are findings. */
  readonly env?: readonly string[];
  readonly target?: readonly string[];
  /** `--strict-targets`. */
  readonly strictTargets?: boolean | undefined;
  /** Only findings are wanted; `compiled` then has no files. */
  readonly withoutFiles?: boolean;
}

/**
 * Finds, reads and compiles the project. Reports and gives the exit code when there is none. A write that was killed is
 * finished or undone first, unless the command may not touch the disk.
 */
export function openProject(
  given: string | undefined,
  options: FindingOptions,
  settings: OpenSettings = {},
): OpenProject | number {
  const found = findProject(given, process.cwd());
  if ('problem' in found)
    return reportFindings({ diagnostics: [found.problem], texts: new Map(), root: process.cwd() }, options);
  const loaded = loadProject(found.root, settings.outDir);
  const compiled = compile({
    ...loaded.input,
    strictTargets: settings.strictTargets === true,
    withoutFiles: settings.withoutFiles === true,
    ...(options.now !== undefined && { today: options.now }),
  });
  const name = compiled.environments[0]?.workspace.project.name;
  // What is typed is meant from where one stands.
  const outDir =
    settings.outDir === undefined ? resolve(found.root, loaded.outDir) : resolve(settings.outDir);
  const outputFolder = name === undefined ? undefined : shownFrom(join(outDir, name));
  const begun = outputFolder === undefined ? unfinished(outDir) : [outputFolder];
  const recovered = settings.readOnly ? [] : begun.flatMap((folder) => recover(folder).diagnostics);
  const own = sortDiagnostics([
    ...loaded.diagnostics,
    ...recovered,
    ...compiled.diagnostics,
    ...testFindings(compiled),
  ]);
  const diagnostics = [...own, ...unknownNames(compiled, settings)];
  const facts = { texts: loaded.texts, objectCount: compiled.objectCount, root: loaded.root };
  return {
    loaded,
    compiled,
    diagnostics,
    facts,
    ...(outputFolder !== undefined && { outputFolder }),
    report: (told = diagnostics) => reportFindings({ diagnostics: told, ...facts }, options),
  };
}

/** What is wrong with AlertTests; nothing is said of them while other errors keep parts of the plan away. */
export function testFindings({ diagnostics, environments }: Compiled): Diagnostic[] {
  const findings: Diagnostic[] = [];
  if (!hasErrors(diagnostics)) prepareTests(environments, (finding) => findings.push(finding));
  return findings;
}

/** Messages name folders as one would type them: from here when they are below, else in full. */
function shownFrom(folder: string): string {
  const fromHere = relative(process.cwd(), folder);
  return fromHere === '' ? '.' : fromHere.startsWith('..') ? folder : fromHere;
}

/** Folders with a write that was killed: which one is this project's is unknown while its specs are wrong. */
function unfinished(outDir: string): string[] {
  try {
    const folders = readdirSync(outDir).map((name) => shownFrom(join(outDir, name)));
    return folders.filter((folder) => existsSync(join(folder, TX_NAME))).toSorted();
  } catch {
    return [];
  }
}

/** Names that were asked for and are not known; nothing is known of environments while there is no valid project. */
function unknownNames(compiled: Compiled, { env = [], target = [] }: OpenSettings): Diagnostic[] {
  const environments = compiled.environments.map(({ name }) => name);
  if (environments.length === 0) return [];
  return [
    ...unknown('environment', env, environments),
    ...unknown(
      'target',
      target,
      targets.map(({ name }) => name),
    ),
  ];
}

function unknown(
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
