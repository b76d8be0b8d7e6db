/** What no sink may see. */
export const SECRET = 'b94d27b9934d3e08';

/** A project with a model whose traces are sampled at 20 %, and with features that are personal data. */
export const MODELS = `apiVersion: modelwatch/v1alpha1
kind: Project
metadata: { name: acme }
spec:
  owner: ml
  channels: { pagerduty: { ml: { primary: { routingKeyFile: /etc/alertmanager/pagerduty-ml } } } }
  targets: { otelCollector: {}, prometheus: {} }
---
apiVersion: modelwatch/v1alpha1
kind: Team
metadata: { name: ml }
spec: { onCall: [{ name: primary, provider: pagerduty }] }
---
apiVersion: modelwatch/v1alpha1
kind: FeatureSet
metadata: { name: transaction-features }
spec:
  owner: ml
  features:
    - { name: email_hash, type: string, pii: true, monitor: none, reason: "Personal data." }
---
apiVersion: modelwatch/v1alpha1
kind: Model
metadata: { name: fraud-detector }
spec:
  owner: ml
  tracing: { service: fraud-detector, sample: 20% }
  segments: [{ name: age-band, label: age_band, values: ["18-25", "26-40"], protected: true }]
  slos:
    - { name: availability, sli: { type: availability }, objective: 99.9% }
    - { name: latency, sli: { type: latency, threshold: 250ms }, objective: 99% }
`;
