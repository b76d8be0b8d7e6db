import type { Scope } from '../../promql/lower/scope.ts';
import type { Place } from './aim.ts';
import { type Draft, draftOf } from './draft.ts';
import type { Profile } from './profile.ts';
import { settle } from './settle.ts';
import type { Way } from './wants.ts';

/** A stretch of time in which the leaves of a condition are as wanted. */
export interface Stage {
  readonly seconds: number;
  readonly way: Way;
}

/** A world of several stages; undefined where a stage can't be as it is wanted. */
export function draftOfStages(scope: Scope, profile: Profile, stages: readonly Stage[]): Draft | undefined {
  const { selections, landmarks, intervalSeconds, evaluationSeconds, startSeconds } = profile;
  const phaseSeconds = stages.map(({ seconds }) => onGrid(seconds, profile));
  const timing = {
    ...(startSeconds !== undefined && { startSeconds }),
    intervalSeconds,
    evaluationSeconds,
    phaseSeconds,
  };
  const draft = draftOf(scope, timing, selections, landmarks);
  return stages.every(({ way }, phase) => settle(draft, way, placeOf(phaseSeconds, phase)))
    ? draft
    : undefined;
}

/** Evaluations fall on samples. */
export function onGrid(seconds: number, { evaluationSeconds }: Pick<Profile, 'evaluationSeconds'>): number {
  return Math.ceil(seconds / evaluationSeconds - 1e-9) * evaluationSeconds;
}

/** The end of a phase. */
export function placeOf(phaseSeconds: readonly number[], phase: number): Place {
  const end = phaseSeconds.slice(0, phase + 1).reduce((sum, seconds) => sum + seconds, 0);
  return placeAt(phaseSeconds, end);
}

function placeAt(phaseSeconds: readonly number[], atSeconds: number): Place {
  let end = 0;
  let phase = 0;
  for (const [index, seconds] of phaseSeconds.entries()) {
    end += seconds;
    phase = index;
    if (atSeconds <= end) break;
  }
  return {
    phase,
    atSeconds,
    before: (seconds) => (seconds > atSeconds ? undefined : placeAt(phaseSeconds, atSeconds - seconds)),
  };
}
