/** What differs between two runs of the end-to-end proof. */
export interface Place {
  /** host:port of the model server. */
  readonly service: string;
  readonly prometheus: string;
  readonly alertmanager: string;
  /** Folder with a file for each webhook, which holds its URL. */
  readonly secrets: string;
  /** A moment at which people in UTC work, and people in Kolkata don't. */
  readonly now: Date;
}

/** Names of what feeds the model. `blocklist` comes from no pipeline of ours. */
export const FEEDS = { pipeline: 'ingest', features: 'payment-counts', independent: 'blocklist' } as const;

/**
 * A fraud detector like that of the examples, with everything short: scraped and evaluated every 2 s, alerts hold for 4 s. Its
 * objective has one tier, whose windows are 5 m and 1 h; it is the least that Modelwatch has.
 */
export function endToEndProject({ service, prometheus, alertmanager, secrets, now }: Place): string {
  // Two hours around now on every day, in two zones that are five and a half hours apart.
  const hours = `{ days: [mon, tue, wed, thu, fri, sat, sun], from: "${clock(now, -2)}", to: "${clock(now, 2)}" }`;
  const unsure =
    'of: confidence, statistic: mean, over: 1m, minSamples: 5, threshold: { lt: 60% }, for: 4s, inhibit: none';
  return `
apiVersion: modelwatch/v1alpha1
kind: Project
metadata: { name: acme }
spec:
  environments: [prod]
  owner: risk-ml
  watchdog: { webhook: dead-mans-switch }
  links:
    runbooks: https://git.example.com/generated
    specs: https://git.example.com/specs
    dashboards: https://grafana.example.com
  channels:
    webhooks:
      on-call: { urlFile: ${secrets}/on-call }
      lead: { urlFile: ${secrets}/lead }
      tracker: { urlFile: ${secrets}/tracker }
      day-shift: { urlFile: ${secrets}/day-shift }
      dead-mans-switch: { urlFile: ${secrets}/dead-mans-switch }
  targets:
    prometheus: { alertmanagers: ["${alertmanager}"], self: "${prometheus}" }
    alertmanager: {}
---
apiVersion: modelwatch/v1alpha1
kind: DataSource
metadata: { name: prom }
spec: { type: prometheus, scrapeInterval: 2s, evaluationInterval: 2s }
---
apiVersion: modelwatch/v1alpha1
kind: Team
metadata: { name: risk-ml }
spec:
  timezone: Asia/Kolkata
  businessHours: ${hours}
  onCall: [{ name: primary, provider: webhook, webhook: on-call }]
---
apiVersion: modelwatch/v1alpha1
kind: Team
metadata: { name: day-shift }
spec: { timezone: UTC, businessHours: ${hours} }
---
apiVersion: modelwatch/v1alpha1
kind: EscalationPolicy
metadata: { name: ml-critical }
spec:
  routes:
    page:
      levels:
        - { notify: [{ onCall: primary }] }
        - { after: 10s, notify: [{ webhook: lead }] }
    ticket: { hold: outside-business-hours, levels: [{ notify: [{ ticket: tracker }] }] }
  grouping: { wait: 1s, interval: 2s, repeat: 4h }
---
apiVersion: modelwatch/v1alpha1
kind: EscalationPolicy
metadata: { name: day-shift }
spec:
  routes:
    ticket: { hold: outside-business-hours, levels: [{ notify: [{ ticket: day-shift }] }] }
  grouping: { wait: 1s, interval: 2s, repeat: 4h }
---
apiVersion: modelwatch/v1alpha1
kind: Defaults
metadata: { name: policy }
spec:
  - { match: { kind: Model }, set: { escalation: ml-critical } }
  - { match: { kind: Pipeline }, set: { escalation: ml-critical } }
  - { match: { kind: FeatureSet }, set: { escalation: ml-critical } }
---
apiVersion: modelwatch/v1alpha1
kind: Model
metadata: { name: fraud-detector }
spec:
  owner: risk-ml
  serving: { mode: online, expectedTraffic: { min: 0.1/s, typical: 0.1/s } }
  select: { job: fraud-detector }
  versions: { champion: v1.2.3 }
  dependsOn: [{ featureSet: ${FEEDS.features} }, { featureSet: ${FEEDS.independent} }]
  scrape: { targets: ["${service}"] }
  slos:
    - name: availability
      sli: { type: availability }
      objective: 99%
      impact: Payments are decided without the model.
      alerting: { burnPolicy: { fast: 14.4 }, for: 4s, keepFiringFor: 6s }
    - name: latency
      sli: { type: latency, threshold: 250ms }
      objective: 99%
      alerting: { burnPolicy: { fast: 14.4 }, for: 4s, keepFiringFor: 6s }
  monitors:
    - { name: confidence, ${unsure} }
    - { name: confidence-by-day, ${unsure}, owner: day-shift, escalation: day-shift }
---
apiVersion: modelwatch/v1alpha1
kind: Pipeline
metadata: { name: ${FEEDS.pipeline} }
spec:
  owner: risk-ml
  schedule: { every: 1s }
  freshness: { metric: 'pipeline_last_success_timestamp_seconds{pipeline="${FEEDS.pipeline}"}', page: 10s }
  scrape: { targets: ["${service}"], path: /pipelines/metrics }
---
apiVersion: modelwatch/v1alpha1
kind: FeatureSet
metadata: { name: ${FEEDS.features} }
spec: { owner: risk-ml, producedBy: ${FEEDS.pipeline}, freshness: { max: 10s } }
---
apiVersion: modelwatch/v1alpha1
kind: FeatureSet
metadata: { name: ${FEEDS.independent} }
spec: { owner: risk-ml, freshness: { max: 10s } }
---
apiVersion: modelwatch/v1alpha1
kind: SLO
metadata: { name: fresh-${FEEDS.features} }
spec:
  featureSet: ${FEEDS.features}
  sli: { type: freshness, maxAge: 10s }
  objective: 99%
  slice: 4s
  alerting: { sustained: { slices: 3 }, for: 4s }
---
apiVersion: modelwatch/v1alpha1
kind: SLO
metadata: { name: fresh-${FEEDS.independent} }
spec:
  featureSet: ${FEEDS.independent}
  sli: { type: freshness, maxAge: 10s }
  objective: 99%
  slice: 4s
  alerting: { sustained: { slices: 3 }, for: 4s }
`;
}

/** The time of the day in UTC some hours from a moment, as HH:MM. */
function clock(now: Date, hours: number): string {
  return new Date(now.getTime() + hours * 3_600_000).toISOString().slice(11, 16);
}
