import { capabilitiesOf, FULL } from '../capability.ts';

/** Alertmanager tells people, at the right hours; what is measured is Prometheus' part. */
export const capabilities = capabilitiesOf({
  'route/first-level': FULL,
  'route/staged-level': {
    support: 'approximated',
    how: 'alerts of their own, which come even when somebody is at work on it, since Alertmanager knows no acknowledgement',
  },
  'route/timing': FULL,
  'route/hold': FULL,
  'route/digest': {
    support: 'approximated',
    how: 'an interval in which what still fires is told, and what came and went before is not',
  },
  'route/repeat': {
    support: 'none',
    why: 'Alertmanager knows no acknowledgement',
    instead: 'Each level is told again after grouping.repeat, as long as the alert fires.',
  },
  'route/grouping': FULL,
  'alert/action': FULL,
  'recipient/pagerduty': FULL,
  'recipient/slack': FULL,
  'recipient/email': FULL,
  'recipient/webhook': FULL,
  'cause/upstream': FULL,
  'cause/page-over-ticket': FULL,
  'maintenance/mute': FULL,
});
