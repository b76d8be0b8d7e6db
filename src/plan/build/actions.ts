import { sortedBy } from '../../support/sorted-by.ts';
import { didYouMean, suggest } from '../../support/suggest.ts';
import type { Entity } from '../../workspace/entity.ts';
import { type Action, type ActionText, type AgeBound, ALERT_FIELDS, type AlertField } from '../action.ts';
import { type AlertDraft, addAlert } from './alert.ts';
import { type BuildContext, originOf, reportAt } from './context.ts';
import { webhookRecipient } from './recipients.ts';
import { secretOf } from './secret.ts';

/** What carries actions out when an action names nothing. */
const DEFAULT_WEBHOOK = 'actions';
const NOT_PARAMETERS = ['type', 'payload', 'auth', 'webhook', 'guard'];

/**
 * The alert that triggers an action while `draft.condition` holds. People are not told of it: its severity is none and it has
 * no policy. What is upstream holds it back like any symptom.
 */
export function addActionAlert(
  context: BuildContext,
  draft: Omit<AlertDraft, 'severity' | 'class' | 'action' | 'keepFiringSeconds'>,
  action: string,
): void {
  const { escalation: _nobody, ...ownership } = draft.ownership;
  addAlert(context, {
    ...draft,
    class: 'action',
    severity: 'none',
    action,
    // What has stopped needs no action any more.
    keepFiringSeconds: 0,
    ownership,
  });
}

/** The actions that some alert triggers, by name. */
export function buildActions(context: BuildContext): Action[] {
  const wanted = new Set(context.alerts.flatMap(({ action }) => (action === undefined ? [] : [action])));
  const built = context.workspace
    .list('Action')
    .filter(({ name }) => wanted.has(name))
    .flatMap((entity) => actionOf(context, entity) ?? []);
  return sortedBy(built, ({ name }) => name);
}

function actionOf(context: BuildContext, entity: Entity<'Action'>): Action | undefined {
  const { spec } = entity;
  const webhook = webhookRecipient(context, spec.webhook ?? DEFAULT_WEBHOOK, 'system', {
    entity,
    path: spec.webhook === undefined ? ['type'] : ['webhook'],
  });
  if (webhook?.type !== 'webhook') return undefined;
  const { guard } = spec;
  const { labelsAge, versionAge, upstreamHealthy } = guard.onlyIf ?? {};
  const parameters = Object.entries(spec).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && !NOT_PARAMETERS.includes(entry[0]),
  );
  const payload = Object.entries(spec.payload).map(
    ([key, value]) => [key, typeof value === 'number' ? value : textOf(context, entity, key, value)] as const,
  );
  return {
    name: entity.name,
    type: spec.type,
    parameters: Object.fromEntries(parameters),
    payload: Object.fromEntries(payload),
    ...(spec.auth && { auth: secretOf(spec.auth.secretRef) }),
    webhook,
    guard: {
      cooldownSeconds: guard.cooldown.seconds,
      maxPerWeek: guard.maxPerWeek,
      ...(labelsAge && { labelsAge: boundOf(labelsAge) }),
      ...(versionAge && { versionAge: boundOf(versionAge) }),
      upstreamHealthy: upstreamHealthy ?? true,
      approval: guard.approval,
    },
    isDryRun: guard.dryRunIn.includes(context.environment.name),
    origin: originOf(entity),
  };
}

type BoundSpec = { readonly gt: { seconds: number } } | { readonly lt: { seconds: number } };

function boundOf(bound: BoundSpec): AgeBound {
  return 'gt' in bound ? { op: '>', seconds: bound.gt.seconds } : { op: '<', seconds: bound.lt.seconds };
}

/** `{{ alert.summary }}` in a text becomes a place that the alert fills; anything else stays as it is. */
function textOf(context: BuildContext, entity: Entity<'Action'>, key: string, text: string): ActionText {
  return text.split(/(\{\{\s*[\w.]+\s*\}\})/).flatMap((piece): ActionText => {
    const name = /^\{\{\s*alert\.(\w+)\s*\}\}$/.exec(piece)?.[1];
    if (ALERT_FIELDS.some((field) => field === name)) return [{ alert: name as AlertField }];
    if (/^\{\{.*\}\}$/.test(piece)) reportPlace(context, entity, key, piece);
    return piece === '' ? [] : [{ text: piece }];
  });
}

function reportPlace(context: BuildContext, entity: Entity<'Action'>, key: string, piece: string): void {
  const known = ALERT_FIELDS.map((field) => `alert.${field}`);
  const hint = didYouMean(suggest(piece.replace(/[{}\s]/g, ''), known));
  reportAt(context, entity, ['payload', key], {
    code: 'action/unknown-value',
    severity: 'error',
    message: `nothing stands for ${piece}`,
    expected: `one of ${known.map((name) => `{{ ${name} }}`).join(', ')}`,
    ...(hint !== undefined && { hint }),
  });
}
