import { file, object } from '../../support/specs.ts';

/** A project with two environments: prod tells people, dev tells nobody. */
export const WORLD = file(
  object(
    'Project',
    'acme',
    `
  environments: [dev, prod]
  calendarUntil: 2027-12-31
  channels:
    slack: { apiUrlFile: secrets/slack }
    pagerduty: { ml: { primary: { routingKeyFile: secrets/pd }, secondary: { routingKeyFile: secrets/pd2 } } }
    webhooks: { jira: { urlFile: secrets/jira }, commander: { urlFile: secrets/commander } }
  targets: { prometheus: {}, alertmanager: {}, runbooks: {} }`,
  ),
  object(
    'Environment',
    'dev',
    `
  disable: [{ kind: EscalationPolicy }]`,
  ),
  object(
    'Team',
    'ml',
    `
  timezone: Europe/London
  businessHours: { days: [mon, tue, wed, thu, fri], from: "09:00", to: "17:00" }
  contacts: { slack: "#ml" }
  onCall: [{ name: primary, provider: pagerduty }, { name: secondary, provider: pagerduty }]`,
  ),
  object(
    'EscalationPolicy',
    'critical',
    `
  routes:
    page: { levels: [{ notify: [{ onCall: primary }] }, { after: 15m, notify: [{ onCall: secondary }] }] }
    ticket: { levels: [{ notify: [{ ticket: jira }] }], hold: outside-business-hours }
    info: { digest: { every: 1d, at: "09:00", notify: [{ slack: team }] } }`,
  ),
  object(
    'Pipeline',
    'ingest',
    `
  owner: ml
  escalation: critical
  freshness: { metric: ok_seconds, warn: 10m, page: 25m }`,
  ),
  `apiVersion: modelwatch/v1alpha1
kind: Model
metadata: { name: fraud, labels: { tier: "1" } }
spec:
  owner: ml
  escalation: critical
  serving: { expectedTraffic: { typical: 100/s } }
  dependsOn: [{ pipeline: ingest }]
  monitors:
    - { name: confidence, of: confidence, statistic: mean, minSamples: 500, threshold: { lt: 60% } }
    - { name: blocked, of: requests, statistic: share, class: fraud, threshold: { gt: 3% } }
`,
  `apiVersion: modelwatch/v1alpha1
kind: SLO
metadata: { name: fraud-availability, displayName: Availability }
spec:
  model: fraud
  sli: { type: availability }
  objective: 99.9%
  alerting: { severity: { fast: page, slow: ticket } }
`,
  object(
    'SLO',
    'fraud-latency',
    `
  model: fraud
  sli: { type: latency, threshold: 250ms }
  objective: 99%`,
  ),
  object(
    'MaintenanceWindow',
    'backfill',
    `
  schedule: { cron: "0 2 * * sun", duration: 3h, timezone: UTC }
  match: { pipeline: ingest, alerts: [freshness] }`,
  ),
);
