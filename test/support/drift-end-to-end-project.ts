/** What differs between two runs of the proof. */
export interface DriftPlace {
  /** host:port of the node_exporter that reads the text file of the job. */
  readonly nodeExporter: string;
  readonly alertmanager: string;
  /** File that holds the address of the webhook. */
  readonly webhookFile: string;
  /** Folder of node_exporter's textfile collector. */
  readonly textfiles: string;
}

export const POLICY = 'fraud-detector-daily';

/** A model whose features are compared with its training data each day; scraped and evaluated every 2 s. */
export function driftProject({ nodeExporter, alertmanager, webhookFile, textfiles }: DriftPlace): string {
  return `
apiVersion: modelwatch/v1alpha1
kind: Project
metadata: { name: acme }
spec:
  environments: [prod]
  owner: risk-ml
  channels: { webhooks: { on-call: { urlFile: ${webhookFile} } } }
  targets:
    prometheus: { alertmanagers: ["${alertmanager}"] }
    alertmanager: {}
    driftJob: { outputs: { textfile: ${textfiles} } }
---
apiVersion: modelwatch/v1alpha1
kind: DataSource
metadata: { name: prom }
spec: { type: prometheus, scrapeInterval: 2s, evaluationInterval: 2s }
---
apiVersion: modelwatch/v1alpha1
kind: DataSource
metadata: { name: served }
spec: { type: parquet, path: "served/{date}.parquet", timestamp: event_time }
---
apiVersion: modelwatch/v1alpha1
kind: DataSource
metadata: { name: training }
spec: { type: parquet, path: training.parquet, timestamp: event_time }
---
apiVersion: modelwatch/v1alpha1
kind: Team
metadata: { name: risk-ml }
spec: { onCall: [{ name: primary, provider: webhook, webhook: on-call }] }
---
apiVersion: modelwatch/v1alpha1
kind: EscalationPolicy
metadata: { name: quick }
spec:
  routes: { page: { levels: [{ notify: [{ onCall: primary }] }] } }
  grouping: { wait: 1s, interval: 2s, repeat: 4h }
---
apiVersion: modelwatch/v1alpha1
kind: FeatureSet
metadata: { name: payments }
spec:
  owner: risk-ml
  source: served
  features:
    - { name: amount, type: float, importance: high }
    - { name: country, type: category }
---
apiVersion: modelwatch/v1alpha1
kind: Model
metadata: { name: fraud-detector }
spec:
  owner: risk-ml
  escalation: quick
  serving: { mode: batch }
  dependsOn: [{ featureSet: payments }]
  scrape: { targets: ["${nodeExporter}"] }
  baseline: { kind: training, dataset: training }
  drift:
    - name: daily
      baseline: training
      schedule: { every: 1d }
      window: 1d
      minSamples: 500
      confirm: { consecutive: 2 }
      features: {}
      severity: { warn: page, alert: page }
`;
}
