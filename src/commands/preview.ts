import { compileSides, type PreviewSide } from './preview-sides.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { dashboardChanges } from '../preview/changes.ts';
import type { Dashboard } from '../preview/dashboard.ts';
import { pageOf } from '../preview/page.ts';
import type { DrawnDashboard, PageData } from '../preview/page-data.ts';
import type { AskedBy, Range } from '../preview/questions.ts';
import { record } from '../preview/record.ts';
import type { Answer, Recording } from '../preview/recording.ts';
import { replay } from '../preview/replay.ts';
import { progress } from './compile.ts';
import type { FindingOptions } from './findings.ts';
import { takePictures } from './preview-pictures.ts';
import {
  megabytes,
  MOST_RECORDED_BYTES,
  readRecording,
  readTemplate,
  recordingText,
  writeWhole,
} from './preview-files.ts';
import { accessOf, asker, reach, unreachable, Unreachable } from './preview-prometheus.ts';
import { PROXY_PATH, servePage } from './preview-server.ts';

export interface PreviewOptions extends FindingOptions {
  readonly env?: string;
  readonly record?: string;
  readonly recording?: string;
  readonly live?: string;
  readonly out?: string;
  readonly png?: string;
  readonly before?: string;
  readonly tokenEnv?: string;
  readonly port: number;
  /** Seconds since 1970. */
  readonly startS: number;
  readonly endS: number;
}

/** How many samples a line has, about: as many as a panel has pixels would be more than a page can hold. */
const SAMPLES = 240;

/**
 * `modelwatch preview`: dashboards as they look, from a recording or live. Ends with 0, with 1 on findings, 2 on a wrong call,
 * 4 when a program is missing, 5 when Prometheus gives no answer.
 */
export async function preview(project: string | undefined, options: PreviewOptions): Promise<number> {
  const opened = compileSides(project, options);
  if (typeof opened === 'number') return opened;
  const wrong = usageProblem(options);
  if (wrong !== undefined) return opened.report([usage(wrong)]);
  const found = await run(opened, options);
  return opened.report([...opened.diagnostics, ...found]);
}

/** Which of the options don't go together. */
function usageProblem({ record, recording, live, out, png, before }: PreviewOptions): string | undefined {
  if (live !== undefined && (record !== undefined || recording !== undefined))
    return 'a page is drawn live or from a recording: --live goes with neither --record nor --recording';
  if (live === undefined && record === undefined && recording === undefined)
    return 'a preview needs a source: --record URL, --recording FILE or --live URL';
  if (live !== undefined) return png === undefined ? undefined : 'pictures are taken of a recording: --png needs --record or --recording';
  if (out === undefined && png === undefined && (record === undefined || recording === undefined))
    return record === undefined
      ? 'nothing is to be made of the recording: name a page by --out, or a folder for pictures by --png'
      : 'nothing is to be made of what Prometheus says: name a recording by --recording, a page by --out, or a folder for pictures by --png';
  return before !== undefined && out === undefined && png === undefined && record === undefined
    ? '--before needs a page: name it by --out'
    : undefined;
}

async function run(side: PreviewSide, options: PreviewOptions): Promise<Diagnostic[]> {
  const read = readTemplate();
  if ('problem' in read) return [read.problem];
  if (options.live !== undefined) return live(side, read.template, options.live, options);
  const made =
    options.record === undefined
      ? readRecording(options.recording ?? '')
      : await recordFrom(options.record, side, options);
  if ('problem' in made) return [made.problem];
  const { recording } = made;
  const other = otherRecording(recording, side);
  if (other !== undefined) return [other];
  const findings = options.record === undefined ? [] : queryFindings(made, side);
  const { data, missing } = await pageData(side, recording);
  const page = pageOf(read.template, data);
  const written =
    options.out === undefined ? undefined : writeWhole(options.out, page);
  if (written !== undefined) return [...findings, written];
  if (options.out !== undefined) progress(options, `${options.out}: ${megabytes(Buffer.byteLength(page))} MB, ${data.dashboards.length} dashboards`);
  const pictures = options.png === undefined ? [] : await takePictures(page, data, options.png, (text) => progress(options, text));
  return [...findings, ...missing.map(notRecorded), ...pictures];
}

// --- recording ----------------------------------------------------------------------------------------------------

interface Made {
  readonly recording: Recording;
  /** Who asked what has an answer to tell of. */
  readonly asked?: readonly { readonly by: AskedBy; readonly answer: Answer }[];
}

async function recordFrom(
  url: string,
  side: PreviewSide,
  options: PreviewOptions,
): Promise<Made | { readonly problem: Diagnostic }> {
  const access = accessFor(url, options);
  if ('problem' in access) return access;
  const problem = await reach(access);
  if (problem !== undefined) return { problem };
  const range = rangeOf(options);
  const ask = asker(access, range);
  const asked: { by: AskedBy; answer: Answer }[] = [];
  let bytes = 0;
  try {
    const recording = await record(
      {
        project: side.project,
        environment: side.environment,
        range,
        dashboards: [...side.dashboards, ...(side.before?.dashboards ?? [])],
      },
      async (by) => {
        if (bytes > MOST_RECORDED_BYTES) return { error: 'not recorded: the recording is too large' };
        const answer = await ask(by.question);
        bytes += JSON.stringify(answer).length;
        asked.push({ by, answer });
        return answer;
      },
    );
    if (bytes > MOST_RECORDED_BYTES) return { problem: tooLarge(bytes) };
    const text = recordingText(recording);
    const written = options.recording === undefined ? undefined : writeWhole(options.recording, text);
    if (written !== undefined) return { problem: written };
    progress(options, `${Object.keys(recording.answers).length} queries recorded, ${megabytes(text.length)} MB`);
    return { recording, asked };
  } catch (error) {
    if (error instanceof Unreachable) return { problem: unreachable(access, error) };
    throw error;
  }
}

function rangeOf({ startS, endS }: PreviewOptions): Range {
  const perSample = (endS - startS) / SAMPLES;
  return { startS, endS, stepS: Math.max(15, Math.ceil(perSample / 15) * 15) };
}

function tooLarge(bytes: number): Diagnostic {
  return {
    code: 'preview/too-large',
    severity: 'error',
    message: `the answers of Prometheus are more than ${megabytes(bytes)} MB, and a recording has at most ${megabytes(MOST_RECORDED_BYTES)}`,
    hint: 'Record a shorter range (--from, --to).',
  };
}

function accessFor(url: string, { tokenEnv }: PreviewOptions): ReturnType<typeof accessOf> {
  const token = tokenEnv === undefined ? undefined : process.env[tokenEnv];
  if (tokenEnv !== undefined && (token === undefined || token === ''))
    return { problem: usage(`the environment variable ${tokenEnv}, which --token-env names, is not set`) };
  return accessOf(url, token);
}

function queryFindings({ asked = [] }: Made, side: PreviewSide): Diagnostic[] {
  return asked.flatMap(({ by, answer }) => {
    if ('error' in answer) return [finding('preview/query-failed', 'error', by, `is refused: ${answer.error}`, side)];
    const isEmpty = Array.isArray(answer.data) ? answer.data.length === 0 : answer.data.result.length === 0;
    return isEmpty ? [finding('preview/no-data', 'info', by, 'gives no data in this range', side)] : [];
  });
}

function finding(
  code: string,
  severity: Diagnostic['severity'],
  { dashboard, asker, question }: AskedBy,
  what: string,
  { environment }: PreviewSide,
): Diagnostic {
  const text = 'query' in question ? `: ${question.query}` : '';
  return { code, severity, message: `${dashboard}, ${asker}: its query ${what}${text}`, env: [environment] };
}

// --- pages --------------------------------------------------------------------------------------------------------

function otherRecording(recording: Recording, { project, environment }: PreviewSide): Diagnostic | undefined {
  if (recording.project === project && recording.environment === environment) return undefined;
  return {
    code: 'preview/other-recording',
    severity: 'error',
    message: `the recording is of ${recording.project} in ${recording.environment}, and this is ${project} in ${environment}`,
    hint: 'Record this one: modelwatch preview --record URL --recording FILE.',
  };
}

async function pageData(
  { project, environment, dashboards, before }: PreviewSide,
  recording: Recording,
): Promise<{ data: PageData; missing: readonly AskedBy[] }> {
  const now = await replay(dashboards, recording);
  const old = before && (await replay(before.dashboards, recording));
  const asked = new Set([...now.asked, ...(old?.asked ?? [])]);
  const answers = Object.entries(recording.answers).filter(([key]) => asked.has(key));
  const { startS, endS, stepS } = recording;
  return {
    data: {
      project,
      environment,
      source: { from: 'recording', startS, endS, stepS, answers: Object.fromEntries(answers) },
      dashboards: now.drawn,
      ...(before && old && { before: beforeData(before, old.drawn, dashboards) }),
    },
    missing: [...now.missing, ...(old?.missing ?? [])],
  };
}

function beforeData(
  { name, dashboards }: NonNullable<PreviewSide['before']>,
  drawn: readonly DrawnDashboard[],
  now: readonly Dashboard[],
): NonNullable<PageData['before']> {
  return { name, dashboards: drawn, changes: dashboardChanges(dashboards, now) };
}

function notRecorded({ dashboard, asker, question }: AskedBy): Diagnostic {
  const text = 'query' in question ? `: ${question.query}` : '';
  return {
    code: 'preview/not-recorded',
    severity: 'warning',
    message: `${dashboard}, ${asker}: its query is not in the recording${text}`,
    hint: 'Record again: modelwatch preview --record URL --recording FILE.',
  };
}

// --- live ---------------------------------------------------------------------------------------------------------

async function live(
  { project, environment, dashboards, before }: PreviewSide,
  template: string,
  url: string,
  options: PreviewOptions,
): Promise<Diagnostic[]> {
  const access = accessFor(url, options);
  if ('problem' in access) return [access.problem];
  const problem = await reach(access);
  if (problem !== undefined) return [problem];
  if (options.out !== undefined && access.token !== undefined)
    return [usage('a page in a file can hold no token: leave out --out to have it served, or --token-env')];
  const drawn = (all: readonly Dashboard[]) => all.map((dashboard) => ({ dashboard, values: {} }));
  const data: PageData = {
    project,
    environment,
    source: {
      from: 'live',
      url: options.out === undefined ? PROXY_PATH : access.url,
      pastS: options.endS - options.startS,
    },
    dashboards: drawn(dashboards),
    ...(before && { before: beforeData(before, drawn(before.dashboards), dashboards) }),
  };
  const page = pageOf(template, data);
  if (options.out !== undefined) {
    const unwritten = writeWhole(options.out, page);
    if (unwritten === undefined) progress(options, `${options.out}: reads ${access.url}`);
    return unwritten === undefined ? [] : [unwritten];
  }
  const served = await servePage(page, access, options.port);
  if ('problem' in served) return [served.problem];
  process.stdout.write(`${served.url} reads ${access.url}; end it with Ctrl-C\n`);
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  served.server.closeAllConnections();
  served.server.close();
  return [];
}

function usage(message: string): Diagnostic {
  return { code: 'usage/preview', severity: 'error', message };
}
