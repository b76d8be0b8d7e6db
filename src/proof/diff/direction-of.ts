import type { KindName } from '../../spec/names.ts';
import { DIRECTIONS, type DirectionRule, SUFFIX_DIRECTIONS } from './directions.ts';

/** Step into an entry of a list, whichever it is. */
export const LIST_STEP = '[]';

interface Compiled {
  readonly rule: DirectionRule;
  readonly steps: readonly string[];
}

const COMPILED: readonly Compiled[] = DIRECTIONS.map((rule) => ({ rule, steps: patternSteps(rule.path) }));
const SUFFIXES: readonly Compiled[] = SUFFIX_DIRECTIONS.map((rule) => ({
  rule,
  steps: patternSteps(rule.path),
}));

/** `onCall[].name` → onCall, [], name. */
export function patternSteps(path: string): string[] {
  return path
    .replaceAll('[]', `.${LIST_STEP}`)
    .split('.')
    .filter((step) => step !== '');
}

/** The rule of the table for a field; steps below `spec`, entries of lists as `[]`. */
export function directionRule(kind: string, steps: readonly string[]): DirectionRule | undefined {
  return COMPILED.find(({ rule, steps: pattern }) => rule.kind === kind && fits(pattern, steps))?.rule;
}

/** What the field's name suggests, where the table has no rule. */
export function suggestedRule(steps: readonly string[]): DirectionRule | undefined {
  return SUFFIXES.find(({ steps: [, ...suffix] }) => fits(suffix, steps.slice(-suffix.length)))?.rule;
}

/** What is known of a field: its rule, or what its name suggests, else that nothing is known. */
export function ruleFor(kind: string, steps: readonly string[]): DirectionRule {
  return (
    directionRule(kind, steps) ??
    suggestedRule(steps) ?? { kind: kind as KindName, path: '', direction: 'neutral' }
  );
}

/** Whether a field is compared as a whole: the rule's `**` begins here. */
export function isWhole(rule: DirectionRule, steps: readonly string[]): boolean {
  const pattern = patternSteps(rule.path);
  return pattern.at(-1) === '**' && steps.length >= pattern.length;
}

/** `**` at the end fits one step or more. */
function fits(pattern: readonly string[], steps: readonly string[]): boolean {
  const isOpen = pattern.at(-1) === '**';
  const fixed = isOpen ? pattern.slice(0, -1) : pattern;
  if (isOpen ? steps.length <= fixed.length : steps.length !== fixed.length) return false;
  return fixed.every((step, index) => step === steps[index] || (step === '*' && steps[index] !== LIST_STEP));
}
