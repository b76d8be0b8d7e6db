import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { errorCode } from '../support/file-errors.ts';

export { errorCode, pathOfError, reasonOf } from '../support/file-errors.ts';

export interface DiskEntry {
  readonly kind: 'file' | 'folder' | 'symlink' | 'other';
  readonly bytes: number;
  /** Which mounted file system it lies on: a rename cannot cross from one to another. */
  readonly device: number;
  /** Last change, milliseconds since 1970. */
  readonly changedAt: number;
}

/**
 * The few file operations that writing a tree needs. Nothing here follows a symlink in the last segment. All throw Node's
 * file errors (`code`, `path`). Tests put a disk in between that fails or "loses power" at the k-th change.
 */
export interface Disk {
  /** Undefined if there is nothing at the path, also when a segment on the way is a file. */
  look(path: string): DiskEntry | undefined;
  read(path: string): Uint8Array;
  /** Names in a folder, in no particular order. */
  list(path: string): string[];
  /** Throws if files cannot be made, renamed or removed in this folder. */
  assertWritable(folder: string): void;
  /** One folder, mode 0755 whatever the umask. */
  makeFolder(path: string): void;
  /** A new file, mode 0644 whatever the umask; throws if the path exists. `durable` waits until the bytes are on the disk. */
  writeNew(path: string, bytes: Uint8Array, durable: boolean): void;
  rename(from: string, to: string): void;
  removeFile(path: string): void;
  /** Throws if it is not empty. */
  removeFolder(path: string): void;
  /** Waits until the folder's own entries are on the disk; does nothing where the platform cannot. */
  syncFolder(path: string): void;
}

/** The disk of this machine. */
export const nodeDisk: Disk = {
  look(path) {
    const stat = lookAt(path);
    if (stat === undefined) return undefined;
    const kind = stat.isFile()
      ? 'file'
      : stat.isDirectory()
        ? 'folder'
        : stat.isSymbolicLink()
          ? 'symlink'
          : 'other';
    return { kind, bytes: stat.size, device: stat.dev, changedAt: stat.mtimeMs };
  },
  read: (path) => fs.readFileSync(path),
  list: (path) => fs.readdirSync(path),
  assertWritable: (folder) => fs.accessSync(folder, fs.constants.W_OK | fs.constants.X_OK),
  makeFolder(path) {
    fs.mkdirSync(path);
    fs.chmodSync(path, 0o755);
  },
  writeNew(path, bytes, durable) {
    const file = fs.openSync(path, 'wx', 0o600);
    try {
      for (let done = 0; done < bytes.length; ) done += fs.writeSync(file, bytes, done);
      fs.fchmodSync(file, 0o644);
      if (durable) fs.fsyncSync(file);
    } finally {
      fs.closeSync(file);
    }
  },
  rename: (from, to) => fs.renameSync(from, to),
  removeFile: (path) => fs.unlinkSync(path),
  removeFolder: (path) => fs.rmdirSync(path),
  syncFolder(path) {
    if (process.platform === 'win32') return;
    const folder = fs.openSync(path, 'r');
    try {
      fs.fsyncSync(folder);
    } catch (error) {
      // Some network and user-space file systems cannot sync a folder; the files in it are synced anyway.
      if (!['EINVAL', 'ENOTSUP', 'ENOSYS'].includes(errorCode(error))) throw error;
    } finally {
      fs.closeSync(folder);
    }
  },
};

function lookAt(path: string): fs.Stats | undefined {
  try {
    // Without an error for each of thousands of files that are not there yet.
    return fs.lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (errorCode(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** SHA-256 of bytes as they lie on the disk (which need not be UTF-8), as 64 lower-case hex digits. */
export function sha256OfBytes(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
