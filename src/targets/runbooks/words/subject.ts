import type { ObjectRef } from '../../../diagnostics/diagnostic.ts';
import type { Subject } from '../../../plan/objective.ts';
import { code, type Inline, md, text } from '../../../support/markdown.ts';

const SUBJECT_WORDS: Readonly<Record<Subject['kind'], Inline>> = {
  Model: md`model`,
  Pipeline: md`pipeline`,
  FeatureSet: md`feature set`,
  BusinessMetric: md`business metric`,
  Project: md`project`,
};

/** ``model `fraud-detector` ``. */
export function subjectWords({ kind, name }: Subject): Inline {
  return md`${SUBJECT_WORDS[kind]} ${code(name)}`;
}

/** ``SLO `fraud-latency` ``: an object of the specs, its kind as the specs spell it. */
export function objectWords({ kind, name }: ObjectRef): Inline {
  return md`${text(kind)} ${code(name)}`;
}
