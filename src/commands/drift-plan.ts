import { readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { baselineWindow, currentWindow } from '../drift/windows.ts';
import { type DriftPlan, PLAN_VERSION, zDriftPlan } from '../plan/drift-job.ts';
import { parseSpecFile } from '../source/parse.ts';
import { issuesToDiagnostics } from '../spec/issues.ts';
import { reasonOf } from '../support/file-errors.ts';
import { didYouMean, suggest } from '../support/suggest.ts';
import type { DriftOptions } from './drift-options.ts';
import { reportFindings } from './findings.ts';

export interface OpenPlan {
  readonly plan: DriftPlan;
  /** Prints findings and gives the exit code. */
  readonly report: (diagnostics: readonly Diagnostic[]) => number;
}

/** What of a plan is asked for besides policies, by name. */
export interface AskedBesides {
  readonly datasets?: readonly string[];
  readonly qualities?: readonly string[];
}

/** Reads and checks a plan file. Reports what is wrong with it, with its place, and gives the exit code then. */
export function openPlan(
  options: DriftOptions,
  { datasets = [], qualities = [] }: AskedBesides = {},
): OpenPlan | number {
  const file = resolve(options.plan);
  let text = '';
  const report = (diagnostics: readonly Diagnostic[]): number =>
    reportFindings({ diagnostics, texts: new Map([[basename(file), text]]), root: dirname(file) }, options);
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return report([
      {
        code: 'job/plan-unreadable',
        severity: 'error',
        message: `the plan file ${options.plan} can't be read: ${reasonOf(error)}`,
        hint: 'modelwatch compile writes it, with the target driftJob: generated/<project>/<env>/driftJob/plan.json',
      },
    ]);
  }
  const data = dataOf(text);
  const other = otherVersion(data);
  if (other !== undefined) return report([other]);
  const read = zDriftPlan.safeParse(data);
  if (!read.success) return report(placed(basename(file), text, read.error.issues));
  const { policies, datasets: sets, qualities: models } = read.data;
  const unknown = [
    ...withoutWindows(read.data, options.at),
    ...unknownNames('policy', policies, options.policies),
    ...unknownNames('feature set', sets, datasets),
    ...unknownNames(
      'quality of a model',
      models.map(({ model }) => ({ name: model })),
      qualities,
    ),
  ];
  return unknown.length > 0 ? report(unknown) : { plan: read.data, report };
}

function dataOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A plan of another version of the program is of another shape: what is wrong with it place by place says nothing. */
function otherVersion(data: unknown): Diagnostic | undefined {
  if (typeof data !== 'object' || data === null || !('version' in data)) return undefined;
  const { version } = data;
  if (typeof version !== 'number' || version === PLAN_VERSION) return undefined;
  return {
    code: 'job/plan-version',
    severity: 'error',
    message: `the plan is of version ${version}, and this modelwatch reads version ${PLAN_VERSION}`,
    hint: 'Compile it with the modelwatch that runs it.',
  };
}

/** What compile writes can be cut into windows; what was edited by hand may name no time zone, or a window longer than all time. */
function withoutWindows({ policies, datasets }: DriftPlan, at: number): Diagnostic[] {
  const checks = [
    ...policies.map((policy) => ({ name: policy.name, check: () => windowsOf(policy, at) })),
    ...datasets.map((dataset) => ({ name: dataset.name, check: () => currentWindow(at, dataset) })),
  ];
  return checks.flatMap(({ name, check }): Diagnostic[] => {
    try {
      check();
      return [];
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return [
        {
          code: 'job/plan-times',
          severity: 'error',
          message: `${name} of the plan has no window: ${error.message}`,
          hint: 'Its schedule has a time zone of the IANA database, and windows are of some years at most.',
        },
      ];
    }
  });
}

function windowsOf({ columns, ...policy }: DriftPlan['policies'][number], at: number): void {
  const { baseline, schedule, windowSeconds } = policy;
  for (const late of new Set([0, ...columns.map(({ delaySeconds }) => delaySeconds)]))
    baselineWindow(currentWindow(at, policy, late), baseline, schedule, windowSeconds);
}

/** The faults with their places in the text; what is no JSON is told by the parser of YAML, which JSON is a part of. */
function placed(path: string, text: string, issues: Parameters<typeof issuesToDiagnostics>[0]): Diagnostic[] {
  const found: Diagnostic[] = [];
  const [document] = parseSpecFile({ path, text }, (diagnostic) => found.push(diagnostic));
  if (found.length > 0) return found;
  if (document !== undefined && document.root.type !== 'map')
    return [{ code: 'job/plan-empty', severity: 'error', message: `the file ${path} holds no plan` }];
  if (document !== undefined) return issuesToDiagnostics(issues, { root: document.root, base: [] });
  return [{ code: 'job/plan-empty', severity: 'error', message: `the plan file ${path} is empty` }];
}

function unknownNames(
  what: string,
  there: readonly { readonly name: string }[],
  asked: readonly string[],
): Diagnostic[] {
  const known = there.map(({ name }) => name);
  return asked
    .filter((name) => !known.includes(name))
    .map((name) => {
      const suggestions = suggest(name, known);
      const hint = didYouMean(suggestions);
      return {
        code: 'job/unknown-name',
        severity: 'error',
        message: `the plan has no ${what} ${name}`,
        expected: known.length > 0 ? `one of ${known.join(', ')}` : `a plan with a ${what}`,
        ...(hint !== undefined && { hint, suggestions }),
      };
    });
}
