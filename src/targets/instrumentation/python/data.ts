/** One observation: \`counter.inc(amount)\`, made of expressions of Python. */
interface Line {
  readonly code: string;
}

/** What the template of a module shows. Every text is Python already. */
export interface ModuleData {
  readonly model: string;
  readonly summary: readonly string[];
  readonly imports: string;
  readonly runtime: string;
  readonly families: readonly { readonly attribute: string; readonly type: string; readonly code: string }[];
  readonly call: boolean;
  readonly resultFields: readonly { readonly name: string; readonly type: string }[];
  readonly resultParameters: readonly {
    readonly name: string;
    readonly type: string;
    readonly empty: string;
  }[];
  readonly resultTuple: string;
  readonly resultNames: string;
  readonly version: boolean;
  readonly segments: readonly { readonly name: string }[];
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
