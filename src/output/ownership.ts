import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type Manifest, parseManifest } from './manifest.ts';
import { MANIFEST_NAME, type Scope } from './paths.ts';
import { problem } from './problems.ts';
import { onDisk, readManifestText, type Tree } from './tree.ts';

/** Which files of an output folder are ours: those that the manifest of the last write lists, and no others. */
export interface Ownership {
  readonly kind: 'known';
  /** SHA-256 as recorded, by path; undefined where a broken manifest tells the path only. */
  readonly hashes: ReadonlyMap<string, string | undefined>;
  readonly hasManifest: boolean;
  /** The last manifest, if it was whole. */
  readonly manifest: Manifest | undefined;
  /** Why the last manifest is not whole, if there is one that is not. */
  readonly broken?: string;
}

export type OwnershipOrRefusal =
  | Ownership
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads who owns what. Refuses when MANIFEST.json is not ours, belongs to another project, or is broken while only a part
 * is written (the entries of the other parts would be lost). Throws file errors only.
 */
export function readOwnership(tree: Tree, project: string, scope: Scope): OwnershipOrRefusal {
  const file = onDisk(tree, MANIFEST_NAME);
  const text = readManifestText(tree);
  if (text === undefined) {
    return { kind: 'known', hashes: new Map(), hasManifest: false, manifest: undefined };
  }
  if (text === null) return refusal(problem('output/not-a-file', `${file} is not a regular file`));
  const parsed = parseManifest(text);
  if (parsed.kind === 'foreign') {
    return refusal(
      problem(
        'output/manifest-foreign',
        `${file} was not written by modelwatch`,
        'Choose another output folder.',
      ),
    );
  }
  if (parsed.kind === 'broken') {
    const broken = `${file} is broken: ${parsed.reason}`;
    if (scope !== 'all') {
      return refusal(
        problem('output/manifest-broken', broken, 'Compile everything once, without --env and --target.'),
      );
    }
    return {
      kind: 'known',
      hashes: new Map(parsed.paths.map((path) => [path, undefined])),
      hasManifest: true,
      manifest: undefined,
      broken: parsed.reason,
    };
  }
  const { manifest } = parsed;
  if (manifest.project !== project) {
    return refusal(
      problem(
        'output/manifest-foreign',
        `${file} belongs to the project ${JSON.stringify(manifest.project)}, not to ${JSON.stringify(project)}`,
        'Choose another output folder, or delete this one if the project was renamed.',
      ),
    );
  }
  const hashes = new Map(manifest.files.map((entry) => [entry.path, entry.sha256]));
  return { kind: 'known', hashes, hasManifest: true, manifest };
}

/** The warning that a broken manifest was replaced; empty if it was whole. */
export function brokenManifestWarning(tree: Tree, { broken }: Ownership): Diagnostic[] {
  if (broken === undefined) return [];
  return [
    problem(
      'output/manifest-broken',
      `${onDisk(tree, MANIFEST_NAME)} was broken (${broken}) and is written anew`,
      'Files that it no longer told of are left where they are: look for leftovers.',
      undefined,
      'warning',
    ),
  ];
}

function refusal(diagnostic: Diagnostic): OwnershipOrRefusal {
  return { kind: 'refused', diagnostics: [diagnostic] };
}
