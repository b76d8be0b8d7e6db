import type { Entity } from '../../workspace/entity.ts';
import type { Alert } from '../alert.ts';
import type { Maintenance } from '../maintenance.ts';
import type { Objective } from '../objective.ts';
import { maintenanceTimes } from './calendar.ts';
import { type BuildContext, originOf, reportAt } from './context.ts';

/** The maintenance windows, each with the alerts that it mutes. */
export function buildMaintenance(context: BuildContext): Maintenance[] {
  return context.workspace.list('MaintenanceWindow').flatMap((window) => {
    const times = maintenanceTimes(context, window);
    if (times === undefined) return [];
    const { match, excludeFromBudget } = window.spec;
    const alertNames = context.alerts
      .filter((alert) => alert.severity !== 'none' && isMuted(alert, match))
      .map((alert) => alert.name)
      .toSorted();
    if (alertNames.length === 0) {
      reportAt(context, window, ['match'], {
        code: 'maintenance/matches-nothing',
        severity: 'warning',
        message: 'no alert matches this maintenance window',
        hint: 'All criteria must match the same alert.',
      });
    }
    return [
      {
        id: window.name,
        ...times,
        match: {
          ...(match.model !== undefined && { model: match.model }),
          ...(match.pipeline !== undefined && { pipeline: match.pipeline }),
          ...(match.featureSet !== undefined && { featureSet: match.featureSet }),
          ...(match.team !== undefined && { team: match.team }),
          ...(match.alerts && { classes: match.alerts }),
        },
        excludeFromBudget,
        alertNames,
        origin: originOf(window, ['schedule']),
      },
    ];
  });
}

type Match = Entity<'MaintenanceWindow'>['spec']['match'];

/**
 * A window for a model also covers the feature sets and pipelines that it stands on? No: an alert is muted only if it is
 * about the named object, so that planned work on one model never hides what others depend on.
 */
function isMuted(alert: Alert, match: Match): boolean {
  const about = (kind: Alert['subject']['kind'], name: string | undefined) =>
    name === undefined || (alert.subject.kind === kind && alert.subject.name === name);
  return (
    about('Model', match.model) &&
    about('Pipeline', match.pipeline) &&
    about('FeatureSet', match.featureSet) &&
    (match.team === undefined || alert.team === match.team) &&
    (match.alerts === undefined || match.alerts.some((name) => name === alert.class)) &&
    alert.class !== 'monitoring'
  );
}

/** The objectives, each with the windows whose time counts for no budget. */
export function withExclusions(
  objectives: readonly Objective[],
  maintenance: readonly Maintenance[],
  alerts: readonly Alert[],
): Objective[] {
  const excluding = maintenance.filter((window) => window.excludeFromBudget);
  if (excluding.length === 0) return [...objectives];
  const alertsOf = new Map<string, Set<string>>();
  for (const { object, name } of alerts) {
    if (object.kind === 'SLO') alertsOf.set(object.name, (alertsOf.get(object.name) ?? new Set()).add(name));
  }
  return objectives.map((objective) => {
    const own = alertsOf.get(objective.id);
    const windows = excluding.filter((window) => window.alertNames.some((name) => own?.has(name)));
    return { ...objective, excludedMaintenance: windows.map((window) => window.id) };
  });
}
