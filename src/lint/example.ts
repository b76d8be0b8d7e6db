/** The beginning of an example's object: name and labels go into `metadata`. */
function header(kind: string, metadata: string): string {
  return `apiVersion: modelwatch/v1alpha1\nkind: ${kind}\nmetadata: { ${metadata} }\n`;
}

/** An object of an example; `lines` are its spec. */
export function exampleObject(kind: string, metadata: string, lines: readonly string[]): string {
  return `${header(kind, metadata)}spec:\n${lines.map((line) => `  ${line}\n`).join('')}`;
}

/** A model of the team `ml`, with a runbook. */
export function exampleModel(lines: readonly string[], metadata = 'name: fraud'): string {
  return exampleObject('Model', metadata, ['owner: ml', 'runbook: fraud', ...lines]);
}

/** A team that two channels reach. */
export function exampleTeam(name: string): string {
  return exampleObject('Team', `name: ${name}`, [
    `contacts: { slack: "#${name}-alerts" }`,
    `onCall: [{ name: primary, provider: slack, channel: "@${name}-primary" }]`,
  ]);
}

/** An objective that no rule complains about. */
export const AVAILABILITY = 'slos: [{ name: availability, sli: { type: availability }, objective: 99.9% }]';

/** A proxy of quality, as a line of a model. */
export const PROXY =
  'proxies: [{ name: confidence, from: confidence, statistic: mean, expect: { min: 60% } }]';

/** The objectives that a tier-1 model needs, as lines of a model. */
export const TIER_1: readonly string[] = [
  'slos:',
  '  - { name: availability, sli: { type: availability }, objective: 99.9% }',
  '  - { name: latency, sli: { type: latency, threshold: 250ms }, objective: 99% }',
];

/** What a model does for the business: the metric `losses` of the team `ml`. */
export function exampleBusinessMetric(): string {
  return exampleObject('BusinessMetric', 'name: losses', [
    'owner: ml',
    'runbook: fraud',
    'query: fraud_losses_ratio',
    'unit: ratio',
    'direction: lower-is-better',
    'baseline: { compare: same-time-last-week, maxIncrease: 30% }',
  ]);
}

/** A drift policy of the model `fraud`; what the model is compared with stands in its `baseline`. */
export function examplePolicy(lines: readonly string[]): string {
  return exampleObject('DriftPolicy', 'name: fraud-drift', ['model: fraud', ...lines]);
}

/** Features of the team `ml`, fresh enough: one line each. */
export function exampleFeatures(features: readonly string[]): string {
  return exampleObject('FeatureSet', 'name: users', [
    'owner: ml',
    'runbook: fraud',
    'freshness: { max: 1h }',
    'features:',
    ...features.map((feature) => `  - { ${feature} }`),
  ]);
}

/** Objects as the documents of one file. */
export function documents(...objects: readonly string[]): string {
  return objects.join('---\n');
}

/** What the examples of the rules stand on. */
const BASICS: readonly { readonly kind: string; readonly text: string }[] = [
  {
    kind: 'Project',
    text: exampleObject('Project', 'name: example', [
      'owner: ml',
      'channels: { slack: { apiUrlFile: secrets/slack-url } }',
    ]),
  },
  { kind: 'Team', text: exampleTeam('ml') },
  {
    kind: 'Runbook',
    text: exampleObject('Runbook', 'name: fraud', ['url: "https://runbooks.example.com/fraud"']),
  },
];

/** A rule's example as a whole project: a Project, a Team and a Runbook are added unless it has its own. */
export function exampleProject(objects: string): string {
  const missing = BASICS.filter(({ kind }) => !new RegExp(`^kind: ${kind}$`, 'm').test(objects));
  return documents(...missing.map(({ text }) => text), objects);
}
