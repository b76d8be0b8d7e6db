import { capabilitiesOf, FULL } from '../capability.ts';

/** PagerDuty calls people; what is measured, and when an alert fires, others know. */
export const capabilities = capabilitiesOf({
  'route/first-level': FULL,
  'route/native-level': FULL,
  'route/repeat': FULL,
  'recipient/pagerduty': FULL,
  'route/timing': {
    support: 'none',
    why: 'levels of an escalation policy know no hours, so the level calls whenever it is reached',
    instead: 'Give the schedule in PagerDuty the hours, or the team another on-call entry for this level.',
  },
  'maintenance/mute': {
    support: 'approximated',
    how: 'incidents are suppressed by hours of the week; whoever raises the alert keeps other times by itself',
  },
});
