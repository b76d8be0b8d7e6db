import type { FindingOptions } from './findings.ts';
import { openProject } from './project.ts';

/** `modelwatch validate`: everything that can be known of the specs without a network; writes nothing. */
export function validate(project: string | undefined, options: FindingOptions): number {
  const opened = openProject(project, options);
  return typeof opened === 'number' ? opened : opened.report();
}
