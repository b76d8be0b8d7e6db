import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Alert } from '../../plan/alert.ts';
import { pagingParameterName } from '../../plan/paging-names.ts';
import type { Plan } from '../../plan/plan.ts';
import type { Level, Recipient, Route, SeverityRoute } from '../../plan/route.ts';
import { sha256 } from '../../support/sha256.ts';
import type { Asked } from '../capability.ts';
import { type Draft, distinctDrafts, prefixOf } from './draft.ts';
import { allocate, NAME_RULES } from './names.ts';
import { asked } from './notes.ts';
import { type Parameter, SHARED } from './template.ts';

/** A topic that alarms of a route publish to, and how much later than the first it is told. */
export interface Telling {
  readonly topicKey: string;
  readonly level: number;
  readonly afterSeconds: number;
}

export interface Topics {
  readonly drafts: readonly Draft[];
  readonly parameters: ReadonlyMap<string, Parameter>;
  readonly notes: readonly Diagnostic[];
  /** Whom an alert tells, by level; empty when its route tells nobody here. */
  readonly of: (alert: Alert) => readonly Telling[];
}

/**
 * A topic per team, escalation policy, severity and level, with a subscription for each recipient. Endpoints that are secrets
 * are parameters that CloudFormation never shows; addresses are parameters with the spec's as default.
 */
export function topicsOf(plan: Plan): Topics {
  const drafts: Draft[] = [];
  const notes: Diagnostic[] = [];
  const parameters = new Map<string, Parameter>();
  const tellings = new Map<string, Telling[]>();
  const note = (about: Asked): void => {
    notes.push(...asked(about));
  };
  const topicNames = allocate(
    plan.routes.flatMap((route) =>
      route.severities.flatMap((severity) =>
        tellingLevels(severity).map((level) => topicName(plan, route, severity, level)),
      ),
    ),
    NAME_RULES.topic,
  );
  for (const route of plan.routes) {
    note({ construct: 'route/grouping', origin: route.origin, what: `the policy ${route.escalation}` });
    for (const severityRoute of route.severities) {
      noteTimes(route, severityRoute, note);
      noteRecipients(severityRoute, note);
      for (const level of tellingLevels(severityRoute)) {
        const key = `topic ${route.team} ${route.escalation} ${severityRoute.severity} ${level.number}`;
        const wanted = topicName(plan, route, severityRoute, level);
        const list = tellings.get(routeKey(route.team, route.escalation, severityRoute.severity)) ?? [];
        tellings.set(routeKey(route.team, route.escalation, severityRoute.severity), list);
        if (!list.some(({ topicKey }) => topicKey === key)) {
          list.push({ topicKey: key, level: level.number, afterSeconds: level.afterSeconds });
          drafts.push(topicDraft(key, topicNames.get(wanted)?.text ?? wanted, level));
        }
        for (const recipient of level.recipients) {
          const subscription = subscriptionOf(recipient, parameters);
          if (subscription) drafts.push(subscriptionDraft(key, subscription, level));
        }
      }
    }
  }
  return {
    drafts: distinctDrafts(drafts),
    parameters,
    notes,
    of: ({ team, escalation, severity }) =>
      escalation === undefined ? [] : (tellings.get(routeKey(team, escalation, severity)) ?? []),
  };
}

/** Levels with somebody whom a topic reaches. */
function tellingLevels(route: SeverityRoute): readonly Level[] {
  return raisedLevels(route).filter((level) => level.recipients.some(isReachable));
}

/** Levels that somebody must raise: the first ones, and those that nobody escalates to by himself. */
function raisedLevels({ levels, digest }: SeverityRoute): readonly Level[] {
  return digest ? [] : levels.filter((level) => level.number === 1 || level.staged);
}

function isReachable({ type }: Recipient): boolean {
  return type !== 'slack';
}

function routeKey(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

function topicName(plan: Plan, route: Route, { severity }: SeverityRoute, { number }: Level): string {
  const later = number === 1 ? '' : `-level-${number}`;
  return `${prefixOf(plan)}-${route.team}-${route.escalation}-${severity}${later}`;
}

function topicDraft(key: string, name: string, level: Level): Draft {
  return {
    subject: SHARED,
    key,
    needs: [],
    origin: level.origin,
    make: () => ({ Type: 'AWS::SNS::Topic', Properties: { TopicName: name } }),
  };
}

interface Subscription {
  readonly protocol: 'https' | 'email';
  readonly parameter: string;
}

function subscriptionDraft(topicKey: string, { protocol, parameter }: Subscription, level: Level): Draft {
  return {
    subject: SHARED,
    key: `${topicKey} to ${parameter}`,
    needs: [],
    origin: level.origin,
    make: ({ id }) => ({
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: { Ref: id(topicKey) }, Protocol: protocol, Endpoint: { Ref: parameter } },
    }),
  };
}

function subscriptionOf(recipient: Recipient, parameters: Map<string, Parameter>): Subscription | undefined {
  switch (recipient.type) {
    case 'pagerduty': {
      const parameter = pagingParameterName({ id: recipient.service });
      parameters.set(
        parameter,
        secretEndpoint(
          `HTTPS endpoint of the CloudWatch integration of the PagerDuty service ${recipient.service}`,
        ),
      );
      return { protocol: 'https', parameter };
    }
    case 'webhook': {
      const parameter = `Webhook${distinctName(recipient.name)}`;
      parameters.set(parameter, secretEndpoint(`HTTPS endpoint of the webhook ${recipient.name}`));
      return { protocol: 'https', parameter };
    }
    case 'email': {
      const parameter = `Email${pascal(recipient.to.replace('@', '-at-'))}${sha256(recipient.to).slice(0, 8)}`;
      parameters.set(parameter, {
        Type: 'String',
        Description: 'Address that confirms the subscription once',
        Default: recipient.to,
        AllowedPattern: '.+@.+',
      });
      return { protocol: 'email', parameter };
    }
    case 'slack':
      return undefined;
  }
}

function secretEndpoint(description: string): Parameter {
  return {
    Type: 'String',
    NoEcho: true,
    Description: `${description}; a secret, given when the stack is deployed`,
    AllowedPattern: 'https://.+',
    ConstraintDescription: 'must be an https:// address',
  };
}

/** `a-1b` and `a1b` would come out alike: a word that begins with a digit is told by a hash. */
function distinctName(name: string): string {
  return /-[0-9]/.test(name) ? `${pascal(name)}X${sha256(name).slice(0, 8)}` : pascal(name);
}

function pascal(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`)
    .join('');
}

/** Whom topics reach otherwise, or not; also where nobody else of the level is reached. */
function noteRecipients(route: SeverityRoute, note: (asked: Asked) => void): void {
  for (const { origin, recipients } of raisedLevels(route)) {
    const what = `the policy ${origin.object.name}`;
    for (const { type } of recipients) note({ construct: `recipient/${type}`, origin, what });
  }
}

/** Times of day and repetition, which a topic does not know. */
function noteTimes({ escalation }: Route, route: SeverityRoute, note: (asked: Asked) => void): void {
  const { origin, levels, digest, heldOutsideBusinessHours, repeat } = route;
  const what = `the policy ${escalation} for ${route.severity}`;
  if (digest) note({ construct: 'route/digest', origin, what });
  if (heldOutsideBusinessHours) note({ construct: 'route/hold', origin, what });
  if (repeat !== undefined) note({ construct: 'route/repeat', origin, what });
  for (const level of levels) {
    if (level.timing !== 'always') note({ construct: 'route/timing', origin: level.origin, what });
    if (level.number > 1 && level.staged)
      note({ construct: 'route/staged-level', origin: level.origin, what });
  }
}
