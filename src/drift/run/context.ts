import type { JobSource } from '../../plan/drift-job.ts';
import { counted } from '../../support/counted.ts';
import { type Engine, EngineError } from '../engine.ts';
import { figure } from '../figure.ts';
import { DriftProblem, READABLE_TIMES } from '../problem.ts';
import type { RunFinding } from '../result.ts';
import type { BaselineSnapshot } from '../snapshot.ts';

/** What a run has at hand. */
export interface RunContext {
  readonly engine: Engine;
  /** Where relative paths begin. */
  readonly root: string;
  /** The moment for which the run is, Unix milliseconds. */
  readonly now: number;
  readonly sources: ReadonlyMap<string, JobSource>;
  /** True: tests use every value where they can, whatever that takes. */
  readonly exact: boolean;
  /** A stored baseline by its path; undefined when there is none. Throws a DriftProblem when it can't be read. */
  readonly readSnapshot: (path: string) => BaselineSnapshot | undefined;
  /** What is being done, for people who wait. */
  readonly progress: (step: string) => void;
}

/** A source of the plan. Throws a DriftProblem when the plan has none of that name. */
export function sourceNamed({ sources }: RunContext, name: string): JobSource {
  const source = sources.get(name);
  if (source !== undefined) return source;
  throw new DriftProblem('source/unknown', `the plan has no source ${name}`, 'Compile it anew.');
}

/** Collects what a reader of the result should know. */
export class Findings {
  readonly list: RunFinding[] = [];

  add(
    severity: RunFinding['severity'],
    code: string,
    message: string,
    more: { column?: string; hint?: string | undefined } = {},
  ): void {
    this.list.push({ code, severity, column: more.column ?? null, message, hint: more.hint ?? null });
  }
}

/** Tells why a policy or a feature set could not be decided, so that others are. Throws what is no problem of data. */
export function addProblem(findings: Findings, error: unknown): void {
  if (error instanceof DriftProblem) {
    findings.add('error', error.code, error.message, { hint: error.hint });
    return;
  }
  if (!(error instanceof EngineError)) throw error;
  findings.add('error', 'source/failed', error.message, {
    hint: 'It is what DuckDB says. If memory is short: --memory-limit, and space for temporary files.',
  });
}

/** Columns of a type that has no counterpart are compared by what their values look like; of columns of one name the first is. */
export function tellTexts(
  findings: Findings,
  source: string,
  { asText, repeated = [] }: { readonly asText: readonly string[]; readonly repeated?: readonly string[] },
): void {
  if (repeated.length > 0)
    findings.add(
      'warning',
      'source/repeated-names',
      `source ${source} has more than one column of the name ${repeated.slice(0, 10).join(', ')}: the first is read`,
      { hint: 'Names of a header should differ; what writes it may have joined two tables.' },
    );
  if (asText.length === 0) return;
  const some = asText.slice(0, 10).join(', ');
  findings.add(
    'info',
    'source/read-as-text',
    `source ${source} has columns of types that are read as texts: ${some}${asText.length > 10 ? ' …' : ''}`,
  );
}

/** Rows without a time are in no window: whoever reads the result should know how many of it that may be. */
export function tellTimes(
  findings: Findings,
  { name, timestamp = '' }: JobSource,
  { rows, withoutTime }: { readonly rows: number; readonly withoutTime: number },
  side: string,
): void {
  if (withoutTime === 0) return;
  const share = figure((100 * withoutTime) / (withoutTime + rows));
  const message = `source ${name}: ${counted(withoutTime, 'row')} without a time that can be read in ${timestamp} ${withoutTime === 1 ? 'is' : 'are'} left out: at most ${share} % of the ${side}`;
  // Served values are read for each feature.
  if (findings.list.some((finding) => finding.message === message)) return;
  findings.add('warning', 'source/unreadable-times', message, { hint: READABLE_TIMES });
}
