// Writes the same SLOs twice: as a project of modelwatch and as specs of Sloth. Deterministic: same numbers, same bytes.
//   node scripts/bench/projects.mjs <slos> <folder> [sloth]
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Two objectives a model (availability, latency), one model a file of about 400 bytes. */
export const SLOS_PER_MODEL = 2;
const MODELS_PER_TEAM = 20;

/** Targets of a project that stops where Sloth stops: rules (and, beyond it, routes), no pages for people. */
export const RULES_AND_ROUTES = ['prometheus', 'alertmanager'];

/**
 * A project with `slos` objectives: a team for every 20 models, each with its own policy, defaults, and references from model
 * to team, policy, runbook and pipeline. Without `targets` all of the defaults are rendered.
 */
export function writeProject(folder, slos, targets) {
  const models = Math.ceil(slos / SLOS_PER_MODEL);
  const teams = Math.ceil(models / MODELS_PER_TEAM);
  write(folder, 'modelwatch.yaml', project(teams, targets));
  write(folder, 'defaults.yaml', DEFAULTS);
  write(folder, 'org/runbook.yaml', RUNBOOK);
  for (let at = 0; at < teams; at += 1) write(folder, `org/${teamName(at)}.yaml`, team(at));
  for (let at = 0; at < models; at += 1) {
    const count = Math.min(SLOS_PER_MODEL, slos - at * SLOS_PER_MODEL);
    write(folder, `models/${modelName(at)}.yaml`, model(at, count));
  }
}

/** The same objectives for `sloth generate`, in its own `prometheus/v1` form, as its documentation writes them. */
export function writeSlothSpecs(folder, slos) {
  for (let at = 0; at * SLOS_PER_MODEL < slos; at += 1) {
    const count = Math.min(SLOS_PER_MODEL, slos - at * SLOS_PER_MODEL);
    write(folder, `${modelName(at)}.yaml`, slothSpec(at, count));
  }
}

/** All of them as one spec of one service: Sloth keeps a spec whole, and takes as much memory as the largest. */
export function writeSlothSpec(file, slos) {
  const all = Array.from(
    { length: slos },
    (_, at) => slothSlos(Math.floor(at / SLOS_PER_MODEL))[at % SLOS_PER_MODEL],
  );
  const named = all.map((lines, at) => [
    lines[0].replace('"', `"${modelName(Math.floor(at / SLOS_PER_MODEL))}-`),
    ...lines.slice(1),
  ]);
  write(path.dirname(file), path.basename(file), slothText('all', 'ml', named));
}

const numbered = (word, at) => `${word}-${String(at).padStart(5, '0')}`;
export const modelName = (at) => numbered('model', at);
const teamName = (at) => numbered('team', at);

function project(teams, targets) {
  const keys = Array.from(
    { length: teams },
    (_, at) =>
      `      ${teamName(at)}: { primary: { routingKeyFile: /etc/alertmanager/keys/${teamName(at)} } }`,
  );
  const wanted = targets === undefined ? [] : ['  targets:', ...targets.map((name) => `    ${name}: {}`)];
  return object('Project', 'bench', [
    '  channels:',
    '    slack: { apiUrlFile: /etc/alertmanager/slack-url }',
    '    pagerduty:',
    ...keys,
    ...wanted,
  ]);
}

const DEFAULTS = object('Defaults', 'org-wide', [
  '  - match: { kind: SLO }',
  '    set: { window: 30d, alerting: { minBadEvents: 10 } }',
]);

const RUNBOOK = object('Runbook', 'serving', [
  '  steps:',
  '    - Roll back when the version is younger than two days.',
]);

function team(at) {
  const name = teamName(at);
  return [
    object('Team', name, [
      `  contacts: { slack: "#${name}" }`,
      '  onCall: [{ name: primary, provider: pagerduty }]',
    ]),
    object('EscalationPolicy', name, [
      '  routes:',
      '    page: { levels: [{ after: 0m, notify: [{ onCall: primary }, { slack: team }] }] }',
      '    ticket: { levels: [{ after: 0m, notify: [{ slack: team }] }] }',
    ]),
  ].join('---\n');
}

function model(at, count) {
  const owner = teamName(Math.floor(at / MODELS_PER_TEAM));
  const slos = [
    '    - { name: availability, sli: { type: availability }, objective: 99.9% }',
    '    - { name: latency, sli: { type: latency, threshold: 250ms }, objective: 99% }',
  ];
  return object('Model', modelName(at), [
    `  owner: ${owner}`,
    `  escalation: ${owner}`,
    '  runbook: serving',
    '  task: binary-classification',
    `  select: { job: ${modelName(at)} } # added to every metric of this model`,
    '  slos:',
    ...slos.slice(0, count),
  ]);
}

function object(kind, name, spec) {
  return `${['apiVersion: modelwatch/v1alpha1', `kind: ${kind}`, 'metadata:', `  name: ${name}`, 'spec:', ...spec].join('\n')}\n`;
}

function slothSpec(at, count) {
  const owner = teamName(Math.floor(at / MODELS_PER_TEAM));
  return slothText(modelName(at), owner, slothSlos(at).slice(0, count));
}

function slothSlos(at) {
  const job = `job="${modelName(at)}"`;
  return [
    slothSlo('availability', 99.9, {
      bad: `sum(rate(model_prediction_errors_total{${job}}[{{.window}}]))`,
      total: `sum(rate(model_predictions_total{${job}}[{{.window}}])) + sum(rate(model_prediction_errors_total{${job}}[{{.window}}]))`,
    }),
    slothSlo('latency', 99, {
      bad: `sum(rate(model_inference_duration_seconds_count{${job}}[{{.window}}])) - sum(rate(model_inference_duration_seconds_bucket{${job}, le="0.25"}[{{.window}}]))`,
      total: `sum(rate(model_inference_duration_seconds_count{${job}}[{{.window}}]))`,
    }),
  ];
}

function slothText(service, owner, slos) {
  return `${['version: "prometheus/v1"', `service: "${service}"`, 'labels:', `  owner: "${owner}"`, 'slos:', ...slos.flat()].join('\n')}\n`;
}

function slothSlo(name, objective, { bad, total }) {
  return [
    `  - name: "${name}"`,
    `    objective: ${objective}`,
    '    sli:',
    '      events:',
    `        error_query: '${bad}'`,
    `        total_query: '${total}'`,
    '    alerting:',
    `      name: Budget${name === 'latency' ? 'Latency' : 'Availability'}`,
    '      page_alert: { labels: { severity: page } }',
    '      ticket_alert: { labels: { severity: ticket } }',
  ];
}

function write(folder, name, text) {
  const file = path.join(folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [slos, folder, form] = process.argv.slice(2);
  if (!(Number(slos) > 0) || folder === undefined) {
    console.error('usage: node scripts/bench/projects.mjs <slos> <folder> [sloth]');
    process.exitCode = 2;
  } else if (form === 'sloth') writeSlothSpecs(folder, Number(slos));
  else writeProject(folder, Number(slos), form === 'all' ? undefined : RULES_AND_ROUTES);
}
