import type { Alert } from '../../plan/alert.ts';
import { groupBy } from '../../support/group-by.ts';
import { alertChanges, type LooseMoves } from './alert-changes.ts';
import type { EnvironmentChange } from './change.ts';
import type { DiffContext } from './context.ts';
import { fieldRows } from './field-rows.ts';
import { isToldWithObject, objectChanges } from './object-changes.ts';
import { hoursChanges, inhibitionChanges, recipientChanges } from './route-changes.ts';

/** Everything that one environment means otherwise in the head than in the base. */
export function environmentChanges(context: DiffContext): EnvironmentChange[] {
  const { objects, alerts } = context;
  const heirs = new Set(alerts.replaced.map(({ head }) => head));
  const gone = alerts.gone.filter((alert) => !isToldWithObject(alert, objects.removed));
  const come = alerts.come.filter((alert) => !isToldWithObject(alert, objects.added) && !heirs.has(alert));
  const severity = alerts.pairs.filter(({ base, head }) => base.severity !== head.severity);
  const byObject = {
    gone: groupBy(gone, (alert) => key(context, alert)),
    come: groupBy(come, (alert) => key(context, alert)),
    severity: groupBy(severity, ({ head }) => key(context, head)),
  };
  const left: { gone: Alert[]; come: Alert[]; severity: LooseMoves['severity'][number][] } = {
    gone: [],
    come: [],
    severity: [],
  };
  const told = new Set<string>();
  const fields = objects.pairs.flatMap(({ base, head }) => {
    const own = `${head.kind}/${head.name}`;
    told.add(own);
    const rows = fieldRows(context, base, head, {
      gone: byObject.gone.get(own) ?? [],
      come: byObject.come.get(own) ?? [],
      severity: byObject.severity.get(own) ?? [],
    });
    left.gone.push(...rows.left.gone);
    left.come.push(...rows.left.come);
    left.severity.push(...rows.left.severity);
    return rows.changes;
  });
  // Alerts of an object that is none of the pairs: its subject goes, or it comes with another one.
  for (const [object, alertsOf] of byObject.gone) if (!told.has(object)) left.gone.push(...alertsOf);
  for (const [object, alertsOf] of byObject.come) if (!told.has(object)) left.come.push(...alertsOf);
  for (const [object, pairs] of byObject.severity) if (!told.has(object)) left.severity.push(...pairs);
  return [
    ...objectChanges(context),
    ...fields,
    ...alertChanges(context, left),
    ...recipientChanges(context),
    ...inhibitionChanges(context),
    ...hoursChanges(context),
  ];
}

function key({ objects }: DiffContext, { object }: Alert): string {
  return `${object.kind}/${objects.nameInHead(object.kind, object.name)}`;
}
