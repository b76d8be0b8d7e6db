import { printDuration } from '../../../units/index.ts';
import { AVAILABILITY, documents, exampleModel, exampleObject } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';
import { figure } from '../../words.ts';

const LEAST_SECONDS = 1800;
const DAY_SECONDS = 86_400;

export const repeatTooFast: LintRule = {
  id: 'routing/repeat-too-fast',
  severity: 'warning',
  title: 'the same said again within half an hour',
  why: 'While an alert fires, its notification is sent again after `grouping.repeat`. Repeated every few minutes it drowns what is new, people mute the channel, and Slack and mail servers throttle. To insist is what further levels are for; repeat after hours.',
  bad: example('10m'),
  good: example('4h'),
  check({ workspace, plan }, report) {
    for (const name of new Set(plan.routes.map(({ escalation }) => escalation))) {
      const policy = workspace.get('EscalationPolicy', name);
      const repeat = policy?.spec.grouping.repeat;
      if (policy === undefined || repeat === undefined || repeat.seconds >= LEAST_SECONDS) continue;
      const perDay = repeat.seconds > 0 ? DAY_SECONDS / repeat.seconds : undefined;
      report({
        ...at(policy, ['grouping', 'repeat']),
        message:
          perDay === undefined
            ? `repeat: ${repeat.text} says the same over and over`
            : `repeat: ${repeat.text} says the same ${figure(perDay)} times a day for each group that keeps firing`,
        expected: `at least ${printDuration(LEAST_SECONDS)}, better hours`,
        data: { repeatSeconds: repeat.seconds, ...(perDay !== undefined && { perDay }) },
      });
    }
  },
};

function example(repeat: string): string {
  const policy = exampleObject('EscalationPolicy', 'name: critical', [
    'routes:',
    '  page: { levels: [{ notify: [{ onCall: primary }, { slack: team }] }] }',
    '  ticket: { levels: [{ notify: [{ slack: team }] }] }',
    `grouping: { repeat: ${repeat} }`,
  ]);
  return documents(policy, exampleModel(['escalation: critical', AVAILABILITY]));
}
