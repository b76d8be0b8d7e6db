/** What is wrong in an ICS file, and where; lines and columns count from 1. */
export interface IcsProblem {
  readonly line: number;
  readonly column: number;
  /** A sentence without a final full stop. */
  readonly message: string;
}

export type ReportProblem = (problem: IcsProblem) => void;
