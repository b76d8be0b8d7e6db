import {
  closeSync,
  existsSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { errorCode } from '../support/file-errors.ts';

/** The name under which a file is begun: hidden, in the folder that it will lie in, and this process's own. */
export function temporaryBeside(file: string): string {
  return path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.tmp`);
}

/**
 * Writes a file that is there whole or not at all, and the folders to it; what was there stays until then. A link stays one: what
 * it leads to is written. Throws Node's file errors, and leaves nothing behind then.
 */
export function writeWhole(file: string, content: string | Uint8Array): void {
  const target = existsSync(file) ? realpathSync(file) : file;
  const temporary = temporaryBeside(target);
  try {
    makeFolder(path.dirname(target));
    writeDurably(temporary, content);
    renameSync(temporary, target);
  } catch (error) {
    removeIfThere(temporary);
    throw error;
  }
}

/** Makes a folder with all above it. Throws Node's error, ENOTDIR where a file is in the way, whatever part of the path it is. */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw error;
    throw Object.assign(new Error(`${folder} is a file`), { code: 'ENOTDIR' });
  }
}

/** Writes a file and waits until it is on the disk; `mode` is its mode whatever the umask. Throws Node's file errors. */
export function writeDurably(file: string, content: string | Uint8Array, mode?: number): void {
  const handle = openSync(file, 'w', mode);
  try {
    if (mode !== undefined) fchmodSync(handle, mode);
    writeFileSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Gives a file that is written already its name, when it is on the disk. Throws Node's file errors. */
export function takeName(temporary: string, file: string): void {
  const handle = openSync(temporary, 'r+');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(temporary, file);
}

/** Takes away what may be there. Never throws: what went wrong before is what is told. */
export function removeIfThere(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // The folder is gone, or read-only: then it was never made.
  }
}
