import type { Candidate, Request } from '../candidate.ts';
import { lastingSeconds } from '../candidate.ts';
import { draftOfStages, type Stage } from '../stages.ts';
import { type Way, waysOf } from '../wants.ts';

/**
 * Worlds in which nothing changes from the first sample on, one for each way in which the condition holds or does not. What compares
 * with some time ago has that time before it, and what must have existed is there at the beginning.
 */
export function steadyCandidates(request: Request): readonly Candidate[] {
  const { condition } = request.alert;
  const candidate = (purpose: Candidate['purpose'], way: Way, isFirst = false): Candidate[] => {
    const draft = draftOfStages(request.scope, request.profile, stagesOf(request, way, isFirst));
    return draft === undefined ? [] : [{ purpose, draft }];
  };
  const held = waysOf(condition, true);
  return [
    ...held.flatMap((way) => candidate('fires', way)),
    ...waysOf(condition, false).flatMap((way) => candidate('quiet', way)),
    // Never there at all is no reason to miss it.
    ...(request.profile.existedSeconds > 0 ? held.flatMap((way) => candidate('quiet', way, true)) : []),
    ...(request.profile.isLatched ? latchedCandidates(request) : []),
  ];
}

function stagesOf(request: Request, way: Way, isFirst: boolean): readonly Stage[] {
  const { agosSeconds, existedSeconds, evaluationSeconds } = request.profile;
  const now = { way, seconds: lastingSeconds(request) };
  if (isFirst) return [now];
  // A stretch of its own for each time ago.
  const past = agosSeconds.map((seconds, index) => ({
    way: [],
    seconds: seconds - (agosSeconds[index + 1] ?? 0),
  }));
  if (past.length > 0) return [...past, now];
  return existedSeconds > 0 ? [{ way: [], seconds: evaluationSeconds }, now] : [now];
}

/** Raised beyond the threshold, held between the thresholds, ended beyond the second one; and not raised between them. */
function latchedCandidates(request: Request): readonly Candidate[] {
  const { condition } = request.alert;
  const seconds = lastingSeconds(request);
  const [raised] = waysOf(condition, true);
  const [between] = waysOf(condition, true, 'between');
  const [ended] = waysOf(condition, false);
  if (raised === undefined || between === undefined || ended === undefined) return [];
  const candidate = (purpose: Candidate['purpose'], ways: readonly Way[]): Candidate[] => {
    const stages = ways.map((way) => ({ way, seconds }));
    const draft = draftOfStages(request.scope, request.profile, stages);
    return draft === undefined ? [] : [{ purpose, draft }];
  };
  return [...candidate('fires', [raised, between, ended]), ...candidate('quiet', [between])];
}
