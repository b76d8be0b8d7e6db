import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Report } from '../diagnostics/diagnostic.ts';
import { quoted } from '../diagnostics/printable.ts';
import { compareStrings } from '../support/compare-strings.ts';
import { type Pattern, readPatterns } from './patterns.ts';
import { whyUnreadable } from './system-error.ts';

/** Spec files found, relative to the root, with `/`, sorted by code unit. */
export interface Discovered {
  readonly paths: readonly string[];
}

/**
 * Finds the spec files (`.yaml`, `.yml`) below `rootDir` that an include pattern matches and no exclude pattern does. A
 * pattern without wildcards that names a folder means all of it.
 *
 * Hidden files and folders and `node_modules` are never looked at; the caller excludes the output folder. Symbolic links are
 * followed inside the root only, and in a linked folder only those to files, which keeps circles short. A file with several
 * names is taken once, by its own name if that is included. Names stay as they are on disk. Reports folders that cannot be
 * read, links that leave the root, patterns that leave it or match nothing.
 */
export function discover(
  rootDir: string,
  include: readonly string[],
  exclude: readonly string[],
  report: Report,
): Discovered {
  const walk: Walk = {
    root: rootDir,
    realRoot: rootDir,
    include: readPatterns(include, 'include', report),
    exclude: readPatterns(exclude, 'exclude', report),
    report,
    found: new Map(),
    links: [],
  };
  try {
    walk.realRoot = realpathSync(rootDir);
  } catch (error) {
    reportUnreadable('.', error, report);
    return { paths: [] };
  }
  visitFolder('', walk.realRoot, walk, false);
  // Links come after everything that has a name of its own. A linked folder may bring further ones.
  for (let link = walk.links.shift(); link !== undefined; link = walk.links.shift()) followLink(link, walk);

  const paths = [...walk.found.values()].toSorted(compareStrings);
  reportIdlePatterns(walk.include, paths, report);
  return { paths };
}

interface Walk {
  readonly root: string;
  realRoot: string;
  readonly include: readonly Pattern[];
  readonly exclude: readonly Pattern[];
  readonly report: Report;
  /** From the real path of each file to the name it was found under. */
  readonly found: Map<string, string>;
  readonly links: Link[];
}

interface Link {
  readonly path: string;
  /** Found in a folder that was itself reached by a link. */
  readonly inLinkedFolder: boolean;
}

function visitFolder(path: string, realPath: string, walk: Walk, inLinkedFolder: boolean): void {
  for (const entry of listFolder(path, walk)) {
    const child = path === '' ? entry.name : `${path}/${entry.name}`;
    const realChild = join(realPath, entry.name);
    if (entry.name.startsWith('.') || entry.name === 'node_modules' || matches(walk.exclude, child)) continue;
    if (entry.isSymbolicLink()) walk.links.push({ path: child, inLinkedFolder });
    else if (!entry.isDirectory()) addFile(child, realChild, walk);
    else if (mayHoldMatches(child, walk)) visitFolder(child, realChild, walk, inLinkedFolder);
  }
}

function listFolder(path: string, walk: Walk) {
  try {
    const entries = readdirSync(join(walk.root, path), { withFileTypes: true });
    return entries.toSorted((a, b) => compareStrings(a.name, b.name));
  } catch (error) {
    reportUnreadable(path === '' ? '.' : path, error, walk.report);
    return [];
  }
}

function addFile(path: string, realPath: string, walk: Walk): void {
  if (!/\.ya?ml$/.test(path) || !matches(walk.include, path) || walk.found.has(realPath)) return;
  walk.found.set(realPath, path);
}

function followLink(link: Link, walk: Walk): void {
  const wanted = /\.ya?ml$/.test(link.path)
    ? matches(walk.include, link.path)
    : mayHoldMatches(link.path, walk);
  if (!wanted) return;
  let target: string;
  let isFolder: boolean;
  try {
    target = realpathSync(join(walk.root, link.path));
    isFolder = statSync(target).isDirectory();
  } catch (error) {
    // In a linked folder it was met under its own name already, or lies where nothing is included.
    if (!link.inLinkedFolder) reportLink(link.path, `leads nowhere: ${whyUnreadable(error)}`, walk.report);
    return;
  }
  const inside = relative(walk.realRoot, target);
  if (inside === '..' || inside.startsWith(`..${sep}`)) {
    reportLink(link.path, 'leads out of the project', walk.report);
  } else if (!isFolder) {
    addFile(link.path, target, walk);
  } else if (!link.inLinkedFolder) {
    visitFolder(link.path, target, walk, true);
  }
}

function matches(patterns: readonly Pattern[], path: string): boolean {
  return patterns.some((pattern) => pattern.matches(path));
}

function mayHoldMatches(folder: string, walk: Walk): boolean {
  return walk.include.some((pattern) => pattern.reaches(folder));
}

function reportIdlePatterns(include: readonly Pattern[], paths: readonly string[], report: Report): void {
  for (const pattern of include) {
    if (paths.some((path) => pattern.matches(path))) continue;
    report({
      code: 'file/pattern-matches-nothing',
      severity: 'warning',
      message: `the include pattern ${quoted(pattern.source)} matches no spec file`,
      hint: 'Only files ending in .yaml or .yml count, and no hidden ones.',
      data: { pattern: pattern.source },
    });
  }
}

function reportUnreadable(path: string, error: unknown, report: Report): void {
  report({
    code: 'file/unreadable',
    severity: 'error',
    message: `the folder ${quoted(path)} cannot be read: ${whyUnreadable(error)}`,
    hint: 'Nothing is rendered from a part of the specs. Grant access, or exclude the folder.',
    data: { path },
  });
}

function reportLink(path: string, why: string, report: Report): void {
  report({
    code: 'file/link-leaves-project',
    severity: 'warning',
    message: `the symbolic link ${quoted(path)} is not followed, since it ${why}`,
    hint: 'Put the files into the project, or exclude the link.',
    data: { path },
  });
}
