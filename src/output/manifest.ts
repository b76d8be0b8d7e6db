import { z } from 'zod';
import { compareStrings } from '../support/compare-strings.ts';
import { sha256 } from '../support/sha256.ts';
import { sortedBy } from '../support/sorted-by.ts';
import { inScope, pathProblem, type Scope } from './paths.ts';

export const MANIFEST_FORMAT = 'modelwatch-manifest/1';

const sourceSchema = z.object({
  /** `SLO/fraud-latency`. */
  object: z.string(),
  /** `models/fraud/slos.yaml:12`, relative to the project's root. */
  at: z.string(),
});

const fileSchema = z.object({
  /** Relative to the project's output folder, with `/` separators. */
  path: z
    .string()
    .refine((path) => pathProblem(path) === undefined, { error: 'not a path inside the output folder' }),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().nonnegative(),
  sources: z.array(sourceSchema),
});

const manifestSchema = z.object({
  format: z.literal(MANIFEST_FORMAT),
  project: z.string(),
  /** Version of the compiler that wrote it. */
  compiler: z.string(),
  files: z.array(fileSchema),
});

/** Where a part of a rendered file comes from. */
export type ManifestSource = Readonly<z.infer<typeof sourceSchema>>;
export type ManifestFile = Readonly<z.infer<typeof fileSchema>>;
/** What we wrote into an output folder: the list of files that are ours, and may be replaced and removed. */
export type Manifest = Readonly<z.infer<typeof manifestSchema>>;

/** A file to be listed, with its text. */
export interface ListedFile {
  readonly path: string;
  readonly text: string;
  readonly sources: readonly ManifestSource[];
}

/** The manifest of rendered files: files sorted by path, sources sorted and without repetition. */
export function buildManifest(project: string, compiler: string, files: Iterable<ListedFile>): Manifest {
  const entries = [...files].map(({ path, text, sources }) => ({
    path,
    sha256: sha256(text),
    bytes: Buffer.byteLength(text, 'utf8'),
    sources: distinctSources(sources),
  }));
  return { format: MANIFEST_FORMAT, project, compiler, files: sortedBy(entries, (entry) => entry.path) };
}

function distinctSources(sources: readonly ManifestSource[]): ManifestSource[] {
  const byKey = new Map(sources.map(({ object, at }) => [JSON.stringify([object, at]), { object, at }]));
  return [...byKey.values()].toSorted(
    (a, b) => compareStrings(a.object, b.object) || compareStrings(a.at, b.at),
  );
}

/** The manifest after a write of one scope: entries outside it stay as they were. */
export function mergeManifest(previous: Manifest | undefined, next: Manifest, scope: Scope): Manifest {
  const kept = (previous?.files ?? []).filter((entry) => !inScope(scope, entry.path));
  return { ...next, files: sortedBy([...kept, ...next.files], (entry) => entry.path) };
}

/** The manifest's text: JSON with a fixed order of keys, one fact a line, so that its diff can be reviewed. */
export function printManifest(manifest: Manifest): string {
  const { format, project, compiler } = manifest;
  return [
    '{',
    `  "format": ${JSON.stringify(format)},`,
    `  "project": ${JSON.stringify(project)},`,
    `  "compiler": ${JSON.stringify(compiler)},`,
    `  "files": ${printList(manifest.files.map(printFile), '  ')}`,
    '}',
    '',
  ].join('\n');
}

function printFile(file: ManifestFile): string {
  const sources = file.sources.map(
    ({ object, at }) => `        { "object": ${JSON.stringify(object)}, "at": ${JSON.stringify(at)} }`,
  );
  return [
    '    {',
    `      "path": ${JSON.stringify(file.path)},`,
    `      "sha256": ${JSON.stringify(file.sha256)},`,
    `      "bytes": ${file.bytes},`,
    `      "sources": ${printList(sources, '      ')}`,
    '    }',
  ].join('\n');
}

function printList(items: readonly string[], margin: string): string {
  return items.length === 0 ? '[]' : `[\n${items.join(',\n')}\n${margin}]`;
}

/** What a manifest's text turned out to be. */
export type ParsedManifest =
  | { readonly kind: 'valid'; readonly manifest: Manifest }
  /** Ours, but cut short, edited or with merge conflicts: `paths` is what it still tells of the files that are ours. */
  | { readonly kind: 'broken'; readonly reason: string; readonly paths: readonly string[] }
  /** A file of somebody else that happens to have the name. */
  | { readonly kind: 'foreign' };

/** Reads a manifest's text. Never throws; paths that lead out of the output folder never count as ours. */
export function parseManifest(text: string): ParsedManifest {
  let data: unknown;
  let reason: string;
  try {
    data = JSON.parse(text);
    const parsed = manifestSchema.safeParse(data);
    if (parsed.success) {
      const repeated = firstRepeated(parsed.data.files.map((file) => file.path));
      if (repeated === undefined) return { kind: 'valid', manifest: parsed.data };
      reason = `it lists ${repeated} twice`;
    } else reason = issueText(parsed.error.issues[0]);
  } catch {
    reason = /^(<{7}|>{7}) /m.test(text) ? 'it holds merge conflicts' : 'it is not JSON';
  }
  if (!text.includes(`"format": "${MANIFEST_FORMAT}"`)) return { kind: 'foreign' };
  return { kind: 'broken', reason, paths: salvagePaths(text) };
}

/** Merge conflicts and truncation leave most `"path": …` lines whole: without them the next write could not go on. */
function salvagePaths(text: string): string[] {
  const paths = new Set<string>();
  for (const match of text.matchAll(/^ *"path": ("(?:[^"\\]|\\.)*"),?$/gm)) {
    try {
      const path: unknown = JSON.parse(match[1] ?? '');
      if (typeof path === 'string' && pathProblem(path) === undefined) paths.add(path);
    } catch {
      // A line that is no JSON text tells nothing.
    }
  }
  return sortedBy(paths, (path) => path);
}

function firstRepeated(paths: readonly string[]): string | undefined {
  const seen = new Set<string>();
  return paths.find((path) => seen.size === seen.add(path).size);
}

function issueText(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return 'it has another shape';
  const where = issue.path.map(String).join('.');
  return where === '' ? issue.message : `${where}: ${issue.message}`;
}
