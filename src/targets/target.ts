import type { z } from 'zod';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Origin } from '../plan/origin.ts';
import type { Plan } from '../plan/plan.ts';
import type { Capabilities } from './capability.ts';

/** A file as rendered, before anything is written. */
export interface RenderedFile {
  /** Relative to the target's folder, with `/` separators. */
  readonly path: string;
  readonly text: string;
  /** Which specs the parts of a YAML or JSON file come from; a complaint about a line is mapped back through them. */
  readonly marks: readonly FileMark[];
}

export interface FileMark {
  /** Path inside the rendered data: `['groups', 0, 'rules', 3]`. Empty for the whole file. */
  readonly pointer: readonly (string | number)[];
  readonly origin: Origin;
}

/** What a target may read beside the plan: files of the team's own that the specs name, by path; absent if unreadable. */
export type ReadAuxiliary = (path: string) => string | undefined;

export interface TargetOutput {
  readonly files: readonly RenderedFile[];
  /** What could not be expressed, or not as asked: never silence. */
  readonly notes: readonly Diagnostic[];
}

/** The contract of an output format. A target is one folder and one line in `registry.ts`; it imports no other target. */
export interface Target<Options = unknown> {
  readonly name: string;
  /** What it renders, as a phrase. */
  readonly description: string;
  /** Shape of `Project.spec.targets.<name>`; input `{}` must be valid. */
  readonly options: z.ZodType<Options>;
  /** What it does with each construct of a plan: the matrix, and the text of what it leaves out. */
  readonly capabilities: Capabilities;
  /** True for a target that a project must name under `targets` to get it; others are rendered by default. */
  readonly onlyWhenAsked?: boolean;
  /** Pure. Never throws on a valid plan. */
  lower(plan: Plan, options: Options, readAuxiliary: ReadAuxiliary): TargetOutput;
  /** The same notes as those of `lower`, for less: where files are not wanted. Absent where making the files is what finds them. */
  notes?(plan: Plan, options: Options, readAuxiliary: ReadAuxiliary): readonly Diagnostic[];
}
