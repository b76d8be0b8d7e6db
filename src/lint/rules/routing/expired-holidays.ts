import { toDayNumber } from '../../../calendar/date.ts';
import { counted } from '../../../support/counted.ts';
import { AVAILABILITY, documents, exampleModel, exampleObject } from '../../example.ts';
import { at } from '../../place.ts';
import type { LintRule } from '../../rule.ts';

/** So many days before a calendar runs out it is told: time for a change to be reviewed and rolled out. */
const NOTICE_DAYS = 30;

export const expiredHolidays: LintRule = {
  id: 'routing/expired-holidays',
  severity: 'warning',
  title: 'holidays or maintenance that run out',
  why: 'Holidays, maintenance windows and changes of daylight saving are rendered as dates up to `calendarUntil`, since output may not depend on the day. After it, alerts are held and muted as if there were none: somebody is paged on a holiday, or in a planned restart. The same happens behind the last day that a team’s calendar file knows. Move `calendarUntil` forward, put next year’s calendar in place, and compile. Told from 30 days before.',
  bad: example('2026-07-15'),
  good: example('2027-12-31'),
  check({ workspace, plan, today }, report) {
    if (today === undefined) return;
    const { project } = workspace;
    const until = project.spec.calendarUntil;
    const isUsed = plan.maintenance.length > 0 || plan.teamHours.length > 0;
    if (until !== undefined && isUsed && daysBetween(today, until) < NOTICE_DAYS) {
      report({
        ...at(project, ['calendarUntil']),
        message: `calendars are rendered up to ${until}, and ${told(daysBetween(today, until))}`,
        hint: 'Move it forward and compile.',
        data: { until, today, daysLeft: daysBetween(today, until) },
      });
    }
    for (const { team, holidays } of plan.teamHours) {
      const last = holidays.at(-1);
      const object = workspace.get('Team', team);
      if (last === undefined || object === undefined || daysBetween(today, last) >= 0) continue;
      report({
        ...at(object, ['businessHours', 'holidays']),
        message: `the last holiday that team ${team} has is ${last}, and ${told(daysBetween(today, last))}`,
        hint: 'Put the calendar of the coming year in place and compile.',
        data: { last, today, daysLeft: daysBetween(today, last) },
      });
    }
  },
};

function daysBetween(from: string, to: string): number {
  return toDayNumber(to) - toDayNumber(from);
}

function told(days: number): string {
  if (days === 0) return 'that is today';
  const amount = counted(Math.abs(days), 'day');
  return days > 0 ? `that is in ${amount}` : `that was ${amount} ago`;
}

function example(until: string): string {
  return documents(
    exampleObject('Project', 'name: example', [
      'owner: ml',
      `calendarUntil: ${until}`,
      'channels: { slack: { apiUrlFile: secrets/slack-url } }',
    ]),
    exampleObject('MaintenanceWindow', 'name: weekly-restart', [
      'schedule: { cron: "0 3 * * sun", duration: 2h, timezone: Europe/London }',
      'match: { model: fraud }',
    ]),
    exampleModel([AVAILABILITY]),
  );
}
