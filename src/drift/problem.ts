import type { JobSource } from '../plan/drift-job.ts';

/** Why a source, a column or an output could not be used: a finding, not a crash. */
export class DriftProblem extends Error {
  override readonly name = 'DriftProblem';
  /** Stable, such as source/no-files. */
  readonly code: string;
  readonly hint: string | undefined;

  constructor(code: string, message: string, hint?: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

/** The problem of a source that has columns of these names, and none with its times. */
export function noTimestamp({ name, timestamp = '' }: JobSource, names: readonly string[]): DriftProblem {
  return new DriftProblem(
    'source/no-timestamp',
    `source ${name} has no column ${timestamp}, by which its windows are cut`,
    `Its columns are ${names.join(', ')}.`,
  );
}
