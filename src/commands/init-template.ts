/** What `init` writes, and `examples/minimal` is; only where an editor finds the schema differs. */
export function minimalProject(schemaPath: string): string {
  return `# yaml-language-server: $schema=${schemaPath}
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
}
