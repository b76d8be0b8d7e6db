import { didYouMean, suggest } from '../../support/suggest.ts';
import { CHANGE_CLASSES, type Change, type ChangeClass } from './change.ts';

/** A gate: changes of a class, of models of a tier. */
export interface Gate {
  readonly class: ChangeClass;
  /** Any when absent. */
  readonly tier?: string;
  /** As typed. */
  readonly text: string;
}

/** `loosened`, `loosened:tier=1`, several parted by commas. What is wrong comes back as a sentence. */
export function parseGates(text: string): { readonly gates: readonly Gate[] } | { readonly problem: string } {
  const gates: Gate[] = [];
  for (const part of text.split(',').map((each) => each.trim())) {
    const [name = '', ...conditions] = part.split(':');
    const found = CHANGE_CLASSES.find((each) => each === name);
    if (found === undefined) {
      const hint = didYouMean(suggest(name, CHANGE_CLASSES)) ?? `Write one of ${CHANGE_CLASSES.join(', ')}.`;
      return { problem: `"${name}" is no class of changes. ${hint}` };
    }
    const tier = /^tier=(.+)$/.exec(conditions[0] ?? '')?.[1];
    if (conditions.length > 1 || (conditions.length === 1 && tier === undefined))
      return { problem: `"${part}" is no gate. Write it as ${name} or ${name}:tier=1.` };
    gates.push({ class: found, text: part, ...(tier !== undefined && { tier }) });
  }
  return { gates };
}

/** The changes that a gate stops. What stops loosening stops the removal of protection all the more. */
export function stoppedBy(gate: Gate, changes: readonly Change[]): Change[] {
  return changes.filter(
    (change) =>
      (change.class === gate.class || (gate.class === 'loosened' && change.class === 'protection-removed')) &&
      (gate.tier === undefined || change.tiers.includes(gate.tier)),
  );
}
