/** What `init` writes; `examples/minimal` is the same text. */
export const minimalProject = `# yaml-language-server: $schema=https://modelwatch.dev/schemas/v1alpha1/modelwatch.schema.json
apiVersion: modelwatch/v1alpha1
kind: Project
metadata: { name: minimal }
spec: { channels: { pagerduty: { ml: { primary: { routingKeyFile: /etc/alertmanager/pagerduty-ml } } } } }
---
apiVersion: modelwatch/v1alpha1
kind: Team
metadata: { name: ml }
spec: { onCall: [{ name: primary, provider: pagerduty }] }
---
apiVersion: modelwatch/v1alpha1
kind: Model
metadata: { name: my-model }
spec:
  owner: ml
  slos:
    - { name: availability, sli: { type: availability }, objective: 99.9% }
    - { name: latency, sli: { type: latency, threshold: 250ms }, objective: 99% }
`;
