/** A project with a model, a team with three on-call entries, and an escalation over two of them. */
export function projectText(targets: string): string {
  return `apiVersion: modelwatch/v1alpha1
kind: Project
metadata: { name: acme-ml }
spec:
  environments: [dev, prod]
  calendarUntil: 2027-12-31
  secretsDir: /etc/modelwatch/secrets
  channels:
    email: { smarthost: "smtp.example.com:587", from: alerts@example.com }
    pagerduty:
      risk-ml:
        primary: { routingKeyFile: /etc/modelwatch/secrets/pd-risk-primary }
        secondary: { routingKeyFile: env:PD_RISK_SECONDARY }
  targets: { ${targets} }
---
apiVersion: modelwatch/v1alpha1
kind: Environment
metadata: { name: dev }
spec: { disable: [{ kind: EscalationPolicy }] }
---
apiVersion: modelwatch/v1alpha1
kind: Team
metadata: { name: risk-ml }
spec:
  timezone: Europe/London
  onCall:
    - { name: mailbox, provider: email, address: risk-ml@example.com }
    - { name: primary, provider: pagerduty, rotation: { users: [ada@example.com, grace@example.com], start: 2026-06-01 } }
    - { name: secondary, provider: pagerduty, schedule: "Risk ML, second line" }
---
apiVersion: modelwatch/v1alpha1
kind: EscalationPolicy
metadata: { name: ml-critical }
spec:
  routes:
    page:
      repeat: 2
      levels:
        - { notify: [{ onCall: primary }, { onCall: mailbox }] }
        - { after: 15m, notify: [{ onCall: secondary }] }
        - { after: 45m, notify: [{ onCall: primary }, { onCall: secondary }] }
    ticket: { levels: [{ notify: [{ onCall: secondary }] }] }
---
apiVersion: modelwatch/v1alpha1
kind: MaintenanceWindow
metadata: { name: nightly-backfill }
spec:
  schedule: { timezone: Europe/London, cron: "0 23 * * mon,tue", duration: 3h }
  match: { model: fraud-detector, alerts: [latency] }
---
apiVersion: modelwatch/v1alpha1
kind: MaintenanceWindow
metadata: { name: move }
spec:
  schedule: { from: 2026-03-01T00:00:00Z, to: 2026-03-01T06:00:00Z }
  match: { model: fraud-detector }
---
apiVersion: modelwatch/v1alpha1
kind: Model
metadata: { name: fraud-detector }
spec:
  owner: risk-ml
  escalation: ml-critical
  slos:
    - { name: availability, sli: { type: availability }, objective: 99.9% }
    - { name: latency, sli: { type: latency, threshold: 250ms }, objective: 99% }
`;
}
