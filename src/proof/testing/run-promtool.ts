import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { whenStopped } from '../../readers/when-stopped.ts';
import { groupBy } from '../../support/group-by.ts';
import { type AlertCase, momentsOf, promtoolFile } from './promtool-case.ts';
import { type Observation, observation, readReport } from './promtool-result.ts';
import type { SelectedRules } from './select-rules.ts';

/** Cases that are run on the same rules. */
export interface PromtoolJob {
  readonly rules: SelectedRules;
  readonly cases: readonly AlertCase[];
}

export interface RunSettings {
  /** Name or path of the program; promtool of the PATH by default. */
  readonly program?: string;
  /** How many processes at a time; 2 by default. */
  readonly parallel?: number;
  /** After how long a process is given up, in milliseconds. */
  readonly timeoutMs?: number;
  /** After how long a program that does not tell its version is given up, in milliseconds. */
  readonly versionTimeoutMs?: number;
}

export type RunResult =
  /** One for each case, in the order of the jobs and their cases. */
  { readonly observations: readonly Observation[] } | { readonly problem: Diagnostic };

/** One case with its rules: what is left when a process that ran more of them has to be parted. */
interface Unit {
  readonly rules: SelectedRules;
  readonly testCase: AlertCase;
}

const TIMEOUT_MS = 600_000;
/** What tells its version in the first place does so in a second, even on a machine that has much else to do. */
const VERSION_TIMEOUT_MS = 30_000;
/** Evaluations of rules that one process is given, about some seconds of work: more would leave the second processor idle at the end. */
const BATCH_COST = 40_000;

/**
 * Runs cases through promtool, many in a process. A process that crashes, or takes too long, takes no other case with it: its cases
 * are run again in halves, and the one that is to blame gets the problem. Works in a temporary folder.
 */
export async function runPromtool(
  jobs: readonly PromtoolJob[],
  {
    program = 'promtool',
    parallel = 2,
    timeoutMs = TIMEOUT_MS,
    versionTimeoutMs = VERSION_TIMEOUT_MS,
  }: RunSettings = {},
): Promise<RunResult> {
  const units = jobs.flatMap(({ rules, cases }) => cases.map((testCase) => ({ rules, testCase })));
  // A program that is no promtool would make every test fail, or each wait for its end.
  const unusable = units.length === 0 ? undefined : await whyUnusable(program, versionTimeoutMs);
  if (unusable !== undefined) return { problem: unusable };
  const folder = mkdtempSync(path.join(tmpdir(), 'modelwatch-test-'));
  const observed = new Map<AlertCase, Observation>();
  let missing: Diagnostic | undefined;
  let runs = 0;
  const open = batchesOf(units);
  const work = async (): Promise<void> => {
    for (let batch = open.shift(); batch !== undefined && missing === undefined; batch = open.shift()) {
      const own = path.join(folder, String(runs++));
      const run = await runBatch(program, own, batch, timeoutMs);
      if ('missing' in run) missing = missingProgram(program);
      else if ('observations' in run)
        for (const [testCase, found] of run.observations) observed.set(testCase, found);
      else if (batch.length > 1) {
        const half = Math.ceil(batch.length / 2);
        open.push(batch.slice(0, half), batch.slice(half));
      } else {
        for (const { testCase } of batch)
          observed.set(testCase, { id: testCase.id, moments: [], problems: [run.crash] });
      }
      rmSync(own, { recursive: true, force: true });
    }
  };
  const stopWatching = whenStopped(() => cleanUp(folder));
  try {
    await Promise.all(Array.from({ length: Math.max(1, parallel) }, work));
  } finally {
    stopWatching();
    rmSync(folder, { recursive: true, force: true });
  }
  if (missing !== undefined) return { problem: missing };
  return {
    observations: units.map(
      ({ testCase }) =>
        observed.get(testCase) ?? { id: testCase.id, moments: [], problems: ['it was not run'] },
    ),
  };
}

/** Programs that have been started and have not ended. */
const running = new Set<ChildProcess>();

/** Leaves neither the folder nor a program behind. */
function cleanUp(folder: string): void {
  for (const child of running) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
}

const FROM_WHERE = 'It comes with Prometheus, 3.9 or later: https://prometheus.io/download/';

function missingProgram(program: string): Diagnostic {
  return {
    code: 'tool/missing',
    severity: 'error',
    message: `${program} is not installed, so no test was run`,
    hint: FROM_WHERE,
  };
}

/** The program is missing, is no promtool, or is older than the first one that reports what it found. */
async function whyUnusable(program: string, timeoutMs: number): Promise<Diagnostic | undefined> {
  const { status, stdout, stderr } = await runProgram(program, ['--version'], tmpdir(), timeoutMs);
  if (typeof status !== 'number' && status.missing) return missingProgram(program);
  const failed = (why: string): Diagnostic => ({
    code: 'tool/failed',
    severity: 'error',
    message: `${program} can't be used, so no test was run: ${why}`,
    hint: FROM_WHERE,
  });
  if (typeof status !== 'number') return failed(status.why);
  const [version, major, minor] = /promtool, version (\d+)\.(\d+)\S*/.exec(`${stdout}\n${stderr}`) ?? [];
  if (version === undefined) return failed('it does not tell its version');
  const isOld = Number(major) < 3 || (Number(major) === 3 && Number(minor) < 9);
  return isOld ? failed(`it is ${version.replace('promtool, ', '')}`) : undefined;
}

/** Neighbours stay together, so that rules which several cases need are written once. */
function batchesOf(units: readonly Unit[]): Unit[][] {
  const batches: Unit[][] = [];
  let cost = Number.POSITIVE_INFINITY;
  for (const unit of units) {
    const own = costOf(unit);
    if (cost + own > BATCH_COST) {
      batches.push([]);
      cost = 0;
    }
    batches.at(-1)?.push(unit);
    cost += own;
  }
  return batches;
}

/** Evaluations of rules, about. */
function costOf({ rules, testCase }: Unit): number {
  const bytes = rules.files.reduce((sum, { text }) => sum + text.length, 0);
  const steps = (momentsOf(testCase).at(-1) ?? 0) / testCase.evaluationSeconds + 1;
  return steps * Math.max(1, bytes / 800);
}

type BatchRun =
  | { readonly observations: readonly (readonly [AlertCase, Observation])[] }
  | { readonly crash: string }
  | { readonly missing: true };

async function runBatch(
  program: string,
  folder: string,
  batch: readonly Unit[],
  timeoutMs: number,
): Promise<BatchRun> {
  const files = writeBatch(folder, batch);
  const args = ['test', 'rules', '--junit=report.xml', ...files.map(({ name }) => name)];
  const { status, stderr } = await runProgram(program, args, folder, timeoutMs);
  if (typeof status !== 'number' && status.missing) return { missing: true };
  const report = readReport(textOf(path.join(folder, 'report.xml')));
  if (report === undefined) return { crash: crashOf(status, stderr) };
  return {
    observations: files.flatMap(({ name, cases }) => {
      const suite = report.get(name);
      // What is wrong with the whole file stands where the tests would be.
      const common = suite?.get('unknown') ?? [];
      return cases.map(
        (testCase, index) =>
          [testCase, observation(testCase, [...common, ...(suite?.get(String(index)) ?? [])])] as const,
      );
    }),
  };
}

interface TestFile {
  readonly name: string;
  readonly cases: readonly AlertCase[];
}

/** Writes rules and tests; one file of tests for each set of rules and evaluation interval. */
function writeBatch(folder: string, batch: readonly Unit[]): readonly TestFile[] {
  mkdirSync(folder);
  const sets = [...groupBy(batch, ({ rules }) => rules)];
  return sets.flatMap(([{ files, groupOrder }, units], number) => {
    const ruleFiles = files.map((file) => `${number}-${file.path}`);
    for (const [index, { text }] of files.entries())
      writeFileSync(path.join(folder, ruleFiles[index] ?? ''), text);
    const byInterval = groupBy(
      units.map(({ testCase }) => testCase),
      ({ evaluationSeconds }) => evaluationSeconds,
    );
    return [...byInterval].map(([seconds, cases]) => {
      const name = `${number}-every-${seconds}s.json`;
      writeFileSync(path.join(folder, name), promtoolFile({ cases, ruleFiles, groupOrder }));
      return { name, cases };
    });
  });
}

interface Ended {
  readonly status: number | { readonly missing: boolean; readonly why: string };
  readonly stdout: string;
  readonly stderr: string;
}

/** Its exit status, or why it has none, and the beginning of what it writes. */
function runProgram(
  program: string,
  args: readonly string[],
  cwd: string,
  timeoutMs: number,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    running.add(child);
    // Not spawn's own timeout: it would keep this process waiting where the program could not be started.
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    const end = (status: Ended['status']): void => {
      clearTimeout(timer);
      running.delete(child);
      resolve({ status, stdout, stderr });
    };
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (stdout.length < MOST_OUTPUT) stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (stderr.length < MOST_OUTPUT) stderr += text;
    });
    child.on('error', (error: NodeJS.ErrnoException) =>
      end({ missing: error.code === 'ENOENT', why: error.message }),
    );
    child.on('close', (code, signal) =>
      end(code ?? { missing: false, why: `it was ended by ${signal ?? 'a signal'}` }),
    );
  });
}

const MOST_OUTPUT = 1_000_000;

function crashOf(status: Ended['status'], stderr: string): string {
  const why = typeof status === 'number' ? `it ended with ${status} and without a report` : status.why;
  const output = stderr.trim().split('\n').slice(0, 5).join('\n');
  return `promtool can't be used: ${why}${output === '' ? '' : `\n${output}`}`;
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
