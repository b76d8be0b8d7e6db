import type { CatalogueEntry } from './entry.ts';

/** What is reported about who is told, when, and by which channel. */
export const ROUTING_CODES: readonly CatalogueEntry[] = [
  {
    code: 'routing/unreachable-team',
    title: 'team that nobody can reach',
    exit: 'invalid-spec',
    explain:
      'The team has alerts, and neither an on-call entry nor a Slack channel or e-mail address. Its pages would go nowhere. Add contacts or somebody on call.',
  },
  {
    code: 'routing/severity-not-routed',
    title: 'severity that the policy tells nobody of',
    exit: 'invalid-spec',
    explain:
      'The policy has no route for a severity that some alert has, or that it lists itself. Alertmanager would drop the alert into an empty receiver without a word. Add the route, or give the alert another severity. Infos need no route.',
  },
  {
    code: 'routing/no-channel',
    title: 'receiver without a connection',
    exit: 'invalid-spec',
    explain:
      "The receiver is named, and nothing says how to connect to it. What connects stands in `channels` of the Project, or of an Environment: a file with the Slack URL, the mail server, the PagerDuty integration key, the webhook's URL.",
  },
  {
    code: 'routing/no-contact',
    title: 'team without the contact that is to be told',
    exit: 'invalid-spec',
    explain:
      "`slack: team` and `email: team` mean the contact of the team whose alert it is, and this team has none of that sort. Add it to the team's contacts, or name a channel or address.",
  },
  {
    code: 'routing/no-business-hours',
    title: 'business hours that the team does not have',
    exit: 'invalid-spec',
    explain:
      "The route depends on business hours (`when`, `hold`), and those are the team's, in its zone. This team has none. Add them, or give it a policy that notifies at any hour.",
  },
  {
    code: 'routing/empty-hours',
    title: 'working day without length',
    exit: 'invalid-spec',
    explain:
      'The working day ends at the minute at which it begins. That could mean no hours or all 24; write 00:00 to 24:00 for the whole day. An end before the beginning means past midnight.',
  },
  {
    code: 'routing/levels-or-digest',
    title: 'route that tells nobody, or twice',
    exit: 'invalid-spec',
    explain:
      'A route of an escalation policy has levels, told one after the other while the alert fires, or a digest, a summary at a fixed time. One of the two must be there, and both at once contradict each other.',
  },
  {
    code: 'routing/escalation-not-increasing',
    title: 'level that comes before the one above it',
    exit: 'invalid-spec',
    explain:
      'Levels are in the order of their delay; the list reads as the story of an incident. Sort them, or correct the delay. Levels with the same delay share their number, as for two kinds of hours.',
  },
  {
    code: 'routing/late-first-level',
    title: 'nobody is told at first',
    exit: 'finding',
    explain:
      'The first level has a delay, so nobody hears of the alert for that long. Alerts have a holding time of their own (`for`), which keeps short disturbances away without delaying real ones at the route.',
  },
  {
    code: 'routing/muted-resolve',
    title: 'PagerDuty incident that would never be resolved',
    exit: 'invalid-spec',
    explain:
      'A notification that is limited to some hours is also not sent outside them when the alert ends. PagerDuty would keep the incident open and escalate it. Notify PagerDuty at any hour and let its schedule decide who is on call, or use Slack, e-mail or a ticket for limited hours.',
  },
  {
    code: 'routing/digest-period',
    title: 'impossible digest',
    exit: 'invalid-spec',
    explain:
      'A digest is daily (`every: 1d, at: "09:00"`) or weekly (`every: 7d, at: "mon 09:00"`). It tells what still fires at that time; what came and went in between is not told.',
  },
  {
    code: 'routing/warn-not-before-page',
    title: 'warning that does not come before the page',
    exit: 'invalid-spec',
    explain:
      'A pipeline warns at one age of its data and pages at a greater one. With the warning at the same age or later, the ticket would only repeat the page.',
  },
  {
    code: 'routing/no-schedule',
    title: 'on-call entry without a schedule',
    exit: 'invalid-spec',
    explain:
      'The project renders escalation policies for PagerDuty, and a policy calls schedules. Name the one that exists there under `schedule`, or describe turns under `rotation`, so that a schedule is rendered.',
  },
  {
    code: 'routing/paging-conflict',
    title: 'one integration key with two escalations',
    exit: 'invalid-spec',
    explain:
      'Events of one integration key raise incidents of one PagerDuty service, and a service has one escalation policy. Two routes start with the same on-call entry and go on differently. Make them equal, or give the second one an on-call entry with a key of its own.',
  },
];
