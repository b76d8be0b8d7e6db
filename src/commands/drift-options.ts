import type { FindingOptions } from './findings.ts';

/** What all commands of the drift job take. */
export interface DriftOptions extends FindingOptions {
  readonly plan: string;
  readonly root: string;
  /** The moment for which it runs, Unix milliseconds. */
  readonly at: number;
  readonly policies: readonly string[];
  readonly memoryLimit: string;
  readonly threads?: number;
  /** Where extensions of DuckDB are. */
  readonly extensionFolder?: string;
}
