import type { Severity, Subject } from './objective.ts';

/**
 * While one of the `alerts` fires, alerts that name `subject` upstream, of the given severities, are explained and stay
 * silent. Sources that would themselves be muted are not here.
 */
export interface Cause {
  readonly subject: Subject;
  /** `<kind>:<name>`, the item looked for in the label `upstream`. */
  readonly item: string;
  readonly sourceSeverity: Severity;
  /** Names of the alerts that are the cause. */
  readonly alertNames: readonly string[];
  readonly targetSeverities: readonly Severity[];
}
