import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { pageOf, recordedPage } from '../preview/page.ts';
import type { AskedBy } from '../preview/questions.ts';
import type { Recording } from '../preview/recording.ts';
import { progress } from './compile.ts';
import { type FindingOptions, reportFindings } from './findings.ts';
import { megabytes, readRecording, readTemplate, writePreview } from './preview-files.ts';
import { aboutQuery, usageProblem } from './preview-findings.ts';
import { drawLive } from './preview-live.ts';
import { takePictures } from './preview-pictures.ts';
import { accessFor } from './preview-prometheus.ts';
import { type Made, recordFrom } from './preview-record.ts';
import { compileSides, type PreviewSide } from './preview-sides.ts';

export interface PreviewOptions extends FindingOptions {
  readonly env?: string;
  readonly record?: string;
  readonly recording?: string;
  readonly live?: string;
  readonly out?: string;
  readonly png?: string;
  readonly before?: string;
  readonly tokenEnv?: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Seconds since 1970. */
  readonly startS: number;
  readonly endS: number;
}

/**
 * `modelwatch preview`: dashboards as they look, from a recording or live. Ends with 0, with 1 on findings, 2 on a wrong call,
 * 4 when a program is missing, 5 when Prometheus gives no answer.
 */
export async function preview(project: string | undefined, options: PreviewOptions): Promise<number> {
  const wrong = wrongCall(options) ?? wrongAccess(options);
  if (wrong !== undefined)
    return reportFindings({ diagnostics: [wrong], texts: new Map(), root: process.cwd() }, options);
  const opened = compileSides(project, options);
  return typeof opened === 'number' ? opened : opened.report(await draw(opened, options));
}

function wrongCall(options: PreviewOptions): Diagnostic | undefined {
  const message = contradiction(options);
  return message === undefined ? undefined : usageProblem(message);
}

function wrongAccess({ record, live, out, tokenEnv }: PreviewOptions): Diagnostic | undefined {
  const url = record ?? live;
  if (url === undefined) return undefined;
  const access = accessFor(url, tokenEnv);
  if ('problem' in access) return access.problem;
  return live !== undefined && out !== undefined && access.token !== undefined
    ? usageProblem('a page in a file can hold no token: leave out --out to have it served, or --token-env')
    : undefined;
}

/** Which of the options don't go together. */
function contradiction(options: PreviewOptions): string | undefined {
  const { record, recording, live, out, png, startS, endS } = options;
  if (startS >= endS) return 'the range ends before it begins: --from must be before --to';
  if (live !== undefined) {
    if (record !== undefined || recording !== undefined)
      return 'a page is drawn live or from a recording: --live goes with neither --record nor --recording';
    return png === undefined
      ? undefined
      : 'pictures are taken of a recording: --png needs --record or --recording';
  }
  if (record === undefined && recording === undefined)
    return 'a preview needs a source: --record URL, --recording FILE or --live URL';
  const isKept = record !== undefined && recording !== undefined;
  return isKept || out !== undefined || png !== undefined
    ? undefined
    : `nothing is to be made of the answers: name a page by --out, or a folder for pictures by --png${
        record === undefined ? '' : ', or a file to keep them by --recording'
      }`;
}

async function draw(side: PreviewSide, options: PreviewOptions): Promise<readonly Diagnostic[]> {
  const { live, record, recording = '' } = options;
  if (live !== undefined) return drawLive(live, side, options);
  const made: Made =
    record === undefined ? readRecording(recording) : await recordFrom(record, side, options);
  if ('problem' in made) return [made.problem];
  const other = otherRecording(made.recording, side);
  if (other !== undefined) return [other];
  return [...(made.findings ?? []), ...(await drawRecorded(made.recording, side, options))];
}

async function drawRecorded(
  recording: Recording,
  side: PreviewSide,
  options: PreviewOptions,
): Promise<Diagnostic[]> {
  const { data, missing } = await recordedPage(side, recording);
  const told = missing.map((by) => notRecorded(by, side.environment));
  if (options.out === undefined && options.png === undefined) return told;
  const read = readTemplate();
  if ('problem' in read) return [read.problem];
  const page = pageOf(read.template, data);
  if (options.out !== undefined) {
    const unwritten = writePreview(options.out, page);
    if (unwritten !== undefined) return [...told, unwritten];
    const count = data.dashboards.length;
    progress(options, `${options.out}: ${count} dashboards, ${megabytes(Buffer.byteLength(page))} MB`);
  }
  if (options.png === undefined) return told;
  return [...told, ...(await takePictures(page, data, options.png, (text) => progress(options, text)))];
}

function otherRecording(recording: Recording, { project, environment }: PreviewSide): Diagnostic | undefined {
  if (recording.project === project && recording.environment === environment) return undefined;
  return {
    code: 'preview/other-recording',
    severity: 'error',
    message: `the recording is of ${recording.project} in ${recording.environment}, and this is ${project} in ${environment}`,
    hint: RECORD,
  };
}

const RECORD = 'Record it: modelwatch preview --record URL --recording FILE.';

function notRecorded(by: AskedBy, environment: string): Diagnostic {
  return {
    ...aboutQuery('preview/not-recorded', 'warning', by, 'is not in the recording', environment),
    hint: RECORD,
  };
}
