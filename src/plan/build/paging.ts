import { sortedBy } from '../../support/sorted-by.ts';
import { stableJson } from '../../support/stable-json.ts';
import type { OnCallSchedule, PagingLevel, PagingService } from '../paging.ts';
import type { Level, Recipient, Route, SeverityRoute } from '../route.ts';
import type { BuildContext } from './context.ts';

type Paged = Extract<Recipient, { type: 'pagerduty' }>;

interface Split {
  readonly severityRoute: SeverityRoute;
  readonly service?: PagingService;
}

/**
 * Hands levels of PagerDuty to services that escalate by themselves, where the project renders them: such a level is raised
 * once, by the first that calls somebody there, and nobody raises an alert anew for the later ones. What else a level tells
 * stays with the route. Without that target everything stays as it is.
 */
export function withNativePaging(
  context: BuildContext,
  routes: readonly Route[],
): { routes: readonly Route[]; pagingServices: readonly PagingService[] } {
  if (context.workspace.project.spec.targets?.['pagerduty'] === undefined)
    return { routes, pagingServices: [] };
  const services = new Map<string, PagingService>();
  const native = routes.map((route) => ({
    ...route,
    severities: route.severities.map((severityRoute) => {
      // Who hears of a severity that no alert has raises no incident, and must not contradict those that do.
      if (!isUsed(context, route, severityRoute)) return severityRoute;
      const split = splitPaging(context, route, severityRoute);
      if (split.service) addService(context, services, split.service);
      return split.severityRoute;
    }),
  }));
  return { routes: native, pagingServices: sortedBy(services.values(), ({ id }) => id) };
}

function isUsed({ alerts }: BuildContext, { team, escalation }: Route, { severity }: SeverityRoute): boolean {
  return alerts.some(
    (alert) => alert.team === team && alert.escalation === escalation && alert.severity === severity,
  );
}

function splitPaging(context: BuildContext, route: Route, severityRoute: SeverityRoute): Split {
  const first = severityRoute.levels.find((level) => pagedOf(level).length > 0);
  const [raised] = first ? pagedOf(first) : [];
  if (first === undefined || raised === undefined) return { severityRoute };
  const { repeat = 0, ...rest } = severityRoute;
  const levels = severityRoute.levels.flatMap((level): Level[] => {
    const paged = pagedOf(level);
    if (paged.length === 0) return [level];
    const others = level.recipients.filter(({ type }) => type !== 'pagerduty');
    // One event raises the incident; the service's own first level calls everybody of it.
    if (level === first) return [{ ...level, recipients: [raised, ...others] }];
    if (level.afterSeconds === first.afterSeconds)
      return others.length === 0 ? [] : [{ ...level, recipients: others }];
    const native: Level = { ...level, staged: false, recipients: paged };
    return others.length === 0 ? [native] : [native, { ...level, recipients: others }];
  });
  return {
    severityRoute: { ...rest, levels },
    service: {
      id: raised.service,
      team: route.team,
      routes: [{ escalation: route.escalation, severity: severityRoute.severity }],
      routingKey: raised.routingKey,
      levels: pagingLevels(context, severityRoute, first.afterSeconds),
      repeat,
      origin: severityRoute.origin,
    },
  };
}

function pagedOf({ recipients }: Level): Paged[] {
  return recipients.filter((recipient) => recipient.type === 'pagerduty');
}

/** The levels that call somebody, by their delay since the incident was raised; those of one delay are one. */
function pagingLevels(
  context: BuildContext,
  { levels }: SeverityRoute,
  raisedAfterSeconds: number,
): PagingLevel[] {
  const byDelay = new Map<number, PagingLevel>();
  for (const level of levels) {
    const onCall = pagedOf(level).flatMap((paged) => scheduleOf(context, level, paged));
    if (pagedOf(level).length === 0) continue;
    const afterSeconds = level.afterSeconds - raisedAfterSeconds;
    const known = byDelay.get(afterSeconds);
    byDelay.set(afterSeconds, {
      afterSeconds,
      onCall: [...(known?.onCall ?? []), ...onCall],
      origin: known?.origin ?? level.origin,
    });
  }
  return sortedBy(byDelay.values(), ({ afterSeconds }) => afterSeconds);
}

function scheduleOf(context: BuildContext, level: Level, { onCall, schedule }: Paged): OnCallSchedule[] {
  if (schedule !== undefined) return [schedule];
  const [span] = level.origin.spans;
  context.report({
    code: 'routing/no-schedule',
    severity: 'error',
    message: `nobody knows who is on call as ${onCall}: it names no schedule`,
    ...(span && { span }),
    object: level.origin.object,
    expected: 'schedule: … or rotation: { users: …, start: … } in its entry under onCall of the team',
  });
  return [];
}

/**
 * Two routes that raise incidents for one service must agree on who is called when: it has one policy. Two services must
 * not share a key: whatever secret is kept there leads to one of them only.
 */
function addService(
  context: BuildContext,
  services: Map<string, PagingService>,
  service: PagingService,
): void {
  const known = services.get(service.id);
  if (known === undefined) {
    const sharing = [...services.values()].find((other) => keyOf(other) === keyOf(service));
    services.set(service.id, service);
    if (sharing) reportSharedKey(context, service, sharing);
    return;
  }
  services.set(service.id, { ...known, routes: [...known.routes, ...service.routes] });
  if (policyOf(known) === policyOf(service)) return;
  const [span] = service.origin.spans;
  const [other] = known.origin.spans;
  context.report({
    code: 'routing/paging-conflict',
    severity: 'error',
    message: `${service.id} would escalate in two ways`,
    ...(span && { span }),
    object: service.origin.object,
    ...(other && { related: [{ message: 'the other way', span: other }] }),
    expected: 'the same PagerDuty levels, delays and repeat in both routes',
    hint: 'Incidents of one integration key belong to one service, which has one policy. Give the team another on-call entry with a key of its own for the second way.',
  });
}

function reportSharedKey(context: BuildContext, service: PagingService, sharing: PagingService): void {
  const [span] = service.origin.spans;
  const [other] = sharing.origin.spans;
  context.report({
    code: 'routing/paging-conflict',
    severity: 'error',
    message: `${service.id} and ${sharing.id} have the same integration key`,
    ...(span && { span }),
    object: service.origin.object,
    ...(other && { related: [{ message: `${sharing.id} is called first here`, span: other }] }),
    expected: `a routingKeyFile of its own for ${service.id} under channels.pagerduty`,
    hint: 'Incidents of one integration key belong to one service, so that one of the two would never be called first.',
  });
}

function keyOf({ routingKey }: PagingService): string {
  return stableJson(routingKey, 0);
}

function policyOf({ levels, repeat }: PagingService): string {
  const shown = levels.map(({ afterSeconds, onCall }) => ({ afterSeconds, onCall }));
  return stableJson({ levels: shown, repeat }, 0);
}
