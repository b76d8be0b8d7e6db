import type { Entity } from '../../../workspace/entity.ts';
import type { JobSchedule } from '../../drift-job-parts.ts';

/** When a policy is run. */
export function jobSchedule({ spec }: Entity<'DriftPolicy'>): JobSchedule {
  const { every, at, timezone } = spec.schedule;
  return { everySeconds: every.seconds, ...(at && { at: at.text }), timezone };
}
