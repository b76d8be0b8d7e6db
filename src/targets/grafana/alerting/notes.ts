import type { Diagnostic } from '../../../diagnostics/diagnostic.ts';
import type { Alert } from '../../../plan/alert.ts';
import { indexAlerts } from '../../../plan/alert-index.ts';
import type { Plan } from '../../../plan/plan.ts';
import type { Recipient, Route, SeverityRoute } from '../../../plan/route.ts';
import { allEntries } from '../../../plan/route-entries.ts';
import type { SecretRef } from '../../../plan/secret.ts';
import { nodesOfCondition } from '../../../plan/walk.ts';
import { scopeOf } from '../../../promql/lower/scope.ts';
import { compareStrings } from '../../../support/compare-strings.ts';
import { printDuration } from '../../../units/index.ts';
import { type Asked, capabilityNote, distinctNotes } from '../../capability.ts';
import { maintenanceMutes } from '../../maintenance-mutes.ts';
import { note } from '../../note.ts';
import { groupingNotes } from '../../route-grouping.ts';
import { unroutedNotes } from '../../unrouted.ts';
import { capabilities } from '../capabilities.ts';
import { alertingNames } from './names.ts';
import { evaluationSeconds, isAboutAlertmanager } from './rules.ts';

/** What Grafana's own alerts cannot do, or do otherwise. */
export function alertingNotes(plan: Plan): readonly Diagnostic[] {
  const index = indexAlerts(plan);
  return distinctNotes([
    ...recordingNote(plan),
    ...intervalNote(plan),
    ...plan.alerts.filter(({ action }) => action === undefined).flatMap(notesOnAlert),
    ...plan.actions.flatMap(({ name, origin }) =>
      asked({ construct: 'alert/action', origin, what: `the action ${name}` }),
    ),
    ...causeNotes(plan),
    ...relativeNote(plan),
    ...plan.routes.flatMap((route) => [
      ...groupingNotes(plan, index, route),
      ...route.severities.flatMap((severityRoute) => notesOnSeverity(route, severityRoute)),
      ...allEntries(route).flatMap(({ recipients, origin }) =>
        recipients.flatMap((recipient) => notesOnRecipient(recipient, origin)),
      ),
    ]),
    ...unroutedNotes(plan),
    ...maintenanceMutes(plan, alertingNames(plan)).notes,
  ]);
}

function asked(about: Asked): Diagnostic[] {
  const found = capabilityNote({ name: 'grafana', capabilities }, about);
  return found === undefined ? [] : [found];
}

/** Rules read what others record. */
function recordingNote({ isRecorded, origin }: Plan): Diagnostic[] {
  if (isRecorded) return [];
  return [
    note('target/not-recorded', origin, {
      severity: 'warning',
      field: 'spec.targets.grafana.alerting',
      message: 'grafana: alert rules read series that Prometheus records, and its rules are not rendered',
      hint: 'Add prometheus: {} to targets, and load its rules into the Prometheus that Grafana reads.',
    }),
  ];
}

function intervalNote(plan: Plan): Diagnostic[] {
  const scope = scopeOf(plan);
  const seconds = evaluationSeconds(scope);
  if (seconds === scope.evaluationSeconds) return [];
  return [
    note('target/approximated', plan.origin, {
      message: `grafana: rules are evaluated every ${printDuration(seconds)} instead of every ${printDuration(scope.evaluationSeconds)}, since Grafana evaluates at multiples of 10s`,
    }),
  ];
}

function notesOnAlert(alert: Alert): Diagnostic[] {
  const { name, condition, origin } = alert;
  const nodes = nodesOfCondition(condition);
  return [
    ...(isAboutAlertmanager(condition) ? asked({ construct: 'condition/self', origin, what: name }) : []),
    ...(nodes.some(({ node }) => node === 'latched')
      ? asked({ construct: 'condition/latched', origin, what: name })
      : []),
  ];
}

/** Grafana opens `$__file{…}` from the folder it was started in, whatever file names it. */
function relativeNote(plan: Plan): Diagnostic[] {
  const found = plan.routes
    .flatMap(allEntries)
    .flatMap(({ recipients, origin }) =>
      recipients.map((recipient) => ({ secret: secretOf(recipient), origin })),
    )
    .concat(plan.watchdog === undefined ? [] : [{ secret: secretOf(plan.watchdog), origin: plan.origin }]);
  const relative = found.flatMap(({ secret, origin }) =>
    secret?.from === 'file' && !secret.path.startsWith('/') ? [{ file: secret.path, origin }] : [],
  );
  const files = [...new Set(relative.map(({ file }) => file))].toSorted(compareStrings);
  if (files.length === 0) return [];
  return [
    note('target/relative-secret-file', relative[0]?.origin, {
      message: `Grafana looks for ${files.join(', ')} in the folder it is started in, not beside its configuration`,
      hint: 'Write absolute paths in Project.spec.channels.',
      data: { files },
    }),
  ];
}

/** The one that a contact point needs; mail goes by Grafana's own server. */
function secretOf(recipient: Recipient): SecretRef | undefined {
  switch (recipient.type) {
    case 'pagerduty':
      return recipient.routingKey;
    case 'slack':
      return recipient.apiUrl;
    case 'webhook':
      return recipient.url;
    case 'email':
      return undefined;
  }
}

/** Told once: what would be silenced is all over the project. */
function causeNotes({ causes, alerts, origin }: Plan): Diagnostic[] {
  const paged = new Set(
    alerts.filter(({ severity }) => severity === 'page').map(({ labels }) => labels['modelwatch_id']),
  );
  const both = alerts.some(
    ({ severity, labels }) => severity === 'ticket' && paged.has(labels['modelwatch_id']),
  );
  return [
    ...(causes.length > 0 ? asked({ construct: 'cause/upstream', origin, what: 'the project' }) : []),
    ...(both ? asked({ construct: 'cause/page-over-ticket', origin, what: 'the project' }) : []),
  ];
}

function notesOnSeverity({ escalation }: Route, severityRoute: SeverityRoute): Diagnostic[] {
  const { severity, levels, digest, repeat, origin } = severityRoute;
  const what = `the policy ${escalation} for ${severity}`;
  return [
    ...(levels.some(({ staged, number }) => staged && number > 1)
      ? asked({ construct: 'route/staged-level', origin, what })
      : []),
    ...(digest === undefined ? [] : asked({ construct: 'route/digest', origin, what })),
    ...(repeat === undefined ? [] : asked({ construct: 'route/repeat', origin, what })),
  ];
}

function notesOnRecipient(recipient: Recipient, origin: Asked['origin']): Diagnostic[] {
  if (recipient.type === 'email')
    return asked({ construct: 'recipient/email', origin, what: `the mail to ${recipient.to}` });
  if (recipient.type === 'webhook')
    return asked({ construct: 'recipient/webhook', origin, what: `the webhook ${recipient.name}` });
  return [];
}
