import type { Entity } from '../../workspace/entity.ts';
import type { Level, Recipient, SeverityRoute } from '../route.ts';
import { type BuildContext, originOf, reportAt } from './context.ts';
import { emailRecipient, onCallRecipient, slackRecipient } from './recipients.ts';

/**
 * Who is told when no policy is named: a page reaches the first on-call person and the team's channel, a ticket the team's
 * channel, else its address, else the first on-call person; infos reach nobody.
 */
export function defaultRoute(
  context: BuildContext,
  team: Entity<'Team'>,
  policy: Entity<'EscalationPolicy'>,
): SeverityRoute[] {
  const first = team.spec.onCall[0];
  const onCall = first && onCallRecipient(context, team, first, 0);
  const { slack, email } = team.spec.contacts;
  const contact =
    slack === undefined
      ? email !== undefined && emailRecipient(context, email, { entity: team, path: ['contacts', 'email'] })
      : slackRecipient(context, slack, { entity: team, path: ['contacts', 'slack'] });
  if (first === undefined && slack === undefined && email === undefined) {
    reportAt(context, team, [], {
      code: 'routing/unreachable-team',
      severity: 'error',
      message: `nobody of team ${team.name} can be reached`,
      expected: 'contacts: { slack: … } or { email: … }, or an entry under onCall',
    });
    return [];
  }
  const route = (severity: 'page' | 'ticket', recipients: readonly Recipient[]): SeverityRoute => ({
    severity,
    heldOutsideBusinessHours: false,
    levels: [levelOf(team, recipients)],
    origin: originOf(policy),
  });
  const people = [onCall, contact || undefined].filter((recipient) => recipient !== undefined);
  return [route('page', people), route('ticket', contact ? [contact] : people)];
}

function levelOf(team: Entity<'Team'>, recipients: readonly Recipient[]): Level {
  return { number: 1, staged: false, afterSeconds: 0, timing: 'always', recipients, origin: originOf(team) };
}
