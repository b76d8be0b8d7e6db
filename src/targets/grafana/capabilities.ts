import { capabilitiesOf, EVERY_VIEW, FULL, withOption } from '../capability.ts';

/** Dashboards show what is measured and promised. Who is told is for others, unless Grafana's own alerts are asked for. */
export const capabilities = capabilitiesOf({
  ...EVERY_VIEW,
  ...withOption('alerting: true', {
    'condition/compare': FULL,
    'condition/min-samples': FULL,
    'condition/burn-rate': FULL,
    'condition/burn-rate-over-a-day': FULL,
    'condition/sustained': FULL,
    'condition/budget-remaining': FULL,
    'condition/absent': FULL,
    'condition/vanished': FULL,
    'condition/no-value': FULL,
    'condition/segment-beyond': FULL,
    'condition/missing-bucket': FULL,
    'condition/logic': FULL,
    'condition/latched': {
      support: 'approximated',
      how: 'a rule that fires on until the alert of the same name in Prometheus recovers, since Grafana has no series of its own alerts; without the rendered rules of Prometheus it ends with the trigger',
    },
    'condition/always': FULL,
    'condition/self': {
      support: 'approximated',
      how: "rules that watch Prometheus evaluate; Grafana's own notifications are watched by nobody but the dead man's switch",
    },
    'alert/hold': FULL,
    'alert/keep-firing': FULL,
    'route/first-level': FULL,
    'route/staged-level': {
      support: 'approximated',
      how: 'rules of their own, whose condition must hold for so much longer; they come even when somebody is at work on it',
    },
    'route/timing': FULL,
    'route/hold': FULL,
    'route/digest': {
      support: 'approximated',
      how: 'an interval in which what still fires is told, and what came and went before is not',
    },
    'route/repeat': {
      support: 'none',
      why: "Grafana's contact points know no acknowledgement",
      instead: 'Each level is told again after grouping.repeat, as long as the alert fires.',
    },
    'route/grouping': FULL,
    'alert/action': {
      support: 'none',
      why: "what carries an action out reads the request that Alertmanager's webhook sends",
      instead: 'Keep the target alertmanager for actions.',
    },
    'recipient/pagerduty': FULL,
    'recipient/slack': FULL,
    'recipient/email': {
      support: 'approximated',
      how: "mail by the server and from the sender of Grafana's own configuration",
    },
    'recipient/webhook': {
      support: 'approximated',
      how: "Grafana's own payload, which has the fields of Alertmanager's and more",
    },
    'cause/upstream': {
      support: 'none',
      why: "Grafana's provisioning files have no inhibition rules",
      instead: 'The annotation suppressed_by names the alerts that explain it.',
    },
    'cause/page-over-ticket': {
      support: 'none',
      why: "Grafana's provisioning files have no inhibition rules",
    },
    'maintenance/mute': FULL,
  }),
});
