import type { FindingOptions } from './findings.ts';
import { openProject } from './project.ts';

export interface ValidateOptions extends FindingOptions {
  /** What a target leaves out is an error. */
  readonly strictTargets?: boolean;
}

/** `modelwatch validate`: everything that can be known of the specs without a network; writes nothing. */
export function validate(project: string | undefined, options: ValidateOptions): number {
  const opened = openProject(project, options, { strictTargets: options.strictTargets });
  return typeof opened === 'number' ? opened : opened.report();
}
