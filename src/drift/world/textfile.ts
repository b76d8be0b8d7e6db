import { type FileHandle, open, readFile, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { nodeDisk as lockDisk } from '../../output/disk.ts';
import {
  acquireLock,
  type LockResult,
  nodeProcesses,
  type Processes,
  releaseLock,
} from '../../output/lock.ts';
import { errorCode, reasonOf } from '../../support/file-errors.ts';
import { type Delivery, publishFinding } from '../delivery.ts';
import { expositionOf, readSamples } from '../exposition.ts';
import type { RunResult } from '../result.ts';
import { isOfQuality, type Sample, type SampleGroup, sampleGroups } from '../samples.ts';

/** The file operations that it takes. Tests put a disk in between that is full. All reject with Node's file errors. */
export interface TextfileDisk {
  /** Undefined if there is nothing. Follows links. */
  readonly look: (
    file: string,
  ) => Promise<{ readonly kind: 'file' | 'folder' | 'other'; readonly changedAtMs: number } | undefined>;
  readonly read: (file: string) => Promise<string>;
  /** Opens a file that is not there yet, mode 0600; EEXIST if it is. */
  readonly openNew: (file: string) => Promise<FileHandle>;
  readonly rename: (from: string, to: string) => Promise<void>;
  readonly remove: (file: string) => Promise<void>;
}

/** How long another job's write is waited for. */
const BUSY_MS = 5000;
const LOOK_AGAIN_MS = 50;
/** A write takes milliseconds: one of another machine or container that began so long ago was killed. */
const ABANDONED_MS = 10_000;

/** A process of this machine is alive or not, however long it writes. */
const processes: Processes = {
  ...nodeProcesses,
  isAlive: (owner, ageMs) =>
    nodeProcesses.isAlive(owner, ageMs < ABANDONED_MS ? ageMs : Number.POSITIVE_INFINITY),
};

const nodeDisk: TextfileDisk = {
  look: async (file) => {
    const found = await stat(file).catch((error: unknown) => {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    });
    if (found === undefined) return undefined;
    const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
    return { kind, changedAtMs: found.mtimeMs };
  },
  read: (file) => readFile(file, 'utf8'),
  openNew: (file) => open(file, 'wx', 0o600),
  rename,
  remove: unlink,
};

/**
 * Writes the series of a run for node_exporter's textfile collector: https://github.com/prometheus/node_exporter#textfile-collector.
 * Series of other policies, feature sets and models that the file already has are kept, so that jobs may share it; those of this run's
 * are replaced as a whole. The new file takes the place of the old one in one step, readable by all; whatever goes wrong, the
 * old one stays as it was. `file` is absolute, or relative to the working directory.
 *
 * Never rejects for what the disk does: the state is `delivered` or `refused`, with the reason among the findings. Rejects with
 * a RangeError if the result has no time.
 */
export async function writeTextfile(
  file: string,
  result: RunResult,
  disk: TextfileDisk = nodeDisk,
  busyMs = BUSY_MS,
): Promise<Delivery> {
  const groups = sampleGroups(result);
  const written = await replaceFile(file, groups, disk, busyMs);
  const findings = 'problem' in written ? [written.problem] : written.findings;
  const isDone = !('problem' in written);
  const series = isDone ? groups.reduce((sum, { samples }) => sum + samples.length, 0) : 0;
  return { output: 'textfile', target: file, state: isDone ? 'delivered' : 'refused', series, findings };
}

interface Problem {
  readonly problem: Diagnostic;
}

async function replaceFile(
  file: string,
  groups: readonly SampleGroup[],
  disk: TextfileDisk,
  busyMs: number,
): Promise<Problem | { readonly findings: readonly Diagnostic[] }> {
  try {
    const problem = await unusable(file, disk);
    if (problem) return { problem };
    // The names of neither end in .prom: nobody reads them.
    const place = path.join(path.dirname(file), `.${path.basename(file)}.modelwatch-lock`);
    const lock = await lockWithin(place, busyMs);
    if (lock.kind === 'busy') {
      const message = `another job (process ${lock.owner.pid}) is writing ${file}`;
      return { problem: publishFinding('publish/textfile-busy', message, `If it is not: rm -r ${place}`) };
    }
    try {
      return await replaceAlone(file, groups, disk);
    } finally {
      releaseLock(lockDisk, place, lock.name);
    }
  } catch (error) {
    if (errorCode(error) === '') throw error;
    const message = `cannot write ${file}: ${reasonOf(error)}`;
    return { problem: publishFinding('publish/textfile-write-failed', message, hintFor(error, file)) };
  }
}

/** The lock, or who holds it after so long. What else this process does goes on meanwhile. */
async function lockWithin(place: string, busyMs: number): Promise<LockResult> {
  for (let waitedMs = 0; ; waitedMs += LOOK_AGAIN_MS) {
    const lock = acquireLock(lockDisk, place, processes, 0);
    if (lock.kind === 'held' || waitedMs >= busyMs) return lock;
    await sleep(LOOK_AGAIN_MS);
  }
}

/** Puts the new file in the place of the old one. No other job is at it. */
async function replaceAlone(
  file: string,
  groups: readonly SampleGroup[],
  disk: TextfileDisk,
): Promise<Problem | { readonly findings: readonly Diagnostic[] }> {
  const begun = path.join(path.dirname(file), `.${path.basename(file)}.modelwatch-new`);
  // Of a job that was killed.
  await disk.remove(begun).catch(() => undefined);
  const handle = await disk.openNew(begun);
  try {
    const { text, findings } = await newText(file, groups, disk);
    await handle.writeFile(text);
    await handle.chmod(0o644);
    await handle.sync();
    await handle.close();
    await disk.rename(begun, file);
    return { findings };
  } catch (error) {
    // Closed already, or gone already: what went wrong first is what is told.
    await handle.close().catch(() => undefined);
    await disk.remove(begun).catch(() => undefined);
    if (error instanceof Refusal) return { problem: error.finding };
    throw error;
  }
}

/** A reason to leave the file as it is. */
class Refusal extends Error {
  readonly finding: Diagnostic;
  constructor(finding: Diagnostic) {
    super(finding.message);
    this.finding = finding;
  }
}

async function unusable(file: string, disk: TextfileDisk): Promise<Diagnostic | undefined> {
  const folder = path.dirname(file);
  if (!file.endsWith('.prom') || path.basename(file) === '.prom') {
    const message = `the name of the text file must end in .prom: ${file}`;
    return publishFinding('publish/textfile-name', message, 'node_exporter reads no others.');
  }
  const place = await disk.look(folder);
  if (place?.kind !== 'folder') {
    const why = place === undefined ? 'does not exist' : 'is not a folder';
    const hint = 'It is the folder of --collector.textfile.directory of node_exporter.';
    return publishFinding('publish/textfile-folder', `the folder ${folder} ${why}`, hint);
  }
  const found = await disk.look(file);
  if (found !== undefined && found.kind !== 'file') {
    const what = found.kind === 'folder' ? 'a folder' : 'no ordinary file';
    const hint = found.kind === 'folder' ? `For example ${path.join(file, 'drift.prom')}` : undefined;
    return publishFinding('publish/textfile-not-a-file', `${file} is ${what}`, hint);
  }
  return undefined;
}

/** The text of the new file. Throws a `Refusal` if the old one is of another program. */
async function newText(
  file: string,
  groups: readonly SampleGroup[],
  disk: TextfileDisk,
): Promise<{ readonly text: string; readonly findings: readonly Diagnostic[] }> {
  const samples = groups.flatMap((group) => group.samples);
  const before = await disk.read(file).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  });
  const old = readSamples(before);
  if ('problem' in old) {
    const message = `${file} was not in the text format (line ${old.line}: ${old.problem}) and was replaced`;
    const hint = 'Series of other policies that it may have had come back with their next run.';
    const finding = publishFinding('publish/textfile-broken', message, hint, 'warning');
    return { text: expositionOf(samples), findings: [finding] };
  }
  if (old.foreign.length > 0) {
    const message = `${file} has series of another program: ${old.foreign.slice(0, 3).join(', ')}`;
    throw new Refusal(
      publishFinding('publish/textfile-foreign', message, 'Give the drift job a file of its own.'),
    );
  }
  return { text: expositionOf([...keptSamples(old.samples, groups), ...samples]), findings: [] };
}

/** Those that no writer of this run has written. */
function keptSamples(old: readonly Sample[], groups: readonly SampleGroup[]): Sample[] {
  const policies = new Set(groups.flatMap(({ writer }) => ('policy' in writer ? [writer.policy] : [])));
  const datasets = new Set(groups.flatMap(({ writer }) => ('dataset' in writer ? [writer.dataset] : [])));
  const models = new Set(groups.flatMap(({ writer }) => ('model' in writer ? [writer.model] : [])));
  return old.filter((sample) => {
    const { policy = '', dataset = '', model = '' } = sample.labels;
    return !policies.has(policy) && !datasets.has(dataset) && !(isOfQuality(sample) && models.has(model));
  });
}

function hintFor(error: unknown, file: string): string | undefined {
  const folder = path.dirname(file);
  switch (errorCode(error)) {
    case 'EACCES':
    case 'EPERM':
      return `The user of the job must be able to make files in ${folder}, not only to change this one.`;
    case 'EROFS':
      return `Mount ${folder} writable for the job; node_exporter needs to read it only.`;
    case 'ENOSPC':
    case 'EDQUOT':
      return `Free some space: df -h ${folder}`;
    default:
      return undefined;
  }
}
