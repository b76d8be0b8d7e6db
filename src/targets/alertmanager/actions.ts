import type { Action, ActionText, AgeBound, AlertField } from '../../plan/action.ts';
import { SUBJECT_LABELS } from '../../plan/labels.ts';
import type { Plan } from '../../plan/plan.ts';
import type { SecretRef } from '../../plan/secret.ts';
import { templateLiteral } from '../notification-texts.ts';
import type { ReceiverNode, RouteNode } from './config.ts';
import { labelEquals } from './matchers.ts';
import type { Names } from './names.ts';
import { secretFile } from './secrets.ts';

/** Version of the form of the request; a change that breaks a reader changes it. */
const SCHEMA = 'modelwatch.action/v1';
const GROUP_INTERVAL_SECONDS = 300;

/** One route for each action. It waits until what explains its alerts can have come, and asks again after the cooldown. */
export function actionRoutes(plan: Plan, names: Names): RouteNode[] {
  return plan.actions.map(({ name, origin, guard }) => ({
    origin,
    comment: `Triggers the action ${name}; nobody is told.`,
    receiver: names.action(name),
    matchers: [labelEquals('action', name)],
    groupBy: ['alertname'],
    groupWaitSeconds: 2 * plan.cadence.evaluationSeconds,
    groupIntervalSeconds: GROUP_INTERVAL_SECONDS,
    repeatIntervalSeconds: Math.max(GROUP_INTERVAL_SECONDS, guard.cooldownSeconds),
  }));
}

/** What carries an action out gets one request, which holds all that it needs to know. */
export function actionReceivers(plan: Plan, names: Names): ReceiverNode[] {
  return plan.actions.map((action) => ({
    name: names.action(action.name),
    origin: action.origin,
    integrations: [
      {
        kind: 'webhook_configs',
        settings: {
          url_file: secretFile(action.webhook.url, plan.secretsDir),
          // That the reason is gone undoes nothing.
          send_resolved: false,
          payload: requestOf(plan, action),
        },
      },
    ],
  }));
}

/**
 * The request as a template whose result is JSON: as a whole, since Alertmanager would read each string of a map as YAML and
 * make numbers of versions. https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
function requestOf(plan: Plan, action: Action): string {
  return json({
    schema: SCHEMA,
    project: plan.project,
    environment: plan.environment.name,
    action: { name: action.name, type: action.type, ...action.parameters },
    dryRun: action.isDryRun,
    guard: guardOf(action),
    ...(action.auth && { auth: { secretRef: secretText(action.auth) } }),
    alert: {
      name: value('.CommonLabels.alertname'),
      summary: value('.CommonAnnotations.summary'),
      labels: value('.CommonLabels'),
      startsAt: value('(index .Alerts 0).StartsAt'),
      specUrl: value('.CommonAnnotations.spec_url'),
    },
    // The same for the same alert since the same moment: who has carried it out knows it again.
    idempotencyKey: value('printf "%s/%s" (index .Alerts 0).Fingerprint (index .Alerts 0).StartsAt'),
    payload: Object.fromEntries(
      Object.entries(action.payload).map(([key, text]) => [
        key,
        typeof text === 'number' ? text : textValue(text),
      ]),
    ),
  });
}

function guardOf({ guard }: Action): Json {
  const { labelsAge, versionAge } = guard;
  return {
    cooldownSeconds: guard.cooldownSeconds,
    maxPerWeek: guard.maxPerWeek,
    approval: guard.approval,
    onlyIf: {
      ...(labelsAge && { labelsAgeSeconds: boundOf(labelsAge) }),
      ...(versionAge && { versionAgeSeconds: boundOf(versionAge) }),
      upstreamHealthy: guard.upstreamHealthy,
    },
  };
}

function boundOf({ op, seconds }: AgeBound): Json {
  return op === '>' ? { gt: seconds } : { lt: seconds };
}

function secretText(secret: SecretRef): string {
  return secret.from === 'env' ? `env:${secret.variable}` : `file:${secret.path}`;
}

/** An expression of the template, whose value is printed as JSON. */
interface Value {
  readonly expression: string;
}
type Json = string | number | boolean | Value | { readonly [key: string]: Json };

function value(expression: string): Value {
  return { expression };
}

const FIELDS: Readonly<Record<AlertField, string>> = {
  name: '.CommonLabels.alertname',
  summary: '.CommonAnnotations.summary',
  severity: '.CommonLabels.severity',
  model: `(or ${Object.values(SUBJECT_LABELS)
    .map((label) => `.CommonLabels.${label}`)
    .join(' ')})`,
  team: '.CommonLabels.team',
  env: '.CommonLabels.env',
  specUrl: '.CommonAnnotations.spec_url',
};

function textValue(text: ActionText): Json {
  if (text.every((part) => 'text' in part))
    return text.map((part) => ('text' in part ? part.text : '')).join('');
  const parts = text.map((part) => ('text' in part ? JSON.stringify(part.text) : FIELDS[part.alert]));
  return value(`printf "${'%s'.repeat(parts.length)}" ${parts.join(' ')}`);
}

function json(data: Json): string {
  if (typeof data === 'object' && isValue(data)) return `{{ ${data.expression} | toJson }}`;
  if (typeof data !== 'object') return templateLiteral(JSON.stringify(data));
  const entries = Object.entries(data).map(
    ([key, each]) => `${templateLiteral(JSON.stringify(key))}: ${json(each)}`,
  );
  // A blank between braces: two of them would begin or end an action of the template.
  return `{ ${entries.join(', ')} }`;
}

function isValue(data: Exclude<Json, string | number | boolean>): data is Value {
  return typeof data['expression'] === 'string' && Object.keys(data).length === 1;
}
