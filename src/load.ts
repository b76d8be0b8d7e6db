import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import type { ProjectInput } from './compile.ts';
import { createCollector } from './diagnostics/collector.ts';
import type { Diagnostic, Report } from './diagnostics/diagnostic.ts';
import { errorCode, reasonOf } from './output/disk.ts';
import { MANIFEST_FORMAT } from './output/manifest.ts';
import { MANIFEST_NAME } from './output/paths.ts';
import { toData } from './source/data.ts';
import { discover } from './source/discover.ts';
import type { SourceFile } from './source/file.ts';
import { nodeAt } from './source/locate.ts';
import type { SpecNode } from './source/node.ts';
import { parseSpecFile } from './source/parse.ts';
import { decodeSpec, MAX_BYTES, readSpec } from './source/read.ts';
import { DEFAULT_INCLUDE, DEFAULT_OUT_DIR, zPathGlob } from './spec/kinds/project.ts';
import { PROJECT_FILE } from './workspace/project-file.ts';

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
  if (given !== undefined) return namedProject(given, resolve(cwd, given));
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    if (existsSync(join(folder, PROJECT_FILE))) return { root: folder };
    if (folder === dirname(folder))
      return { problem: notFound(`there is no ${PROJECT_FILE} here or in a folder above`) };
  }
}

function namedProject(given: string, path: string): { root: string } | { problem: Diagnostic } {
  try {
    const stat = statSync(path);
    if (stat.isFile() && basename(path) === PROJECT_FILE) return { root: dirname(path) };
    if (!stat.isDirectory()) return { problem: notFound(`${given} is no ${PROJECT_FILE}`) };
    // A folder that may not be looked into says so here; existsSync would take it for an empty one.
    return statSync(join(path, PROJECT_FILE), { throwIfNoEntry: false }) === undefined
      ? { problem: notFound(`${given} has no ${PROJECT_FILE}`) }
      : { root: path };
  } catch (error) {
    const what = errorCode(error) === 'ENOENT' ? 'does not exist' : `can't be read: ${reasonOf(error)}`;
    return { problem: notFound(`${given} ${what}`) };
  }
}

function notFound(message: string): Diagnostic {
  return {
    code: 'usage/not-found',
    severity: 'error',
    message,
    hint: "Name the project's folder, or run `modelwatch init` to make one.",
  };
}

/** Reads the spec files of a project. Problems are among the diagnostics; nothing is thrown. */
export function loadProject(root: string, outDir?: string): LoadedProject {
  const collector = createCollector();
  const { report } = collector;
  const projectFile = readSpec(root, PROJECT_FILE, report);
  const settings = settingsOf(projectFile);
  const out = outDir === undefined ? settings.outDir : relative(root, resolve(outDir)).split(sep).join('/');
  // Names with characters of globs are left out by their folder's manifest alone.
  const output = /^[\w-][\w./-]*$/.test(out) ? [`${out}/**`] : [];
  const { paths } = discover(
    root,
    settings.include,
    [...settings.exclude, ...output],
    settings.place(report),
  );
  const isRendered = renderedFolders(root);
  const specs = paths
    .filter((path) => path !== PROJECT_FILE && !isRendered(path))
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
  const diagnostics = collector.all();
  return {
    root,
    outDir: settings.outDir,
    input: { specs, readAuxiliary, isIncomplete: diagnostics.some(({ severity }) => severity === 'error') },
    texts,
    diagnostics,
  };
}

interface Settings {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly outDir: string;
  /** Gives findings about a pattern the place where it is written; those about patterns that nobody wrote are dropped. */
  readonly place: (report: Report) => Report;
}

/** What the loader itself must know of the Project object, before anything is checked. */
function settingsOf(file: SourceFile | undefined): Settings {
  const documents = file ? parseSpecFile(file, () => undefined) : [];
  const project = documents.find(({ root }) => textOf(nodeAt(root, ['kind'])) === 'Project');
  const field = (name: string) => project && nodeAt(project.root, ['spec', name]);
  const outDir = textOf(field('outDir'));
  const include = globs(field('include'));
  const exclude = globs(field('exclude'));
  return {
    // A wrong list is told when the Project is checked; to read everything instead would tell of files that are not meant.
    include: field('include') ? include.map(({ glob }) => glob) : DEFAULT_INCLUDE,
    exclude: exclude.map(({ glob }) => glob),
    outDir: outDir === undefined || outDir === '' ? DEFAULT_OUT_DIR : outDir,
    place: (report) => (diagnostic) => {
      const pattern = diagnostic.data?.['pattern'];
      if (pattern === undefined) return report(diagnostic);
      const written = [...include, ...exclude].find(({ glob }) => glob === pattern);
      if (written) report({ ...diagnostic, span: written.node.span });
    },
  };
}

function textOf(node: SpecNode | undefined): string | undefined {
  const data = node && toData(node);
  return typeof data === 'string' ? data : undefined;
}

function globs(list: SpecNode | undefined): { glob: string; node: SpecNode }[] {
  const items = list?.type === 'seq' ? list.items : list ? [list] : [];
  return items.flatMap((node) => {
    const glob = zPathGlob.safeParse(toData(node));
    return glob.success ? [{ glob: glob.data, node }] : [];
  });
}

/** Tells what lies in a folder that we wrote, wherever that is: rendered files are YAML, but no specs. */
function renderedFolders(root: string): (path: string) => boolean {
  const known = new Map<string, boolean>();
  const isRendered = (folder: string): boolean => {
    if (folder === '.') return false;
    const result = known.get(folder) ?? (hasManifest(join(root, folder)) || isRendered(dirname(folder)));
    known.set(folder, result);
    return result;
  };
  return (path) => isRendered(dirname(path));
}

function hasManifest(folder: string): boolean {
  try {
    return readFileSync(join(folder, MANIFEST_NAME), 'utf8').includes(`"${MANIFEST_FORMAT}"`);
  } catch {
    return false;
  }
}

/** A text file of the project; undefined when it can't be read, lies outside, or is no UTF-8 text. */
function readText(root: string, path: string): string | undefined {
  try {
    const full = realpathSync(join(root, path));
    const inside = relative(realpathSync(root), full);
    const stat = statSync(full);
    if (inside === '..' || inside.startsWith(`..${sep}`) || !stat.isFile() || stat.size > MAX_BYTES)
      return undefined;
    return decodeSpec(path, readFileSync(full), () => undefined)?.text;
  } catch {
    return undefined;
  }
}
