/** One observation: `counter.inc(amount)`, made of expressions of the module's language. */
interface Line {
  readonly code: string;
}

/** What the templates of both languages show. Every text is of the module's language already. */
export interface SharedData {
  readonly model: string;
  readonly summary: readonly string[];
  readonly runtime: string;
  readonly call: boolean;
  readonly fallback: boolean;
  readonly hasTimeout: boolean;
  readonly firstToken: boolean;
  readonly tokens: boolean;
  readonly spanName: string;
  readonly attributes: string;
  readonly error: readonly Line[];
  readonly timeout: readonly Line[];
  readonly fallbackDurations: readonly Line[];
  readonly fallbackCounts: readonly Line[];
  readonly successDurations: readonly Line[];
  readonly successCounts: readonly Line[];
  readonly resultLines: readonly Line[];
  readonly answerLines: readonly Line[];
  readonly run: boolean;
  readonly runRows: readonly Line[];
  readonly runEnd: readonly Line[];
  readonly functions: readonly {
    readonly name: string;
    readonly parameters: string;
    readonly documentation: string;
    readonly code: string;
  }[];
}
