import type { Alert } from '../../plan/alert.ts';
import type { Objective } from '../../plan/objective.ts';
import type { Plan } from '../../plan/plan.ts';
import { countedInGroups, grouped } from '../../support/counted.ts';
import { stableJson } from '../../support/stable-json.ts';
import { complement, printDuration, printPercent } from '../../units/index.ts';
import type { Workspace } from '../../workspace/entity.ts';
import type { AlertPair } from './alerts.ts';
import { joinWords, listNames, own, type Words, words } from './words.ts';

/** One side of an environment. */
export interface PlanSide {
  readonly plan: Plan;
  readonly workspace: Workspace;
}

/** `3 alerts vanish (1 page): A, B, C`. */
export function alertsWords(alerts: readonly Alert[], verb: 'vanish' | 'appear'): Words {
  const single = verb === 'vanish' ? 'vanishes' : 'appears';
  const pages = alerts.filter(({ severity }) => severity === 'page').length;
  const verbs = alerts.length === 1 ? single : verb;
  const names = alerts.map(({ name }) => name).toSorted();
  const paging =
    pages === 0 ? '' : alerts.length === 1 ? ' (a page)' : ` (${countedInGroups(pages, 'page')})`;
  return words`${own(`${countedInGroups(alerts.length, 'alert')} ${verbs}${paging}: `)}${listNames(names)}`;
}

/** What the error budget of an objective becomes; nothing when it stays as it is. */
export function budgetWords(
  base: Objective,
  head: Objective,
  sides: { readonly base: PlanSide; readonly head: PlanSide },
): Words[] {
  if (base.target === head.target && base.periodSeconds === head.periodSeconds) return [];
  const [before, after] = [allowance(base, sides.base), allowance(head, sides.head)];
  return [own(`allowed bad ${after.what}: ${before.text} → ${after.text}`)];
}

/** Bad events where typical traffic is known, else bad time: an outage of that length spends the budget. */
function allowance(
  { target, periodSeconds, budgeting, subject }: Objective,
  { workspace }: PlanSide,
): { what: string; text: string } {
  const share = complement(target);
  const period = printDuration(periodSeconds);
  const badSeconds = Math.round(share * periodSeconds);
  const time = `${printDuration(badSeconds)} in ${period}`;
  if (budgeting.type === 'timeslices') return { what: 'time', text: time };
  const model = subject.kind === 'Model' ? workspace.get('Model', subject.name) : undefined;
  const typical = model?.spec.serving.expectedTraffic?.typical?.perSecond;
  if (typical === undefined)
    return { what: 'share', text: `${printPercent(share)} (a total outage of ${time})` };
  const events = Math.floor(share * periodSeconds * typical);
  return { what: 'events at typical traffic', text: `${grouped(events)} in ${period}` };
}

/** Alerts that are there on both sides and judge by something else: condition, hold, objective or metric. */
export function judgesOtherwise(
  sides: { readonly base: Plan; readonly head: Plan },
  pairs: readonly AlertPair[],
): ReadonlySet<Alert> {
  const [before, after] = [judgement(sides.base), judgement(sides.head)];
  return new Set(pairs.filter(({ base, head }) => before(base) !== after(head)).map(({ head }) => head));
}

function judgement(plan: Plan): (alert: Alert) => string {
  const signals = new Map(plan.signals.map((signal) => [signal.id, signal]));
  const objectives = new Map(plan.objectives.map((objective) => [objective.id, objective]));
  return ({ condition, holdSeconds, keepFiringSeconds }) => {
    const found = new Set<unknown>();
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, each] of Object.entries(value)) {
        const named =
          typeof each !== 'string'
            ? undefined
            : key === 'signal'
              ? signals.get(each)
              : key === 'objective'
                ? objectives.get(each)
                : undefined;
        if (named !== undefined && !found.has(named)) {
          found.add(named);
          if ('indicator' in named) visit(named.indicator);
        } else visit(each);
      }
    };
    visit(condition);
    return stableJson(withoutProvenance({ condition, holdSeconds, keepFiringSeconds, found: [...found] }), 0);
  };
}

const PROVENANCE = new Set(['origin', 'displayName', 'prose', 'excludedMaintenance']);

function withoutProvenance(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutProvenance);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => !PROVENANCE.has(key))
      .map(([key, each]) => [key, withoutProvenance(each)]),
  );
}

/** What a maintenance window keeps silent. */
export function mutedWords(plan: Plan, window: string): Words[] {
  const found = plan.maintenance.find(({ id }) => id === window);
  if (found === undefined) return [];
  const { alertNames, excludeFromBudget } = found;
  const silent =
    alertNames.length === 0
      ? own('no alert is silent while it lasts')
      : words`${own(`${countedInGroups(alertNames.length, 'alert')} silent while it lasts: `)}${listNames(alertNames)}`;
  return excludeFromBudget ? [joinWords([silent, own('its time counts for no budget')], '; ')] : [silent];
}
