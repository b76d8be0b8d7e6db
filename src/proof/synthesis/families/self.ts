import type { Candidate, NodeOf, Request } from '../candidate.ts';
import { lastingSeconds } from '../candidate.ts';
import { selfWorlds } from '../self-series.ts';
import { onGrid } from '../stages.ts';

/** Worlds of the checks of the monitoring: one for each thing that can fail, and one in which only other people's rules do. */
export function selfCandidates(request: Request, { check }: NodeOf<'self'>): readonly Candidate[] {
  const { scope, profile } = request;
  const { intervalSeconds, evaluationSeconds } = profile;
  const { failing, well } = selfWorlds(check, scope.plan.environment.name);
  const timing = {
    intervalSeconds,
    evaluationSeconds,
    phaseSeconds: [onGrid(lastingSeconds(request), profile)],
  };
  const candidate = (purpose: Candidate['purpose'], { emitters }: typeof well): Candidate => ({
    purpose,
    draft: { scope, timing, emitters: emitters.map((each) => ({ ...each, levels: [...each.levels] })) },
  });
  return [...failing.map((world) => candidate('fires', world)), candidate('quiet', well)];
}
