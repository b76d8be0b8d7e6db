import { WEEKDAYS } from '../../calendar/index.ts';
import type { Weekday } from '../../calendar/types.ts';
import type { SeverityRouteSpec } from '../../spec/kinds/escalation-policy.ts';
import { parseTimeOfDay } from '../../units/index.ts';
import type { Entity } from '../../workspace/entity.ts';
import type { Digest, Level, Recipient, Route, SeverityRoute } from '../route.ts';
import { type BuildContext, originOf, reportAt } from './context.ts';
import { defaultRoute } from './default-route.ts';
import { recipientOf } from './recipients.ts';

const SEVERITIES = ['page', 'ticket', 'info'] as const;

/** One route per team and escalation policy that some alert uses, sorted. Reports what can't be reached. */
export function buildRoutes(context: BuildContext): Route[] {
  const pairs = new Map<string, { team: string; escalation: string }>();
  for (const { team, escalation } of context.alerts) {
    if (escalation !== undefined) pairs.set(`${team}/${escalation}`, { team, escalation });
  }
  const routes: Route[] = [];
  for (const key of [...pairs.keys()].toSorted()) {
    const pair = pairs.get(key);
    const team = pair && context.workspace.get('Team', pair.team);
    const policy = pair && context.workspace.get('EscalationPolicy', pair.escalation);
    if (team && policy) routes.push(routeOf(context, team, policy));
  }
  return routes;
}

function routeOf(context: BuildContext, team: Entity<'Team'>, policy: Entity<'EscalationPolicy'>): Route {
  const { grouping } = policy.spec;
  const isBuiltIn = policy.node.layer?.kind === 'builtin';
  return {
    team: team.name,
    escalation: policy.name,
    severities: isBuiltIn ? defaultRoute(context, team, policy) : severityRoutes(context, team, policy),
    grouping: {
      by: grouping.by,
      waitSeconds: grouping.wait.seconds,
      intervalSeconds: grouping.interval.seconds,
      repeatSeconds: grouping.repeat.seconds,
    },
    origin: originOf(policy),
  };
}

function severityRoutes(
  context: BuildContext,
  team: Entity<'Team'>,
  policy: Entity<'EscalationPolicy'>,
): SeverityRoute[] {
  const { routes, severities } = policy.spec;
  for (const severity of severities ?? []) {
    if (routes[severity] !== undefined) continue;
    reportAt(context, policy, ['severities'], {
      code: 'routing/severity-not-routed',
      severity: 'error',
      message: `the policy names the severity ${severity} and has no route for it`,
      expected: `routes: { ${severity}: … }`,
    });
  }
  return SEVERITIES.flatMap((severity) => {
    const spec = routes[severity];
    return spec ? [severityRoute(context, team, policy, severity, spec)] : [];
  });
}

function severityRoute(
  context: BuildContext,
  team: Entity<'Team'>,
  policy: Entity<'EscalationPolicy'>,
  severity: (typeof SEVERITIES)[number],
  spec: SeverityRouteSpec,
): SeverityRoute {
  const path = ['routes', severity];
  const held = spec.hold === 'outside-business-hours';
  if (held) needHours(context, team, policy, [...path, 'hold']);
  if ((spec.levels.length === 0) === (spec.digest === undefined)) {
    reportAt(context, policy, path, {
      code: 'routing/levels-or-digest',
      severity: 'error',
      message: spec.digest ? 'a route has levels or a digest, not both' : 'this route tells nobody',
      expected: 'levels: [{ notify: … }], or digest: { notify: … }',
    });
  }
  const digest = spec.digest && digestOf(context, team, policy, [...path, 'digest'], spec.digest);
  const levels = spec.digest
    ? [digestLevel(context, team, policy, [...path, 'digest'], spec.digest.notify)]
    : levelsOf(context, team, policy, [...path, 'levels'], spec.levels);
  if (held || digest)
    levels.forEach((level) => checkResolves(context, policy, path, level, held ? 'hold' : 'digest'));
  return {
    severity,
    levels,
    heldOutsideBusinessHours: held,
    ...(digest && { digest }),
    ...(spec.repeat !== undefined && { repeat: spec.repeat }),
    origin: originOf(policy, path),
  };
}

function levelsOf(
  context: BuildContext,
  team: Entity<'Team'>,
  policy: Entity<'EscalationPolicy'>,
  path: string[],
  specs: SeverityRouteSpec['levels'],
): Level[] {
  const delays = [...new Set(specs.map((level) => level.after.seconds))].toSorted((a, b) => a - b);
  specs.forEach((spec, index) => {
    if (index === 0 || spec.after.seconds >= (specs[index - 1]?.after.seconds ?? 0)) return;
    reportAt(context, policy, [...path, index, 'after'], {
      code: 'routing/escalation-not-increasing',
      severity: 'error',
      message: `level ${index + 1} comes before the one above it`,
      expected: `at least ${specs[index - 1]?.after.text ?? ''}`,
    });
  });
  if (delays[0] !== undefined && delays[0] > 0) {
    reportAt(context, policy, [...path, 0, 'after'], {
      code: 'routing/late-first-level',
      severity: 'warning',
      message: `nobody is told in the first ${specs[0]?.after.text ?? ''}`,
      hint: 'Give the first level after: 0m; alerts have a holding time of their own.',
    });
  }
  return specs.map((spec, index) => {
    const number = delays.indexOf(spec.after.seconds) + 1;
    const at = [...path, index];
    if (spec.when !== 'always') needHours(context, team, policy, [...at, 'when']);
    const level: Level = {
      number,
      staged: number > 1,
      afterSeconds: spec.after.seconds,
      timing: spec.when,
      recipients: recipients(context, team, policy, at, spec.notify),
      origin: originOf(policy, at),
    };
    if (spec.when !== 'always') checkResolves(context, policy, [...at, 'when'], level, 'when');
    return level;
  });
}

function digestLevel(
  context: BuildContext,
  team: Entity<'Team'>,
  policy: Entity<'EscalationPolicy'>,
  path: string[],
  notify: SeverityRouteSpec['levels'][number]['notify'],
): Level {
  return {
    number: 1,
    staged: false,
    afterSeconds: 0,
    timing: 'always',
    recipients: recipients(context, team, policy, path, notify),
    origin: originOf(policy, path),
  };
}

function recipients(
  context: BuildContext,
  team: Entity<'Team'>,
  policy: Entity<'EscalationPolicy'>,
  path: (string | number)[],
  notify: SeverityRouteSpec['levels'][number]['notify'],
): Recipient[] {
  return notify.flatMap(
    (entry, index) =>
      recipientOf(context, team, entry, { entity: policy, path: [...path, 'notify', index] }) ?? [],
  );
}

/**
 * A notification that goes out in hours and whose end falls outside them is never followed by a resolve: a PagerDuty
 * incident would stay open. Only PagerDuty's own schedules can do it.
 */
function checkResolves(
  context: BuildContext,
  policy: Entity<'EscalationPolicy'>,
  path: (string | number)[],
  level: Level,
  what: 'when' | 'hold' | 'digest',
): void {
  const muted = level.recipients.find((recipient) => recipient.type === 'pagerduty');
  if (muted === undefined) return;
  reportAt(context, policy, path, {
    code: 'routing/muted-resolve',
    severity: 'error',
    message: `${what} on ${muted.onCall}: an incident that ends in quiet hours would never be resolved at PagerDuty`,
    expected: 'a notification at any hour, or another receiver (slack, email, ticket)',
    hint: 'Let a PagerDuty schedule decide who is on call at which hour.',
  });
}

function needHours(
  context: BuildContext,
  team: Entity<'Team'>,
  policy: Entity<'EscalationPolicy'>,
  path: (string | number)[],
): void {
  if (team.spec.businessHours !== undefined) return;
  reportAt(context, policy, path, {
    code: 'routing/no-business-hours',
    severity: 'error',
    message: `team ${team.name} has no business hours`,
    expected: 'businessHours: { days: …, from: …, to: … } on the team',
    related: [{ message: 'the team', span: team.span }],
  });
}

const DAY_SECONDS = 86_400;

function digestOf(
  context: BuildContext,
  team: Entity<'Team'>,
  policy: Entity<'EscalationPolicy'>,
  path: string[],
  spec: NonNullable<SeverityRouteSpec['digest']>,
): Digest {
  const [, day, time = '09:00'] = /^(?:([a-z]{3}) )?(\d\d:\d\d)$/.exec(spec.at) ?? [];
  const weekly = spec.every.seconds === 7 * DAY_SECONDS;
  if ((!weekly && spec.every.seconds !== DAY_SECONDS) || (day !== undefined) !== weekly) {
    reportAt(context, policy, [...path, 'every'], {
      code: 'routing/digest-period',
      severity: 'error',
      message: `every ${spec.every.text} at ${spec.at} is no digest`,
      expected: 'every: 1d with at: "09:00", or every: 7d with at: "mon 09:00"',
    });
  }
  const minute = parseTimeOfDay(time);
  const days: readonly Weekday[] = WEEKDAYS.filter((each) => day === undefined || each === day);
  return { days, minuteOfDay: minute.ok ? minute.value : 0, timezone: spec.timezone ?? team.spec.timezone };
}
