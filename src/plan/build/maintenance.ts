import type { Entity } from '../../workspace/entity.ts';
import type { Alert } from '../alert.ts';
import type { Maintenance } from '../maintenance.ts';
import type { Objective } from '../objective.ts';
import { maintenanceTimes } from './calendar.ts';
import { type BuildContext, originOf, reportAt } from './context.ts';
import { subjectEntity } from './ownership.ts';

/** What windows of a plan do to its alerts and objectives. */
export interface MaintenanceEffect {
  /** Each window with the alerts that it mutes. */
  readonly maintenance: readonly Maintenance[];
  /** The objectives, each with the windows whose time counts for no budget. */
  readonly objectives: readonly Objective[];
}

/** The maintenance windows, and what they are for; reports those that are never, or for nothing. */
export function buildMaintenance(context: BuildContext, objectives: readonly Objective[]): MaintenanceEffect {
  const maintenance: Maintenance[] = [];
  const excluded = new Map<string, string[]>();
  for (const window of context.workspace.list('MaintenanceWindow')) {
    const times = maintenanceTimes(context, window);
    if (times === undefined) continue;
    const { match, excludeFromBudget } = window.spec;
    const muted = context.alerts.filter((alert) => isMuted(alert, match));
    const covered = excludeFromBudget
      ? objectives.filter((objective) => fits(asMatched(context, objective), match))
      : [];
    if (muted.length === 0 && covered.length === 0) {
      reportAt(context, window, ['match'], {
        code: 'maintenance/matches-nothing',
        severity: 'warning',
        message: 'no alert matches this maintenance window',
        hint: 'All criteria must match the same alert.',
      });
    }
    for (const { id } of covered) excluded.set(id, [...(excluded.get(id) ?? []), window.name]);
    maintenance.push({
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
      alertNames: muted.map((alert) => alert.name).toSorted(),
      origin: originOf(window, ['schedule']),
    });
  }
  return {
    maintenance,
    objectives: objectives.map((each) => ({ ...each, excludedMaintenance: excluded.get(each.id) ?? [] })),
  };
}

type Match = Entity<'MaintenanceWindow'>['spec']['match'];

/** Alerts of severity none are told to nobody, and those on the monitoring itself are never planned. */
function isMuted(alert: Alert, match: Match): boolean {
  return alert.severity !== 'none' && alert.class !== 'monitoring' && fits(alert, match);
}

/**
 * A window for a model also covers the feature sets and pipelines that it stands on? No: it fits only what is about the
 * named object, so that planned work on one model never hides what others depend on.
 */
function fits({ subject, team, class: ofClass }: Matched, match: Match): boolean {
  const about = (kind: Alert['subject']['kind'], name: string | undefined) =>
    name === undefined || (subject.kind === kind && subject.name === name);
  return (
    about('Model', match.model) &&
    about('Pipeline', match.pipeline) &&
    about('FeatureSet', match.featureSet) &&
    (match.team === undefined || team === match.team) &&
    (match.alerts === undefined || match.alerts.some((name) => name === ofClass))
  );
}

type Matched = Pick<Alert, 'subject' | 'class'> & { readonly team: string | undefined };

/** An objective is matched as its alerts are, whether it has any here or not. */
function asMatched(context: BuildContext, objective: Objective): Matched {
  const slo = context.workspace.get('SLO', objective.id);
  const policy = context.workspace.get('DriftPolicy', objective.id);
  const team = slo
    ? (slo.spec.owner ?? subjectEntity(context, slo)?.spec.owner)
    : (policy?.spec.owner ?? context.workspace.get('Model', policy?.spec.model ?? '')?.spec.owner);
  return { subject: objective.subject, class: objective.sliType, team };
}
