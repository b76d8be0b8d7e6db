import { printDuration } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Severity } from '../objective.ts';
import { type Signal, tellsApart } from '../signal.ts';
import { addAlert } from './alert.ts';
import { type BuildContext, compareSeverity, originOf, type SubjectEntity, subjectOf } from './context.ts';
import { ownershipOf } from './ownership.ts';
import { PROSE } from './prose.ts';
import { upstreamItems } from './upstream.ts';
import { discoversVersions } from './versions.ts';

/** A counter that appears with its first event: it is missed only if it was there within this time. */
const EXISTED_WITHIN_SECONDS = 7 * 86_400;

/**
 * Such a counter is also gone after every deploy until something fails, so it is missed only once a day has passed without a
 * single event. Clients that initialise it with 0 have it from the start.
 */
const VANISHED_HOLD_SECONDS = 86_400;

/** Somebody depends on a signal: what its absence is worth. */
export interface AbsenceDemand {
  readonly subject: SubjectEntity;
  readonly signal: Signal;
  readonly severity: Severity;
  readonly holdSeconds: number;
  /** True for counters that a healthy service does not have. */
  readonly vanishing: boolean;
}

/**
 * One alert per signal, however many objectives stand on it: the most severe and quickest demand counts, and one that a
 * healthy service meets over one that it does not. Declared versions of a model have their own for each signal that tells
 * them, since a plain absence sees only the last one vanish.
 */
export function addAbsenceAlerts(context: BuildContext, demands: readonly AbsenceDemand[]): void {
  const bySignal = new Map<string, AbsenceDemand>();
  for (const asked of demands) {
    const demand = asked.vanishing
      ? { ...asked, severity: lesser(asked.severity), holdSeconds: VANISHED_HOLD_SECONDS }
      : asked;
    const known = bySignal.get(demand.signal.id);
    bySignal.set(demand.signal.id, known ? sterner(known, demand) : demand);
  }
  for (const demand of bySignal.values()) {
    addSignalAlert(context, demand);
    if (!demand.vanishing && demand.subject.kind === 'Model' && tellsApart(demand.signal, 'version')) {
      addVersionAlerts(context, demand, demand.subject);
    }
  }
}

function sterner(a: AbsenceDemand, b: AbsenceDemand): AbsenceDemand {
  return {
    ...a,
    severity: compareSeverity(a.severity, b.severity) >= 0 ? a.severity : b.severity,
    holdSeconds: Math.min(a.holdSeconds, b.holdSeconds),
    vanishing: a.vanishing && b.vanishing,
  };
}

function addSignalAlert(
  context: BuildContext,
  { subject, signal, severity, vanishing, holdSeconds }: AbsenceDemand,
): void {
  const texts = {
    subject: subject.name,
    metric: signal.metric,
    role: signal.role,
    hold: printDuration(holdSeconds),
  };
  addAlert(context, {
    ...draftFor(context, subject, signal, holdSeconds),
    aspect: `${kebabRole(signal.role)}-absent`,
    severity,
    condition: {
      node: 'absent',
      of: { signal: signal.id },
      ...(vanishing && { existedWithinSeconds: EXISTED_WITHIN_SECONDS }),
    },
    prose: {
      summary: vanishing ? PROSE.counterVanished(texts) : PROSE.absent(texts),
      impact: vanishing
        ? `Bad events of ${subject.name} may no longer be counted. If it had none since it was started, initialise the counter with 0, so that its absence means something.`
        : `Nobody can tell whether ${subject.name} works: objectives and monitors on ${signal.metric} see nothing.`,
    },
  });
}

function addVersionAlerts(context: BuildContext, demand: AbsenceDemand, model: Entity<'Model'>): void {
  const { champion, challenger } = model.spec.versions ?? {};
  const declared = [
    ...(champion === undefined
      ? []
      : [{ role: 'champion', version: champion, severity: demand.severity, path: ['versions', 'champion'] }]),
    // Challengers that are discovered come and go.
    ...(challenger === undefined || discoversVersions(model)
      ? []
      : [
          {
            role: 'challenger',
            version: challenger.version,
            severity: lesser(demand.severity),
            path: ['versions', 'challenger', 'version'],
          },
        ]),
  ];
  for (const { role, version, severity, path } of declared) {
    addAlert(context, {
      ...draftFor(context, model, demand.signal, demand.holdSeconds),
      aspect:
        demand.signal.role === 'requests'
          ? `${role}-absent`
          : `${kebabRole(demand.signal.role)}-${role}-absent`,
      severity,
      condition: { node: 'absent', of: { signal: demand.signal.id, where: { version } } },
      origin: originOf(model, path),
      prose: {
        summary: PROSE.versionAbsent({
          subject: model.name,
          version,
          metric: demand.signal.metric,
          hold: printDuration(demand.holdSeconds),
        }),
        impact: `The ${role} ${version} of ${model.name} serves no predictions, or nobody sees them.`,
      },
    });
  }
}

function draftFor(context: BuildContext, subject: SubjectEntity, signal: Signal, holdSeconds: number) {
  return {
    object: subject as Entity,
    subject: subjectOf(subject),
    class: 'absence',
    holdSeconds,
    keepFiringSeconds: 0,
    ownership: ownershipOf(context, subject, subject),
    // A stale or dead pipeline explains its own silence and that of what it feeds, not that of the service.
    upstream: signal.emitter === 'service' ? [] : upstreamItems(context.workspace, subject),
    firstLook: [{ title: 'Is it scraped, and does it expose the metric?', signal: signal.id }],
    origin: signal.origin,
  } as const;
}

function lesser(severity: Severity): Severity {
  return severity === 'page' ? 'ticket' : severity;
}

/** `timeToFirstToken` → `time-to-first-token`. */
function kebabRole(role: string): string {
  return role.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
