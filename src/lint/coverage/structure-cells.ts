import type { Alert } from '../../plan/alert.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Recipient } from '../../plan/route.ts';
import { counted } from '../../support/counted.ts';
import { groupBy } from '../../support/group-by.ts';
import { kebabCase } from '../../support/kebab-case.ts';
import { sortedBy } from '../../support/sorted-by.ts';
import { listed } from '../words.ts';
import { type CellState, coveredOr, coverOf, coversOf } from './cell.ts';
import type { Evidence } from './evidence.ts';

const MOST_NAMES = 3;

/** Specs without an owner do not compile. */
export function ownerCell({ model }: Evidence): CellState {
  return { state: 'covered', by: [coverOf({ kind: 'Team', name: model.spec.owner })] };
}

/** Each alert about the model reaches a person by some level of its route. */
export function routeCell({ workspace, alerts }: Evidence, plan: Plan): CellState {
  const told = alerts.filter(({ severity }) => severity !== 'none');
  if (alerts.length > 0 && alerts.every(({ escalation }) => escalation === undefined))
    return {
      state: 'not-applicable',
      reason: `environment ${workspace.environment} has no escalation policies and tells nobody`,
    };
  const deaf = told.filter((alert) => !reachesPerson(plan, alert));
  if (told.length === 0) return { state: 'missing', wanted: 'an alert that tells somebody' };
  if (deaf.length > 0)
    return {
      state: 'missing',
      wanted: `a person on the route of ${listed(
        deaf.map(({ name }) => name),
        MOST_NAMES,
      )}`,
    };
  const policies = new Set(told.map(({ escalation }) => escalation ?? ''));
  return {
    state: 'covered',
    by: [...policies].toSorted().map((name) =>
      coverOf(
        { kind: 'EscalationPolicy', name },
        told.filter(({ escalation }) => escalation === name),
      ),
    ),
  };
}

function reachesPerson({ routes }: Plan, { team, escalation, severity }: Alert): boolean {
  return routes
    .filter((route) => route.team === team && route.escalation === escalation)
    .flatMap(({ severities }) => severities.filter((each) => each.severity === severity))
    .flatMap(({ levels }) => levels.flatMap(({ recipients }) => recipients))
    .some((recipient) => isPerson(recipient, severity));
}

/** People work off a tracker, but it wakes nobody. */
function isPerson(recipient: Recipient, severity: Alert['severity']): boolean {
  if (recipient.type !== 'webhook' || recipient.purpose === 'on-call') return true;
  return recipient.purpose === 'ticket' && severity !== 'page';
}

/** An alert for something that is measured no more; of a batch also of what runs it. */
export function absentCell({ alerts, producer, about }: Evidence): CellState {
  const absent = [...alerts, ...(producer ? about(producer) : [])].filter(
    ({ condition }) => condition.node === 'absent' || condition.node === 'no-value',
  );
  return coveredOr(coversOf(absent), 'an SLO, or onNoData: alert on a monitor');
}

/** Each alert about the model has a runbook of the team. */
export function runbookCell({ workspace, model, alerts }: Evidence): CellState {
  const bare = alerts.filter(({ runbook }) => runbook.name === undefined);
  if (bare.length > 0)
    return {
      state: 'missing',
      wanted:
        model.spec.runbook === undefined
          ? 'a Runbook, named as runbook of the model'
          : `a runbook for ${counted(bare.length, 'alert')}: ${listed(
              bare.map(({ name }) => name),
              MOST_NAMES,
            )}`,
    };
  const titles = new Set(alerts.map(({ runbook }) => runbook.name));
  const own = workspace
    .list('Runbook')
    .filter(({ name, title }) => titles.has(title) || name === model.spec.runbook)
    .map((runbook) =>
      coverOf(
        runbook,
        alerts.filter((alert) => alert.runbook.name === runbook.title),
      ),
    );
  return coveredOr(own, 'a Runbook, named as runbook of the model');
}

/** A written test in which an alert about the model fires; of a batch also one of what runs it. */
export function testCell({ alerts, producer, about, testsOf }: Evidence): CellState {
  const found = [...alerts, ...(producer ? about(producer) : [])].flatMap((alert) =>
    namesOf(alert).flatMap((text) => testsOf(text).map((test) => ({ test, alert }))),
  );
  const by = [...groupBy(found, ({ test }) => test)].map(([test, some]) =>
    coverOf(
      test,
      some.map(({ alert }) => alert),
    ),
  );
  return coveredOr(
    sortedBy(by, ({ object }) => object),
    'an AlertTest in which an alert about it fires',
  );
}

/** What tests may call an alert: its name in either spelling, or the object that raises it. */
function namesOf({ name, object }: Alert): string[] {
  return [...new Set([name, kebabCase(name), object.name, `${object.kind}/${object.name}`])];
}
