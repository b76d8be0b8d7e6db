import type { Origin } from '../../plan/origin.ts';
import type { LabelSet } from '../../plan/signal.ts';
import type { Expr } from '../../promql/ast.ts';

export interface RecordingRule {
  readonly type: 'recording';
  readonly record: string;
  readonly expr: Expr;
  readonly labels: LabelSet;
  readonly origin: Origin;
}

export interface AlertingRule {
  readonly type: 'alerting';
  readonly alert: string;
  readonly expr: Expr;
  readonly forSeconds: number;
  readonly keepFiringSeconds: number;
  readonly labels: LabelSet;
  /** Go templates. */
  readonly annotations: LabelSet;
  readonly origin: Origin;
}

export type Rule = RecordingRule | AlertingRule;

/** Rules evaluated one after the other, at one time: each sees what those before it recorded. */
export interface RuleGroup {
  readonly name: string;
  readonly intervalSeconds: number;
  readonly rules: readonly Rule[];
  readonly origin: Origin;
}

/** The groups of one subject. */
export interface RuleFile {
  /** Name without folder and extension: `model-fraud-detector`. */
  readonly name: string;
  readonly groups: readonly RuleGroup[];
}
