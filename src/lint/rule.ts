import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts';
import type { Plan } from '../plan/plan.ts';
import type { Workspace } from '../workspace/entity.ts';

/** One environment, as written and as planned. */
export interface LintEnvironment {
  readonly workspace: Workspace;
  readonly plan: Plan;
}

/** What a rule looks at: one environment, and what it may be compared with. */
export interface LintInput extends LintEnvironment {
  /** All environments of the project, in its order; this one is among them. */
  readonly environments: readonly LintEnvironment[];
  /** The day of the run, as 2026-12-31; absent when nobody gave it, and then nothing is judged by it. */
  readonly today?: string | undefined;
}

/** What a rule has found; its id and severity are added to it. `isGrave` is for rules that say when they are errors. */
export type LintFinding = Omit<Diagnostic, 'code' | 'severity'> & { readonly isGrave?: boolean };

/**
 * Something that compiles and is probably not what its author wants. A rule is one file and one line in `registry.ts`. It
 * shows its arithmetic with the user's own numbers, in the message for people and in `data` for machines.
 */
export interface LintRule {
  /** `<group>/<kebab-name>`: the code of its findings. Never changed once released. */
  readonly id: string;
  readonly severity: Severity;
  /** When a finding is an error though the severity is less: "for a model of tier 1". */
  readonly graveWhen?: string;
  /** What is wrong, in a few words. */
  readonly title: string;
  /** Why it matters and what to do, one paragraph. */
  readonly why: string;
  /** Objects (YAML documents) that the rule reports; `exampleProject` completes them to a project. */
  readonly bad: string;
  /** The same, mended: the rule is silent. */
  readonly good: string;
  check(input: LintInput, report: (finding: LintFinding) => void): void;
}
