import { complementHours, hoursPerWeek } from '../../../calendar/index.ts';
import type { SeverityRoute, TeamHours } from '../../../plan/route.ts';
import { printDuration } from '../../../units/index.ts';
import { AVAILABILITY, documents, exampleModel, exampleObject } from '../../example.ts';
import { at } from '../../place.ts';
import { pageRoutes } from '../../routes.ts';
import type { LintRule } from '../../rule.ts';
import { figure } from '../../words.ts';

/** A level that comes later than this does not help whoever is affected now. */
const SOON_SECONDS = 3600;
const HOURS_OF_WEEK = 168;

export const pageNobodyAtNight: LintRule = {
  id: 'routing/page-nobody-at-night',
  severity: 'warning',
  title: 'hours of the week in which a page reaches nobody',
  why: 'A page says that somebody must act now. With levels that notify only in business hours, or a `hold`, there are hours in which nobody hears of it within the first hour, and nobody notices: the alert fires as it should. Add a level for the other hours, or make the alert a ticket.',
  bad: example(),
  good: example('      - { when: outside-business-hours, notify: [{ onCall: primary }] }'),
  check({ workspace, plan }, report) {
    for (const { team, escalation, page } of pageRoutes(plan)) {
      const policy = workspace.get('EscalationPolicy', escalation);
      const hours = plan.teamHours.find((each) => each.team === team);
      const told = policy && toldHours(page, hours);
      if (policy === undefined || told === undefined || told >= HOURS_OF_WEEK) continue;
      report({
        ...at(policy, ['routes', 'page']),
        message: `in ${figure(HOURS_OF_WEEK - told)} of the 168 hours of a week a page of team ${team} reaches nobody within ${printDuration(SOON_SECONDS)}`,
        hint: 'Add a level with when: outside-business-hours, or make these alerts tickets.',
        data: { team, hoursTold: told, hoursOfWeek: HOURS_OF_WEEK, withinSeconds: SOON_SECONDS },
      });
    }
  },
};

/** Hours of a week in which somebody is told soon; undefined when the team has no hours to calculate with. */
function toldHours(page: SeverityRoute, hours: TeamHours | undefined): number | undefined {
  const soon = page.levels.filter(
    ({ afterSeconds, recipients }) => afterSeconds <= SOON_SECONDS && recipients.length > 0,
  );
  const timings = new Set(soon.map(({ timing }) => timing));
  if (page.digest || timings.size === 0) return 0;
  const needsHours = page.heldOutsideBusinessHours || !timings.has('always');
  if (!needsHours) return HOURS_OF_WEEK;
  if (hours === undefined) return undefined;
  const inHours = timings.has('always') || timings.has('business-hours') ? hoursPerWeek(hours.hours) : 0;
  const isOutside = timings.has('always') || timings.has('outside-business-hours');
  const outside = isOutside ? hoursPerWeek(complementHours(hours.hours)) : 0;
  return page.heldOutsideBusinessHours ? inHours : inHours + outside;
}

function example(...night: string[]): string {
  const team = exampleObject('Team', 'name: ml', [
    'timezone: Europe/London',
    'businessHours: { days: [mon, tue, wed, thu, fri], from: "09:00", to: "17:30" }',
    'contacts: { slack: "#ml-alerts" }',
    'onCall: [{ name: primary, provider: slack, channel: "@ml-primary" }]',
  ]);
  const policy = exampleObject('EscalationPolicy', 'name: working-hours', [
    'routes:',
    '  page:',
    '    levels:',
    '      - { when: business-hours, notify: [{ onCall: primary }, { slack: team }] }',
    ...night,
    '  ticket: { levels: [{ notify: [{ slack: team }] }] }',
  ]);
  return documents(team, policy, exampleModel(['escalation: working-hours', AVAILABILITY]));
}
