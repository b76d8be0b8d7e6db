import type { JobSource } from '../plan/drift-job.ts';
import { didYouMean, suggest } from '../support/suggest.ts';

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

export const READABLE_TIMES =
  'Times are read as ISO 8601 (2026-11-29T06:00:00Z) and as Unix time in s, ms, µs or ns.';

/** The problem of a source that has columns of these names, and none with its times. */
export function noTimestamp({ name, timestamp = '' }: JobSource, names: readonly string[]): DriftProblem {
  return new DriftProblem(
    'source/no-timestamp',
    `source ${name} has no column ${timestamp}, by which its windows are cut`,
    likeName(timestamp, names),
  );
}

/** A hint for a name that is not there. It lists no other names: without a header they are values. */
export function likeName(wanted: string, names: readonly string[]): string {
  const count = names.length === 1 ? 'one column' : `${names.length} columns`;
  return didYouMean(suggest(wanted, names)) ?? `There are ${count}, none of a name like that.`;
}
