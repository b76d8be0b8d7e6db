import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { counted } from '../support/counted.ts';
import { sha256 } from '../support/sha256.ts';
import { sortedBy } from '../support/sorted-by.ts';
import { checkPaths, givingWay } from './changes.ts';
import { firstDifference } from './diff.ts';
import { reasonOf, sha256OfBytes } from './disk.ts';
import { type Manifest, type ManifestFile, mergeManifest, printManifest } from './manifest.ts';
import { readOwnership } from './ownership.ts';
import { inScope, MANIFEST_NAME, type Scope } from './paths.ts';
import { isOrAre, listed, type OutputCode, problem } from './problems.ts';
import { busyProblem, nodeMachine, type OutputMachine, obstructed, transactionState } from './recover.ts';
import { inspect, inTx, onDisk, readManifestText, type Tree } from './tree.ts';

const AGAIN = 'Run modelwatch compile and commit what it writes.';
const INSTEAD = 'Change the spec instead; modelwatch compile replaces what was edited.';
const MOVE = 'Move or delete them, then run modelwatch compile.';
const MOST_DIFFS = 3;

/**
 * Compares the output folder of one project with the rendered files and with its own MANIFEST.json. Empty if `writeTree`
 * would have nothing to do. Only reads, and needs no lock. Never throws on what the disk does.
 *
 * - `output/edited`, `output/truncated`, `output/missing`: a file is not what was written there last.
 * - `output/stale`: what was written last is not what the specs render now.
 * - `output/unfinished`: a write was interrupted; then nothing else is compared, since the files may be a mix.
 */
export function checkTree(
  outDir: string,
  next: ReadonlyMap<string, string>,
  manifest: Manifest,
  scope: Scope = 'all',
  machine: OutputMachine = nodeMachine,
): Diagnostic[] {
  const tree: Tree = { disk: machine.disk, outDir };
  try {
    const bad = checkPaths(next.keys());
    if (bad.length > 0) return bad;
    const unfinished = unfinishedProblem(tree, machine);
    if (unfinished !== undefined) return [unfinished];
    return compare(tree, next, manifest, scope);
  } catch (error) {
    return [problem('output/stale', `cannot read ${outDir}: ${reasonOf(error)}`)];
  }
}

function unfinishedProblem(tree: Tree, machine: OutputMachine): Diagnostic | undefined {
  const state = transactionState(tree, machine.processes);
  if (state.kind === 'busy') return busyProblem(tree, state, 'error');
  if (state.kind === 'obstructed') return obstructed(tree, state.by);
  if (state.kind !== 'left' || !state.begun) return undefined;
  const message = state.committed
    ? `a write of ${tree.outDir} was interrupted: its files are a mix of old and new (${inTx(tree)})`
    : `a write of ${tree.outDir} was interrupted before it changed any file (${inTx(tree)})`;
  const hint = state.committed
    ? 'The next modelwatch compile finishes it.'
    : 'The next modelwatch compile undoes it.';
  return problem('output/unfinished', message, hint);
}

function compare(
  tree: Tree,
  next: ReadonlyMap<string, string>,
  manifest: Manifest,
  scope: Scope,
): Diagnostic[] {
  const ownership = readOwnership(tree, manifest.project, scope);
  if (ownership.kind === 'refused') return [...ownership.diagnostics];
  const listing = onDisk(tree, MANIFEST_NAME);
  if (!ownership.hasManifest) {
    const message = `${listing} is missing: it tells which files are ours`;
    return [problem('output/missing', message, AGAIN, { paths: [MANIFEST_NAME] })];
  }
  if (ownership.broken !== undefined) {
    return [problem('output/manifest-broken', `${listing} is broken: ${ownership.broken}`, AGAIN)];
  }
  const recorded = new Map((ownership.manifest?.files ?? []).map((file) => [file.path, file]));
  const ours = [...recorded.keys()].filter((path) => inScope(scope, path));
  const leaving = new Set(ours.filter((path) => !next.has(path)));
  const found = sortedBy(new Set([...next.keys(), ...ours]), (path) => path).flatMap((path) =>
    findingsAt(tree, path, next.get(path), recorded.get(path), leaving),
  );
  if (found.length === 0) {
    const text = printManifest(mergeManifest(ownership.manifest, manifest, scope));
    const present = readManifestText(tree) ?? '';
    if (present !== text) {
      found.push({ path: MANIFEST_NAME, finding: 'changed', diff: firstDifference(listing, present, text) });
    }
  }
  return report(tree, found);
}

/** How a path stands, in the order in which it is reported. */
type Finding =
  /** No file, where one was written. */
  | 'missing'
  | 'truncated'
  | 'edited'
  /** A link, folder or device in the place of a file. */
  | 'obstructed'
  /** A file in the place of a rendered one that we never wrote. */
  | 'foreign'
  /** Written, and rendered otherwise now. */
  | 'changed'
  /** Rendered, and never written. */
  | 'unwritten'
  /** Written, and no longer rendered. */
  | 'extra';

interface Found {
  readonly path: string;
  readonly finding: Finding;
  readonly diff?: string;
}

function findingsAt(
  tree: Tree,
  path: string,
  rendered: string | undefined,
  record: ManifestFile | undefined,
  leaving: ReadonlySet<string>,
): Found[] {
  const place = givingWay(tree, path, inspect(tree, path), leaving);
  if (place.kind === 'absent') {
    if (rendered === undefined) return [];
    return [{ path, finding: record === undefined ? 'unwritten' : 'missing' }];
  }
  if (place.kind !== 'file') return [{ path, finding: 'obstructed' }];
  const bytes = tree.disk.read(onDisk(tree, path));
  if (rendered !== undefined && Buffer.from(rendered, 'utf8').equals(bytes)) return [];
  const diff =
    rendered === undefined
      ? ''
      : firstDifference(onDisk(tree, path), Buffer.from(bytes).toString('utf8'), rendered);
  if (record === undefined) return [{ path, finding: 'foreign', diff }];
  const findings: Found[] = [];
  if (sha256OfBytes(bytes) !== record.sha256) {
    findings.push({ path, finding: isCutShort(bytes, record, rendered) ? 'truncated' : 'edited', diff });
  }
  if (rendered === undefined) findings.push({ path, finding: 'extra' });
  else if (sha256(rendered) !== record.sha256) findings.push({ path, finding: 'changed', diff });
  return findings;
}

/** True if the bytes are the beginning of what was written, as far as that can be told. */
function isCutShort(bytes: Uint8Array, record: ManifestFile, rendered: string | undefined): boolean {
  if (bytes.length >= record.bytes) return false;
  if (rendered !== undefined && sha256(rendered) === record.sha256) {
    return Buffer.from(rendered, 'utf8').subarray(0, bytes.length).equals(bytes);
  }
  // What was written is not known any more, except that every rendered file ends with a newline.
  return bytes.length === 0 || bytes[bytes.length - 1] !== 0x0a;
}

function report(tree: Tree, found: readonly Found[]): Diagnostic[] {
  const by = (finding: Finding) => found.filter((f) => f.finding === finding).map((f) => f.path);
  const names = (paths: readonly string[]) => listed(paths.map((path) => onDisk(tree, path)));
  const diagnostics: Diagnostic[] = [];
  const add = (code: OutputCode, finding: Finding, message: string, hint: string) => {
    const paths = by(finding);
    if (paths.length === 0) return;
    const text = [hint, ...firstDiffs(found, [finding])].join('\n');
    diagnostics.push(problem(code, `${message}: ${names(paths)}`, text, { paths }));
  };
  add('output/missing', 'missing', 'rendered files that are gone', AGAIN);
  add('output/truncated', 'truncated', 'rendered files that were cut short', AGAIN);
  add('output/edited', 'edited', 'rendered files that were changed by hand', INSTEAD);
  add('output/not-a-file', 'obstructed', 'no regular files, where rendered ones belong', 'Move them away.');
  add(
    'output/foreign-file',
    'foreign',
    'not written by modelwatch, and in the place of rendered files',
    MOVE,
  );

  const [changed, missing, extra] = [by('changed'), by('unwritten'), by('extra')];
  const total = changed.length + missing.length + extra.length;
  if (total > 0) {
    const parts = [
      changed.length > 0 ? `${changed.length} changed (${listed(changed)})` : '',
      missing.length > 0 ? `${missing.length} not written yet (${listed(missing)})` : '',
      extra.length > 0 ? `${extra.length} no longer rendered (${listed(extra)})` : '',
    ].filter((part) => part !== '');
    const message = `${counted(total, 'file')} in ${tree.outDir} ${isOrAre(total)} not what the specs render now: ${parts.join(', ')}`;
    const hint = [AGAIN, ...firstDiffs(found, ['changed'])].join('\n');
    diagnostics.push(problem('output/stale', message, hint, { changed, missing, extra }));
  }
  return diagnostics;
}

function firstDiffs(found: readonly Found[], findings: readonly Finding[]): string[] {
  const diffs = found.flatMap((f) => (findings.includes(f.finding) && f.diff ? [f.diff] : []));
  return diffs.slice(0, MOST_DIFFS);
}
