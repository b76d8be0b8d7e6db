import { AVAILABILITY, documents, exampleModel, exampleObject } from '../../example.ts';
import { at } from '../../place.ts';
import { pageRoutes } from '../../routes.ts';
import type { LintRule } from '../../rule.ts';
import { receiver } from '../../words.ts';

export const singlePoint: LintRule = {
  id: 'routing/single-point',
  severity: 'info',
  title: 'pages that one receiver alone hears',
  why: 'Every level of a page goes to the same person or channel. When that person sleeps through it, or the channel is muted or its webhook expired, nobody hears. Add a second level, or a contact of the team; the default policy also tells the team’s Slack channel or e-mail address. (A lone PagerDuty receiver is not reported: its own policy there may escalate.)',
  bad: example(),
  good: example('contacts: { slack: "#ml-alerts" }'),
  check({ workspace, plan }, report) {
    for (const { team, escalation, page } of pageRoutes(plan)) {
      const receivers = page.levels.flatMap(({ recipients }) => recipients);
      const [first] = receivers;
      const names = new Set(receivers.map(receiver));
      const teamObject = workspace.get('Team', team);
      if (first === undefined || names.size > 1 || first.type === 'pagerduty' || !teamObject) continue;
      report({
        ...at(teamObject, []),
        message: `all pages of team ${team} under policy ${escalation} go to ${receiver(first)} alone`,
        hint: 'Give the team a contact, or the policy a second level that goes elsewhere.',
        data: { team, escalation, receiver: receiver(first) },
      });
    }
  },
};

function example(...contacts: string[]): string {
  const onCall = 'onCall: [{ name: primary, provider: slack, channel: "@ml-primary" }]';
  return documents(exampleObject('Team', 'name: ml', [onCall, ...contacts]), exampleModel([AVAILABILITY]));
}
