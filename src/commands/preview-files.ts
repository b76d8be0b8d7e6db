import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { reasonOf } from '../output/disk.ts';
import { writeWhole } from '../output/whole-file.ts';
import { RECORDING, type Recording } from '../preview/recording.ts';
import { stableJson } from '../support/stable-json.ts';

/** A page of more does not open on a telephone, and takes a laptop's browser seconds. */
export const MOST_RECORDED_BYTES = 64 * 1024 * 1024;

type Read<T> = T | { readonly problem: Diagnostic };

/** The built page: beside the program's bundle, or in dist/ when it runs from its sources. */
export function readTemplate(): Read<{ readonly template: string }> {
  const places = ['./preview/', '../preview/', '../../dist/preview/'].map((folder) =>
    fileURLToPath(new URL(`${folder}template.html`, import.meta.url)),
  );
  const place = places.find((each) => existsSync(each));
  if (place !== undefined) return { template: readFileSync(place, 'utf8') };
  return {
    problem: {
      code: 'preview/no-page',
      severity: 'error',
      message: 'this build has no page to draw previews with',
      hint: 'In a clone, build it: npm run build:preview.',
    },
  };
}

/** A recording from the disk; a problem when it is none. */
export function readRecording(path: string): Read<{ readonly recording: Recording }> {
  let text: string;
  try {
    const { size } = statSync(path);
    if (size > MOST_RECORDED_BYTES)
      return broken(
        path,
        `it has ${megabytes(size)} MB, and a recording has at most ${megabytes(MOST_RECORDED_BYTES)}`,
      );
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return broken(path, reasonOf(error));
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    return broken(path, `it is no JSON: ${reasonOf(error)}`);
  }
  const read = RECORDING.safeParse(data);
  if (read.success) return { recording: read.data };
  const [issue] = read.error.issues;
  return broken(
    path,
    `at ${issue?.path.join('.') || 'its top'}: ${issue?.message ?? 'it is something else'}`,
  );
}

/** A recording as it is written: on one line an answer, so that a change of one is a change of one line. */
export function recordingText({ answers, ...head }: Recording): string {
  const top = stableJson(head, 2).trimEnd().replace(/\n\}$/, '');
  const lines = Object.entries(answers).map(
    ([key, answer]) => `    ${JSON.stringify(key)}: ${stableJson(answer, 0).trimEnd()}`,
  );
  return `${top},\n  "answers": {\n${lines.join(',\n')}\n  }\n}\n`;
}

/** Writes a file whole or not at all; undefined when it is written. */
export function writePreview(path: string, content: string | Uint8Array): Diagnostic | undefined {
  try {
    writeWhole(path, content);
    return undefined;
  } catch (error) {
    return {
      code: 'preview/unwritable',
      severity: 'error',
      message: `${path} can't be written: ${reasonOf(error)}`,
    };
  }
}

function broken(path: string, why: string): { problem: Diagnostic } {
  return {
    problem: {
      code: 'preview/broken-recording',
      severity: 'error',
      message: `${path} is no recording: ${why}`,
      hint: 'Make one: modelwatch preview --record URL --recording FILE.',
    },
  };
}

export function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(bytes < 10 * 1024 * 1024 ? 1 : 0);
}
