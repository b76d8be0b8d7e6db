import type { UtcInterval } from '../../../calendar/types.ts';
import type { Condition } from '../../../plan/condition.ts';
import type { Objective } from '../../../plan/objective.ts';
import type { Plan } from '../../../plan/plan.ts';
import type { Candidate, Request } from '../candidate.ts';
import { breach } from '../settle.ts';
import { draftOfStages, placeOf } from '../stages.ts';

const HOUR = 3600;
/** Stretches of equal steps beyond these are not looked at one by one. */
const MOST_STRETCHES = 12;

/**
 * Worlds around maintenance that the budget does not count: bad from an hour before it to well after it, once for each stretch of
 * equal steps, and at the moments a step before the first one and after the last, when there is none. Only for the alert of the
 * objective that is raised first: what the others read is the same.
 */
export function maintenanceCandidates(request: Request, plan: Plan, alertId: string): readonly Candidate[] {
  return request.profile.objectives.flatMap((objective) => {
    if (objective.excludedMaintenance.length === 0 || quickestAlert(plan, objective) !== alertId) return [];
    const excluded = plan.maintenance.filter(({ id }) => objective.excludedMaintenance.includes(id));
    return excluded
      .flatMap(({ occurrences }) => looksAt(occurrences))
      .flatMap((occurrence) => around(request, objective, occurrence));
  });
}

function quickestAlert(plan: Plan, objective: Objective): string | undefined {
  const seconds = ({ condition }: { readonly condition: Condition }): number => {
    if (!('objective' in condition) || condition.objective !== objective.id) return Number.POSITIVE_INFINITY;
    if (condition.node === 'burn-rate') return condition.shortSeconds;
    if (condition.node !== 'sustained' || objective.budgeting.type !== 'timeslices')
      return Number.POSITIVE_INFINITY;
    return condition.slices * objective.budgeting.sliceSeconds;
  };
  const [first] = plan.alerts
    .filter((alert) => seconds(alert) < Number.POSITIVE_INFINITY)
    .toSorted((a, b) => seconds(a) - seconds(b));
  return first?.id;
}

/** One occurrence of each stretch of equal steps, and the ones that there would be if the first and the last went on. */
function looksAt(occurrences: readonly UtcInterval[]): readonly UtcInterval[] {
  const [first, second] = occurrences;
  const last = occurrences.at(-1);
  if (first === undefined || last === undefined) return [];
  const stepAt = (index: number): number =>
    (occurrences[index]?.startUnixSeconds ?? 0) - (occurrences[index - 1]?.startUnixSeconds ?? 0);
  const begins = occurrences.filter((_, index) => index < 2 || stepAt(index) !== stepAt(index - 1));
  const step = second === undefined ? 7 * 24 * HOUR : second.startUnixSeconds - first.startUnixSeconds;
  return [moved(first, -step), ...begins.slice(0, MOST_STRETCHES), moved(last, step)];
}

function moved({ startUnixSeconds, endUnixSeconds }: UtcInterval, by: number): UtcInterval {
  return { startUnixSeconds: startUnixSeconds + by, endUnixSeconds: endUnixSeconds + by };
}

function around(request: Request, objective: Objective, occurrence: UtcInterval): readonly Candidate[] {
  const { scope, profile, alert } = request;
  const lasting = occurrence.endUnixSeconds - occurrence.startUnixSeconds;
  const seconds = HOUR + lasting + alert.holdSeconds + HOUR;
  // Evaluations close enough to see a shift by an hour.
  const evaluationSeconds = profile.evaluationSeconds;
  const draft = draftOfStages(scope, profile, [{ seconds, way: [] }]);
  if (draft === undefined || evaluationSeconds > HOUR / 6) return [];
  const start = occurrence.startUnixSeconds - HOUR;
  const timed = { ...draft, timing: { ...draft.timing, startSeconds: start } };
  return breach(timed, objective, true, placeOf(timed.timing.phaseSeconds, 0))
    ? [{ purpose: 'fires', draft: timed }]
    : [];
}
