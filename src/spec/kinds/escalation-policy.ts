import { z } from 'zod';
import { expects, oneOf, strictObject } from '../expectation.ts';
import { zDuration, zTimeZone } from '../fields.ts';
import { defineKind } from '../kind.ts';
import { zLabelName, zName } from '../names.ts';
import { zEmailAddress, zSlackChannel } from './team.ts';

const zTeamOr = (schema: z.ZodString, what: string) =>
  z.union([z.literal('team'), schema], expects(`"team" or ${what}`));

export const zNotify = z.union(
  [
    strictObject({ onCall: zName.meta({ description: "Name of an entry of the team's onCall." }) }),
    strictObject({
      slack: zTeamOr(zSlackChannel, 'a channel such as "#ml-alerts"').meta({
        description: "team for the team's own channel, or a channel.",
      }),
    }),
    strictObject({
      email: zTeamOr(zEmailAddress, 'an e-mail address').meta({
        description: "team for the team's own address, or an address.",
      }),
    }),
    strictObject({ webhook: zName.meta({ description: 'Name in channels.webhooks.' }) }),
    strictObject({ ticket: zName.meta({ description: 'Name in channels.webhooks of a ticket system.' }) }),
  ],
  expects('one of { onCall: … }, { slack: … }, { email: … }, { webhook: … }, { ticket: … }'),
);
export type NotifySpec = z.output<typeof zNotify>;

const zNotifyList = z
  .array(zNotify, expects('a list such as [{ onCall: primary }, { slack: team }]'))
  .min(1, expects('at least one receiver'));

const zLevel = strictObject({
  after: zDuration.prefault('0m').meta({ description: 'Time since the alert fired.' }),
  when: oneOf(['always', 'business-hours', 'outside-business-hours'])
    .default('always')
    .meta({ description: "When this level notifies, in the team's hours." }),
  notify: zNotifyList.meta({ description: 'Who is told.' }),
});

const zDigest = strictObject({
  every: zDuration.prefault('1d').meta({ description: '1d for daily, 7d for weekly.' }),
  at: z
    .string(expects('a time such as "09:00" or "mon 09:00"'))
    .regex(
      /^(?:(?:mon|tue|wed|thu|fri|sat|sun) )?(?:[01]\d|2[0-3]):[0-5]\d$/,
      expects('a time such as "09:00" or "mon 09:00"'),
    )
    .prefault('09:00')
    .meta({ description: 'When it is sent.' }),
  timezone: zTimeZone.optional().meta({ description: "Zone of `at`; the team's by default." }),
  notify: zNotifyList.meta({ description: 'Who gets it.' }),
});

const zSeverityRoute = strictObject({
  levels: z
    .array(zLevel)
    .default([])
    .meta({ description: 'Who is told, one level after the other while the alert fires.' }),
  hold: oneOf(['outside-business-hours'])
    .optional()
    .meta({ description: "Tell nobody outside the team's hours; what still fires is told at opening." }),
  digest: zDigest.optional().meta({ description: 'Instead of levels: a summary of what still fires.' }),
  repeat: z.int(expects('a whole number')).min(1).max(9).optional().meta({
    description: 'How often the whole escalation is repeated; only receivers with acknowledgement can.',
  }),
});

export const escalationPolicySpec = strictObject({
  severities: z
    .array(oneOf(['page', 'ticket', 'info']))
    .optional()
    .meta({ description: 'Severities that the policy must route; each needs an entry in routes.' }),
  routes: strictObject({
    page: zSeverityRoute.optional().meta({ description: 'What wakes somebody.' }),
    ticket: zSeverityRoute.optional().meta({ description: 'What waits for working hours.' }),
    info: zSeverityRoute.optional().meta({ description: 'What is to be looked at some day.' }),
  }).meta({ description: 'Per severity: who is told, when.' }),
  grouping: strictObject({
    by: z
      .array(zLabelName)
      .min(1)
      .default(['model', 'env'])
      .meta({ description: 'Alerts with equal values of these labels come in one notification.' }),
    wait: zDuration.prefault('30s').meta({ description: 'How long a first notification waits for company.' }),
    interval: zDuration.prefault('5m').meta({ description: 'How long until news of a group is sent.' }),
    repeat: zDuration.prefault('4h').meta({ description: 'How long until the same is said again.' }),
  })
    .prefault({})
    .meta({ description: 'How alerts are put together.' }),
});
export type SeverityRouteSpec = z.output<typeof zSeverityRoute>;

export const escalationPolicy = defineKind({
  kind: 'EscalationPolicy',
  description: 'From severity to people, level by level over time.',
  spec: escalationPolicySpec,
  references: () => [],
});
