import { z } from 'zod';
import { WEEKDAYS } from '../../calendar/index.ts';
import { expects, oneOf, strictObject } from '../expectation.ts';
import { zDate, zDuration, zMomentOfDay, zProjectPath, zTimeOfDay, zTimeZone } from '../fields.ts';
import { defineKind } from '../kind.ts';
import { zName } from '../names.ts';

export const zSlackChannel = z.string(expects('a Slack channel such as "#ml-alerts"')).regex(
  /^[#@][^\s#@]{1,80}$/,
  expects('a Slack channel such as "#ml-alerts"', () => ({
    hint: 'In YAML, # starts a comment: keep the quotes.',
  })),
);
export const zEmailAddress = z
  .string(expects('an e-mail address'))
  .regex(/^[^\s@"<>,]+@[^\s@"<>,]+\.[^\s@"<>,]+$/, expects('an e-mail address'));

const zOnCall = strictObject({
  name: zName.meta({ description: 'What escalation policies call it: primary, secondary.' }),
  provider: oneOf(['pagerduty', 'slack', 'email', 'webhook']).meta({
    description:
      'How the person is reached. pagerduty connects by channels.pagerduty.<team>.<name>, webhook by channels.webhooks.<webhook>.',
  }),
  schedule: z
    .string(expects("the schedule's name"))
    .optional()
    .meta({ description: 'Name of the schedule at the provider.' }),
  rotation: strictObject({
    users: z
      .array(zEmailAddress, expects('a list of e-mail addresses'))
      .min(1)
      .meta({ description: 'Who takes turns, by their e-mail address at the provider.' }),
    every: zDuration.prefault('7d').meta({ description: 'Length of a turn.' }),
    start: zDate.meta({ description: "First day of the first turn, in the team's zone." }),
    at: zTimeOfDay.prefault('09:00').meta({ description: "When turns change, in the team's zone." }),
  })
    .optional()
    .meta({ description: 'With provider pagerduty, in place of schedule: a schedule that is rendered.' }),
  webhook: zName.optional().meta({ description: 'With provider webhook: its name in channels.webhooks.' }),
  channel: zSlackChannel.optional().meta({ description: 'With provider slack: the channel or person.' }),
  address: zEmailAddress.optional().meta({ description: 'With provider email: the address.' }),
});

const zBusinessHours = strictObject({
  days: z
    .array(oneOf(WEEKDAYS), expects('a list of days: [mon, tue, …]'))
    .min(1)
    .meta({ description: 'Working days.' }),
  from: zMomentOfDay.meta({ description: "Start of the working day, in the team's zone." }),
  to: zTimeOfDay.meta({ description: 'End of the working day; earlier than from means past midnight.' }),
  holidays: zProjectPath.optional().meta({ description: 'iCalendar file (.ics) with the days off.' }),
});

export const teamSpec = strictObject({
  timezone: zTimeZone.prefault('UTC').meta({ description: "Zone of the team's hours: Europe/London." }),
  businessHours: zBusinessHours.optional().meta({ description: 'When tickets are worked on.' }),
  contacts: strictObject({
    slack: zSlackChannel.optional().meta({ description: "The team's channel; needs channels.slack." }),
    email: zEmailAddress.optional().meta({ description: "The team's address; needs channels.email." }),
  })
    .prefault({})
    .meta({ description: 'Where the whole team is told.' }),
  onCall: z.array(zOnCall).default([]).meta({ description: 'Who carries the pager.' }),
});

export const team = defineKind({
  kind: 'Team',
  description: 'Who is told, when, and where.',
  spec: teamSpec,
  references: () => [],
});
