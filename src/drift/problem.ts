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
