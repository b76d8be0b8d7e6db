import type { Recipient } from '../../../plan/route.ts';
import { AVAILABILITY, documents, exampleModel, exampleObject } from '../../example.ts';
import { at } from '../../place.ts';
import { pageRoutes } from '../../routes.ts';
import type { LintRule } from '../../rule.ts';
import { listed, receiver } from '../../words.ts';

export const unreachableHuman: LintRule = {
  id: 'routing/unreachable-human',
  severity: 'warning',
  title: 'pages that reach no person',
  why: 'A page is for somebody who gets up and acts. Every level of this route ends in a webhook of a system or a tracker: unless that system wakes somebody by means of its own, nobody does. Notify an on-call entry or a contact of the team as well. A system that does wake people is an on-call entry: `onCall: [{ name: primary, provider: webhook, webhook: … }]` of the Team.',
  bad: example('{ webhook: incidents }, { ticket: jira }'),
  good: example('{ onCall: primary }, { webhook: incidents }'),
  check({ workspace, plan }, report) {
    for (const { team, escalation, page } of pageRoutes(plan)) {
      const policy = workspace.get('EscalationPolicy', escalation);
      const recipients = page.levels.flatMap((level) => level.recipients);
      if (policy === undefined || recipients.length === 0 || recipients.some(isPerson)) continue;
      const names = [...new Set(recipients.map(receiver))];
      report({
        ...at(policy, ['routes', 'page']),
        message: `pages of team ${team} go to ${listed(names)} and to no person`,
        hint: 'Add an on-call entry or a contact of the team to a level.',
        data: { team, escalation, receivers: names },
      });
    }
  },
};

function isPerson(recipient: Recipient): boolean {
  return recipient.type !== 'webhook' || recipient.purpose === 'on-call';
}

function example(notify: string): string {
  return documents(
    exampleObject('Project', 'name: example', [
      'owner: ml',
      'channels:',
      '  slack: { apiUrlFile: secrets/slack-url }',
      '  webhooks: { incidents: { urlFile: secrets/incidents-url }, jira: { urlFile: secrets/jira-url } }',
    ]),
    exampleObject('EscalationPolicy', 'name: tools', [
      'routes:',
      `  page: { levels: [{ after: 0m, notify: [${notify}] }] }`,
      '  ticket: { levels: [{ after: 0m, notify: [{ slack: team }] }] }',
    ]),
    exampleModel(['escalation: tools', AVAILABILITY]),
  );
}
