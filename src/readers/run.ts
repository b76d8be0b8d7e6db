import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { complaintToDiagnostic, type JudgedFile } from './map.ts';
import type { Complaint, ReadableFile, Reader } from './reader.ts';
import { inTemporaryFolder } from './temporary-folder.ts';

const TIMEOUT_MS = 120_000;
const MOST_OUTPUT_BYTES = 64 * 1024 * 1024;

export interface FileToJudge extends JudgedFile {
  /** Relative to the target's folder. */
  readonly path: string;
  readonly text: string;
}

/** Version of a program, or why it can't be had. The program is looked for in PATH. */
export function versionOf(reader: Reader): { version: string } | { problem: Diagnostic } {
  const run = spawnSync(reader.program, reader.versionArgs, { encoding: 'utf8', timeout: TIMEOUT_MS });
  if (run.error && 'code' in run.error && run.error.code === 'ENOENT') {
    return {
      problem: {
        code: 'tool/missing',
        severity: 'error',
        message: `${reader.program} is not installed, so nobody has read the files of target ${reader.target}`,
        hint: reader.help,
      },
    };
  }
  const version = reader.versionPattern.exec(`${run.stdout}\n${run.stderr}`)?.[1];
  const why = run.error === undefined ? 'it does not tell its version' : run.error.message;
  return version === undefined ? { problem: crashed(reader, why, run.stderr) } : { version };
}

/** Whether a program would read any of the files. One that would read none need not be installed. */
export function hasFilesFor(reader: Reader, files: readonly FileToJudge[]): boolean {
  return reader.prepare(files).length > 0;
}

/** Has a program read the files of one environment; its complaints as findings. Works on a copy in a temporary folder. */
export function judge(
  reader: Reader,
  files: readonly FileToJudge[],
): { diagnostics: Diagnostic[]; read: number } {
  const readable = reader.prepare(files);
  if (readable.length === 0) return { diagnostics: [], read: 0 };
  return inTemporaryFolder('check', (folder) => {
    for (const file of readable) {
      mkdirSync(dirname(join(folder, file.path)), { recursive: true });
      writeFileSync(join(folder, file.path), file.text);
    }
    const diagnostics = reader
      .commands(readable)
      .flatMap((args) => runOnce(reader, args, folder, readable, files));
    return { diagnostics, read: readable.length };
  });
}

function runOnce(
  reader: Reader,
  args: readonly string[],
  folder: string,
  readable: readonly ReadableFile[],
  files: readonly FileToJudge[],
): Diagnostic[] {
  const run = spawnSync(reader.program, args, {
    cwd: folder,
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
    maxBuffer: MOST_OUTPUT_BYTES,
  });
  if (run.status === 0) return [];
  if (run.error !== undefined || run.status === null)
    return [crashed(reader, run.error?.message ?? `it was ended by ${run.signal ?? 'a signal'}`, run.stderr)];
  const inRun = readable.filter((file) => args.includes(file.path));
  const complaints = reader.complaints(`${run.stdout}\n${run.stderr}`, inRun);
  if (complaints.length === 0)
    return [crashed(reader, `it ended with ${run.status}`, `${run.stdout}\n${run.stderr}`)];
  return complaints.map((complaint) => placed(reader, complaint, inRun, files));
}

function placed(
  reader: Reader,
  complaint: Complaint,
  readable: readonly ReadableFile[],
  files: readonly FileToJudge[],
): Diagnostic {
  const read = readable.find((file) => file.path === complaint.path);
  const file = files.find((each) => each.path === complaint.path);
  return complaintToDiagnostic(reader.program, complaint, read, file);
}

function crashed(reader: Reader, why: string, text: string | null): Diagnostic {
  // A program that could not be started has written nothing, not even an empty text.
  const output = text ?? '';
  return {
    code: 'tool/failed',
    severity: 'error',
    message: `${reader.program} can't be used: ${why}`,
    ...(output.trim() !== '' && { hint: output.trim().split('\n').slice(0, 5).join('\n') }),
  };
}
