import { isUtf8 } from 'node:buffer';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../diagnostics/diagnostic.ts';
import type { SourceFile } from './file.ts';
import { createLocator, fileSpan, spanBetween } from './positions.ts';
import { whyUnreadable } from './system-error.ts';
import { firstInvalidUtf8 } from './utf8.ts';

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** A spec file may have this many bytes. A hundred objects take about 100 KiB. */
export const MAX_BYTES = 4 * 1024 * 1024;

/**
 * Reads one spec file of the project at `rootDir`; `path` is relative to it, with `/`. Reports and returns undefined when it
 * cannot be read, is not an ordinary file, is larger than `MAX_BYTES` (it is then not read at all), or is not UTF-8 text.
 */
export function readSpec(rootDir: string, path: string, report: Report): SourceFile | undefined {
  const bytes = readBytes(join(rootDir, path), path, report);
  return bytes === undefined ? undefined : decodeSpec(path, bytes, report);
}

function readBytes(file: string, path: string, report: Report): Uint8Array | undefined {
  let descriptor: number | undefined;
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer for ever.
    descriptor = openSync(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) {
      report(unreadable(path, 'it is not an ordinary file'));
      return undefined;
    }
    if (stat.size > MAX_BYTES) {
      report(tooLarge(path, stat.size));
      return undefined;
    }
    return readUpTo(descriptor, stat.size);
  } catch (error) {
    report(unreadable(path, whyUnreadable(error)));
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Reads so many bytes, or fewer if the file shrinks meanwhile. */
function readUpTo(descriptor: number, size: number): Uint8Array {
  // From Node's pool: most files are small, and each memory of its own would be one more for the collector.
  const bytes = Buffer.allocUnsafe(size);
  let filled = 0;
  while (filled < size) {
    const count = readSync(descriptor, bytes, filled, size - filled, filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}

function unreadable(path: string, why: string): Parameters<Report>[0] {
  return {
    code: 'file/unreadable',
    severity: 'error',
    message: `the spec file cannot be read: ${why}`,
    span: fileSpan(path),
    data: { path },
  };
}

function tooLarge(path: string, size: number): Parameters<Report>[0] {
  return {
    code: 'file/too-large',
    severity: 'error',
    message: `the spec file has ${mebibytes(size)} MiB; up to ${mebibytes(MAX_BYTES)} MiB are read`,
    span: fileSpan(path),
    hint: 'Narrow the include pattern if it is no spec file, else split it.',
    data: { path, bytes: size, limit: MAX_BYTES },
  };
}

/** With one decimal, rounded up, so that a file just over the limit does not read as equal to it. */
function mebibytes(bytes: number): string {
  return String(Math.ceil((bytes / (1024 * 1024)) * 10) / 10);
}

/**
 * Turns a file's bytes into text. A byte order mark of UTF-8 is dropped, so positions count what an editor shows. Reports and
 * returns undefined for too many bytes, UTF-16 or UTF-32, NUL bytes, and bytes that are not UTF-8 (with line and column of
 * the first).
 */
export function decodeSpec(path: string, bytes: Uint8Array, report: Report): SourceFile | undefined {
  if (bytes.length > MAX_BYTES) {
    report(tooLarge(path, bytes.length));
    return undefined;
  }
  const wide = wideEncoding(bytes);
  if (wide !== undefined) {
    report({
      code: 'file/utf16',
      severity: 'error',
      message: `the file is ${wide}, not UTF-8`,
      span: fileSpan(path),
      hint: 'Save it as UTF-8.',
    });
    return undefined;
  }
  const mark = startsWith(bytes, [0xef, 0xbb, 0xbf]) ? 3 : 0;
  const body = bytes.subarray(mark);
  // Two complaints about one file would be about the same mistake: the first in the text is told.
  const nul = body.indexOf(0);
  const invalid = isUtf8(body) ? -1 : firstInvalidUtf8(body);
  if (invalid !== -1 && (nul === -1 || invalid < nul)) {
    const hex = (body[invalid] ?? 0).toString(16).padStart(2, '0');
    reportByte(path, bytes, mark, invalid, report, {
      code: 'file/invalid-utf8',
      message: `the byte 0x${hex} here is not part of UTF-8 text`,
      hint: 'Save the file as UTF-8; letters saved as Latin-1 or Windows-1252 look like this.',
    });
    return undefined;
  }
  if (nul !== -1) {
    reportByte(path, bytes, mark, nul, report, {
      code: 'file/nul-byte',
      message: 'there is a NUL byte here, so this is not a text file',
      hint: 'Check whether the file was damaged, or narrow the include pattern if it is no spec file.',
    });
    return undefined;
  }
  return { path, text: decoder.decode(body) };
}

function reportByte(
  path: string,
  bytes: Uint8Array,
  mark: number,
  at: number,
  report: Report,
  what: { code: string; message: string; hint: string },
): void {
  const before = decoder.decode(bytes.subarray(mark, mark + at));
  const span = spanBetween(path, createLocator(before), before.length, before.length);
  report({ ...what, severity: 'error', span, data: { byteOffset: mark + at } });
}

function wideEncoding(bytes: Uint8Array): string | undefined {
  if (startsWith(bytes, [0xff, 0xfe, 0, 0]) || startsWith(bytes, [0, 0, 0xfe, 0xff])) return 'UTF-32';
  if (startsWith(bytes, [0xff, 0xfe]) || startsWith(bytes, [0xfe, 0xff])) return 'UTF-16';
  return undefined;
}

function startsWith(bytes: Uint8Array, mark: readonly number[]): boolean {
  return mark.every((byte, at) => bytes[at] === byte);
}
