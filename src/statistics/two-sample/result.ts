/** What a test of two samples says. Both are NaN where the test isn't defined for the input; each test names its cases. */
export interface TestResult {
  readonly statistic: number;
  /** Of the null hypothesis that both samples come from one distribution; 0 to 1. */
  readonly pValue: number;
}

/** For input without an answer. */
export const UNDEFINED_RESULT: TestResult = { statistic: Number.NaN, pValue: Number.NaN };
