import type { Condition, Measure } from '../../../plan/condition.ts';
import type { Selection } from '../../../plan/signal.ts';
import { type Candidate, lastingSeconds, type Request } from '../candidate.ts';
import { type Draft, emittersOf } from '../draft.ts';
import { BEYOND, WITHIN } from '../settle.ts';
import { draftOfStages } from '../stages.ts';

type Beyond = Extract<Condition, { node: 'segment-beyond' }>;
type Spread = Extract<Measure, { node: 'segment-spread' }>;

/** Samples of all values together, by those that one value needs. */
const OVERALL = 10;
const USUAL = 0.1;

/** A spread that is compared with a constant, the only way in which plans have it; undefined for any other condition. */
export function spreadIn(
  condition: Condition,
): { readonly spread: Spread; readonly limit: number } | undefined {
  if (condition.node !== 'compare' || !condition.op.startsWith('>')) return undefined;
  const { left, right } = condition;
  return left.node === 'segment-spread' && right.node === 'constant'
    ? { spread: left, limit: right.value }
    : undefined;
}

/** One value far enough from the others; barely not; and far enough but with too few samples. */
export function spreadCandidates(request: Request, spread: Spread, limit: number): readonly Candidate[] {
  const world = (purpose: Candidate['purpose'], factor: number, samples: number) =>
    candidate(request, purpose, (draft) => {
      setAll(draft, spread.samples, (isFirst) => (isFirst ? samples : BEYOND) * spread.minSamples);
      setAll(draft, spread.of, (isFirst) => (isFirst ? USUAL * limit * factor : USUAL));
    });
  return [
    ...world('fires', BEYOND, BEYOND),
    ...world('quiet', WITHIN, BEYOND),
    // Too few of a value far above the other, and of one far below.
    ...world('quiet', BEYOND, WITHIN),
    ...world('quiet', 1 / (limit * limit * BEYOND), WITHIN),
  ];
}

/** One value beyond the threshold for its size; barely not; and beyond it but with too few samples. */
export function beyondCandidates(request: Request, condition: Beyond): readonly Candidate[] {
  const { of, samples, overallSamples, typical, threshold, minSamples } = condition;
  const world = (purpose: Candidate['purpose'], factor: number, enough: number) =>
    candidate(request, purpose, (draft) => {
      const own = enough * minSamples;
      const all = OVERALL * minSamples;
      setAll(draft, samples, () => own);
      const sources = emittersOf(draft, overallSamples).length;
      setAll(draft, overallSamples, () => all / Math.max(1, sources));
      const margin = (typical - threshold) * Math.sqrt(all / own);
      setAll(draft, of, (isFirst) => (isFirst ? typical - margin * factor : typical));
    });
  return [
    ...world('fires', BEYOND, BEYOND),
    ...world('quiet', WITHIN, BEYOND),
    ...world('quiet', BEYOND * BEYOND, WITHIN),
  ];
}

function candidate(
  request: Request,
  purpose: Candidate['purpose'],
  set: (draft: Draft) => void,
): readonly Candidate[] {
  const draft = draftOfStages(request.scope, request.profile, [
    { way: [], seconds: lastingSeconds(request) },
  ]);
  if (draft === undefined) return [];
  set(draft);
  return [{ purpose, draft }];
}

/** Gauges of a selection, in the plan's unit. */
function setAll(draft: Draft, selection: Selection, valueOf: (isFirst: boolean) => number): void {
  for (const [index, emitter] of emittersOf(draft, selection).entries()) {
    const value = valueOf(index === 0) / (emitter.signal?.prometheus.scale ?? 1);
    for (const phase of emitter.levels.keys()) emitter.levels[phase] = { kind: 'gauge', value };
  }
}
