import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { AskedBy, Range } from '../preview/questions.ts';
import { record } from '../preview/record.ts';
import type { Answer, Recording } from '../preview/recording.ts';
import { progress } from './compile.ts';
import type { PreviewOptions } from './preview.ts';
import { MOST_RECORDED_BYTES, megabytes, recordingText, writePreview } from './preview-files.ts';
import { aboutQuery } from './preview-findings.ts';
import { accessFor, asker, reach, Unreachable, unreachable } from './preview-prometheus.ts';
import type { PreviewSide } from './preview-sides.ts';

/** How many samples a line has, about: as many as a panel has pixels would be more than a page can hold. */
const SAMPLES = 240;
/** Nobody scrapes faster than it is worth. */
const LEAST_STEP_S = 15;

/** A recording, and what is to be said of how it was made. */
export type Made =
  | { readonly recording: Recording; readonly findings?: readonly Diagnostic[] }
  | { readonly problem: Diagnostic };

/** Asks a Prometheus all that the dashboards ask, and writes the answers if that is wanted. */
export async function recordFrom(url: string, side: PreviewSide, options: PreviewOptions): Promise<Made> {
  const access = accessFor(url, options.tokenEnv);
  if ('problem' in access) return access;
  const problem = await reach(access);
  if (problem !== undefined) return { problem };
  try {
    const { recording, findings, bytes } = await ask(side, rangeOf(options), asker(access, rangeOf(options)));
    if (bytes > MOST_RECORDED_BYTES) return { problem: tooLarge(bytes) };
    const text = recordingText(recording);
    const unwritten = options.recording === undefined ? undefined : writePreview(options.recording, text);
    if (unwritten !== undefined) return { problem: unwritten };
    const count = Object.keys(recording.answers).length;
    progress(options, `${count} queries recorded, ${megabytes(Buffer.byteLength(text))} MB`);
    return { recording, findings };
  } catch (error) {
    if (error instanceof Unreachable) return { problem: unreachable(access, error) };
    throw error;
  }
}

async function ask(
  { project, environment, dashboards, before }: PreviewSide,
  range: Range,
  askPrometheus: ReturnType<typeof asker>,
): Promise<{ recording: Recording; findings: Diagnostic[]; bytes: number }> {
  const findings: Diagnostic[] = [];
  let bytes = 0;
  const all = [...dashboards, ...(before?.dashboards ?? [])];
  const recording = await record({ project, environment, range, dashboards: all }, async (by) => {
    if (bytes > MOST_RECORDED_BYTES) return { error: 'the recording is too large' };
    const answer = await askPrometheus(by.question);
    bytes += JSON.stringify(answer).length;
    findings.push(...findingsOf(by, answer, environment));
    return answer;
  });
  return { recording, findings, bytes };
}

function findingsOf(by: AskedBy, answer: Answer, environment: string): Diagnostic[] {
  if ('error' in answer) {
    return [aboutQuery('preview/query-failed', 'error', by, `is refused: ${answer.error}`, environment)];
  }
  const isEmpty = Array.isArray(answer.data) ? answer.data.length === 0 : answer.data.result.length === 0;
  return isEmpty
    ? [aboutQuery('preview/no-data', 'info', by, 'gives no data in this range', environment)]
    : [];
}

function rangeOf({ startS, endS }: PreviewOptions): Range {
  const perSample = (endS - startS) / SAMPLES;
  return { startS, endS, stepS: Math.max(1, Math.ceil(perSample / LEAST_STEP_S)) * LEAST_STEP_S };
}

function tooLarge(bytes: number): Diagnostic {
  return {
    code: 'preview/too-large',
    severity: 'error',
    message: `the answers of Prometheus are more than ${megabytes(bytes)} MB, and a recording has at most ${megabytes(MOST_RECORDED_BYTES)}`,
    hint: 'Record a shorter range (--from, --to).',
  };
}
