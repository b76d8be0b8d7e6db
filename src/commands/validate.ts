import { type FindingOptions, reportFindings } from './findings.ts';
import { openProject } from './project.ts';

/** `modelwatch validate`: everything that can be known of the specs without a network; writes nothing. */
export function validate(project: string | undefined, options: FindingOptions): number {
  const opened = openProject(project, options);
  if (typeof opened === 'number') return opened;
  const { loaded, compiled, diagnostics } = opened;
  return reportFindings(
    { diagnostics, texts: loaded.texts, objectCount: compiled.objectCount, root: loaded.root },
    options,
  );
}
