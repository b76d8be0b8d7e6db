import { type MatrixFormat, printMatrix, printTargets } from '../targets/print-matrix.ts';
import { targets } from '../targets/registry.ts';

export interface TargetsOptions {
  /** What each does with everything that a plan can ask, instead of the list. */
  readonly matrix: boolean;
  readonly format: MatrixFormat;
}

/** `modelwatch targets`: what can be rendered; with `--matrix`, what each target does with each construct of a plan. */
export function targetsCommand({ matrix, format }: TargetsOptions): number {
  process.stdout.write(matrix ? printMatrix(targets, format) : printTargets(targets, format));
  return 0;
}
