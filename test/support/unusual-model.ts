import { object } from './specs.ts';

/** A model whose names, units and values are as unusual as the language allows: what renders code must take them all. */
export const UNUSUAL = [
  object(
    'Project',
    'odd',
    '{ channels: { slack: { apiUrlFile: secrets/slack } }, targets: { prometheus: {}, alertmanager: {}, instrumentation: {} } }',
  ),
  object('Team', 'ml', '{ contacts: { slack: "#ml" } }'),
  `apiVersion: modelwatch/v1alpha1
kind: Model
metadata: { name: 7b-odd-one, displayName: "A \\"quoted\\" */ model \\\\ {{x}}" }
spec:
  owner: ml
  task: multiclass-classification
  classes: ["it's", "a \\"b\\" \\\\ c", "日本", "\${x} {{y}} %s", "line\\nbreak"]
  select: { job: odd, tier: "gold \\"1\\"" }
  metrics:
    latency: { name: "odd:wait_ms", type: histogram, unit: milliseconds, buckets: [1, 2.5, 1000000], labels: { version: v } }
    requests: { name: odd_answers, type: counter, match: { how: fine }, labels: { version: v, class: from }, includesErrors: false }
    errors: { name: odd_answers, type: counter, match: { how: "bad\\"ly" }, labels: { version: v, reason: why } }
    timeout: { name: odd_timeouts_total, labels: { version: v } }
    confidence: { name: odd_sureness_percent, type: histogram, unit: percent, labels: { version: v } }
    gpu: { name: Odd_Heat, type: gauge, unit: percent, labels: { kind: lambda } }
    lastSeen: { name: odd_seen_seconds, type: gauge, unit: unix-seconds }
    feedback: { name: odd_ratings_total, labels: { value: value } }
  segments:
    - { name: klass, label: class, values: ["x", "y"] }
    - { name: self, label: self, top: 2 }
  resources: { gpu: { max: 90% } }
  proxies:
    - { name: sureness, from: confidence, statistic: mean, over: 1h, expect: { min: 50% } }
    - { name: down, from: feedback, class: down, statistic: share, expect: { max: 8% } }
  slos:
    - { name: availability, sli: { type: availability, bad: [errors, timeout] }, objective: 99% }
    - { name: latency, sli: { type: latency, threshold: 1000s }, objective: 99% }
  monitors:
    - { name: heat, of: gpu, statistic: max, threshold: { gt: 90% } }
`,
].join('---\n');
