import { groupBy } from '../../support/group-by.ts';
import { kebabCase } from '../../support/kebab-case.ts';
import { stableJson } from '../../support/stable-json.ts';
import type { Alert, AlertClass } from '../alert.ts';
import type { Objective, Subject } from '../objective.ts';
import type { Plan } from '../plan.ts';
import type { Signal } from '../signal.ts';
import type { SubjectFacts } from '../subject-facts.ts';
import { type Watched, watchedByAlert, watchedByObjective } from './watched.ts';

/** What the page of one subject is made of. */
export interface Page {
  readonly index: PlanIndex;
  readonly facts: SubjectFacts;
  readonly objectives: readonly Objective[];
  readonly alerts: readonly Alert[];
  /** Signals that are its own. */
  readonly signals: readonly Signal[];
  /** What is compared with a bound: of the subject itself, and of what it depends on. */
  readonly watched: readonly Watched[];
  readonly watchedUpstream: readonly (Watched & { readonly subject: Subject })[];
}

/** Plans by subject, so that a page of a thousand does not read all of the plan. */
export interface PlanIndex {
  readonly plan: Plan;
  readonly objectives: ReadonlyMap<string, readonly Objective[]>;
  readonly alerts: ReadonlyMap<string, readonly Alert[]>;
  readonly signals: ReadonlyMap<string, readonly Signal[]>;
  readonly facts: ReadonlyMap<string, SubjectFacts>;
}

export function indexOf(plan: Plan): PlanIndex {
  return {
    plan,
    objectives: groupBy(plan.objectives, ({ subject }) => subjectKey(subject)),
    alerts: groupBy(plan.alerts, ({ subject }) => subjectKey(subject)),
    signals: groupBy(plan.signals, ({ id }) => id.slice(0, id.indexOf('/'))),
    facts: new Map(plan.subjects.map((facts) => [subjectKey(facts.subject), facts])),
  };
}

/** `model:fraud-detector`, as ids of signals begin. */
export function subjectKey({ kind, name }: Subject): string {
  return `${kebabCase(kind)}:${name}`;
}

export function pageOf(index: PlanIndex, facts: SubjectFacts): Page {
  const key = subjectKey(facts.subject);
  const objectives = index.objectives.get(key) ?? [];
  const alerts = index.alerts.get(key) ?? [];
  return {
    index,
    facts,
    objectives,
    alerts,
    signals: index.signals.get(key) ?? [],
    watched: [...objectives.flatMap(watchedByObjective), ...alerts.flatMap(watchedByAlert)],
    watchedUpstream: facts.upstream.flatMap((subject) => {
      const upstream = subjectKey(subject);
      return [
        ...(index.objectives.get(upstream) ?? []).flatMap(watchedByObjective),
        ...(index.alerts.get(upstream) ?? []).flatMap(watchedByAlert),
      ].map((each) => ({ ...each, subject }));
    }),
  };
}

/** What is watched of some classes. */
export function ofClasses<W extends Watched>(watched: readonly W[], ...classes: readonly AlertClass[]): W[] {
  return watched.filter((each) => classes.includes(each.class));
}

/** Whether a signal is read by a measure that is shown already. */
export function isShown(page: Page, { id }: Signal): boolean {
  const name = stableJson(id);
  return page.watched.some(({ measure }) => stableJson(measure).includes(name));
}
