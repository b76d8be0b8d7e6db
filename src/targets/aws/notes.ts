import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { CONSTRUCTS, type Construct } from '../../plan/constructs.ts';
import type { Origin } from '../../plan/origin.ts';
import { type Asked, capabilityNote } from '../capability.ts';
import { capabilities } from './capabilities.ts';

export const TARGET_NAME = 'aws';

/** The note on a construct, none where it is expressed in full. */
export function asked(about: Asked): Diagnostic[] {
  const found = capabilityNote({ name: TARGET_NAME, capabilities }, about);
  return found === undefined ? [] : [found];
}

/**
 * Tells at the spec's place that one piece of a construct is left out though the target renders the construct as such.
 * `what` is the piece ("the metric of role latency"), `why` a clause that stands for itself.
 */
export function leftOutNote(
  construct: Construct,
  origin: Origin,
  what: string,
  why: string,
  hint?: string,
): Diagnostic {
  const note = unsupportedNote(
    construct,
    origin,
    `${what} is part of ${CONSTRUCTS[construct]}; left out: ${why}`,
  );
  return hint === undefined ? note : { ...note, hint };
}

/** Tells at the spec's place that something of a construct is left out, in words of its own. */
export function unsupportedNote(construct: Construct, origin: Origin, message: string): Diagnostic {
  const [span] = origin.spans;
  return {
    code: 'target/unsupported',
    severity: 'warning',
    message: `${TARGET_NAME}: ${message}`,
    ...(span && { span }),
    object: origin.object,
    data: { target: TARGET_NAME, construct },
  };
}
