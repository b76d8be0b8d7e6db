import { kebabCase } from '../../support/kebab-case.ts';
import type { Entity } from '../../workspace/entity.ts';
import { refOf } from '../../workspace/entity.ts';
import type { Alert, AlertClass, AlertProse, FirstLook } from '../alert.ts';
import type { Condition } from '../condition.ts';
import { SUBJECT_LABELS } from '../labels.ts';
import type { Severity, Subject } from '../objective.ts';
import type { Origin } from '../origin.ts';
import { viewUid } from '../view-uid.ts';
import { businessLooks } from './business-links.ts';
import { type BuildContext, camelCase } from './context.ts';
import type { Ownership } from './ownership.ts';

/** What a builder knows of its alert; `addAlert` does the rest. */
export interface AlertDraft {
  /** The object that asked for it. */
  readonly object: Entity;
  readonly subject: Subject;
  /** What tells it from the object's other alerts, in kebab-case; it ends the alert's name. Empty for the only one. */
  readonly aspect: string;
  readonly class: AlertClass;
  readonly condition: Condition;
  readonly severity: Severity;
  readonly holdSeconds: number;
  readonly keepFiringSeconds: number;
  readonly ownership: Ownership;
  readonly upstream: readonly string[];
  readonly prose: {
    readonly summary: AlertProse['summary'];
    readonly impact: string;
    readonly budget?: AlertProse['summary'];
  };
  readonly firstLook: readonly FirstLook[];
  readonly gradualSecondsToFire?: number;
  /** Name of the action that it triggers. */
  readonly action?: string;
  /** Labels beside the fixed ones of its kind. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly origin: Origin;
}

/** The label that names the object that asked for an alert, if it is not the subject itself. */
const OBJECT_LABELS: Readonly<Record<string, string>> = {
  SLO: 'slo',
  Monitor: 'monitor',
  DriftPolicy: 'policy',
};

/** Completes an alert with its names, labels and links, and adds it to the plan. */
export function addAlert(context: BuildContext, draft: AlertDraft): void {
  const { object, subject, ownership } = draft;
  const kind = kebabCase(object.kind);
  const name = camelCase(object.name) + camelCase(draft.aspect);
  const severity = rewritten(context, draft.severity);
  const objectLabel = OBJECT_LABELS[object.kind];
  const labels: Record<string, string> = { ...context.environment.labels };
  labels['project'] = context.workspace.project.name;
  labels['team'] = ownership.team;
  labels[SUBJECT_LABELS[subject.kind]] = subject.name;
  if (objectLabel !== undefined) labels[objectLabel] = object.name;
  labels['severity'] = severity;
  if (ownership.escalation !== undefined) labels['escalation'] = ownership.escalation;
  if (draft.upstream.length > 0) labels['upstream'] = draft.upstream.join(',');
  if (draft.action !== undefined) labels['action'] = draft.action;
  Object.assign(labels, draft.labels);
  labels['modelwatch_kind'] = kind;
  labels['modelwatch_id'] = `${kind}:${object.name}`;
  const alert: Growing<Alert> = {
    id: `${kind}:${object.name}/${draft.aspect || 'threshold'}`,
    name,
    object: refOf(object),
    subject,
    class: draft.class,
    condition: draft.condition,
    severity,
    holdSeconds: draft.holdSeconds,
    keepFiringSeconds: draft.keepFiringSeconds,
    team: ownership.team,
    upstream: draft.upstream,
    labels,
    prose: proseOf(context, draft),
    runbook: ownership.runbook,
    runbookUrl: ownership.runbook.url ?? generatedRunbookUrl(context, name),
    specUrl: specUrl(context, object),
    origin: draft.origin,
  };
  if (ownership.escalation !== undefined) alert.escalation = ownership.escalation;
  if (draft.action !== undefined) alert.action = draft.action;
  const dashboardUrl = dashboardOf(context, alert);
  if (dashboardUrl !== undefined) alert.dashboardUrl = dashboardUrl;
  if (draft.gradualSecondsToFire !== undefined) alert.gradualSecondsToFire = draft.gradualSecondsToFire;
  context.alerts.push(alert);
}

/** While it is put together. */
type Growing<T> = { -readonly [Key in keyof T]: T[Key] };

function proseOf(context: BuildContext, draft: AlertDraft): AlertProse {
  const { summary, impact, budget } = draft.prose;
  return {
    summary,
    impact: [{ text: impact }],
    ...(budget && { budget }),
    firstLook: [...draft.firstLook, ...businessLooks(context, draft)],
  };
}

/** The severity that the environment makes of it. */
export function rewritten(context: BuildContext, severity: Severity): Severity {
  const rules = context.workspace.environmentObject?.spec.routing.rewriteSeverity;
  return severity === 'none' ? severity : (rules?.[severity] ?? severity);
}

function generatedRunbookUrl(context: BuildContext, alertName: string): string {
  const { project, environment } = context.workspace;
  const base = (project.spec.links.runbooks ?? project.spec.outDir).replace(/\/+$/, '');
  return `${base}/${project.name}/${environment}/runbooks/${alertName}.md`;
}

/** What Grafana and Perses take for "whatever it is". */
const ANY = '$__all';

/**
 * `links.dashboards` with its placeholders filled in: `{env}`, `{kind}` and `{subject}` of what the alert is about, `{alert}` its own
 * name, `{model}` and `{slo}` (everything, where it has none), and `{uid}` of the on-call page that is rendered for Grafana.
 */
function dashboardOf(context: BuildContext, { name, subject, labels }: LinkedAlert): string | undefined {
  const { project, environment } = context.workspace;
  const link = project.spec.links.dashboards;
  if (link === undefined) return undefined;
  const values: Readonly<Record<string, string>> = {
    env: context.environment.name,
    kind: kebabCase(subject.kind),
    subject: subject.name,
    alert: name,
    model: subject.kind === 'Model' ? subject.name : ANY,
    slo: labels['slo'] ?? ANY,
    uid: viewUid(project.name, environment, 'on-call'),
  };
  return link.replace(/\{([a-z]+)\}/g, (placeholder, key: string) => {
    const value = values[key];
    return value === undefined ? placeholder : encodeURIComponent(value);
  });
}

type LinkedAlert = Pick<Alert, 'name' | 'subject' | 'labels'>;

/** `<file>#<Kind>/<name>`, behind the link to the repository if there is one. No line number: a comment above would change it. */
export function specUrl(context: BuildContext, object: Entity): string {
  const base = context.workspace.project.spec.links.specs?.replace(/\/+$/, '');
  const place = `${object.file}#${object.kind}/${object.name}`;
  return base === undefined ? place : `${base}/${place}`;
}
