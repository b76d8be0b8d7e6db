import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { ProjectInput } from './compile.ts';
import { createCollector } from './diagnostics/collector.ts';
import type { Diagnostic, Report } from './diagnostics/diagnostic.ts';
import { toData } from './source/data.ts';
import { discover } from './source/discover.ts';
import type { SourceFile } from './source/file.ts';
import { nodeAt } from './source/locate.ts';
import { parseSpecFile } from './source/parse.ts';
import { decodeSpec, MAX_BYTES, readSpec } from './source/read.ts';
import { PROJECT_FILE } from './workspace/project-file.ts';

const DEFAULT_INCLUDE = ['**/*.yaml'];
export const DEFAULT_OUT_DIR = 'generated';

export interface LoadedProject {
  /** Absolute folder of the project file. */
  readonly root: string;
  /** Where output goes, relative to the root; `--out` is the caller's. */
  readonly outDir: string;
  readonly input: ProjectInput;
  /** Texts by path, for code frames. */
  readonly texts: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

/** The folder of the project: the given folder or project file, else the nearest `modelwatch.yaml` upwards. */
export function findProject(
  given: string | undefined,
  cwd: string,
): { root: string } | { problem: Diagnostic } {
  if (given !== undefined) {
    const path = resolve(cwd, given);
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile() && basename(path) === PROJECT_FILE) return { root: dirname(path) };
    if (stat?.isDirectory() && existsSync(join(path, PROJECT_FILE))) return { root: path };
    const what =
      stat === undefined
        ? 'does not exist'
        : stat.isDirectory()
          ? `has no ${PROJECT_FILE}`
          : `is no ${PROJECT_FILE}`;
    return { problem: notFound(`${given} ${what}`) };
  }
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (existsSync(join(folder, PROJECT_FILE))) return { root: folder };
    if (folder === dirname(folder))
      return { problem: notFound(`there is no ${PROJECT_FILE} here or in a folder above`) };
  }
}

function notFound(message: string): Diagnostic {
  return {
    code: 'usage/not-found',
    severity: 'error',
    message,
    hint: `Name the project's folder, or run \`modelwatch init\` to make one.`,
  };
}

/** Reads the spec files of a project. Problems are among the diagnostics; nothing is thrown. */
export function loadProject(root: string, outDir?: string): LoadedProject {
  const { report, all } = createCollector();
  const projectFile = readSpec(root, PROJECT_FILE, report);
  const settings = projectFile
    ? settingsOf(projectFile)
    : { include: DEFAULT_INCLUDE, exclude: [], outDir: DEFAULT_OUT_DIR };
  const out = outDir === undefined ? settings.outDir : relative(root, resolve(outDir)).split(sep).join('/');
  const exclude = [...settings.exclude, ...(out.startsWith('..') || out === '' ? [] : [`${out}/**`])];
  const { paths } = discover(root, settings.include, exclude, quietAboutDefaults(settings.include, report));
  const specs = paths
    .filter((path) => path !== PROJECT_FILE)
    .flatMap((path) => readSpec(root, path, report) ?? []);
  if (projectFile) specs.push(projectFile);
  const auxiliary = new Map<string, string | undefined>();
  const texts = new Map(specs.map((file) => [file.path, file.text]));
  const readAuxiliary = (path: string): string | undefined => {
    if (!auxiliary.has(path)) auxiliary.set(path, readText(root, path));
    const text = auxiliary.get(path);
    if (text !== undefined) texts.set(path, text);
    return text;
  };
  return {
    root,
    outDir: settings.outDir,
    input: { specs, readAuxiliary, isIncomplete: all().some(({ severity }) => severity === 'error') },
    texts,
    diagnostics: all(),
  };
}

/** What the loader itself must know of the Project object, before anything is checked. */
function settingsOf(file: SourceFile): {
  include: readonly string[];
  exclude: readonly string[];
  outDir: string;
} {
  const project = parseSpecFile(file, () => undefined).find((document) => {
    const kind = nodeAt(document.root, ['kind']);
    return kind !== undefined && toData(kind) === 'Project';
  });
  const field = (name: string): unknown => {
    const node = project && nodeAt(project.root, ['spec', name]);
    return node && toData(node);
  };
  const outDir = field('outDir');
  return {
    include: textList(field('include')) ?? DEFAULT_INCLUDE,
    exclude: textList(field('exclude')) ?? [],
    outDir: typeof outDir === 'string' && outDir !== '' ? outDir : DEFAULT_OUT_DIR,
  };
}

function textList(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}

/** The built-in patterns may match nothing but the project file; only what a user wrote is worth a word. */
function quietAboutDefaults(include: readonly string[], report: Report): Report {
  if (include !== DEFAULT_INCLUDE) return report;
  return (diagnostic) => {
    if (diagnostic.code !== 'file/pattern-matches-nothing') report(diagnostic);
  };
}

/** A text file of the project; undefined when it can't be read or is no UTF-8 text. */
function readText(root: string, path: string): string | undefined {
  try {
    const full = join(root, path);
    if (statSync(full).size > MAX_BYTES) return undefined;
    return decodeSpec(path, readFileSync(full), () => undefined)?.text;
  } catch {
    return undefined;
  }
}
