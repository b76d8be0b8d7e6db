import type { Span } from './span.ts';

export type Severity = 'error' | 'warning' | 'info';

/** The object of the specs that a finding is about. */
export interface ObjectRef {
  readonly kind: string;
  readonly name: string;
}

/** A second place that explains a finding: where a default came from, the first of two duplicates, … */
export interface RelatedPlace {
  readonly message: string;
  readonly span: Span;
}

/**
 * One finding, whatever found it: parser, schema, resolver, planner, lint rule, target or a real program.
 * Printers (pretty, json, sarif, github) read this and nothing else.
 */
export interface Diagnostic {
  /** Stable id, `<group>/<kebab-name>`, listed in `catalogue.ts` (or the lint registry). */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence without a final full stop, in the user's words. */
  readonly message: string;
  /** Absent only when no file is to blame (an unreadable folder, a missing program). */
  readonly span?: Span;
  /** What would have been right, as a phrase: "a duration such as 250ms or 15m". */
  readonly expected?: string;
  /** What to do now, as a sentence. A did-you-mean belongs here. */
  readonly hint?: string;
  /** Nearest known names, best first: machine-readable twin of the did-you-mean. */
  readonly suggestions?: readonly string[];
  readonly related?: readonly RelatedPlace[];
  readonly object?: ObjectRef;
  /** Dotted path of the field inside the object (`spec.sli.threshold`); with code and object it fingerprints the finding. */
  readonly field?: string;
  /** Environments in which the finding holds; absent when it holds whatever the environment. */
  readonly env?: readonly string[];
  /** The arithmetic behind the finding, for machines. Never a secret. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** True when the span covers a secret: printers mask the spanned text in the code frame. */
  readonly redact?: boolean;
}

/** Where rooms put what they find. */
export type Report = (diagnostic: Diagnostic) => void;
