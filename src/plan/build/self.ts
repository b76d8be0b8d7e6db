import { DEFAULT_ESCALATION } from '../../workspace/built-in.ts';
import type { Entity } from '../../workspace/entity.ts';
import { addAlert } from './alert.ts';
import { type BuildContext, isRendered, originOf } from './context.ts';
import { monitoringTeam, warnOfNoOwner } from './monitoring-team.ts';

/** Alerts on the monitoring itself, once per environment: the dead man's switch, and what keeps alerts from being raised. */
export function addSelfAlerts(context: BuildContext): void {
  const { workspace } = context;
  // They watch over the chain from Prometheus to people, which is not there without it.
  if (!isRendered(context, 'prometheus')) return;
  const team = monitoringTeam(context);
  if (team === undefined) return;
  warnOfNoOwner(context);
  const project = workspace.project as Entity;
  const escalation = workspace.isRemoved('EscalationPolicy', DEFAULT_ESCALATION)
    ? {}
    : { escalation: DEFAULT_ESCALATION };
  const common = {
    object: project,
    subject: { kind: 'Project', name: project.name },
    class: 'monitoring',
    keepFiringSeconds: 0,
    upstream: [],
    ownership: { team, runbook: { steps: [], firstLook: [] } },
    origin: originOf(project),
  } as const;
  addAlert(context, {
    ...common,
    aspect: 'watchdog',
    severity: 'none',
    holdSeconds: 0,
    condition: { node: 'always' },
    firstLook: [],
    prose: {
      summary: [
        {
          text: `Always firing: alerts of ${project.name} (${context.environment.name}) are evaluated and sent`,
        },
      ],
      impact: 'When this one stops, nobody hears of anything any more.',
    },
  });
  const told = { ...common, ownership: { ...common.ownership, ...escalation } };
  addAlert(context, {
    ...told,
    aspect: 'rule-evaluation-failing',
    severity: 'ticket',
    holdSeconds: 300,
    condition: { node: 'self', check: 'evaluation-failing' },
    firstLook: [],
    prose: {
      summary: [{ text: `Rules of ${project.name} (${context.environment.name}) fail to evaluate` }],
      impact: 'Alerts on these rules cannot fire, and error budgets have gaps.',
    },
  });
  addAlert(context, {
    ...told,
    aspect: 'rule-evaluation-late',
    severity: 'ticket',
    holdSeconds: 600,
    condition: { node: 'self', check: 'evaluation-late' },
    firstLook: [],
    prose: {
      summary: [
        { text: `Evaluations of the rules of ${project.name} (${context.environment.name}) are skipped` },
      ],
      impact: 'Alerts come late, and error budgets have gaps.',
    },
  });
  addAlert(context, {
    ...told,
    aspect: 'notifications-failing',
    severity: 'ticket',
    holdSeconds: 600,
    condition: { node: 'self', check: 'notification-failing' },
    firstLook: [],
    prose: {
      summary: [{ text: `Alerts of ${project.name} (${context.environment.name}) are not handed over` }],
      impact: 'Alerts fire and nobody is told.',
    },
  });
}
