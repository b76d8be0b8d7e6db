import type { UtcInterval } from '../../calendar/types.ts';
import type { Maintenance } from '../../plan/maintenance.ts';
import type { Expr } from '../../promql/ast.ts';
import { number, time, vector } from '../../promql/build.ts';
import { MAINTENANCE_ACTIVE } from '../../promql/lower/names.ts';
import type { Scope } from '../../promql/lower/scope.ts';
import { groupPrefix } from '../../promql/lower/self.ts';
import { add, gte, lt, mod, mul, sub } from '../../promql/operators.ts';
import type { RuleGroup } from './rule.ts';

const DAY = 86_400;
const STEPS = [DAY, 7 * DAY] as const;

/** Records for each maintenance whether it is on. Undefined when the plan has none. */
export function maintenanceGroup(scope: Scope, maintenance: readonly Maintenance[]): RuleGroup | undefined {
  const [first] = maintenance;
  if (first === undefined) return undefined;
  return {
    name: `${groupPrefix(scope)}maintenance`,
    intervalSeconds: scope.evaluationSeconds,
    rules: maintenance.map(({ id, occurrences, origin }) => ({
      type: 'recording',
      record: MAINTENANCE_ACTIVE,
      expr: activity(occurrences),
      labels: { ...scope.labels, maintenance: id },
      origin,
    })),
    origin: first.origin,
  };
}

/**
 * 1 during the intervals, else 0. PromQL knows no zones and no changes of daylight saving, so the intervals stand in it as
 * they are; those that follow each other in equal steps, as most do between two changes of the clock, share a term.
 */
export function activity(occurrences: readonly UtcInterval[]): Expr {
  const [daily, weekly] = STEPS.map((step) => runs(occurrences, step));
  const shorter = (daily ?? []).length <= (weekly ?? []).length ? daily : weekly;
  const terms = (shorter ?? []).map(term);
  return vector(terms.length === 0 ? number(0) : terms.reduce((sum, next) => add(sum, next)));
}

/** Equally long intervals whose starts are `step` seconds apart. */
interface Run {
  readonly start: number;
  readonly duration: number;
  readonly step: number;
  readonly count: number;
}

function runs(occurrences: readonly UtcInterval[], step: number): readonly Run[] {
  const open = new Map<string, Run>();
  const closed: Run[] = [];
  for (const { startUnixSeconds: start, endUnixSeconds: end } of occurrences) {
    const duration = end - start;
    const key = `${start % step} ${duration}`;
    const run = open.get(key);
    if (run !== undefined && run.start + run.count * step === start && duration <= step) {
      open.set(key, { ...run, count: run.count + 1 });
      continue;
    }
    if (run !== undefined) closed.push(run);
    open.set(key, { start, duration, step, count: 1 });
  }
  return [...closed, ...open.values()].toSorted((a, b) => a.start - b.start || a.duration - b.duration);
}

function term({ start, duration, step, count }: Run): Expr {
  const end = start + (count - 1) * step + duration;
  const within = mul(gte(time(), start, { bool: true }), lt(time(), end, { bool: true }));
  return count === 1 ? within : mul(within, lt(mod(sub(time(), start), step), duration, { bool: true }));
}
