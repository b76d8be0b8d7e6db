import type { FindingOptions } from './findings.ts';
import { openProject } from './project.ts';
import { isSpecFile, validateFile } from './validate-file.ts';

export interface ValidateOptions extends FindingOptions {
  /** What a target leaves out is an error. */
  readonly strictTargets?: boolean;
}

/** `modelwatch validate`: all that can be known of the specs, or of one of their files, without a network; writes nothing. */
export function validate(project: string | undefined, options: ValidateOptions): number {
  if (project !== undefined && isSpecFile(project)) return validateFile(project, options);
  const opened = openProject(project, options, {
    strictTargets: options.strictTargets,
    withoutFiles: true,
  });
  return typeof opened === 'number' ? opened : opened.report();
}
